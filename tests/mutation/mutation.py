"""One seeded bug: a text in a file that becomes another. Knows no bug."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutation:
    """`old` stands exactly once in `file` (a path in the tree) and becomes `new`."""

    name: str
    file: str
    old: str
    new: str

    def changed(self, root: Path) -> str:
        """The file's text with the bug. Raises ValueError when the place is not there any more, or not the only one."""
        text = (root / self.file).read_text(encoding="utf-8")
        found = text.count(self.old)
        if found != 1:
            raise ValueError(f"{self.name}: {found} places in {self.file}")
        return text.replace(self.old, self.new)
