"""python-escpos 3.1 as a maker of bytes, with its measured faults kept away from the till; never as a transport.

What is held off here: the import takes a second (so it happens in the device's own worker), leaves a temporary folder
behind, sets up logging for the whole program, and dies for ever on a half-written cache; `INIT` forgets the code page
of the printer but not the library's own memory of it; bar codes and pictures are announced on standard output.
"""

import importlib
import logging
import os
import pickle
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.errors import Illegal

_CACHE_SETTING = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_TORN = (EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, ValueError, KeyError)
_lock = threading.Lock()


def load(cache: Path | None = None) -> Any:
    """The package `escpos`, imported at the first call; `cache` is a private folder for its table of printers."""
    with _lock:
        try:
            return _import(cache)
        except _TORN:
            if cache is None:
                raise
            shutil.rmtree(cache, ignore_errors=True)
            return _import(cache)


def _import(cache: Path | None) -> Any:
    with _tidy(), _cached(cache):
        importlib.import_module("escpos.printer")
        return importlib.import_module("escpos")


@contextmanager
def _cached(cache: Path | None) -> Iterator[None]:
    if cache is None:
        yield
        return
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = os.environ.get(_CACHE_SETTING)
    os.environ[_CACHE_SETTING] = str(cache)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CACHE_SETTING]
        else:
            os.environ[_CACHE_SETTING] = before


@contextmanager
def _tidy() -> Iterator[None]:
    """Undo what the import does to the program: folders it makes in this thread, handlers it gives the root logger."""
    made: list[str] = []
    thread = threading.get_ident()
    real, handlers = tempfile.mkdtemp, list(logging.root.handlers)

    def noting(*args: Any, **kwargs: Any) -> Any:
        folder = real(*args, **kwargs)
        if threading.get_ident() == thread:
            made.append(folder)
        return folder

    tempfile.mkdtemp = noting
    try:
        yield
    finally:
        tempfile.mkdtemp = real
        logging.root.handlers[:] = [handler for handler in logging.root.handlers if handler in handlers]
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)


class Pen:
    """Collects the bytes of one job. Every command goes through the library's generator and nothing is ever sent."""

    def __init__(self, profile: str, cache: Path | None = None) -> None:
        load(cache)
        from escpos.capabilities import CAPABILITIES
        from escpos.printer import Dummy

        if profile not in CAPABILITIES["profiles"]:
            message = f"unknown printer profile {profile!r}"
            raise Illegal(message)
        self._dummy = Dummy(profile=profile)

    @property
    def output(self) -> bytes:
        return bytes(self._dummy.output)

    @property
    def features(self) -> dict[str, bool]:
        """What the profile can do: barcodeA, qrCode, paperFullCut, paperPartCut ..."""
        return dict(self._dummy.profile.features)

    @property
    def code_pages(self) -> dict[str, int]:
        """Names of the code pages of the profile that can be encoded, with their numbers."""
        pages = self._dummy.profile.get_code_pages()
        return {name: int(number) for name, number in pages.items() if name != "Unknown"}

    def alphabet(self, page: str) -> frozenset[str]:
        """The characters beyond ASCII that `page` has."""
        try:
            return frozenset(self._dummy.magic.encoder._get_codepage_char_map(page))  # noqa: SLF001 - no public door
        except LookupError:
            return frozenset()

    def start(self, page_number: int) -> None:
        """Reset the printer, switch unasked status off and say the code page aloud (a reset forgets it)."""
        self._dummy.hw("INIT")
        self.raw(b"\x1da\x00")
        self.raw(b"\x1bt" + bytes([page_number]))
        self._dummy.magic.encoding = None

    def text(self, text: str, page: str, page_number: int | None) -> None:
        """`text` in `page`; `page_number` is given when the printer has to switch to it."""
        if page_number is not None:
            self.raw(b"\x1bt" + bytes([page_number]))
        encoded = self._dummy.magic.encoder.encode(text, page)
        assert all(byte >= 0x20 for byte in encoded), "control bytes in text would be commands"
        self.raw(encoded)

    def style(self, *, bold: bool, underline: bool, size: int) -> None:
        self._dummy.set(bold=bold, underline=int(underline), custom_size=True, width=size, height=size)

    def align(self, where: str) -> None:
        self._dummy.set(align=where)

    def qr(self, payload: str, size: int) -> None:
        """A QR code drawn by the printer, error correction M, `size` dots a module."""
        self._dummy.qr(payload, ec=1, size=size, native=True)

    def barcode(self, payload: str, symbology: str, width: int) -> None:
        """A bar code drawn by the printer with its text below, `width` dots a module."""
        # The public method prints a remark on standard output.
        kind, code = ("CODE128", "{B" + payload.replace("{", "{{")) if symbology == "CODE128" else ("EAN13", payload)
        function = "B" if symbology == "CODE128" or not self.features.get("barcodeA") else "A"
        self._dummy._hw_barcode(code, kind, width=width, function_type=function)  # noqa: SLF001

    def cut(self) -> None:
        """Feed the paper past the cutter and cut, partly where the printer can or the profile does not know."""
        if self.features.get("paperPartCut") or self.features.get("paperFullCut"):
            self._dummy.cut("PART" if self.features.get("paperPartCut") else "FULL")
        else:  # the library would feed and forget the cut
            self.feed(6)
            self.raw(b"\x1dV\x01")

    def feed(self, lines: int) -> None:
        self._dummy.print_and_feed(lines)

    def raw(self, command: bytes) -> None:
        self._dummy._raw(command)  # noqa: SLF001 - the generator's own door for bytes it has no method for
