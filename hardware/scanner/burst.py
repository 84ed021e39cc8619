"""Keys that came one after the other and are held back, with their times; what they mean is not decided here."""

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from hardware.scanner.stroke import KeyStroke


@dataclass(slots=True)
class Burst:
    """Keys held back, their characters ("" for a key without one) and their times in milliseconds.

    The first `given` of them were given back already, before it was known what follows.
    """

    strokes: list[KeyStroke] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    times_ms: list[int] = field(default_factory=list)
    given: int = 0

    def add(self, stroke: KeyStroke, mark: str, time_ms: int) -> None:
        """One more."""
        self.strokes.append(stroke)
        self.marks.append(mark)
        self.times_ms.append(time_ms)

    def __len__(self) -> int:
        return len(self.strokes)

    @property
    def held(self) -> tuple[KeyStroke, ...]:
        """What nobody has seen yet."""
        return tuple(self.strokes[self.given :])

    @property
    def text(self) -> str:
        """What the keys spell."""
        return "".join(self.marks)

    @property
    def typical_gap_ms(self) -> float:
        """The median gap: up to half of them may be hiccups. 0 for a single key."""
        gaps = self._gaps()
        return median(gaps) if gaps else 0.0

    @property
    def lead_gap_ms(self) -> int:
        """The widest of the first three gaps: until then nobody knows that it is a scanner."""
        return max(self._gaps()[:3], default=0)

    def _gaps(self) -> list[int]:
        return [after - before for before, after in pairwise(self.times_ms)]
