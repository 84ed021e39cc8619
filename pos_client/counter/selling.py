"""The open sale at the counter: scan, change, undo, pay, complete. The same object serves the screen and the demo.

Knows no Qt, no SQL, no network. Nothing here waits for anything but the local files.
"""

from pos_client.counter import paying
from pos_client.counter.acts import Act, Context, DrawerOpened
from pos_client.counter.completing import Completed, Prepared
from pos_client.counter.desk import Desk
from pos_client.counter.free_text import clean
from pos_client.counter.goods import Goods
from pos_client.counter.open_sale import Attempt, OpenSale, SaleOpen
from pos_client.counter.paying import Due
from pos_client.counter.ringing import LineRung, Outcome, QuantitySet
from pos_client.counter.voiding import check_voidable, voided
from sync_engine.domain.foreign import Exchange
from sync_engine.domain.limits import check_text
from sync_engine.domain.payment import CASH, Tender

__all__ = ["Counter", "Desk", "LineRung", "Outcome", "QuantitySet"]


class Counter(Goods):
    """One counter with one open sale: its goods, its money, and what becomes of it."""

    # --- paying ---

    def due(self) -> Due:
        """What is due now."""
        return paying.due(self.sale)

    def quick_amounts(self) -> tuple[int, ...]:
        """Cash amounts worth a key, in minor units."""
        return paying.suggested(self.sale)

    def tender(self, kind: str, amount_minor: int, reference: str | None = None) -> Due:
        """Take a part (or all) by one way of paying; `reference` proves it. Refuses with AmountOutOfRange,
        CardUnderWay.
        """
        self._slate.change(paying.with_tender(self.sale, kind, amount_minor, reference))
        return self.due()

    def take_foreign(self, exchange: Exchange, other_minor: int) -> Due:
        """Take cash of another currency, in its minor units. Refuses with AmountOutOfRange, CardUnderWay."""
        self._slate.change(paying.with_foreign(self.sale, exchange, other_minor))
        return self.due()

    def take_cash(self, amount_minor: int | None = None) -> Due:
        """Take cash: the exact rest without an amount."""
        if amount_minor is None:
            self._slate.change(paying.with_exact_cash(self.sale))
            return self.due()
        return self.tender(CASH, amount_minor)

    def give_back(self, index: int) -> Due:
        """Give the tender at `index` back. Refuses with LineNotFound."""
        self._slate.change(paying.without_tender(self.sale, index))
        return self.due()

    def begin_attempt(self, attempt: Attempt) -> None:
        """Somebody else (a terminal) is about to be asked for money; that is on the disk itself when this returns.

        Refuses with CardUnderWay; raises Unavailable: then it is not kept.
        """
        self._slate.change_for_sure(paying.with_attempt(self.sale, attempt))

    def end_attempt(self, tender: Tender | None) -> None:
        """The answer is known: what was paid, or nothing. Undo leaves it. Raises Unavailable: the attempt stays."""
        self._slate.change_for_sure(paying.with_answer(self.sale, tender))

    # --- completing, or not ---

    def check_journal(self) -> None:
        """Before money is taken: could this sale be recorded? Raises Unavailable with the reason."""
        self._desk.completing.journal.preflight()

    def complete_sale(self) -> Completed:
        """Prepare, record and finish in one go. Refuses as `prepare_sale` does; raises Unavailable: the sale stays
        open.
        """
        prepared = self.prepare_sale()
        try:
            completed = self._desk.completing.record(prepared)
        except BaseException:
            self.reopen(prepared)
            raise
        self.finish(completed)
        return completed

    def prepare_sale(self) -> Prepared:
        """Close the open sale for recording; scans from now on open the next one.

        Refuses with NotSignedIn, UnresolvedCodes, EmptyCart, NotPaid, ChangeWithoutCash; the sale stays open then.
        """
        staff = self._desk.session.signed_in()
        prepared = self._desk.completing.prepare(self.sale, self._desk.moment(staff.staff_id), staff.name)
        self._slate.take_off()
        return prepared

    def finish(self, completed: Completed) -> None:
        """The prepared sale is recorded."""
        self._slate.last = completed

    def reopen(self, prepared: Prepared) -> None:
        """The prepared sale could not be recorded: it is the open sale again, with what was scanned since."""
        self._slate.join(prepared.open_sale)

    def void(self, reason: str) -> None:
        """Give the open sale up and record that it was.

        Refuses with NotSignedIn, EmptyCart, and MoneyTaken while something was tendered; raises Unavailable: the sale
        stays open then.
        """
        sale, why = self.sale, clean(reason)
        check_text(why)
        check_voidable(sale)
        self._desk.record(lambda _event_id, context: voided(sale, why, context))
        self._slate.take_off()

    def open_drawer(self, reason: str) -> None:
        """Open the drawer without a sale, and record why. Refuses with NotSignedIn; raises Unavailable."""
        why = clean(reason)
        check_text(why)

        def opened(event_id: str, context: Context) -> Act:
            return DrawerOpened(event_id, context, why)

        self._desk.record(opened)

    def take_off(self) -> None:
        """The open sale was recorded as something else (parked): nothing stands on the counter any more."""
        self._slate.take_off()

    def put_on(self, sale: OpenSale) -> None:
        """A sale that was parked stands on the counter instead of an empty one, under an id of its own."""
        self._slate.put_on(sale)

    def replace_sale(self, sale: OpenSale) -> None:
        """As `put_on`. Refuses with SaleOpen while goods or money of another sale are on the counter."""
        if self.sale.has_goods_or_money:
            raise SaleOpen
        self.put_on(sale)
