"""Tickets of a file, booked through the use cases of the counter."""

import pytest

from pos_client.counter.acts import (
    AdjustedLine,
    LinesNotBooked,
    SaleCompleted,
    ShiftOpened,
    StockAdjusted,
    UnbookedLine,
)
from pos_client.counter.replaying import Replay
from pos_client.counter.ticket_file import Ticket, TicketLine
from sync_engine.domain.payment import Tender
from tests.helpers.counter_fakes import BrokenDisk, FakeBook, FakeDesk, a_shop

AT = "2011-07-01 08:26:00"


def line(article_id: str, quantity: str, unit_price: str) -> TicketLine:
    return TicketLine(article_id, "as in the file", quantity, unit_price)


def booked(*lines: TicketLine, at: str = AT, desk: FakeDesk | None = None) -> tuple[FakeDesk, Replay]:
    desk = desk or FakeDesk()
    replay = Replay(desk.catalog, desk.book.store(), desk.completing, desk.clock.now)
    replay.book(Ticket("536365", at, lines))
    return desk, replay


def test_a_ticket_is_one_record_with_the_file_s_prices_paid_exactly_in_cash() -> None:
    desk, replay = booked(line("COFFEE", "6", "2.50"), line("TEA", "1", "3"))
    (opening, act) = desk.journal.records[0]
    assert isinstance(opening, ShiftOpened)
    assert isinstance(act, SaleCompleted)
    assert [(one.article_id, one.unit_e4, one.amount_minor) for one in act.sale.lines] == [
        ("COFFEE", 25_000, 1_500),
        ("TEA", 30_000, 300),
    ]
    assert act.sale.tenders == (Tender("cash", 1_800),)
    assert (act.is_printed, act.context.staff_id) == (False, "replay")
    assert replay.tally.total_minor == 1_800


def test_the_dates_of_the_file_give_the_business_day_and_the_instant() -> None:
    desk, _ = booked(line("TEA", "1", "1"), at="2011-07-02 03:59:00")
    context = desk.journal.sales[0].context
    assert (context.business_on, context.at.isoformat(), context.offset_min) == (
        "2011-07-01",
        "2011-07-02T02:59:00+00:00",
        60,
    )


def test_lines_of_one_ticket_stay_apart_even_when_they_are_alike() -> None:
    desk, replay = booked(line("TEA", "1", "1"), line("TEA", "1", "1"))
    assert len(desk.journal.sales[0].sale.lines) == 2
    assert replay.tally.sale_lines == 2


def test_a_quantity_below_zero_is_goods_brought_back() -> None:
    desk, replay = booked(line("TEA", "-2", "1.5"))
    sale = desk.journal.sales[0].sale
    assert [(one.kind, one.quantity.value, one.amount_minor) for one in sale.lines] == [("return", 2, -300)]
    assert sale.tenders == (Tender("cash", -300),)
    assert (replay.tally.return_lines, replay.tally.returns_minor) == (1, -300)


def test_a_price_of_zero_is_a_stock_adjustment_with_the_sign_of_the_file() -> None:
    desk, replay = booked(line("TEA", "-5", "0"), line("COFFEE", "3", "0.0"))
    adjusted = desk.journal.acts[1]
    assert isinstance(adjusted, StockAdjusted)
    assert (adjusted.reason, adjusted.lines) == (
        "price_zero",
        (AdjustedLine("TEA", "Tea", -5, 0, True), AdjustedLine("COFFEE", "Coffee", 3, 0, True)),
    )
    assert replay.tally.adjusted_lines == 2
    assert desk.journal.sales == []


@pytest.mark.parametrize(
    ("bad", "reason", "amount"),
    [
        (line("NOWHERE", "1", "2"), "unknown_article", 200),
        (line("TEA", "1", "-11062.06"), "negative_price", -1_106_206),
        (line("TEA", "0", "2"), "quantity_out_of_range", 0),
        (line("TEA", "1000000000", "2"), "quantity_out_of_range", None),
        (line("TEA", "1.5", "2"), "too_many_decimals", 300),
        (line("TEA", "one", "2"), "not_a_number", None),
        (line("TEA", "1", "2.00001"), "too_many_decimals", None),
        (line("TEA", "1", "1e3"), "not_a_number", None),
    ],
)
def test_a_line_that_cannot_be_booked_is_listed_with_its_reason(
    bad: TicketLine, reason: str, amount: int | None
) -> None:
    desk, replay = booked(line("COFFEE", "1", "1"), bad)
    listed = desk.journal.acts[-1]
    assert isinstance(listed, LinesNotBooked)
    assert listed.lines == (
        UnbookedLine(bad.article_id, "as in the file", bad.quantity, bad.unit_price, amount, reason),
    )
    assert len(desk.journal.sales[0].sale.lines) == 1
    assert replay.tally.not_booked == {reason: 1}


def test_a_ticket_with_nothing_to_sell_is_recorded_all_the_same() -> None:
    desk, replay = booked(line("NOWHERE", "1", "2"))
    assert [type(act).__name__ for act in desk.journal.acts] == ["ShiftOpened", "LinesNotBooked"]
    assert desk.journal.is_recorded("536365")
    assert (replay.tally.booked, replay.tally.total_minor) == (1, 0)


def test_a_ticket_is_booked_once_however_often_it_is_replayed() -> None:
    desk, _ = booked(line("TEA", "1", "1"))
    _, replay = booked(line("TEA", "1", "1"), desk=desk)
    assert len(desk.journal.records) == 1
    assert (replay.tally.tickets, replay.tally.booked, replay.tally.already_booked) == (1, 0, 1)


def test_a_time_that_cannot_be_read_books_nothing_of_the_ticket() -> None:
    desk, replay = booked(line("TEA", "1", "1"), at="some day")
    assert replay.tally.not_booked == {"date_unreadable": 1}
    assert desk.journal.sales == []


def test_a_day_before_the_shop_s_first_rules_books_nothing_of_the_ticket() -> None:
    _, replay = booked(line("TEA", "1", "1"), at="2009-12-31 12:00:00")
    assert replay.tally.not_booked == {"no_rules": 1}


def test_a_sale_that_comes_to_nothing_needs_no_tender() -> None:
    desk, _ = booked(line("TEA", "1", "1"), line("TEA", "-1", "1"))
    sale = desk.journal.sales[0].sale
    assert (sale.total_minor, sale.tenders) == (0, ())


def test_cash_is_paid_to_the_coin_where_the_shop_rounds() -> None:
    desk = FakeDesk(book=FakeBook(a_shop(cash_step_minor=5)))
    booked(line("TEA", "1", "1.02"), desk=desk)
    sale = desk.journal.sales[0].sale
    assert (sale.total_minor, sale.tenders, sale.rounding_minor) == (102, (Tender("cash", 100),), -2)


def test_a_disk_that_fails_leaves_the_ticket_for_the_next_time() -> None:
    desk = FakeDesk()
    desk.journal.is_broken = True
    with pytest.raises(BrokenDisk):
        booked(line("TEA", "1", "1"), desk=desk)
    desk.journal.is_broken = False
    _, replay = booked(line("TEA", "1", "1"), desk=desk)
    assert replay.tally.booked == 1
