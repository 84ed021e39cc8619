"""Writes the sounds anew: `python -m resources.sounds`."""

import sys
from pathlib import Path

from resources.sounds import SOUNDS, wav


def main() -> None:
    """Write one file per sound, here."""
    for name, notes in SOUNDS.items():
        file = Path(__file__).with_name(f"{name}.wav")
        file.write_bytes(wav(notes))
        sys.stdout.write(f"{file.name}  {file.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
