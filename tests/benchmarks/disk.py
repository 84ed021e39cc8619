"""The disk's own price of durability: append four kilobytes and wait until they are down."""

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

BLOCK_BYTES = 4096


class SyncedFile:
    """A file in `folder` that grows by one block at a time; removed when it is closed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "disk.bench"
        self._block = os.urandom(BLOCK_BYTES)
        self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def append(self) -> float:
        """Append one block with fdatasync; give the seconds it took."""
        start = time.perf_counter()
        os.write(self._file, self._block)
        os.fdatasync(self._file)
        return time.perf_counter() - start

    def close(self) -> None:
        """Close and remove it."""
        os.close(self._file)
        self._path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def synced_copy(source: Path, target: Path) -> float:
    """Copy a file and wait until the copy is down; give the seconds it took."""
    start = time.perf_counter()
    with source.open("rb") as reader, target.open("wb") as writer:
        while piece := reader.read(1 << 20):
            writer.write(piece)
        writer.flush()
        os.fsync(writer.fileno())
    return time.perf_counter() - start


def file_system(folder: Path) -> str:
    """What kind of file system holds `folder`; a word for the caption."""
    best, kind = "", "?"
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, mounted, found, *_ = line.split()
        if len(mounted) >= len(best) and folder.resolve().is_relative_to(mounted):
            best, kind = mounted, found
    return kind
