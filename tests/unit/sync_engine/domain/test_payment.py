"""A total is met exactly: by tenders, less change, give or take the rounding of cash."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, NotPaid, RefundTooLarge, Refusal
from sync_engine.domain.foreign import Exchange, Foreign
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Settlement, Tender, cash_due, foreign_cash, settle, unclear, unclear_amount
from tests.unit.sync_engine.domain.shop import shared_file, thorough


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


# --- parts of a payment, in any order ---

DOLLARS = Exchange(currency("GBP"), currency("USD"), 790_000, 1)

a_part = st.one_of(
    st.builds(Tender, st.sampled_from(["cash", "card", "voucher", "transfer", "other"]), st.integers(0, 5_000)),
    st.builds(foreign_cash, st.just(DOLLARS), st.integers(0, 5_000)),
)


@thorough
@given(st.integers(0, 9_000), st.lists(a_part, max_size=5), st.sampled_from([1, 5, 10]), st.randoms())
def test_the_parts_less_change_are_the_total_and_its_rounding_in_every_order(
    total: int, parts: list[Tender], step: int, random: Random
) -> None:
    rest = cash_due(total, parts, step)
    parts = [*parts, Tender("cash", rest)] if rest > 0 else parts
    random.shuffle(parts)
    try:
        found = settle(total, parts, step)
    except (ChangeWithoutCash, NotPaid):
        return
    assert total + found.rounding_minor == sum(part.amount_minor for part in parts) - found.change_minor


@thorough
@given(st.integers(0, 9_000), st.lists(a_part, min_size=1, max_size=5), st.data())
def test_a_part_that_is_given_back_is_due_again(total: int, parts: list[Tender], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(parts) - 1))
    left = [*parts[:index], *parts[index + 1 :]]
    assert cash_due(total, left, 1) == cash_due(total, parts, 1) + parts[index].amount_minor
    again = [*parts[:index], parts[index], *parts[index + 1 :]]
    assert cash_due(total, again, 1) == cash_due(total, parts, 1)


def test_foreign_cash_counts_for_its_worth_and_gives_change_in_the_own_money() -> None:
    twenty = foreign_cash(DOLLARS, 2_000)
    assert twenty == Tender("cash", 1_580, foreign=Foreign("USD", 2_000, 790_000))
    assert settle(1_234, [twenty], 1) == Settlement((twenty,), 346, 0)


def test_foreign_cash_and_its_worth_have_one_sign() -> None:
    with pytest.raises(AmountOutOfRange):
        Tender("cash", 100, foreign=Foreign("USD", -100, 790_000))


def test_a_slip_proves_a_card() -> None:
    assert settle(500, [Tender("card", 500, "004711")], 1).tenders[0].reference == "004711"


def test_a_payment_that_stayed_unclear_counts_for_nothing_and_leaves_its_trace() -> None:
    trace = unclear("card", "r-1", 4_180)
    assert (trace.amount_minor, unclear_amount(trace)) == (0, 4_180)
    assert unclear_amount(unclear("card", "r-1", -4_180)) == -4_180
    assert settle(500, [trace, Tender("cash", 500)], 1).change_minor == 0


@pytest.mark.parametrize(
    "tender",
    [Tender("card", 0), Tender("card", 0, "4711"), Tender("card", 5, "unclear:r:5"), Tender("card", 0, "unclear:r:x")],
)
def test_any_other_payment_is_clear(tender: Tender) -> None:
    assert unclear_amount(tender) is None
