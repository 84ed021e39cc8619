"""What lies where: the own shop and the others, with the age of the number. Knows no file; never claims to be
fresher than it is.
"""

from dataclasses import dataclass
from datetime import datetime

from pos_client.counter.ports import StockLevel, StockView


@dataclass(frozen=True, slots=True)
class StockAnswer:
    """Where an article lies. `age_s` is how long ago the till heard of it; None when it never did."""

    own: StockLevel
    others: tuple[StockLevel, ...]
    age_s: float | None


def stock_of(view: StockView, article_id: str, now: datetime) -> StockAnswer:
    """The levels of an article as of `now` (aware)."""
    own, *others = view.levels(article_id)
    age_s = None if own.as_of is None else max(0.0, (now - own.as_of).total_seconds())
    return StockAnswer(own, tuple(others), age_s)
