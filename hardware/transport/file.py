"""A printer behind a file name; nothing is ever heard from it."""

import errno
import os
import selectors
from pathlib import Path

from hardware.deadline import Deadline
from hardware.errors import Failure, Offline, TimedOut, from_os
from hardware.events import Proof
from hardware.transport.waiting import CHUNK, wait_for


class FileTransport:
    """Appends to a file, a pipe or a printer's device node (`/dev/usb/lp0`). Nothing is ever heard back."""

    proof = Proof.SYNCED

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._file: int | None = None

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def open(self, deadline: Deadline) -> None:  # noqa: ARG002 - opening without waiting takes no time
        # A device node that is absent is a printer that is off, not a file to be made.
        make = 0 if self._path.parts[:2] == ("/", "dev") else os.O_CREAT
        flags = os.O_WRONLY | os.O_APPEND | make | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise from_os(error, f"opening {self._path}") from error

    def send(self, payload: bytes, deadline: Deadline) -> None:
        file, sent = self._open_file(), 0
        while sent < len(payload):
            try:
                sent += os.write(file, payload[sent : sent + CHUNK])
            except BlockingIOError:
                if not wait_for(file, selectors.EVENT_WRITE, deadline):
                    raise TimedOut(f"{self._path} stopped reading", bytes_sent=sent) from None
            except OSError as error:
                raise from_os(error, f"writing {self._path}", sent) from error

    def receive(self, deadline: Deadline) -> bytes:  # noqa: ARG002 - a file says nothing
        return b""

    def sync(self) -> Proof:
        try:
            os.fsync(self._open_file())
        except OSError as error:
            if error.errno in {errno.EINVAL, errno.ENOTSUP, errno.EROFS}:  # a pipe or a device keeps nothing
                return Proof.WRITTEN
            raise Failure(f"keeping {self._path}: {error.strerror}", bytes_sent=1) from error
        return Proof.SYNCED

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def abort(self) -> None:
        self.close()

    def _open_file(self) -> int:
        if self._file is None:
            raise Offline(f"{self._path} is not open")
        return self._file
