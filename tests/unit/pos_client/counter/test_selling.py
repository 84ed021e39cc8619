"""The open sale at the counter: scanning, changing, undoing, completing."""

import pytest

from pos_client.counter.open_sale import Unresolved, UnresolvedCodes
from pos_client.counter.selling import LineRung, QuantitySet
from sync_engine.domain.cart import Discount
from sync_engine.domain.errors import LineNotFound, NotANumber, QuantityOutOfRange, TooManyDecimals
from sync_engine.domain.quantity import Quantity, pieces
from tests.helpers.counter_fakes import FakeDesk

COFFEE = "4006381333931"


def quantities(desk: FakeDesk) -> list[tuple[str, str]]:
    return [(line.article_id, str(line.quantity)) for line in desk.counter.sale.cart.lines]


def test_a_scanned_barcode_gives_a_line_at_the_price_of_the_day() -> None:
    desk = FakeDesk()
    assert desk.counter.scan(COFFEE) == LineRung(1, "COFFEE", pieces(1))
    line = desk.counter.sale.cart.lines[0]
    assert (line.name, line.barcode, line.unit_e4, line.tax_code) == ("Coffee", COFFEE, 25_500, "standard")
    assert desk.counter.sale.totals().total_minor == 255


def test_the_same_article_scanned_again_merges_into_its_line() -> None:
    desk = FakeDesk()
    desk.counter.scan(COFFEE)
    desk.counter.scan("036000291452")
    assert desk.counter.scan(COFFEE) == LineRung(1, "COFFEE", pieces(1))
    assert quantities(desk) == [("COFFEE", "2"), ("TEA", "1")]


def test_an_article_code_is_found_when_no_barcode_is() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("TEA") == LineRung(1, "TEA", pieces(1))
    assert isinstance(desk.counter.scan("tea"), Unresolved)


@pytest.mark.parametrize("code", ["036000291452", "0036000291452", "]E0036000291452", " 036000291452\r\n"])
def test_a_upc_is_found_with_and_without_its_leading_zero_and_with_the_scanner_s_own_marks(code: str) -> None:
    assert FakeDesk().counter.scan(code) == LineRung(1, "TEA", pieces(1))


def test_a_pack_barcode_stands_for_its_units() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("4006381333948") == LineRung(1, "COFFEE", pieces(6))
    assert desk.counter.scan("3*4006381333948") == LineRung(1, "COFFEE", pieces(18))
    assert quantities(desk) == [("COFFEE", "24")]


def test_a_quantity_before_the_star_is_taken_for_that_scan_alone() -> None:
    desk = FakeDesk()
    desk.counter.scan("3*" + COFFEE)
    desk.counter.scan(COFFEE)
    assert quantities(desk) == [("COFFEE", "4")]


def test_a_star_alone_is_the_quantity_of_the_next_scan() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("3*") == QuantitySet("3")
    assert desk.counter.next_quantity == "3"
    desk.counter.scan(COFFEE)
    desk.counter.scan(COFFEE)
    assert quantities(desk) == [("COFFEE", "4")]


def test_a_weight_is_typed_with_comma_or_point() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("0,350*CHEESE") == LineRung(1, "CHEESE", Quantity(350, 3))
    assert desk.counter.sale.totals().total_minor == 432


def test_a_code_that_has_a_star_in_it_is_still_found() -> None:
    assert FakeDesk().counter.scan("2*4") == LineRung(1, "2*4", pieces(1))


@pytest.mark.parametrize("quantity", ["0", "1000000000", "1000001"])
def test_an_impossible_quantity_is_refused_with_the_number_and_changes_nothing(quantity: str) -> None:
    desk = FakeDesk()
    desk.counter.scan(COFFEE)
    with pytest.raises(QuantityOutOfRange) as refused:
        desk.counter.scan(f"{quantity}*{COFFEE}")
    assert refused.value == QuantityOutOfRange(quantity)
    with pytest.raises(QuantityOutOfRange):
        desk.counter.set_quantity(1, quantity)
    assert quantities(desk) == [("COFFEE", "1")]


def test_a_million_of_a_pack_of_six_is_more_than_a_line_holds() -> None:
    desk = FakeDesk()
    with pytest.raises(QuantityOutOfRange):
        desk.counter.scan("1000000*4006381333948")
    assert desk.counter.sale.is_empty


def test_half_a_piece_is_refused() -> None:
    with pytest.raises(TooManyDecimals):
        FakeDesk().counter.scan(f"0.5*{COFFEE}")


def test_an_unknown_code_leaves_a_notice_and_the_next_scan_works() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("2*2000000123457") == Unresolved(1, "2000000123457", "unknown_article", "2")
    assert desk.counter.scan(COFFEE) == LineRung(1, "COFFEE", pieces(1))
    assert [notice.code for notice in desk.counter.sale.unresolved] == ["2000000123457"]


def test_an_article_without_a_price_is_a_notice_too() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("12345670") == Unresolved(
        1, "12345670", "no_price", "1", "NEW", "New thing", barcode="12345670"
    )
    assert desk.counter.sale.cart.lines == ()


def test_a_sale_with_something_to_sort_out_is_not_paid() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.scan("999")
    desk.counter.take_cash()
    with pytest.raises(UnresolvedCodes) as refused:
        desk.counter.complete_sale()
    assert refused.value.codes == ("999",)
    assert desk.journal.records == []


def test_a_notice_is_resolved_by_an_article_in_the_quantity_scanned() -> None:
    desk = FakeDesk()
    desk.counter.scan("4*999")
    desk.counter.resolve(1, "TEA")
    assert quantities(desk) == [("TEA", "4")]
    assert desk.counter.sale.unresolved == ()
    with pytest.raises(LineNotFound):
        desk.counter.resolve(1, "TEA")


def test_goods_set_aside_leave_the_sale_alone() -> None:
    desk = FakeDesk()
    desk.counter.scan("999")
    desk.counter.set_aside(1)
    assert desk.counter.sale.is_empty


def test_a_chosen_article_that_is_gone_meanwhile_is_a_notice() -> None:
    assert FakeDesk().counter.add_article("GONE") == Unresolved(1, "GONE", "unknown_article", "1")


def test_an_empty_scan_is_nothing() -> None:
    desk = FakeDesk()
    assert desk.counter.scan(" \r\n\t\x00") is None
    assert desk.counter.sale.is_empty


def test_undo_takes_back_everything_one_step_at_a_time() -> None:
    desk = FakeDesk().signed_in()
    counter = desk.counter
    seen = [counter.sale]
    counter.scan(COFFEE)
    seen.append(counter.sale)
    counter.scan("999")
    seen.append(counter.sale)
    counter.set_quantity(1, "5")
    seen.append(counter.sale)
    counter.discount_line(1, Discount("percent", 100_000))
    seen.append(counter.sale)
    counter.discount_sale(Discount("amount", 50))
    seen.append(counter.sale)
    counter.take_cash(2_000)
    seen.append(counter.sale)
    counter.give_back(0)
    seen.append(counter.sale)
    counter.remove_line(1)
    seen.append(counter.sale)
    counter.clear()
    for before in reversed(seen):
        assert counter.undo()
        assert counter.sale == before
    assert not counter.undo()


def test_undo_takes_back_a_waiting_quantity_first() -> None:
    desk = FakeDesk()
    desk.counter.scan(COFFEE)
    desk.counter.scan("7*")
    assert desk.counter.undo()
    assert desk.counter.next_quantity is None
    assert quantities(desk) == [("COFFEE", "1")]


def test_a_quantity_that_is_no_number_is_refused() -> None:
    desk = FakeDesk()
    desk.counter.scan(COFFEE)
    with pytest.raises(NotANumber):
        desk.counter.set_quantity(1, "1e3")
    with pytest.raises(LineNotFound):
        desk.counter.set_quantity(9, "1")


def test_goods_brought_back_count_against_the_sale() -> None:
    desk = FakeDesk()
    desk.counter.scan(COFFEE)
    desk.counter.add_article("TEA", is_return=True)
    assert desk.counter.sale.totals().total_minor == 255 - 199
