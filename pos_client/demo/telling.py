"""What the demo says while it works: one line for each thing, with the seconds it took. Knows no shop."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_BEGUN_S = time.monotonic()


def tell(text: str = "") -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def happened(text: str) -> None:
    """Something that happened in the shop, with the time since the start."""
    tell(f"  {time.monotonic() - _BEGUN_S:6.1f} s  {text}")


@contextmanager
def step(text: str) -> Iterator[list[str]]:
    """A step of the preparations; what is put into the list stands behind it when it is done."""
    sys.stdout.write(f"  {text} ... ")
    sys.stdout.flush()
    begun_s = time.monotonic()
    results: list[str] = []
    try:
        yield results
    except BaseException:
        sys.stdout.write("failed\n")
        raise
    note = ", ".join(results)
    tell(f"{note}{', ' if note else ''}{time.monotonic() - begun_s:.1f} s")
