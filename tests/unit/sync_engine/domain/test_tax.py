"""Tax is rounded where the regime says, sums up in every direction, and does not care about the order of lines."""

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import UnknownTaxCode
from sync_engine.domain.money import round_half_up
from sync_engine.domain.tax import TaxAmount, TaxPart, TaxRate, TaxRegime, tax_for
from tests.unit.sync_engine.domain.shop import (
    EXCLUSIVE,
    EXCLUSIVE_DOCUMENT,
    INCLUSIVE,
    INCLUSIVE_DOCUMENT,
    RATES,
    REGIMES,
    shared_file,
    thorough,
)

regimes = st.sampled_from(REGIMES)
taxed = st.lists(st.tuples(st.sampled_from(sorted(RATES)), st.integers(-100_000, 100_000)), max_size=15)


def test_an_inclusive_amount_contains_its_tax() -> None:
    found = tax_for([("full", 1200), ("low", 1055)], RATES, INCLUSIVE)
    assert found.per_line == (200, 55)
    assert found.amounts == (
        TaxAmount("full", "VAT", 200_000, 1000, 200),
        TaxAmount("low", "VAT", 55_000, 1000, 55),
    )
    assert found.total_minor == 255


def test_an_exclusive_tax_comes_on_top_part_by_part() -> None:
    found = tax_for([("two", 10_000)], RATES, EXCLUSIVE)
    assert found.amounts == (
        TaxAmount("two", "GST", 50_000, 10_000, 500),
        TaxAmount("two", "QST", 99_750, 10_000, 998),  # 9.975
    )
    assert found.per_line == (1498,)


def test_parts_of_an_inclusive_amount_leave_the_net_between_them() -> None:
    found = tax_for([("two", 11_498)], RATES, INCLUSIVE)
    assert [(part.net_minor, part.tax_minor) for part in found.amounts] == [(10_000, 500), (10_000, 998)]


def test_rounding_per_line_and_per_document_differ_as_they_must() -> None:
    lines = [("full", 102)] * 3  # 0.204 each, 0.612 together
    assert tax_for(lines, RATES, EXCLUSIVE).per_line == (20, 20, 20)
    assert tax_for(lines, RATES, EXCLUSIVE_DOCUMENT).total_minor == 61
    assert sorted(tax_for(lines, RATES, EXCLUSIVE_DOCUMENT).per_line) == [20, 20, 21]


def test_the_unit_left_over_goes_to_the_line_that_rounding_hurt_most() -> None:
    lines = [("full", 101), ("full", 102), ("full", 101)]  # 0.202 + 0.204 + 0.202
    assert tax_for(lines, RATES, EXCLUSIVE_DOCUMENT).per_line == (20, 21, 20)


def test_a_unit_too_many_is_taken_where_rounding_gave_most() -> None:
    lines = [("full", 103), ("full", 104), ("full", 103)]  # 0.206 + 0.208 + 0.206 = 0.62, rounded alone 0.63
    assert sorted(tax_for(lines, RATES, EXCLUSIVE_DOCUMENT).per_line) == [20, 21, 21]
    assert tax_for(lines, RATES, EXCLUSIVE_DOCUMENT).per_line[1] == 21


@pytest.mark.parametrize("sign", [1, -1])
def test_lines_that_rounding_hurt_alike_are_told_apart_by_their_amount(sign: int) -> None:
    taxes = {101: 20, 106: 21, 111: 23}  # 0.202 + 0.212 + 0.222 = 0.636
    for amounts in permutations(taxes):
        found = tax_for([("full", sign * amount) for amount in amounts], RATES, EXCLUSIVE_DOCUMENT)
        assert found.per_line == tuple(sign * taxes[amount] for amount in amounts)


def test_many_parts_may_move_a_line_by_more_than_one_unit() -> None:
    rates = {"many": TaxRate("many", tuple(TaxPart(name, 5_000) for name in "abcd"))}
    assert tax_for([("many", 100)], rates, EXCLUSIVE_DOCUMENT).per_line == (4,)  # four times a half, rounded up


def test_what_is_sold_and_taken_back_at_once_bears_no_tax_per_document() -> None:
    found = tax_for([("full", 600), ("full", -600)], RATES, INCLUSIVE_DOCUMENT)
    assert found.per_line == (100, -100)
    assert found.amounts == (TaxAmount("full", "VAT", 200_000, 0, 0),)


def test_an_exempt_code_has_no_parts_and_a_zero_rate_has_one() -> None:
    found = tax_for([("exempt", 500), ("zero", 700)], RATES, INCLUSIVE)
    assert found.amounts == (TaxAmount("zero", "VAT", 0, 700, 0),)
    assert (found.per_line, found.total_minor) == ((0, 0), 0)


def test_nothing_bears_no_tax() -> None:
    assert tax_for([], RATES, INCLUSIVE_DOCUMENT).total_minor == 0


@pytest.mark.parametrize("regime", REGIMES)
def test_a_code_without_a_rate_is_refused(regime: TaxRegime) -> None:
    with pytest.raises(UnknownTaxCode) as caught:
        tax_for([("full", 1), ("luxury", 1)], RATES, regime)
    assert caught.value == UnknownTaxCode("luxury")


@thorough
@given(taxed, regimes)
def test_lines_parts_and_total_say_the_same(lines: list[tuple[str, int]], regime: TaxRegime) -> None:
    found = tax_for(lines, RATES, regime)
    assert sum(found.per_line) == sum(part.tax_minor for part in found.amounts) == found.total_minor
    for code in {code for code, _ in lines}:
        parts = [part for part in found.amounts if part.code == code]
        amount = sum(amount for other, amount in lines if other == code)
        taken = sum(part.tax_minor for part in parts) if regime.is_inclusive else 0
        assert {part.net_minor for part in parts} <= {amount - taken}


@thorough
@given(taxed, regimes, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_neither_a_sum_nor_what_lines_alike_bear(
    lines: list[tuple[str, int]], regime: TaxRegime, random: st.DataObject
) -> None:
    shuffled = lines.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = tax_for(lines, RATES, regime), tax_for(shuffled, RATES, regime)
    assert one.amounts == other.amounts
    assert sorted(zip(lines, one.per_line, strict=True)) == sorted(zip(shuffled, other.per_line, strict=True))


@thorough
@given(taxed, regimes)
def test_tax_given_back_is_the_tax_that_was_charged(lines: list[tuple[str, int]], regime: TaxRegime) -> None:
    charged = tax_for(lines, RATES, regime)
    back = tax_for([(code, -amount) for code, amount in lines], RATES, regime)
    assert back.per_line == tuple(-tax for tax in charged.per_line)
    assert [part.tax_minor for part in back.amounts] == [-part.tax_minor for part in charged.amounts]


def exact_tax(code: str, amount: int, regime: TaxRegime) -> Fraction:
    rate = sum(part.rate_ppm for part in RATES[code].parts)
    return Fraction(amount * rate, (1_000_000 + rate) if regime.is_inclusive else 1_000_000)


@thorough
@given(taxed, regimes)
def test_no_line_bears_more_than_its_parts_can_round(lines: list[tuple[str, int]], regime: TaxRegime) -> None:
    found = tax_for(lines, RATES, regime)
    for (code, amount), tax in zip(lines, found.per_line, strict=True):
        assert abs(tax - exact_tax(code, amount, regime)) <= max(len(RATES[code].parts), 1)


@thorough
@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=12),
    st.sampled_from([INCLUSIVE_DOCUMENT, EXCLUSIVE_DOCUMENT]),
)
def test_per_document_one_rounding_stands_for_all_lines(amounts: Sequence[int], regime: TaxRegime) -> None:
    found = tax_for([("full", amount) for amount in amounts], RATES, regime)
    exact = exact_tax("full", sum(amounts), regime)
    assert found.total_minor == round_half_up(exact.numerator, exact.denominator)
    for amount, tax in zip(amounts, found.per_line, strict=True):
        assert abs(tax - exact_tax("full", amount, regime)) < 1


# --- real rates ---


def ppm(percent: float) -> int:
    scaled = Decimal(str(percent)) * 10_000
    assert scaled == int(scaled)
    return int(scaled)


def test_every_vat_rate_of_europe_is_charged_to_the_nearest_cent() -> None:
    countries = json.loads(shared_file("tax/european_vat_rates.json").read_text(encoding="utf-8"))["rates"]
    percents = {
        (country, percent)
        for country, row in countries.items()
        for percent in [row["standard"], *row["reduced"], row["super_reduced"], row["parking"]]
        if percent is not None
    }
    assert len(percents) > 100
    for country, percent in percents:
        rates = {"v": TaxRate("v", (TaxPart(country, ppm(percent)),))}
        for amount in (1, 99, 1999, 123_456):
            gross, net = (
                Fraction(amount) * ppm(percent) / (10**6 + ppm(percent)),
                Fraction(amount) * ppm(percent) / 10**6,
            )
            assert abs(tax_for([("v", amount)], rates, INCLUSIVE).total_minor - gross) <= Fraction(1, 2)
            assert abs(tax_for([("v", amount)], rates, EXCLUSIVE).total_minor - net) <= Fraction(1, 2)


def test_every_province_of_canada_reports_both_its_parts() -> None:
    canada = json.loads(shared_file("tax/world_sales_tax_rates.json").read_text(encoding="utf-8"))["CA"]
    assert len(canada["states"]) == 9
    for province, own in canada["states"].items():
        parts = (TaxPart("GST", ppm(canada["rate"] * 100)), TaxPart(own["type"], ppm(round(own["rate"] * 100, 4))))
        found = tax_for([(province, 4_999), (province, 1)], {province: TaxRate(province, parts)}, EXCLUSIVE_DOCUMENT)
        assert [part.tax_minor for part in found.amounts] == [250, round_half_up(parts[1].rate_ppm, 200)]
