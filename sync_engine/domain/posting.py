"""Money as double entry: what a sale books to which account. Debit is positive; the postings of one act sum to zero.

Accounts: `cash:<store>:<till>`, `tender:<kind>:<store>` (not cash), `sales:<store>` (net), `tax:<store>:<tax code>`,
`rounding:<store>`. It knows no balances.
"""

from dataclasses import dataclass

from sync_engine.domain.payment import CASH
from sync_engine.domain.sale import Sale


@dataclass(frozen=True, slots=True)
class Posting:
    """Minor units to one account: positive is debit (cash received), negative is credit (income, tax owed)."""

    account: str
    amount_minor: int
    currency_code: str


def sale_postings(store_id: str, till_id: str, sale: Sale) -> tuple[Posting, ...]:
    """What the sale books: one posting per account, sorted by account, none of zero, together zero."""
    sums: dict[str, int] = {f"cash:{store_id}:{till_id}": -sale.change_minor}
    for tender in sale.tenders:
        is_cash = tender.kind == CASH
        account = f"cash:{store_id}:{till_id}" if is_cash else f"tender:{tender.kind}:{store_id}"
        sums[account] = sums.get(account, 0) + tender.amount_minor
    net = sale.total_minor
    for tax in sale.tax_amounts:
        account = f"tax:{store_id}:{tax.code}"
        sums[account] = sums.get(account, 0) - tax.tax_minor
        net -= tax.tax_minor
    sums[f"sales:{store_id}"] = -net
    sums[f"rounding:{store_id}"] = -sale.rounding_minor
    currency = sale.currency_code
    return tuple(Posting(account, sums[account], currency) for account in sorted(sums) if sums[account])
