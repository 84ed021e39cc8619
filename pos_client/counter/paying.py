"""What is due, what was tendered, what goes back: pure functions over the open sale. Knows no terminal and no
drawer.
"""

from dataclasses import dataclass, replace

from pos_client.counter.open_sale import OpenSale
from sync_engine.domain.limits import check_amount
from sync_engine.domain.payment import CASH, Tender, cash_due, quick_amounts


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
    return quick_amounts(state.open_cash_minor, sale.cart.currency, sale.cash_step_minor)


def with_tender(sale: OpenSale, kind: str, amount_minor: int) -> OpenSale:
    """The sale with something handed over. Refuses with AmountOutOfRange; too much of it is refused at completion."""
    check_amount(amount_minor)
    return replace(sale, tenders=(*sale.tenders, Tender(kind, amount_minor)))


def without_tender(sale: OpenSale, index: int) -> OpenSale:
    """The sale with the tender at `index` given back."""
    return replace(sale, tenders=(*sale.tenders[:index], *sale.tenders[index + 1 :]))


def with_exact_cash(sale: OpenSale) -> OpenSale:
    """The sale with its open rest paid (or paid out) in cash to the coin; unchanged when nothing is open."""
    state = due(sale)
    return sale if state.is_settled else with_tender(sale, CASH, state.open_cash_minor)
