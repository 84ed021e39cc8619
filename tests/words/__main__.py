"""`python -m tests.words`: collect the words anew, and bring every catalogue up to date with them."""

import sys
from pathlib import Path

from tests.words.catalogue import TEMPLATE, catalogues, template, text_of, untranslated, update


def main() -> None:
    """Write what differs; say what has to be translated."""
    made = template()
    write(TEMPLATE, text_of(made))
    say(f"{len(made)} texts")
    for path in catalogues():
        found = update(path, made)
        write(path, text_of(found))
        missing = untranslated(found)
        say(f"{path.parents[1].name}: {len(missing)} to translate", *missing)


def say(*lines: str) -> None:
    """Lines for a person, those after the first set in."""
    sys.stdout.write("\n    ".join(lines) + "\n")


def write(path: Path, text: str) -> None:
    """Write the file if its text is another one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
