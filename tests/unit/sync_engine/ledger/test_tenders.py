"""How a sale was paid reaches the books: foreign cash in a drawer of its own, and what stayed unclear as a case."""

import pytest

from sync_engine.domain.payment import unclear
from sync_engine.protocol import facts
from tests.helpers.ledgers import Item, sale_body
from tests.unit.sync_engine.ledger.stepping import sell, shop


def paid(*tenders: facts.TenderBodyV2, change: int = 0) -> facts.SaleBodyV2:
    body = sale_body(Item("A", 2, 6_0000))
    plain = {name: getattr(body, name) for name in body.__struct_fields__}
    lines = tuple(
        facts.SaleLineBodyV2(**{name: getattr(line, name) for name in line.__struct_fields__}) for line in body.lines
    )
    return facts.SaleBodyV2(**{**plain, "lines": lines, "tenders": tenders, "change": change})


def dollars(amount: int, worth: int, rate_e6: int = 900_000, code: str = "USD") -> facts.TenderBodyV2:
    foreign = facts.ForeignBody(currency=code, amount=amount, rate_e6=rate_e6)
    return facts.TenderBodyV2(kind="cash", amount=worth, foreign=foreign)


def test_foreign_cash_lies_in_its_own_drawer_and_balances_in_both_currencies() -> None:
    steps, fake = shop()
    body = paid(dollars(1_000, 900), facts.TenderBodyV2(kind="card", amount=350, reference="7"), change=50)
    assert sell(steps, fake, body) == ("applied", None)
    assert steps.book.balances == {
        ("cash:S01:T1", "EUR"): -50,
        ("cash:S01:T1:USD", "USD"): 1_000,
        ("exchange:S01", "EUR"): 900,
        ("exchange:S01", "USD"): -1_000,
        ("sales:S01", "EUR"): -1_000,
        ("tax:S01:S20", "EUR"): -200,
        ("tender:card:S01", "EUR"): 350,
    }


def test_a_payment_that_stayed_unclear_is_booked_and_looked_at() -> None:
    steps, fake = shop()
    trace = unclear("card", "r-1", 1_200)
    body = paid(
        facts.TenderBodyV2(kind="card", amount=0, reference=trace.reference),
        facts.TenderBodyV2(kind="cash", amount=1_200),
    )
    assert sell(steps, fake, body) == ("applied_exception", "PAYMENT_UNCLEAR")
    assert [case.body for effects in steps.effects for case in effects.cases.values()] == [
        '{"currency":"EUR","document":"S01-T1a-000001","payments":[{"amount":1200,"kind":"card","request":"r-1"}]}'
    ]
    assert steps.book.balances["cash:S01:T1", "EUR"] == 1_200


@pytest.mark.parametrize(
    ("tender", "reason"),
    [
        (dollars(1_000, 1_200, rate_e6=0), "amount_out_of_range"),
        (dollars(-1_000, 1_200), "amount_out_of_range"),
        (dollars(10**12, 1_200), "amount_out_of_range"),
        (dollars(1_000, 1_200, code="XXX"), "unknown_currency"),
    ],
)
def test_foreign_money_that_none_can_be_is_kept_and_not_booked(tender: facts.TenderBodyV2, reason: str) -> None:
    steps, fake = shop()
    assert sell(steps, fake, paid(tender)) == ("deferred", reason)
