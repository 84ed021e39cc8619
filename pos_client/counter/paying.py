"""What is due, what was tendered, what goes back: pure functions over the open sale. Knows no terminal and no
drawer.
"""

from dataclasses import dataclass, replace

from pos_client.counter.open_sale import Attempt, OpenSale
from sync_engine.domain.coinage import quick_amounts
from sync_engine.domain.errors import CurrencyMismatch, LineNotFound, Refusal
from sync_engine.domain.foreign import Exchange
from sync_engine.domain.limits import check_amount
from sync_engine.domain.money import currency
from sync_engine.domain.payment import CASH, Tender, cash_due, foreign_cash

MOST_SUGGESTED = 5


@dataclass(unsafe_hash=True)
class CardUnderWay(Refusal):
    """So much is being charged to a card; until that is known nothing else is taken for the sale."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class Due:
    """The state of a payment, in minor units.

    `open_minor` is what is still due by any other way than cash, `open_cash_minor` what coins can pay of it; both are
    negative when money goes to the customer. `change_minor` is what goes back in cash. Exactly one of `is_settled`
    and "something is open" holds.
    """

    total_minor: int
    paid_minor: int
    open_minor: int
    open_cash_minor: int
    change_minor: int
    is_settled: bool


def due(sale: OpenSale) -> Due:
    """What is due on the open sale."""
    total = sale.totals().total_minor
    paid = sum(tender.amount_minor for tender in sale.tenders)
    in_cash = cash_due(total, sale.tenders, sale.cash_step_minor)
    has_cash = any(tender.kind == CASH for tender in sale.tenders)
    left = in_cash if has_cash else total - paid
    sign = -1 if total < 0 else 1
    is_settled = sign * left <= 0 and (has_cash or left == 0)
    change = max(0, -in_cash) if has_cash and total >= 0 else 0
    return Due(total, paid, 0 if is_settled else total - paid, 0 if is_settled else in_cash, change, is_settled)


def suggested(sale: OpenSale) -> tuple[int, ...]:
    """Cash amounts worth a key for what is still open: the exact one first."""
    state = due(sale)
    if state.is_settled:
        return ()
    return quick_amounts(state.open_cash_minor, sale.cart.currency, sale.cash_step_minor, MOST_SUGGESTED)


def with_tender(sale: OpenSale, kind: str, amount_minor: int, reference: str | None = None) -> OpenSale:
    """The sale with something handed over.

    Refuses with AmountOutOfRange and CardUnderWay; too much of it is refused at completion.
    """
    check_amount(amount_minor)
    return _with(sale, Tender(kind, amount_minor, reference))


def with_foreign(sale: OpenSale, exchange: Exchange, other_minor: int) -> OpenSale:
    """The sale with cash of another currency, for what it counts for. Refuses as `with_tender`."""
    return _with(sale, foreign_cash(exchange, other_minor))


def exchange_for(sale: OpenSale, code: str, rate_e6: int) -> Exchange:
    """What money of another currency counts for in this sale. Refuses with UnknownCurrency, CurrencyMismatch."""
    own = sale.cart.currency
    if code == own.code:
        raise CurrencyMismatch(own.code, code)
    return Exchange(own, currency(code), rate_e6, sale.cash_step_minor)


def without_tender(sale: OpenSale, index: int) -> OpenSale:
    """The sale with the tender at `index` given back. Refuses with LineNotFound."""
    if not 0 <= index < len(sale.tenders):
        raise LineNotFound(index)
    return replace(sale, tenders=(*sale.tenders[:index], *sale.tenders[index + 1 :]))


def with_exact_cash(sale: OpenSale) -> OpenSale:
    """The sale with its open rest paid (or paid out) in cash to the coin; unchanged when nothing is open."""
    state = due(sale)
    return sale if state.is_settled else with_tender(sale, CASH, state.open_cash_minor)


def with_attempt(sale: OpenSale, attempt: Attempt) -> OpenSale:
    """The sale with something asked of a terminal. Refuses with CardUnderWay."""
    check_free(sale)
    return replace(sale, attempt=attempt)


def with_answer(sale: OpenSale, tender: Tender | None) -> OpenSale:
    """The sale with the answer of the terminal: what was paid, or nothing."""
    return replace(sale, attempt=None, tenders=sale.tenders if tender is None else (*sale.tenders, tender))


def check_free(sale: OpenSale) -> None:
    """Refuse with CardUnderWay while a terminal has not answered."""
    if sale.attempt is not None:
        raise CardUnderWay(sale.attempt.amount_minor)


def _with(sale: OpenSale, tender: Tender) -> OpenSale:
    check_free(sale)
    return replace(sale, tenders=(*sale.tenders, tender))
