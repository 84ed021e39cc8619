"""Makes a paid cart a recorded fact: the sale, its shift and its receipt in one record. Knows no disk and no
printer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_client.counter.acts import Act, Recorded, SaleCompleted
from pos_client.counter.open_sale import OpenSale, UnresolvedCodes
from pos_client.counter.paying import check_free
from pos_client.counter.ports import Ids, Journal
from pos_client.counter.shift import Attribution, Moment, ShiftBook
from sync_engine.domain.payment import CASH
from sync_engine.domain.sale import Sale, complete


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sale that is paid and checked, but not recorded yet. `acts` go to the journal as they are."""

    open_sale: OpenSale
    sale: Sale
    attribution: Attribution
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Completed:
    """A recorded sale with its number."""

    sale: Sale
    recorded: Recorded

    @property
    def doc_no(self) -> str:
        """The number on the receipt."""
        return self.recorded.doc_no or ""

    @property
    def has_cash(self) -> bool:
        """Whether the drawer has to open."""
        return any(tender.kind == CASH for tender in self.sale.tenders)


@dataclass(frozen=True, slots=True)
class Completing:
    """Prepares and records sales for one till."""

    journal: Journal
    shifts: ShiftBook
    ids: Ids

    def prepare(self, open_sale: OpenSale, when: Moment, staff_name: str = "", *, is_printed: bool = True) -> Prepared:
        """Check everything that can refuse.

        Refuses with UnresolvedCodes, CardUnderWay, EmptyCart, NotPaid and as `settle` does.
        """
        check_free(open_sale)
        if open_sale.unresolved:
            raise UnresolvedCodes(tuple(notice.code for notice in open_sale.unresolved))
        sale = complete(
            open_sale.cart,
            open_sale.tenders,
            sale_id=open_sale.sale_id or self.ids.event_id(),
            doc_no="",
            cash_step_minor=open_sale.cash_step_minor,
        )
        attribution = self.shifts.attribute(when, sale.currency_code)
        act = SaleCompleted(attribution.context, sale, staff_name, is_printed)
        return Prepared(open_sale, sale, attribution, (*attribution.openings, act))

    def record(self, prepared: Prepared, more: Sequence[Act] = (), ticket: str | None = None) -> Completed:
        """Record in one transaction; returns after the commit. Raises DuplicateTicket, Unavailable: then nothing is
        kept.
        """
        recorded = self.journal.record((*prepared.acts, *more), ticket)
        self.shifts.recorded(prepared.attribution)
        return Completed(prepared.sale, recorded)

    def record_acts(self, attribution: Attribution, acts: Sequence[Act], ticket: str | None = None) -> Recorded:
        """Record what is no sale, under the shift of `attribution`. Raises as `record` does."""
        recorded = self.journal.record((*attribution.openings, *acts), ticket)
        self.shifts.recorded(attribution)
        return recorded
