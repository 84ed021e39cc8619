"""Keeps room on the disk: a reserve file that is given up when the disk is full, and the check before a sale is opened.

Knows files and sizes, nothing of what is written.
"""

import os
import shutil
from pathlib import Path

from pos_client.store.trouble import DiskFull, disk_trouble

RESERVE_BYTES = 64 * 1024 * 1024
NEEDED_BYTES = 8 * 1024 * 1024
"""Free space that a sale may need at worst, with room for SQLite's log."""

RESERVE_NAME = "reserve"


class DiskGuard:
    """Room for the open sale, on the disk of `home`."""

    def __init__(self, home: Path, *, reserve_bytes: int = RESERVE_BYTES, needed_bytes: int = NEEDED_BYTES) -> None:
        self._home = home
        self._reserve = home / RESERVE_NAME
        self._reserve_bytes, self._needed_bytes = reserve_bytes, needed_bytes

    def check(self) -> None:
        """There is room for a sale and the reserve stands (it is made again when it can be). Raises DiskFull or
        another JournalUnavailable.
        """
        with disk_trouble():
            if not self._stands():
                self._make()
            free = shutil.disk_usage(self._home).free
        if free < self._needed_bytes:
            raise DiskFull(f"{free} bytes free")

    def release(self) -> bool:
        """Give the reserve up; False when there was none left to give."""
        try:
            self._reserve.unlink()
        except OSError:
            return False
        return True

    def _stands(self) -> bool:
        return self._reserve.exists() and self._reserve.stat().st_size == self._reserve_bytes

    def _make(self) -> None:
        free = shutil.disk_usage(self._home).free
        if free < self._reserve_bytes + self._needed_bytes:
            raise DiskFull(f"{free} bytes free")
        try:
            self._allocate()
        except OSError:
            self._reserve.unlink(missing_ok=True)
            raise

    def _allocate(self) -> None:
        with self._reserve.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, self._reserve_bytes)
                return
            block = bytes(1024 * 1024)
            for _ in range(self._reserve_bytes // len(block)):
                file.write(block)
