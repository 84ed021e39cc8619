"""Foreign cash never makes or loses a minor unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import AmountOutOfRange, NotPaid, UnknownCurrency
from sync_engine.domain.foreign import Exchange, Foreign
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender, foreign_cash, settle
from sync_engine.domain.posting import Posting, sale_postings
from sync_engine.domain.sale import Sale
from sync_engine.domain.tax import TaxRegime
from tests.unit.sync_engine.domain.shop import thorough

CODES = ("EUR", "USD", "GBP", "JPY", "IDR", "KWD", "CHF", "RUB", "CLF")

exchanges = st.builds(
    lambda own, other, rate, step: Exchange(currency(own), currency(other), rate, step),
    st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1, 10**11), st.sampled_from([1, 5, 10, 100]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("own", "other", "rate_e6", "step", "given_minor", "worth"),
    [
        ("GBP", "USD", 790_000, 1, 2_000, 1_580),
        ("GBP", "EUR", 856_500, 1, 5_000, 4_283),  # 42.825, half up
        ("GBP", "JPY", 5_270, 1, 10_000, 5_270),  # no decimals against two
        ("JPY", "USD", 150_250_000, 1, 1_050, 1_578),
        ("KWD", "USD", 306_900, 1, 2_000, 6_138),  # three decimals
        ("USD", "KWD", 3_258_000, 1, 5_250, 1_710),
        ("IDR", "USD", 15_850_000_000, 10_000, 100, 1_590_000),  # to what coins can pay
        ("CHF", "EUR", 943_210, 5, 1_000, 945),
    ],
)
def test_foreign_notes_count_for_what_they_are_worth(
    own: str, other: str, rate_e6: int, step: int, given_minor: int, worth: int
) -> None:
    exchange = Exchange(currency(own), currency(other), rate_e6, step)
    assert exchange.worth(given_minor) == worth
    assert exchange.worth(-given_minor) == -worth


@thorough
@given(exchanges, st.integers(0, 10**8))
def test_what_is_needed_is_enough_and_one_unit_less_is_not(exchange: Exchange, own_minor: int) -> None:
    needed = exchange.needed(own_minor)
    assert exchange.worth(needed) >= own_minor
    if needed:
        assert exchange.worth(needed - 1) < own_minor


@thorough
@given(exchanges, st.integers(0, 10**9))
def test_worth_is_the_nearest_that_coins_can_pay(exchange: Exchange, other_minor: int) -> None:
    worth = exchange.worth(other_minor)
    exact_over = other_minor * exchange.rate_e6 * 10**exchange.own.digits
    exact_under = 10 ** (6 + exchange.other.digits)
    assert worth % exchange.step_minor == 0
    assert 2 * abs(worth * exact_under - exact_over) <= exchange.step_minor * exact_under


@thorough
@given(exchanges, st.integers(0, 10**6), st.integers(1, 10**7))
def test_drawers_and_income_balance_in_both_currencies(exchange: Exchange, total: int, other_minor: int) -> None:
    total = total // exchange.step_minor * exchange.step_minor
    try:
        tender = foreign_cash(exchange, other_minor)
        paid = settle(total, [tender], exchange.step_minor)
    except (AmountOutOfRange, NotPaid):
        return
    sale = a_sale(exchange.own.code, total, paid.tenders, paid.change_minor)
    sums: dict[str, int] = {}
    for posting in sale_postings("S01", "T1", sale):
        sums[posting.currency_code] = sums.get(posting.currency_code, 0) + posting.amount_minor
    assert set(sums.values()) <= {0}
    assert total == tender.amount_minor - paid.change_minor


def a_sale(code: str, total: int, tenders: tuple[Tender, ...], change: int) -> Sale:
    return Sale(
        sale_id="id",
        doc_no="S01-T1-1",
        ticket=None,
        currency_code=code,
        regime=TaxRegime(is_inclusive=True, rounding="line"),
        lines=(),
        tax_amounts=(),
        total_minor=total,
        tenders=tenders,
        change_minor=change,
        rounding_minor=0,
        discount_minor=0,
    )


def test_foreign_notes_lie_in_a_drawer_of_their_own() -> None:
    dollars = foreign_cash(Exchange(currency("GBP"), currency("USD"), 790_000), 2_000)
    sale = a_sale("GBP", 1_734, (dollars, Tender("card", 500, "7")), 346)
    assert sale_postings("S01", "T1", sale) == (
        Posting("cash:S01:T1", -346, "GBP"),
        Posting("cash:S01:T1:USD", 2_000, "USD"),
        Posting("exchange:S01", 1_580, "GBP"),
        Posting("exchange:S01", -2_000, "USD"),
        Posting("sales:S01", -1_734, "GBP"),
        Posting("tender:card:S01", 500, "GBP"),
    )


def test_nothing_due_needs_nothing() -> None:
    assert Exchange(currency("GBP"), currency("USD"), 790_000).needed(0) == 0
    assert Exchange(currency("GBP"), currency("USD"), 790_000).needed(-5) == 0


@pytest.mark.parametrize("rate", [0, -1, 10**12])
def test_a_rate_that_none_can_be_is_refused(rate: int) -> None:
    with pytest.raises(AmountOutOfRange):
        Foreign("USD", 100, rate)


def test_money_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownCurrency):
        Foreign("XXX", 100, 1)


@pytest.mark.parametrize(("amount", "rate"), [(1.0, 1), (1, 0.79), (True, 1)])
def test_foreign_money_is_whole_numbers(amount: int, rate: int) -> None:
    with pytest.raises(TypeError, match="ints"):
        Foreign("USD", amount, rate)


def test_an_exchange_says_what_was_given() -> None:
    assert Exchange(currency("GBP"), currency("USD"), 790_000).given(5) == Foreign("USD", 5, 790_000)
