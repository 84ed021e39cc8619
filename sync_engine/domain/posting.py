"""Money as double entry: what a sale books to which account. Debit is positive; per currency the postings sum to zero.

Accounts: `cash:<store>:<till>`, `cash:<store>:<till>:<currency>` (foreign notes in the drawer, in their own currency),
`exchange:<store>` (the other side of both when foreign cash was taken), `tender:<kind>:<store>` (not cash),
`sales:<store>` (net), `tax:<store>:<tax code>`, `rounding:<store>`. It knows no balances.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sync_engine.domain.payment import CASH, Tender
from sync_engine.domain.sale import Sale


@dataclass(frozen=True, slots=True)
class Posting:
    """Minor units to one account: positive is debit (cash received), negative is credit (income, tax owed)."""

    account: str
    amount_minor: int
    currency_code: str


def sale_postings(store_id: str, till_id: str, sale: Sale) -> tuple[Posting, ...]:
    """What the sale books: one posting per account and currency, sorted, none of zero."""
    own = sale.currency_code
    sums: dict[tuple[str, str], int] = {(f"cash:{store_id}:{till_id}", own): -sale.change_minor}
    for tender in sale.tenders:
        for account, code, amount in _tendered(store_id, till_id, tender, own):
            sums[account, code] = sums.get((account, code), 0) + amount
    net = sale.total_minor
    for tax in sale.tax_amounts:
        key = (f"tax:{store_id}:{tax.code}", own)
        sums[key] = sums.get(key, 0) - tax.tax_minor
        net -= tax.tax_minor
    sums[f"sales:{store_id}", own] = -net
    sums[f"rounding:{store_id}", own] = -sale.rounding_minor
    return tuple(Posting(account, sums[account, code], code) for account, code in sorted(sums) if sums[account, code])


def _tendered(store_id: str, till_id: str, tender: Tender, own: str) -> Iterator[tuple[str, str, int]]:
    """Foreign notes lie in a drawer of their own; what they counted for comes out of the exchange in the own money."""
    drawer, foreign = f"cash:{store_id}:{till_id}", tender.foreign
    if foreign is not None:
        yield f"{drawer}:{foreign.currency}", foreign.currency, foreign.amount_minor
        yield f"exchange:{store_id}", foreign.currency, -foreign.amount_minor
        yield f"exchange:{store_id}", own, tender.amount_minor
    elif tender.kind == CASH:
        yield drawer, own, tender.amount_minor
    else:
        yield f"tender:{tender.kind}:{store_id}", own, tender.amount_minor
