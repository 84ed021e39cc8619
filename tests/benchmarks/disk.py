"""The disk's own price of durability: append four kilobytes and wait until they are down."""

import os
import time
from pathlib import Path


def synced_appends(folder: Path, count: int) -> list[float]:
    """Seconds of each of `count` appends of 4 KiB with fdatasync."""
    block = os.urandom(4096)
    file = os.open(folder / "disk.bench", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        return [_append(file, block) for _ in range(count)]
    finally:
        os.close(file)


def _append(file: int, block: bytes) -> float:
    start = time.perf_counter()
    os.write(file, block)
    os.fdatasync(file)
    return time.perf_counter() - start
