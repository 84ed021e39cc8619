"""What really happened, kept apart from the product: sales as the cashiers made them and as their receipts say, and the
books that must come of them. Plain dicts and integers; imports nothing of the product, least of all its appliers.

The ledger is asked for one thing only: in which order it took the events. What each of them does to stock, money and
cases is worked out here a second time.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, int, int]
"""(device, incarnation, seq) of an event."""
EventId = str
TAX_PERCENT = 20


class Wrong(AssertionError):
    """A check failed. The first word says which."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sale that was being recorded when something happened to the till: what lay there, what it came to."""

    device: str
    goods: Sequence[tuple[str, int]]
    total: int


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of an article at a unit price in 1/10,000 of the currency; an amount in minor units."""

    sku: str
    qty: int
    unit_e4: int

    @property
    def amount(self) -> int:
        return (self.qty * self.unit_e4 * 2 + 100) // 200

    @property
    def tax(self) -> int:
        """Contained in the amount, rounded half up per line."""
        return (2 * self.amount * TAX_PERCENT + (100 + TAX_PERCENT)) // (2 * (100 + TAX_PERCENT))


@dataclass(frozen=True, slots=True)
class Sale:
    """One sale. `doc_no` is None for one that was recorded before its receipt could be printed."""

    store: str
    till: str
    lines: tuple[Line, ...]
    paid: tuple[tuple[str, int], ...]
    doc_no: str | None

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Counted:
    """Head office says how many pieces lie there."""

    rows: tuple[tuple[str, str, int], ...]


@dataclass(slots=True)
class Books:
    """Stock, money and cases after some events in the ledger's order."""

    stock: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    counted: set[tuple[str, str]] = field(default_factory=set)
    history: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    money: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    cases: set[tuple[str, str]] = field(default_factory=set)
    taken: dict[EventId, int] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)
    forks: set[Key] = field(default_factory=set)
    restated: set[Key] = field(default_factory=set)

    def at(self, key: tuple[str, str], pos: int) -> int:
        """Stock of (place, article) after everything up to a position."""
        return next((value for when, value in reversed(self.history[key]) if when <= pos), 0)

    def count(self, act: Counted, pos: int) -> None:
        """What was counted lies there."""
        for place, sku, qty in act.rows:
            self.counted.add((place, sku))
            self._set((place, sku), qty, pos)

    def sell(self, sale: Sale, pos: int) -> set[str]:
        """Book a sale; returns the reasons for which it is an exception."""
        reasons = set()
        for line in sale.lines:
            key = (f"{sale.store}/floor", line.sku)
            self._set(key, self.stock[key] - line.qty, pos)
            if self.stock[key] < 0 and key in self.counted:
                reasons.add("OVERSELL")
                self.cases.add(("OVERSELL", "|".join(key)))
        tax = sum(line.tax for line in sale.lines)
        self.money[f"tax:{sale.store}:standard"] -= tax
        self.money[f"sales:{sale.store}"] -= sale.total - tax
        for kind, amount in sale.paid:
            account = f"cash:{sale.store}:{sale.till}" if kind == "cash" else f"tender:{kind}:{sale.store}"
            self.money[account] += amount
        return reasons

    def _set(self, key: tuple[str, str], value: int, pos: int) -> None:
        self.stock[key] = value
        self.history[key].append((pos, value))


class Truth:
    """All that happened, by the ids of the events that say so. `mine` is what stands in the journal of each box,
    `strange` are events that no ledger of today can book.
    """

    def __init__(self) -> None:
        self.sales: dict[EventId, Sale] = {}
        self.strange: set[EventId] = set()
        self.mine: dict[str, set[EventId]] = defaultdict(set)
        self.counts: dict[int, Counted] = {}
        self.receipts: dict[tuple[str, int, str], EventId] = {}
        self.put_back: dict[str, int] = defaultdict(int)
        self.prices: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.attempts: dict[str, Attempt] = {}

    def found(self, event_id: EventId, body: Mapping[str, Any], device: str) -> None:
        """A sale stands in a journal whose receipt nobody saw: it must be one that was being recorded."""
        if event_id in self.sales:
            return
        sale = sale_of(body)
        for box, attempt in self.attempts.items():
            if attempt.device == device and same_goods(sale, attempt.goods) and sale.total == attempt.total:
                self.sold(box, event_id, sale)
                return
        raise Wrong(f"invented: {event_id} is {sale}, which nobody rang up ({self.attempts})")

    def sold(self, box: str, event_id: EventId, sale: Sale) -> None:
        """A sale stands in a journal."""
        if event_id in self.sales:
            raise Wrong(f"doubled: {event_id} was recorded twice")
        self.sales[event_id] = sale
        self.mine[box].add(event_id)
        number = (box, self.put_back[box], str(sale.doc_no))
        if number in self.receipts:
            raise Wrong(f"doubled: receipt {number} of {event_id} and {self.receipts[number]}")
        self.receipts[number] = event_id

    def inherit(self, box: str, copy: str) -> None:
        """A copied till knows the numbers that were given before."""
        known = [number for number in self.receipts if number[:2] == (box, self.put_back[box])]
        self.receipts |= {(copy, 0, number[2]): self.receipts[number] for number in known}

    def priced(self, sku: str, unit_e4: int, pos: int) -> None:
        """From this position on an article costs that."""
        self.prices[sku].append((pos, unit_e4))

    def price_at(self, sku: str, pos: int) -> int:
        """What a till that has the feed up to there must ask for an article."""
        return next(unit_e4 for when, unit_e4 in reversed(self.prices[sku]) if when <= pos)

    def ledger_lost(self, after_pos: int) -> None:
        """Head office's acts after that position went with the database."""
        self.counts = {pos: act for pos, act in self.counts.items() if pos <= after_pos}
        for sku, known in self.prices.items():
            self.prices[sku] = [one for one in known if one[0] <= after_pos]


def same_goods(sale: Sale, goods: Sequence[tuple[str, int]]) -> bool:
    """Tell whether the receipt has exactly what was laid on the counter."""
    laid: dict[str, int] = defaultdict(int)
    for sku, qty in goods:
        laid[sku] += qty
    printed: dict[str, int] = defaultdict(int)
    for line in sale.lines:
        printed[line.sku] += line.qty
    return laid == printed


def sale_of(body: Mapping[str, Any]) -> Sale:
    """A sale as its event says it, read as plain JSON."""
    lines = tuple(Line(line["sku"], line["qty"], line["unit_e4"]) for line in body["lines"])
    paid = [(tender["kind"], tender["amount"]) for tender in body["tenders"]]
    if body.get("change"):
        paid.append(("cash", -body["change"]))
    return Sale(body["store"], body["till"], lines, tuple(paid), body["doc_no"])
