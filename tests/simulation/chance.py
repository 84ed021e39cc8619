"""Takes away what would make two runs of one seed differ: ids, tokens and keys are drawn from the seed.

Holds for the whole process while a run lasts.
"""

import os
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """Draw everything from the seed; the one given is for the run itself."""
    hidden = random.Random(f"hidden {seed}")

    def token_bytes(count: int | None = None) -> bytes:
        return hidden.randbytes(count or 32)

    def token_hex(count: int | None = None) -> str:
        return token_bytes(count).hex()

    kept: dict[tuple[Any, str], Any] = {}
    for place, name, ours in (
        (os, "urandom", token_bytes),
        (secrets, "token_bytes", token_bytes),
        (secrets, "token_hex", token_hex),
    ):
        kept[place, name] = getattr(place, name)
        setattr(place, name, ours)
    try:
        yield random.Random(seed)
    finally:
        for (place, name), theirs in kept.items():
            setattr(place, name, theirs)
