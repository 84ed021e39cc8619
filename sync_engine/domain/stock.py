"""Stock as double entry: every movement takes from one place what it gives to another. It knows no on-hand numbers.

A store has one real place, `<store>/floor`; `customer`, `supplier`, `shrink`, `found` and `opening` stand for the
world outside, so that nothing appears or disappears.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sync_engine.domain.sale import SaleLine

FLOOR: Final = "floor"
CUSTOMER: Final = "customer"
SUPPLIER: Final = "supplier"
SHRINK: Final = "shrink"
FOUND: Final = "found"
OPENING: Final = "opening"

OUTSIDE: Final = frozenset({CUSTOMER, SUPPLIER, SHRINK, FOUND, OPENING})
"""Names of the places that are not of this shop: goods come from there and go there, none can be counted there."""


@dataclass(frozen=True, slots=True)
class Movement:
    """`qty` (above zero, at `scale` decimals) of an article from one place to another."""

    article_id: str
    from_place: str
    to_place: str
    qty: int
    scale: int


def place(store_id: str, name: str = FLOOR) -> str:
    """The place of that name in a store."""
    return f"{store_id}/{name}"


@lru_cache(4_096)
def is_real(place_id: str) -> bool:
    """Whether goods can lie in that place."""
    return place_id.rpartition("/")[2] not in OUTSIDE


def sale_movements(store_id: str, lines: Iterable[SaleLine]) -> tuple[Movement, ...]:
    """One movement per stocked line: from the floor to the customer, or back for a return."""
    floor, customer = place(store_id), place(store_id, CUSTOMER)
    return tuple(
        Movement(line.article_id, floor, customer, line.quantity.value, line.quantity.scale)
        if line.kind == "sale"
        else Movement(line.article_id, customer, floor, line.quantity.value, line.quantity.scale)
        for line in lines
        if line.is_stocked
    )


def adjustment_movement(store_id: str, article_id: str, delta: int, scale: int) -> Movement:
    """What makes the floor differ by `delta`: found when above zero, shrink when below; zero is a ValueError."""
    if not delta:
        raise ValueError("an adjustment of nothing is none")
    if delta > 0:
        return Movement(article_id, place(store_id, FOUND), place(store_id), delta, scale)
    return Movement(article_id, place(store_id), place(store_id, SHRINK), -delta, scale)


def own_deltas(movements: Iterable[Movement]) -> dict[tuple[str, str], int]:
    """By (place, article): what the movements add, virtual places included; together zero per article."""
    deltas: dict[tuple[str, str], int] = {}
    for movement in movements:
        taken, given = (movement.from_place, movement.article_id), (movement.to_place, movement.article_id)
        deltas[taken] = deltas.get(taken, 0) - movement.qty
        deltas[given] = deltas.get(given, 0) + movement.qty
    return deltas
