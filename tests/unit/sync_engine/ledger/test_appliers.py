"""What each kind of fact does to stock, money and reference facts."""

import pytest

from sync_engine.protocol import facts
from sync_engine.protocol.codec import canonical
from tests.helpers.ledgers import (
    Item,
    adjusted,
    article_row,
    articles,
    changed,
    context,
    counted,
    reference,
    sale_body,
)
from tests.unit.sync_engine.ledger.stepping import Steps, sell, shop, till

# --- sales ---


def test_a_sale_moves_goods_to_the_customer() -> None:
    steps, fake = shop()
    assert sell(steps, fake, sale_body(Item("A", 3), Item("B", 1))) == ("applied", None)
    assert steps.rows("movement") == [
        (1, "A", "S01/floor", "S01/customer", 3, 0),
        (2, "B", "S01/floor", "S01/customer", 1, 0),
    ]
    assert steps.on_hand("S01/floor", "A") == -3


def test_a_returned_line_moves_goods_back() -> None:
    steps, fake = shop()
    sell(steps, fake, sale_body(Item("A", 3), Item("A", 2, is_return=True)))
    assert steps.on_hand("S01/floor", "A") == -1


def test_what_is_not_stocked_does_not_move() -> None:
    steps, fake = shop()
    sell(steps, fake, sale_body(Item("A", 3, is_stocked=False)))
    assert steps.rows("movement") == []


def test_a_sale_posts_cash_sales_and_tax() -> None:
    steps, fake = shop()
    sell(steps, fake, sale_body(Item("A", 2, 6_0000)))
    assert steps.rows("posting") == [
        (1, "cash:S01:T1", "EUR", 1200),
        (2, "sales:S01", "EUR", -1000),
        (3, "tax:S01:S20", "EUR", -200),
    ]
    assert steps.book.balances == {
        ("cash:S01:T1", "EUR"): 1200,
        ("sales:S01", "EUR"): -1000,
        ("tax:S01:S20", "EUR"): -200,
    }


def test_a_sale_is_listed_with_its_figures() -> None:
    steps, fake = shop()
    sell(
        steps,
        fake,
        sale_body(Item("A", 2, 6_0000), Item("B", 1500, 1_0000, scale=3), Item("A", 1, 6_0000, is_return=True)),
    )
    assert steps.rows("sale") == [
        ("S01", "T1", "2026-11-21", "S01-T1a-000001", None, "EUR", 3, 2500, 1350, -600, 750, 125)
    ]
    assert steps.rows("sale_line")[1] == (2, "B", "sale", 1500, 3, 150, 25)


def test_an_unknown_article_is_booked_with_one_open_case() -> None:
    steps, fake = shop()
    for _ in range(2):
        assert sell(steps, fake, sale_body(Item("X", 1))) == ("applied_exception", "UNKNOWN_ARTICLE")
    assert steps.on_hand("S01/floor", "X") == -2
    assert steps.cases() == [("UNKNOWN_ARTICLE", "X")]


def test_an_article_is_known_from_the_event_before() -> None:
    steps = Steps()
    fake = steps.know(till())
    steps.state(articles("X"))
    assert sell(steps, fake, sale_body(Item("X"))) == ("applied", None)


def test_figures_that_differ_are_booked_as_the_rules_have_them() -> None:
    steps, fake = shop()
    body = sale_body(Item("A", 2, 6_0000))
    line = changed(body, total=1100, tenders=(facts.TenderBody(kind="cash", amount=1100),))
    assert sell(steps, fake, line) == ("applied_exception", "TOTALS_DIFFER")
    assert sorted(steps.rows("posting")) == [
        (1, "cash:S01:T1", "EUR", 1100),
        (2, "rounding:S01", "EUR", 100),
        (3, "sales:S01", "EUR", -1000),
        (4, "tax:S01:S20", "EUR", -200),
    ]
    assert [case.body for effects in steps.effects for case in effects.cases.values()] == [
        '{"cash_rounding":{"ledger":-100,"till":0},"total":{"ledger":1200,"till":1100}}'
    ]


@pytest.mark.parametrize(
    ("qty", "unit_e4", "reason"),
    [
        (0, 1_0000, "quantity_out_of_range"),
        (-1, 1_0000, "quantity_out_of_range"),
        (1_000_001, 1_0000, "quantity_out_of_range"),
        (1_000_000, 1_000_000_0000, "amount_out_of_range"),
        (1, -1, "amount_out_of_range"),
    ],
)
def test_what_no_sale_can_hold_is_deferred(qty: int, unit_e4: int, reason: str) -> None:
    steps, fake = shop()
    line = facts.SaleLineBody(n=1, sku="A", name="A", qty=qty, unit_e4=unit_e4, amount=0, tax_code="Z", tax=0)
    body = changed(sale_body(Item("A")), lines=(line,), total=0, taxes=(), tenders=())
    assert sell(steps, fake, body) == ("deferred", reason)
    assert steps.rows("movement") == []


def test_a_currency_that_is_none_is_deferred() -> None:
    steps, fake = shop()
    assert sell(steps, fake, changed(sale_body(Item("A")), currency="ZZZ")) == ("deferred", "unknown_currency")


# --- oversell ---


def test_no_case_while_stock_is_uncontrolled() -> None:
    steps, fake = shop()
    assert sell(steps, fake, sale_body(Item("A", 9))) == ("applied", None)


def test_after_a_count_one_case_per_place_and_article() -> None:
    steps, fake = shop()
    steps.state(counted(("S01/floor", "A", 2)))
    assert sell(steps, fake, sale_body(Item("A", 2))) == ("applied", None)
    assert sell(steps, fake, sale_body(Item("A", 1))) == ("applied_exception", "OVERSELL")
    assert sell(steps, fake, sale_body(Item("A", 1))) == ("applied_exception", "OVERSELL")
    assert steps.cases() == [("OVERSELL", "S01/floor|A")]


def test_goods_found_or_written_off_are_no_count() -> None:
    steps, fake = shop()
    sell(steps, fake, adjusted("A", 5))
    assert sell(steps, fake, adjusted("A", -6)) == ("applied", None)
    assert steps.cases() == []
    assert [row[1:] for row in steps.rows("movement")] == [
        ("A", "S01/found", "S01/floor", 5, 0),
        ("A", "S01/floor", "S01/shrink", 6, 0),
    ]


# --- counts ---


def test_the_first_count_moves_against_the_opening_later_ones_against_found_and_shrink() -> None:
    steps, fake = shop()
    sell(steps, fake, sale_body(Item("A", 4)))
    steps.state(counted(("S01/floor", "A", 10)))
    steps.state(counted(("S01/floor", "A", 12)))
    steps.state(counted(("S01/floor", "A", 11)))
    assert steps.rows("movement")[1:] == [
        (1, "A", "S01/opening", "S01/floor", 14, 0),
        (1, "A", "S01/found", "S01/floor", 2, 0),
        (1, "A", "S01/floor", "S01/shrink", 1, 0),
    ]


def test_a_count_that_confirms_is_a_movement_of_nothing() -> None:
    steps, _ = shop()
    steps.state(counted(("S01/floor", "A", 0)))
    assert steps.rows("movement") == [(1, "A", "S01/opening", "S01/floor", 0, 0)]
    assert steps.book.levels["S01/floor", "A"].counted_pos == 2  # type: ignore[union-attr]


def test_two_counts_of_one_article_in_one_fact_end_at_the_last() -> None:
    steps, _ = shop()
    steps.state(counted(("S01/floor", "A", 5), ("S01/floor", "A", 3)))
    assert steps.on_hand("S01/floor", "A") == 3


@pytest.mark.parametrize("place", ["S01/customer", "floor", "/floor"])
def test_goods_are_counted_only_where_they_can_lie(place: str) -> None:
    steps, _ = shop()
    outcome = steps.state(counted((place, "A", 5)))
    assert (outcome.disposition, outcome.reason) == ("deferred", "not_a_place")


def test_a_finer_scale_is_kept() -> None:
    steps, fake = shop()
    steps.state(counted(("S01/floor", "A", 2)))
    sell(steps, fake, sale_body(Item("A", 250, scale=3)))
    level = steps.book.levels["S01/floor", "A"]
    assert level is not None
    assert (level.on_hand, level.scale) == (1750, 3)


# --- reference facts ---


def test_a_row_that_says_nothing_new_changes_nothing() -> None:
    steps = Steps()
    steps.state(articles("A"))
    steps.state(articles("A"))
    assert steps.effects[1].refs == {}


def test_barcodes_follow_their_article() -> None:
    steps = Steps()
    steps.state(articles("A"))
    steps.state(articles("A", barcodes=[{"code": "new", "qty": 6}]))
    assert steps.effects[1].barcodes == {("code-A", "A"): False, ("new", "A"): True}


def test_a_deleted_article_is_unknown() -> None:
    steps, fake = shop()
    steps.state(reference("article", facts.ReferenceRow(scope="*", key="A", deleted=True)))
    assert sell(steps, fake, sale_body(Item("A"))) == ("applied_exception", "UNKNOWN_ARTICLE")


@pytest.mark.parametrize(
    "row",
    [
        facts.ReferenceRow(scope="*", key="A", body={"name": "no more than a name"}),
        facts.ReferenceRow(scope="*", key="A"),
        article_row("A", scale=7),
        article_row("A", name=1),
    ],
)
def test_a_row_that_no_replica_could_take_is_deferred_with_its_whole_fact(row: facts.ReferenceRow) -> None:
    steps = Steps()
    outcome = steps.state(reference("article", article_row("B"), row))
    assert (outcome.disposition, outcome.reason) == ("deferred", "row_malformed")
    assert steps.effects[0].refs == {}


def test_a_row_with_a_float_is_deferred() -> None:
    steps = Steps()
    raw = canonical(articles("A", weight=15)).replace(b'"weight":15', b'"weight":1.5')
    seq = steps.own.record_raw("reference_changed", 1, raw).header.seq
    assert steps.push(steps.own, seq)[0].reason == "row_malformed"


def test_more_than_a_thousand_rows_are_deferred() -> None:
    outcome = Steps().state(articles(*(f"A{n}" for n in range(1001))))
    assert (outcome.disposition, outcome.reason) == ("deferred", "too_many_rows")


# --- the rest ---


def test_what_a_replay_left_out_is_listed() -> None:
    steps, fake = shop()
    line = facts.NotBookedLineBody(
        sku="X", name="Gone", quantity="1.5", unit_price="abc", amount=None, reason="no_price"
    )
    body = facts.LinesNotBookedBody(**context(), ticket="t-1", lines=(line,))
    assert sell(steps, fake, body) == ("applied", None)
    assert steps.rows("not_booked") == [(1, "t-1", "X", "Gone", "1.5", "abc", None, "no_price")]


def test_opening_a_shift_moves_nothing() -> None:
    steps, fake = shop()
    body = facts.ShiftOpenedBody(**context(), float_minor=10_000, currency="EUR")
    assert sell(steps, fake, body) == ("applied", None)
    assert (steps.rows("posting"), steps.rows("movement")) == ([], [])


def test_a_code_lets_in_one_device() -> None:
    steps = Steps()
    steps.state(facts.EnrollCodeIssuedBody(**context(), code_sha256="c"))

    def enrolled(device: str, code: str) -> facts.DeviceEnrolledBody:
        return facts.DeviceEnrolledBody(
            **context("", ""), device=device, public_key="k", code_sha256=code, install_id="i"
        )

    assert steps.state(enrolled("d_1", "other")).reason == "code_unknown"
    assert steps.state(enrolled("d_1", "c")).disposition == "applied"
    assert steps.state(enrolled("d_2", "c")).reason == "code_used"
    assert steps.book.devices["d_1"] == ("S01", "T1", "k", "active")


def test_stock_is_kept_where_goods_can_lie() -> None:
    steps, fake = shop()
    steps.state(counted(("S01/floor", "A", 7)))
    for item in (Item("A", 3), Item("A", 1, is_return=True), Item("A", 9)):
        sell(steps, fake, sale_body(item))
    levels = {place: level.on_hand for (place, sku), level in steps.book.levels.items() if sku == "A" and level}
    assert levels == {"S01/floor": -4}
