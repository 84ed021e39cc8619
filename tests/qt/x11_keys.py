"""A keyboard on a real X server: key presses through its XTEST extension, with the server's own timing.

Speaks the X protocol itself (X Window System Protocol, X11R7; X Record and XTEST extensions), as far as that takes.
"""

import os
import socket
import struct
from pathlib import Path
from typing import Self

from hardware.scanner.keymap import X11

CODES = {mark: (code, bool(shift)) for code, marks in reversed(X11.items()) for shift, mark in enumerate(marks)}
SHIFT, ENTER = 50, 36
_PRESS, _RELEASE = 2, 3
_COOKIE = b"MIT-MAGIC-COOKIE-1"


class Keyboard:
    """Presses keys of the server named by DISPLAY, by their codes, so that its layout decides what they give."""

    def __init__(self) -> None:
        number = os.environ["DISPLAY"].rpartition(":")[2].partition(".")[0]
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(f"/tmp/.X11-unix/X{number}")
        self._open(_cookie(number))
        self._xtest = self._extension(b"XTEST")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.sendall(struct.pack("<BxH", 43, 1))  # asks who has the focus: answered when every key has come up
        self._answer()
        self._line.close()

    def scan(self, code: str, gap_ms: int = 8, after_ms: int = 0) -> None:
        """As a scanner does it, after a while: each key a moment after the one before, then Enter."""
        for place, mark in enumerate(code):
            self.strike(mark, gap_ms if place else gap_ms + after_ms, 1)
        self._key(ENTER, gap_ms, 1)

    def strike(self, mark: str, after_ms: int, down_ms: int) -> None:
        """One character of a US keyboard, with Shift where it needs it."""
        key, is_shifted = CODES[mark]
        if is_shifted:
            self._fake(_PRESS, SHIFT, 1)
        self._key(key, after_ms, down_ms)
        if is_shifted:
            self._fake(_RELEASE, SHIFT, 1)

    def tap_shift(self) -> None:
        """Touch a key that types nothing."""
        self._key(SHIFT, 1, 1)

    def _key(self, key: int, after_ms: int, down_ms: int) -> None:
        self._fake(_PRESS, key, after_ms)
        self._fake(_RELEASE, key, down_ms)

    def _fake(self, kind: int, key: int, after_ms: int) -> None:
        fields = (self._xtest, 2, 9, kind, key, after_ms, 0, 0, 0, 0)
        self._line.sendall(struct.pack("<BBHBBxxII8xhh7xB", *fields))

    def _open(self, cookie: bytes) -> None:
        self._line.sendall(struct.pack("<BxHHHHxx", 0x6C, 11, 0, len(_COOKIE), len(cookie)) + _padded(_COOKIE) + cookie)
        is_open, *_, length = struct.unpack("<BxHHH", self._read(8))
        assert is_open == 1, "the X server refuses the cookie"
        self._read(4 * length)

    def _extension(self, name: bytes) -> int:
        padded = _padded(name)
        self._line.sendall(struct.pack("<BxHHxx", 98, 2 + len(padded) // 4, len(name)) + padded)
        answer = self._answer()
        assert answer[8], f"the X server has no {name.decode()}"
        return answer[9]

    def _answer(self) -> bytes:
        """The next answer; what the server tells everybody (another layout) is passed over."""
        while (found := self._read(32))[0] != 1:
            assert found[0], "the X server refuses"
        return found

    def _read(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            part = self._line.recv(count - len(found))
            assert part, "the X server hung up"
            found += part
        return found


def _padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 4)


def _cookie(number: str) -> bytes:
    """The cookie of that display, from the file of authorities; empty where the server asks for none."""
    place = os.environ.get("XAUTHORITY", "")
    rest = Path(place).read_bytes() if place else b""
    while rest:
        rest = rest[2:]
        parts = []
        for _ in range(4):
            (length,) = struct.unpack(">H", rest[:2])
            parts.append(rest[2 : 2 + length])
            rest = rest[2 + length :]
        if parts[1].decode() == number and parts[2] == _COOKIE:
            return parts[3]
    return b""
