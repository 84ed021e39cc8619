"""Notes and coins: what a customer is likely to give, what change is made of, and what is a slip of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.coinage import coinage, is_far_too_much, pieces, quick_amounts
from sync_engine.domain.money import currency, currency_codes
from sync_engine.domain.payment import Tender, settle
from tests.unit.sync_engine.domain.shop import thorough

LISTED = tuple(code for code in currency_codes() if coinage(currency(code)))


@pytest.mark.parametrize(
    ("total", "code", "step", "amounts"),
    [
        (1234, "EUR", 1, (1234, 1500, 2000, 5000)),
        (6180, "EUR", 1, (6180, 6500, 7000, 10_000)),
        (4710, "GBP", 1, (4710, 5000, 6000)),
        (199, "GBP", 1, (199, 200, 500, 1000)),
        (80, "USD", 1, (80, 100, 500, 1000)),
        (5000, "EUR", 1, (5000, 10_000, 20_000)),
        (23_000, "EUR", 1, (23_000, 25_000, 30_000, 40_000)),
        (380, "JPY", 1, (380, 400, 500, 1000)),
        (12_300, "JPY", 1, (12_300, 13_000, 15_000, 20_000)),
        (3_750_000, "IDR", 1, (3_750_000, 4_000_000, 5_000_000, 10_000_000)),
        (123_400, "RUB", 1, (123_400, 125_000, 150_000, 200_000)),
        (3723, "CHF", 5, (3725, 4000, 5000, 10_000)),
        (13, "CHF", 5, (15, 100, 200, 500)),
        (3499, "AUD", 5, (3500, 4000, 5000, 10_000)),
        (23_040, "SEK", 100, (23_000, 25_000, 30_000, 40_000)),
        (3_750, "KWD", 1, (3_750, 4_000, 5_000, 10_000)),
        (7, "PHP", 1, (7, 8, 10, 20)),  # not listed: steps of 1-2-5
        (2, "CHF", 5, ()),
        (0, "EUR", 1, ()),
        (-1233, "CHF", 5, (-1235,)),
    ],
)
def test_the_keys_for_cash_are_the_exact_amount_and_likely_notes(
    total: int, code: str, step: int, amounts: tuple[int, ...]
) -> None:
    assert quick_amounts(total, currency(code), step) == amounts


def test_there_may_be_room_for_more_keys() -> None:
    assert quick_amounts(6180, currency("EUR"), most=5) == (6180, 6500, 7000, 10_000, 20_000)


@thorough
@given(st.integers(1, 10**9), st.sampled_from([*LISTED, "PHP", "HUF"]), st.sampled_from([1, 5, 50, 100]))
def test_every_key_pays_the_total(total: int, code: str, step: int) -> None:
    keys = quick_amounts(total, currency(code), step)
    assert len(keys) <= 4
    assert list(keys) == sorted(set(keys))
    for key in keys:
        assert settle(total, [Tender("cash", key)], step).change_minor == key - keys[0]


@thorough
@given(st.integers(0, 10**8), st.sampled_from(LISTED))
def test_notes_and_coins_make_up_the_change_to_the_unit(amount: int, code: str) -> None:
    issued = coinage(currency(code))
    assert issued is not None
    amount = amount // issued.values[-1] * issued.values[-1]
    found = pieces(amount, currency(code))
    assert sum(piece.count * piece.value_minor for piece in found) == amount
    values = [piece.value_minor for piece in found]
    assert values == sorted(values, reverse=True)
    assert all(piece.is_note == (piece.value_minor >= issued.first_note_minor) for piece in found)


def test_change_is_given_in_the_fewest_pieces() -> None:
    found = [(piece.count, piece.value_minor, piece.is_note) for piece in pieces(3_820, currency("EUR"))]
    assert found == [
        (1, 2_000, True), (1, 1_000, True), (1, 500, True), (1, 200, False), (1, 100, False), (1, 20, False),
    ]  # fmt: skip


def test_three_decimals_have_their_own_coins() -> None:
    found = [(piece.count, piece.value_minor, piece.is_note) for piece in pieces(1_385, currency("KWD"))]
    assert found == [(1, 1_000, True), (1, 250, True), (1, 100, False), (1, 20, False), (1, 10, False), (1, 5, False)]


@pytest.mark.parametrize(("amount", "code"), [(3, "CHF"), (0, "EUR"), (-500, "EUR"), (500, "PHP")])
def test_what_no_pieces_make_up_is_not_suggested(amount: int, code: str) -> None:
    assert pieces(amount, currency(code)) == ()


@pytest.mark.parametrize("code", LISTED)
def test_a_listed_currency_is_listed_largest_first_without_repeats(code: str) -> None:
    issued = coinage(currency(code))
    assert issued is not None
    assert list(issued.values) == sorted(set(issued.values), reverse=True)
    assert issued.first_note_minor in issued.values
    assert issued.notes[-1] == issued.first_note_minor
    assert issued.values[-1] > 0


@pytest.mark.parametrize(
    ("given_minor", "due", "code", "is_absurd"),
    [
        (999_900, 6_180, "EUR", True),
        (20_000, 199, "EUR", False),  # the largest note is no slip, however little is due
        (20_001, 199, "EUR", True),
        (61_799, 6_180, "EUR", False),
        (61_800, 6_180, "EUR", True),
        (10_000, 100, "JPY", False),
        (100_000, 100, "JPY", True),
        (10_000, 500, "PHP", False),
        (10_001, 500, "PHP", True),
    ],
)
def test_far_too_much_is_ten_times_what_is_due_and_more_than_any_note(
    given_minor: int, due: int, code: str, is_absurd: bool
) -> None:
    assert is_far_too_much(given_minor, due, currency(code)) is is_absurd
