"""Sales that wait for their customer, shared by the tills of a store: hold the one on the counter, bring one back.

Holding and bringing back are one record each, together with the draft of the open sale: whatever is killed, a sale is
on the counter or held, never both and never neither. Knows no file and no network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pos_client.counter.acts import Act, Context, ParkedResumed, SaleParked
from pos_client.counter.desk import Desk
from pos_client.counter.free_text import clean
from pos_client.counter.meaning import own_code
from pos_client.counter.open_sale import MoneyTaken, OpenSale, SaleOpen
from pos_client.counter.saved_sale import SavedSaleUnreadable, from_text, to_text
from sync_engine.domain.errors import EmptyCart, Refusal

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 6
"""30^6 codes: two of the sales that wait in one store have the same one once in a million, and then the later is
given another.
"""


@dataclass(unsafe_hash=True)
class ParkedGone(Refusal):
    """No such sale waits here (any more): it was brought back, or this till has not heard of it."""

    what: str


@dataclass(unsafe_hash=True)
class ParkedUnreadable(Refusal):
    """The held sale was written by a newer program, or is damaged; the till that held it can bring it back."""

    park_id: str


@dataclass(frozen=True, slots=True)
class Waits:
    """A held sale as the till's files have it. `sale_text` is the whole of it (see `saved_sale`)."""

    park_id: str
    code: str
    at: datetime
    staff_id: str
    till: str
    note: str
    items: int
    total_minor: int
    currency_code: str
    sale_text: str


@dataclass(frozen=True, slots=True)
class Parked:
    """A held sale in a list. `staff` is the name of who held it, `is_own` true on the till that did."""

    park_id: str
    code: str
    at: datetime
    staff: str
    items: int
    total_minor: int
    note: str
    till: str
    is_own: bool


class WaitingSales(Protocol):
    """The held sales of the store, as far as this till knows: its own at once, those of the others by the feed."""

    @property
    def till(self) -> str:
        """Which till this is."""

    def waiting(self) -> Sequence[Waits]:
        """The latest first. A row that cannot be read is left out."""


class OnCounter(Protocol):
    """The counter with its open sale."""

    @property
    def sale(self) -> OpenSale:
        """What stands on it."""

    def take_off(self) -> None:
        """The open sale was recorded as something else: nothing stands on the counter any more."""

    def clear(self) -> None:
        """What was only noted there (a buyer, a remark) is gone, and its draft with it."""

    def put_on(self, sale: OpenSale) -> None:
        """`sale` stands on the empty counter; its draft was kept with the record."""


class Parking:
    """Holds and brings back the sales of one counter."""

    def __init__(self, desk: Desk, counter: OnCounter, known: WaitingSales) -> None:
        self._desk, self._counter, self._known = desk, counter, known

    def park(self, note: str = "") -> Parked:
        """Hold the open sale; the counter is empty afterwards.

        Refuses with EmptyCart, MoneyTaken, NotSignedIn; raises Unavailable: then the sale is where it was.
        """
        sale = self._counter.sale
        if not (sale.cart.lines or sale.unresolved):
            raise EmptyCart
        _refuse_money(sale)
        held: list[SaleParked] = []

        def make(event_id: str, context: Context) -> Act:
            held.append(self._parked_act(sale, clean(note) or sale.cart.note, event_id, context))
            return held[0]

        self._desk.record(make)
        self._counter.take_off()
        act = held[0]
        waits = Waits(
            act.park_id,
            act.code,
            act.context.at,
            act.context.staff_id,
            self._known.till,
            act.note,
            act.items,
            act.total_minor,
            act.currency_code,
            act.sale_text,
        )
        return self._listed(waits)

    def parked(self) -> Sequence[Parked]:
        """The held sales of the store, the latest first."""
        return tuple(map(self._listed, self._known.waiting()))

    def resume(self, park_id: str) -> Parked:
        """Bring a held sale back to the empty counter. Another till may have done so unseen: the ledger then asks a
        person.

        Refuses with ParkedGone, SaleOpen, ParkedUnreadable, NotSignedIn; raises Unavailable.
        """
        return self._resume(park_id, lambda waits: waits.park_id == park_id)

    def resume_code(self, code: str) -> Parked:
        """The same by the code of a slip."""
        wanted = code.strip().upper()
        return self._resume(wanted, lambda waits: waits.code == wanted)

    def _resume(self, what: str, is_it: Callable[[Waits], bool]) -> Parked:
        waits = next(filter(is_it, self._known.waiting()), None)
        if waits is None:
            raise ParkedGone(what)
        if self._counter.sale.has_goods_or_money:
            raise SaleOpen
        sale = self._read(waits)
        text = to_text(sale)
        self._desk.record(lambda event_id, context: ParkedResumed(event_id, context, waits.park_id, sale.sale_id, text))
        self._counter.clear()
        self._counter.put_on(sale)
        return self._listed(waits)

    def _read(self, waits: Waits) -> OpenSale:
        """With an id of its own: should two tills bring the same one back, both of their sales are to be booked."""
        try:
            sale = from_text(waits.sale_text, self._desk.rules())
        except SavedSaleUnreadable as error:
            raise ParkedUnreadable(waits.park_id) from error
        return replace(sale, sale_id=self._desk.completing.ids.event_id())

    def _parked_act(self, sale: OpenSale, note: str, event_id: str, context: Context) -> SaleParked:
        totals = sale.totals()
        return SaleParked(
            event_id=event_id,
            context=context,
            sale_id=sale.sale_id,
            park_id=event_id,
            code=self._free_code(event_id),
            note=note,
            items=totals.item_count,
            total_minor=totals.total_minor,
            currency_code=sale.cart.currency.code,
            sale_text=to_text(sale),
        )

    def _free_code(self, event_id: str) -> str:
        taken = {waits.code for waits in self._known.waiting()}
        seed = _number(event_id)
        while (code := own_code("P", _letters(seed))) in taken:
            seed += 1
        return code

    def _listed(self, waits: Waits) -> Parked:
        names = {person.staff_id: person.name for person in self._desk.book.people()}
        return Parked(
            waits.park_id,
            waits.code,
            waits.at,
            names.get(waits.staff_id, waits.staff_id),
            waits.items,
            waits.total_minor,
            waits.note,
            waits.till,
            waits.till == self._known.till,
        )


def _refuse_money(sale: OpenSale) -> None:
    taken = sum(tender.amount_minor for tender in sale.tenders)
    if sale.attempt is not None:
        taken += sale.attempt.amount_minor
    if sale.tenders or sale.attempt is not None:
        raise MoneyTaken(taken)


def _number(event_id: str) -> int:
    """The random end of an id; of an id that is none, anything that differs with it."""
    return int.from_bytes(event_id.encode()[-16:], "big")


def _letters(seed: int) -> str:
    found = ""
    for _ in range(_CODE_LETTERS):
        seed, place = divmod(seed, len(_LETTERS))
        found += _LETTERS[place]
    return found
