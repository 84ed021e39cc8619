"""A total is met exactly: by tenders, less change, give or take the rounding of cash."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, NotPaid, RefundTooLarge, Refusal
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Settlement, Tender, cash_due, quick_amounts, settle
from tests.unit.sync_engine.domain.shop import EUR, shared_file, thorough


def tenders(**amounts: int) -> tuple[Tender, ...]:
    return tuple(Tender(kind, amount) for kind, amount in amounts.items())


@pytest.mark.parametrize(
    ("total", "given_as", "step", "change", "rounding"),
    [
        (1234, tenders(cash=1234), 1, 0, 0),
        (1234, tenders(cash=2000), 1, 766, 0),
        (1234, tenders(card=1234), 5, 0, 0),  # no cash, no rounding
        (1234, tenders(cash=2000), 5, 765, 1),  # to 12.35
        (1232, tenders(cash=2000), 5, 770, -2),  # to 12.30
        (1003, tenders(card=500, cash=505), 5, 0, 2),  # the part in cash is rounded
        (1003, tenders(cash=505, card=500), 5, 0, 2),
        (1000, tenders(voucher=300, card=700), 5, 0, 0),
        (1050, tenders(cash=1100), 100, 0, 50),
        (1049, tenders(cash=1000), 100, 0, -49),
        (2, tenders(cash=0), 5, 0, -2),  # coins cannot pay it
        (2, tenders(cash=500), 5, 500, -2),
        (0, (), 5, 0, 0),
        (0, tenders(cash=1000), 5, 1000, 0),
        (-1234, tenders(cash=-1235), 5, 0, -1),
        (-1232, tenders(cash=-1230), 5, 0, 2),
        (-1234, tenders(card=-1234), 5, 0, 0),
        (-1003, tenders(card=-500, cash=-505), 5, 0, -2),
    ],
)
def test_a_total_is_met(total: int, given_as: tuple[Tender, ...], step: int, change: int, rounding: int) -> None:
    assert settle(total, given_as, step) == Settlement(given_as, change, rounding)


@pytest.mark.parametrize(
    ("total", "given_as", "step", "refusal"),
    [
        (1234, (), 1, NotPaid(1234)),
        (1234, tenders(card=1000), 1, NotPaid(234)),
        (1234, tenders(cash=1000), 1, NotPaid(234)),
        (1233, tenders(cash=1233), 5, NotPaid(2)),  # 12.35 is due in cash
        (1003, tenders(card=500, cash=500), 5, NotPaid(5)),
        (1234, tenders(card=1235), 1, ChangeWithoutCash(1)),
        (1234, tenders(voucher=2000, cash=100), 1, ChangeWithoutCash(766)),
        (0, tenders(card=1), 1, ChangeWithoutCash(1)),
        (-500, (), 1, NotPaid(-500)),
        (-500, tenders(cash=-400), 1, NotPaid(-100)),
        (-500, tenders(cash=-600), 1, RefundTooLarge(100)),
        (-500, tenders(card=-501), 1, RefundTooLarge(1)),
        (500, tenders(cash=1000, card=-500), 1, AmountOutOfRange(-500)),
        (-500, tenders(cash=500), 1, AmountOutOfRange(500)),
        (500, tenders(cash=4006381333931), 1, AmountOutOfRange(4006381333931)),  # a barcode in the wrong field
    ],
)
def test_a_total_that_is_not_met_is_refused(
    total: int, given_as: tuple[Tender, ...], step: int, refusal: Refusal
) -> None:
    with pytest.raises(type(refusal)) as caught:
        settle(total, given_as, step)
    assert caught.value == refusal


@pytest.mark.parametrize("amount", [5.0, True, "5"])
def test_a_tender_is_a_whole_number(amount: int) -> None:
    with pytest.raises(TypeError, match="minor units are an int"):
        Tender("cash", amount)


some_tenders = st.lists(
    st.builds(Tender, st.sampled_from(["cash", "card", "voucher"]), st.integers(-5_000, 5_000)), max_size=4
)


@thorough
@given(st.integers(-5_000, 5_000), some_tenders, st.sampled_from([1, 5, 10, 50, 100]), st.randoms())
def test_a_total_is_met_exactly_or_refused_in_any_order(
    total: int, given_as: list[Tender], step: int, random: Random
) -> None:
    try:
        found = settle(total, given_as, step)
    except Refusal:
        return
    assert total + found.rounding_minor == sum(tender.amount_minor for tender in given_as) - found.change_minor
    assert (
        0
        <= found.change_minor
        <= sum(tender.amount_minor for tender in given_as if tender.kind == "cash" and total >= 0)
    )
    assert 2 * abs(found.rounding_minor) <= step
    shuffled = given_as.copy()
    random.shuffle(shuffled)
    again = settle(total, shuffled, step)
    assert (again.change_minor, again.rounding_minor) == (found.change_minor, found.rounding_minor)


@thorough
@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6), st.sampled_from([1, 5, 10, 50, 100]))
def test_what_is_said_to_be_due_in_cash_meets_the_total(total: int, card: int, step: int) -> None:
    sign = -1 if total < 0 else 1
    first = [Tender("card", sign * min(card, abs(total)))]
    due = cash_due(total, first, step)
    found = settle(total, [*first, Tender("cash", due)], step)
    assert found.change_minor == 0
    assert cash_due(total, found.tenders, step) == 0


def test_what_is_overpaid_in_cash_is_due_as_change() -> None:
    assert cash_due(1233, tenders(cash=2000), 5) == -765


def test_cash_rounds_as_each_currencys_coins_do() -> None:
    fractions = json.loads(shared_file("currency/cldr_currency_data.json").read_text(encoding="utf-8"))["fractions"]
    steps = {}
    for code in ("CHF", "CAD", "DKK", "HUF", "SEK", "NOK", "CZK", "TWD"):
        row, digits = fractions[code], currency(code).digits
        unit = 10 ** (digits - int(row.get("_cashDigits", row["_digits"])))
        steps[code] = unit * (int(row.get("_cashRounding", 0)) or 1)
    assert steps == {"CHF": 5, "CAD": 5, "DKK": 50, "HUF": 500, "SEK": 100, "NOK": 100, "CZK": 100, "TWD": 100}
    for step in steps.values():
        bought, returned = cash_due(123_456, (), step), cash_due(-123_456, (), step)
        assert bought == -returned
        assert bought % step == 0


# --- keys for cash ---


@pytest.mark.parametrize(
    ("total", "code", "step", "amounts"),
    [
        (1234, "EUR", 1, (1234, 1500, 2000, 5000)),
        (4710, "GBP", 1, (4710, 5000, 6000)),
        (80, "USD", 1, (80, 500, 1000, 2000)),
        (5000, "EUR", 1, (5000, 6000)),
        (23_000, "EUR", 1, (23_000, 24_000, 25_000)),
        (380, "JPY", 1, (380, 1000, 5000, 10_000)),
        (12_300, "JPY", 1, (12_300, 13_000, 15_000, 20_000)),
        (3_750_000, "IDR", 1, (3_750_000, 5_000_000, 10_000_000)),
        (3723, "CHF", 5, (3725, 4000, 5000, 10_000)),
        (13, "CHF", 5, (15, 20, 50, 100)),
        (23_040, "SEK", 100, (23_000, 25_000, 30_000, 40_000)),
        (3_750, "KWD", 1, (3_750, 4_000, 5_000, 10_000)),
        (7, "THB", 1, (7, 8, 10, 20)),
        (2, "CHF", 5, ()),
        (0, "EUR", 1, ()),
        (-1233, "CHF", 5, (-1235,)),
    ],
)
def test_the_keys_for_cash_are_the_exact_amount_and_likely_notes(
    total: int, code: str, step: int, amounts: tuple[int, ...]
) -> None:
    assert quick_amounts(total, currency(code), step) == amounts


@thorough
@given(
    st.integers(1, 10**9), st.sampled_from(["EUR", "JPY", "IDR", "CHF", "SEK", "KWD"]), st.sampled_from([1, 5, 50, 100])
)
def test_every_key_pays_the_total(total: int, code: str, step: int) -> None:
    keys = quick_amounts(total, currency(code), step)
    assert len(keys) <= 4
    assert list(keys) == sorted(set(keys))
    for key in keys:
        assert settle(total, [Tender("cash", key)], step).change_minor == key - keys[0]


def test_the_exact_amount_comes_first_whatever_the_currency() -> None:
    assert quick_amounts(999, EUR)[0] == 999
