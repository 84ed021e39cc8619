"""The one door to the panels, and the panels that find, price and explain goods."""

from dataclasses import replace

import pytest

from pos_client.presenters.panel_views import (
    AmountView,
    ChoiceView,
    FindView,
    FormView,
    KeysView,
    PanelView,
    PriceView,
    StockPanelView,
)
from tests.helpers.blind_till import MUFFINS, NUTELLA, UNKNOWN, BlindTill


def panel(till: BlindTill) -> PanelView | None:
    """What the open panel shows."""
    return till.sale.panels.view.value


def find_view(till: BlindTill) -> FindView:
    view = panel(till)
    assert isinstance(view, FindView)
    return view


def names(till: BlindTill) -> list[str]:
    return [line.name for line in till.view.lines]


# --- the door ---


def test_an_unknown_word_opens_nothing(counter: BlindTill) -> None:
    assert not counter.sale.panels.open("nonsense")
    assert panel(counter) is None


def test_escape_closes_the_panel_and_nothing_else(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("find", "escape")
    assert panel(counter) is None
    assert names(counter) == ["Nutella 230 g"]


def test_a_scan_beside_an_open_panel_goes_to_the_cart(counter: BlindTill) -> None:
    counter.strike("find", "m", "u")
    counter.scan(NUTELLA)
    assert names(counter) == ["Nutella 230 g"]
    assert find_view(counter).text == "mu"


def test_a_code_that_is_half_typed_keeps_its_enter(counter: BlindTill) -> None:
    counter.strike("keys")
    counter.sale.type_text("F0003")
    counter.strike("enter")
    assert names(counter) == ["Nutella 230 g"]


def test_paying_closes_the_panel(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("keys", "exact")
    assert panel(counter) is None
    assert counter.sale.change.value is not None


def test_what_is_only_read_goes_with_its_own_key(counter: BlindTill) -> None:
    counter.strike("keys")
    assert isinstance(panel(counter), KeysView)
    counter.strike("keys")
    assert panel(counter) is None


# --- finding ---


def test_the_search_follows_every_letter(counter: BlindTill) -> None:
    counter.strike("find", *"mini muff")
    assert [row.name for row in find_view(counter).rows] == ["Mini Muffins 104 g"]
    assert (find_view(counter).rows[0].amount, find_view(counter).rows[0].detail) == ("0.89", "F0061  ·  14 here")


def test_enter_adds_the_chosen_article_and_closes(counter: BlindTill) -> None:
    counter.strike("find", *"mini muff", "enter")
    assert names(counter) == ["Mini Muffins 104 g"]
    assert panel(counter) is None


def test_arrows_choose_among_what_was_found(counter: BlindTill) -> None:
    counter.strike("find", *"nutella")
    first, second = find_view(counter).rows[:2]
    counter.strike("down", "enter")
    assert names(counter) == [second.name] != [first.name]


def test_a_touched_row_is_added(counter: BlindTill) -> None:
    counter.strike("find", *"muff")
    counter.sale.panels.act(find_view(counter).rows[0].key)
    assert names(counter) == [find_view_name(MUFFINS, counter)]


def find_view_name(article_id: str, till: BlindTill) -> str:
    article = till.shop.catalog.find(article_id)
    assert article is not None
    return article.name


def test_a_quantity_that_waits_is_for_what_is_found(counter: BlindTill) -> None:
    counter.sale.scan("3*")
    counter.strike("find", *"mini muff", "enter")
    assert counter.details == [("3 × 0.89", "2.67")]


def test_finding_sorts_the_chosen_unknown_code_out(counter: BlindTill) -> None:
    counter.scan(UNKNOWN).strike("find")
    assert find_view(counter).title == f"Find the article of {UNKNOWN}"
    counter.strike(*"mini muff", "enter")
    assert names(counter) == ["Mini Muffins 104 g"]
    assert not counter.shop.counter.sale.unresolved


def test_an_empty_result_says_what_to_do(counter: BlindTill) -> None:
    counter.strike("find", *"zzzz")
    assert find_view(counter).empty.startswith("Nothing is called like that. Try fewer letters")


def test_what_stood_in_the_entry_line_is_searched_for(counter: BlindTill) -> None:
    counter.sale.type_text("mini muff")
    counter.strike("find")
    assert find_view(counter).text == "mini muff"
    assert counter.view.entry == ""


# --- discounts, prices, notes ---


def test_ten_percent_off_is_three_keys_and_undo_takes_it_back(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("discount", "2", "1")
    assert counter.view.total == "1.79"
    assert counter.shop.counter.sale.cart.lines[0].discount is not None
    assert counter.shop.counter.sale.cart.lines[0].discount.reason == "shelf_price"
    counter.strike("undo")
    assert counter.view.total == "1.99"


def test_a_discount_beyond_the_limit_says_who_may(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("discount", "5", "1")
    view = panel(counter)
    assert isinstance(view, ChoiceView)
    assert view.is_bad
    assert "manager" in view.sentence
    assert counter.view.total == "1.99"


def test_a_new_price_is_typed_and_wants_a_reason(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("discount", "8", "1", ".", "9", "5")
    view = panel(counter)
    assert isinstance(view, AmountView)
    assert view.text == "1.95"
    counter.strike("enter", "1")
    assert counter.view.total == "1.95"
    assert counter.shop.counter.sale.cart.lines[0].price_reason == "shelf_price"


def test_a_discount_can_be_for_the_whole_sale(counter: BlindTill) -> None:
    counter.scan(NUTELLA, MUFFINS).strike("discount", "0", "1", "6")
    assert counter.view.total == "2.74"
    assert counter.shop.counter.sale.cart.discount is not None


def test_more_than_all_cannot_be_taken_off(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("discount", "6", *"150", "enter")
    view = panel(counter)
    assert isinstance(view, AmountView)
    assert view.sentence.startswith("More than 100 %")


def test_a_note_stays_with_its_line(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("discount", "9")
    assert isinstance(panel(counter), FormView)
    counter.strike(*"red box", "enter")
    assert counter.shop.counter.sale.cart.lines[0].note == "red box"


def test_a_gift_is_one_key_more(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("discount", "+")
    assert counter.shop.counter.sale.cart.lines[0].is_gift
    assert panel(counter) is None


def test_there_is_nothing_to_discount_in_an_empty_sale(counter: BlindTill) -> None:
    counter.strike("discount")
    assert panel(counter) is None
    assert counter.view.notice.startswith("There is nothing to change yet.")


# --- what a scan still needs ---


@pytest.fixture
def departments(counter: BlindTill) -> BlindTill:
    """A shop with two departments for goods without a code."""
    catalog = counter.shop.catalog
    model = catalog.search("", 1)[0]
    found = {
        f"D{number}": replace(model, article_id=f"D{number}", name=name, names={}, barcodes=(), is_department=True)
        for number, name in enumerate(("Food", "Household"), start=1)
    }
    before = catalog.find
    catalog.departments = lambda: list(found.values())  # type: ignore[method-assign]
    catalog.find = lambda article_id: found.get(article_id) or before(article_id)  # type: ignore[method-assign]
    return counter


def test_an_unknown_code_is_sold_in_three_keys_and_its_price(departments: BlindTill) -> None:
    departments.scan(UNKNOWN).strike("discount", "2", *"4.90", "enter")
    assert (names(departments), departments.view.total) == (["Household"], "4.90")
    assert not departments.shop.counter.sale.unresolved
    assert panel(departments) is None


def test_a_shop_without_departments_says_what_else_to_do(counter: BlindTill) -> None:
    counter.shop.catalog.departments = list  # type: ignore[method-assign]
    counter.scan(UNKNOWN).strike("discount")
    view = panel(counter)
    assert isinstance(view, ChoiceView)
    assert view.sentence.startswith("This store has no departments")


def test_backspace_goes_back_to_the_departments(departments: BlindTill) -> None:
    departments.scan(UNKNOWN).strike("discount", "1")
    assert isinstance(panel(departments), AmountView)
    departments.strike("backspace")
    assert isinstance(panel(departments), ChoiceView)


# --- stock and price check ---


def test_the_stock_panel_takes_one_scan_and_sells_the_next(counter: BlindTill) -> None:
    counter.strike("stock")
    counter.scan(NUTELLA)
    view = panel(counter)
    assert isinstance(view, StockPanelView)
    assert (view.name, view.is_armed) == ("Nutella 230 g", False)
    first = view.levels[0]
    assert (first.on_hand, first.reserved, first.available, first.age) == ("52", "0", "52", "now")
    assert names(counter) == []
    counter.scan(NUTELLA)
    assert names(counter) == ["Nutella 230 g"]


def test_what_nobody_counted_is_never_zero(counter: BlindTill) -> None:
    counter.shop.stock.on_hand.pop(("S02", "F0003"))
    counter.strike("stock")
    counter.scan(NUTELLA)
    view = panel(counter)
    assert isinstance(view, StockPanelView)
    assert (view.levels[1].available, view.levels[1].level) == ("?", "unknown")


def test_old_numbers_say_their_age_and_turn_grey(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("stock")
    counter.shop.clock.move(900)
    counter.sale.panels.tick()
    view = panel(counter)
    assert isinstance(view, StockPanelView)
    assert {(one.age, one.level) for one in view.levels} == {("15 min old", "old")}


def test_a_price_check_shows_and_sells_nothing(counter: BlindTill) -> None:
    counter.sale.panels.open("price_check")
    counter.scan(NUTELLA)
    view = panel(counter)
    assert isinstance(view, PriceView)
    assert (view.name, view.price, view.stock[0].amount) == ("Nutella 230 g", "1.99", "52")
    assert names(counter) == []


def test_what_was_checked_is_sold_when_it_is_asked_for(counter: BlindTill) -> None:
    counter.sale.panels.open("price_check")
    counter.scan(NUTELLA).strike("+")
    assert names(counter) == ["Nutella 230 g"]
    assert panel(counter) is None


def test_a_price_check_of_an_unknown_code_says_what_to_do(counter: BlindTill) -> None:
    counter.sale.panels.open("price_check")
    counter.scan(UNKNOWN)
    view = panel(counter)
    assert isinstance(view, PriceView)
    assert view.sentence == f"{UNKNOWN} is not known here. Find it by name (F2)."
