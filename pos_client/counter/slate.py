"""The one open sale of a counter: what stands on it, the steps back, and its draft. Knows no act and no rule.

Every change is kept as a draft before anybody can see it. When the draft cannot be written the sale goes on all the
same, and `trouble` says so until it can.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce

from pos_client.counter import open_sale as opened
from pos_client.counter.completing import Completed
from pos_client.counter.desk import Desk
from pos_client.counter.open_sale import OpenSale, empty_sale
from pos_client.counter.saved_sale import SaleWriter, SavedSaleUnreadable, from_text
from sync_engine.domain.errors import Unavailable

_MOST_STEPS_BACK = 500


class Slate:
    """Holds the open sale. It is read back from its draft when it is first looked at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sale: OpenSale | None = None
        self._before: list[OpenSale] = []
        self._writer = SaleWriter()
        self._is_read = self._is_collecting = False
        self.last: Completed | None = None
        self.trouble: Unavailable | None = None

    @property
    def sale(self) -> OpenSale:
        """The open sale; empty under today's rules when there is none. Refuses with NoRules; raises Unavailable."""
        if not self._is_read:
            self.read_back()
        if self._sale is None or self._sale.is_empty:
            return empty_sale(self._desk.book.store(), self._desk.rules())
        return self._sale

    def read_back(self) -> None:
        """Read the draft and the last sale, as a program that starts does. A draft that nobody can read stays where it
        is, and `trouble` names it.
        """
        rules, found = self._desk.rules(), list[OpenSale]()
        self._is_read = True
        try:
            self.last = self._desk.drafts.last()
            texts = self._desk.drafts.kept()
        except Unavailable as error:
            self.trouble = error
            return
        for text in texts:
            try:
                found.append(from_text(text, rules))
            except SavedSaleUnreadable as error:
                self.trouble = error
        if found:
            sale = reduce(opened.joined, found)
            self._sale = found[0]
            self._put(sale, tuple(one.sale_id for one in found[1:]))

    def change(self, after: OpenSale) -> None:
        """The sale is `after` from now on; undo brings back what it was."""
        before = self.sale
        if after == before:
            return
        self._before = [*self._before[-_MOST_STEPS_BACK:], before]
        self._put(after)

    def change_for_sure(self, after: OpenSale) -> None:
        """As `change`, but only if it can be kept on the disk. Raises Unavailable: then nothing changed."""
        before = self.sale
        after = self._named(after)
        self._desk.drafts.keep(after.sale_id, self._writer.to_text(after), is_money=True)
        self._before = [*self._before[-_MOST_STEPS_BACK:], before]
        self._sale = after

    def undo(self) -> bool:
        """Take the last change back; False when there is none. What a terminal has charged, or is charging, stays."""
        now = self.sale
        while self._before:
            back = _with_what_was_charged(self._before.pop(), now)
            if back != now:
                self._put(back)
                return True
        return False

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """What is changed in between is one change: one step back, kept once; nothing of it when it is refused."""
        before, steps = self.sale, self._before
        self._is_collecting = True
        try:
            yield
            after = self.sale
        finally:
            self._is_collecting = False
            self._sale, self._before = before, steps
        self.change(after)

    def take_off(self) -> None:
        """The sale leaves the counter: it is being recorded, and its draft goes with the record."""
        self._sale, self._before = None, []

    def join(self, sale: OpenSale) -> None:
        """`sale` stands on the counter (again), with what was rung up since; there is no step back before it."""
        later = self._sale
        if later is None or not later.sale_id:
            self._put(sale)
        else:
            self._put(opened.joined(sale, later), (later.sale_id,))
        self._before = []

    def put_on(self, sale: OpenSale) -> None:
        """`sale` stands on the counter instead of what little was there; there is no step back before it."""
        gone = () if self._sale is None else (self._sale.sale_id,)
        self._sale = None
        self._put(sale, gone)
        self._before = []

    def _put(self, sale: OpenSale, instead_of: Sequence[str] = ()) -> None:
        sale = sale if sale.is_empty else self._named(sale)
        before, self._sale = self._sale, sale
        if self._is_collecting:
            return
        drafts = self._desk.drafts
        if sale.is_empty:
            if before is not None and before.sale_id:
                gone = before.sale_id
                self._write(lambda: drafts.drop(gone))
            return
        is_money = _money(sale) != _money(before)
        text = self._writer.to_text(sale)
        self._write(lambda: drafts.keep(sale.sale_id, text, is_money=is_money, instead_of=instead_of))

    def _named(self, sale: OpenSale) -> OpenSale:
        return sale if sale.sale_id else replace(sale, sale_id=self._desk.completing.ids.event_id())

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except Unavailable as error:
            self.trouble = error
        else:
            if not isinstance(self.trouble, SavedSaleUnreadable):
                self.trouble = None


def _money(sale: OpenSale | None) -> tuple[object, ...]:
    return (sale.tenders, sale.attempt) if sale is not None else ((), None)


def _with_what_was_charged(back: OpenSale, now: OpenSale) -> OpenSale:
    charged = tuple(one for one in now.tenders if one.reference is not None and one not in back.tenders)
    return replace(back, tenders=(*back.tenders, *charged), attempt=now.attempt)
