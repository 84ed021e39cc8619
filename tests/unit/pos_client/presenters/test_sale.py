"""The sell screen without a screen: what scans, keys and touches do to the lines."""

from dataclasses import replace

import pytest

from pos_client.presenters.pretend_goods import DRILL, FLOWERS, HAM, RECALLED, WINE
from pos_client.presenters.sale import SalePresenter
from sync_engine.domain.discount import Discount
from tests.helpers.blind_till import BANANAS, MUFFINS, NUTELLA, UNKNOWN, BlindTill


def test_a_scan_makes_a_line_that_is_chosen_and_glows(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    line = counter.view.lines[0]
    assert (line.name, line.detail, line.code, line.amount) == ("Nutella 230 g", "1 × 1.99", NUTELLA, "1.99")
    assert counter.view.selected == counter.view.newest == line.key
    assert (counter.view.total, counter.view.items) == ("1.99", "1 item")


def test_the_same_article_again_counts_on_its_line_and_bumps(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    before = counter.view.bump
    counter.scan(NUTELLA)
    assert counter.details == [("2 × 1.99", "3.98")]
    assert counter.view.lines[0].is_many
    assert counter.view.bump == before + 1


def test_an_unknown_code_is_a_line_that_stops_payment_but_no_scan(counter: BlindTill) -> None:
    counter.scan(NUTELLA, UNKNOWN, MUFFINS)
    assert [line.is_unresolved for line in counter.view.lines] == [False, True, False]
    assert counter.view.items == "2 items + 1 to sort out"
    assert counter.view.blocked == "Sort out line 2 first"
    counter.sale.pay_exact()
    assert counter.shop.journal.acts == []
    assert counter.view.selected == counter.view.lines[1].key
    counter.strike("-")
    assert counter.view.blocked == ""


def test_a_removed_line_comes_back_with_undo(counter: BlindTill) -> None:
    counter.scan(NUTELLA, MUFFINS).strike("-")
    assert len(counter.view.lines) == 1
    counter.strike("undo")
    assert len(counter.view.lines) == 2


def test_nothing_to_undo_is_said(counter: BlindTill) -> None:
    counter.strike("undo")
    assert counter.view.notice == "There is nothing to undo."


def test_a_number_and_star_is_the_quantity_of_the_next_scan(counter: BlindTill) -> None:
    counter.strike("3", "*")
    assert counter.view.waiting_quantity == "3 ×"
    assert counter.scan(NUTELLA).details == [("3 × 1.99", "5.97")]
    assert counter.view.waiting_quantity == ""


def test_a_waiting_quantity_is_for_a_favourite_too(counter: BlindTill) -> None:
    counter.strike("2", "*")
    counter.sale.add_favourite(BANANAS)
    assert counter.details == [("2.000 kg × 1.29", "2.58")]


def test_star_alone_asks_for_the_quantity_of_the_chosen_line(counter: BlindTill) -> None:
    counter.scan(NUTELLA, MUFFINS)
    counter.strike("up", "*")
    assert counter.view.prompt == "New quantity of Nutella 230 g"
    counter.strike("1", "2", "enter")
    assert counter.details == [("12 × 1.99", "23.88"), ("1 × 0.89", "0.89")]


@pytest.mark.parametrize(("typed", "notice"), [("0", "0 is no quantity"), ("x", "“x” is not a number")])
def test_an_impossible_quantity_is_a_sentence_and_changes_nothing(counter: BlindTill, typed: str, notice: str) -> None:
    counter.scan(NUTELLA).strike("*", typed, "enter")
    assert counter.view.notice.startswith(notice)
    assert counter.view.is_notice_bad
    assert counter.details == [("1 × 1.99", "1.99")]


def test_one_less_of_the_last_one_takes_the_line_away(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.sale.editing.one_more()
    assert counter.details == [("2 × 1.99", "3.98")]
    counter.sale.editing.one_less()
    counter.sale.editing.one_less()
    assert counter.view.lines == ()


def test_escape_forgets_what_was_typed_and_never_the_cart(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("2", "*", "4", "escape")
    assert (counter.view.entry, counter.view.waiting_quantity, len(counter.view.lines)) == ("", "", 1)


def test_locking_keeps_the_sale_and_forgets_what_was_half_typed(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("4", "2")
    counter.sale.leave()
    assert (counter.view.entry, len(counter.view.lines)) == ("", 1)


def test_stock_of_the_chosen_line_in_both_stores_with_its_age(counter: BlindTill) -> None:
    counter.sale.watch_stock(is_watched=True)
    counter.scan(NUTELLA)
    counter.shop.clock.move(180)
    counter.sale.refresh_stock()
    stock = counter.sale.stock.value
    assert stock.title == "Nutella 230 g"
    assert [(place.name, place.on_hand) for place in stock.places] == [
        ("Quillmere Stores, Harbour", "52"),
        ("Quillmere Stores, Market", counter.shop.stock.on_hand["S02", "F0003"]),
    ]
    assert stock.age == "As of 14:32, 3 minutes ago"


def test_a_sale_moves_the_stock_that_is_shown(counter: BlindTill) -> None:
    counter.sale.watch_stock(is_watched=True)
    counter.scan(NUTELLA).strike("exact")
    counter.scan(NUTELLA)
    assert counter.sale.stock.value.places[0].on_hand == "51"


def test_what_was_never_counted_is_no_zero(counter: BlindTill) -> None:
    counter.sale.watch_stock(is_watched=True)
    del counter.shop.stock.on_hand["S01", "F0003"]
    counter.scan(NUTELLA)
    assert (counter.sale.stock.value.places[0].on_hand, counter.sale.stock.value.places[0].note) == (
        "?",
        "never counted",
    )


def test_favourites_show_name_and_price(counter: BlindTill) -> None:
    assert (counter.sale.tiles.value[0].name, counter.sale.tiles.value[0].price) == (
        "Bananas, loose",
        "1.29 / kg",
    )


@pytest.mark.parametrize(
    ("code", "tag", "words"),
    [
        (UNKNOWN, "Not found", ["find", "price_it", "set_aside"]),
        (WINE, "18+", ["id_seen", "refuse"]),
        (HAM, "Weight?", ["weigh", "set_aside"]),
        (DRILL, "Serial no.?", ["serial", "set_aside"]),
        (FLOWERS, "Price?", ["price_it", "set_aside"]),
        (RECALLED, "Recalled", ["set_aside"]),
    ],
)
def test_a_line_that_waits_says_for_what_and_carries_its_answers(
    counter: BlindTill, code: str, tag: str, words: list[str]
) -> None:
    line = counter.scan(code).view.lines[0]
    assert (line.is_unresolved, line.tag) == (True, tag)
    assert [action.word for action in line.actions] == words


def test_the_key_for_an_answer_gives_the_likely_one(counter: BlindTill) -> None:
    counter.scan(WINE).strike("answer")
    assert (counter.view.lines[0].is_unresolved, counter.view.lines[0].note) == (False, "ID seen")


def test_the_key_for_an_answer_finds_the_line_that_waits(counter: BlindTill) -> None:
    counter.scan(WINE, NUTELLA).strike("answer")
    assert counter.view.selected == counter.view.lines[0].key
    counter.strike("answer", "answer")
    assert counter.view.notice == "No line waits for an answer."


def test_a_weight_is_typed_and_the_line_is_there(counter: BlindTill) -> None:
    counter.scan(HAM).strike("answer", *"0.25", "enter")
    assert counter.details == [("0.250 kg × 14.90", "3.73")]


def test_removing_a_line_that_needs_an_age_counts_as_a_refusal(counter: BlindTill) -> None:
    counter.scan(WINE).strike("-")
    assert counter.view.lines == ()
    assert type(counter.shop.journal.acts[-1]).__name__ == "AgeCheckRefused"


def test_what_is_saved_and_why_stands_on_the_line_and_below(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.shop.counter.discount_line(1, Discount("percent", 100_000, "Damaged"))
    counter.sale.editing.choose("line 1")
    line = counter.view.lines[0]
    assert (line.tag, line.note, line.amount) == ("−10% Damaged", "saved 0.20", "1.79")
    assert counter.view.saved == "saved 0.20"


def test_sounds_tell_a_new_line_from_a_repeat_and_from_a_problem(counter: BlindTill) -> None:
    heard: list[str] = []
    sale = SalePresenter(replace(counter.shop.trade(), play=heard.append))
    sale.open()
    for code in (NUTELLA, NUTELLA, UNKNOWN, RECALLED):
        sale.scan(code)
    assert heard == ["accepted", "again", "look", "stop"]
    sale.strike("undo")
    sale.strike("undo")
    counter.shop.clock.move(1)
    sale.pay_exact()
    assert heard[4:] == ["paid"]


def test_held_sales_are_counted_beside_their_key(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("park")
    assert (counter.view.lines, counter.view.parked) == ((), "1")
    counter.strike("resume")
    assert counter.view.parked == ""
    assert len(counter.view.lines) == 1
