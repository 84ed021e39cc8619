"""Split payments and the ways beside cash and card, without a screen."""

from pos_client.counter.acts import SaleCompleted
from pos_client.presenters.pay_views import PayView
from sync_engine.domain.payment import Foreign, Tender
from tests.helpers.blind_till import MUFFINS, NUTELLA, BlindTill


def pane(counter: BlindTill) -> PayView:
    return counter.sale.payment.view.value


def typed(counter: BlindTill) -> tuple[str, str, str]:
    return pane(counter).received, pane(counter).note, pane(counter).take


def paid(counter: BlindTill) -> list[tuple[str, str]]:
    return [(part.name, part.amount) for part in pane(counter).paid]


def test_an_amount_and_the_key_of_a_way_is_a_part(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("2", "exact")
    assert paid(counter) == [("Cash", "2.00")]
    assert counter.view.total == "3.97"
    counter.strike("card")
    assert counter.shop.terminal.requests[0].amount_minor == 397


def test_the_first_part_may_be_the_card(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("2", "card", "4", "7", "1", "1", "enter")
    assert paid(counter) == [("Card", "2.00")]
    assert pane(counter).paid[0].detail == "slip 4711"
    counter.strike("exact")
    sale = counter.shop.journal.acts[-1]
    assert isinstance(sale, SaleCompleted)
    assert [(one.kind, one.amount_minor, one.reference) for one in sale.sale.tenders] == [
        ("card", 200, "4711"),
        ("cash", 397, None),
    ]


def test_what_is_no_amount_pays_nothing(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.sale.type_text("tea")
    counter.strike("exact")
    assert counter.shop.journal.acts == []
    assert counter.view.notice.startswith("“tea” is not a number.")


def test_any_part_goes_back_on_its_own_line(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("1", "exact", "2", "exact")
    assert paid(counter) == [("Cash", "1.00"), ("Cash", "2.00")]
    counter.sale.payment.take_back(0)
    assert paid(counter) == [("Cash", "2.00")]
    assert counter.view.total == "3.97"


def test_a_card_goes_back_with_a_second_touch(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("2", "card", "7", "enter")
    counter.sale.payment.take_back(0)
    assert paid(counter) == [("Card", "2.00")]
    assert pane(counter).paid[0].take_back == "Take back now"
    assert counter.view.notice == "Cancel this payment on the card reader first, then touch it once more."
    counter.sale.payment.take_back(0)
    assert paid(counter) == []


def test_goods_rung_up_after_a_part_are_still_to_pay(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("1", "exact")
    counter.scan(MUFFINS)
    assert (counter.view.phase, counter.view.due_label, counter.view.total) == ("selling", "Still to pay", "1.88")
    counter.strike("exact")
    assert counter.sale.change.value is not None


# --- more ways ---


def test_more_ways_show_what_each_would_take_and_go_away_again(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    assert [(way.word, way.label, way.detail) for way in pane(counter).ways] == [
        ("voucher", "Voucher", "1.99"),
        ("transfer", "Transfer", "1.99"),
        ("other", "Other", "1.99"),
        ("foreign EUR", "Cash in EUR", "1 EUR = 0.8565"),
        ("foreign USD", "Cash in USD", "1 USD = 0.79"),
    ]
    counter.strike("more")
    assert pane(counter).ways == ()


def test_a_voucher_pays_all_or_what_was_typed(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA).strike("more", "1")
    counter.sale.payment.act("voucher")
    assert paid(counter) == [("Voucher", "1.00")]
    counter.sale.payment.act("transfer")
    assert counter.sale.change.value is not None
    assert (counter.sale.change.value.label, counter.sale.change.value.change) == ("Paid", "3.98")


def test_there_is_no_change_from_a_voucher(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more", "5")
    counter.sale.payment.act("voucher")
    assert counter.view.notice.startswith("Change can be given from cash only.")
    assert paid(counter) == []


def test_dollars_are_taken_for_what_they_are_worth_and_change_is_in_pounds(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    counter.sale.payment.act("foreign USD")
    assert typed(counter) == ("2.52", "Exact, no change", "Take USD 2.52")
    assert [(way.label, way.detail) for way in pane(counter).ways] == [
        ("USD 2.52", "= 1.99"),
        ("USD 3.00", "= 2.37"),
        ("USD 5.00", "= 3.95"),
        ("USD 10.00", "= 7.90"),
        ("Other ways", ""),
    ]
    counter.strike("5")
    assert typed(counter)[1:] == ("Change 1.96", "Take USD 5.00")
    counter.sale.payment.act("note 1000")
    sale = counter.shop.journal.acts[-1]
    assert isinstance(sale, SaleCompleted)
    assert sale.sale.tenders == (Tender("cash", 790, foreign=Foreign("USD", 1_000, 790_000)),)
    assert sale.sale.change_minor == 591


def test_escape_goes_back_from_foreign_cash_to_the_ways_and_then_to_the_parts(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    counter.sale.payment.act("foreign USD")
    counter.strike("escape")
    assert pane(counter).ways[0].word == "voucher"
    counter.strike("escape")
    assert pane(counter).ways == ()
    counter.strike("escape")
    assert counter.view.phase == "selling"


def test_part_of_it_may_be_dollars(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    counter.sale.payment.act("foreign USD")
    counter.strike("1", "enter")
    assert paid(counter) == [("Cash", "0.79")]
    assert pane(counter).paid[0].detail == "USD 1.00 at 0.79"
    assert (pane(counter).label, counter.view.total) == ("Cash received", "1.20")


def test_a_refund_in_parts_counts_down(counter: BlindTill) -> None:
    counter.shop.counter.add_article(MUFFINS, is_return=True)
    counter.strike("enter", ".", "5")
    assert typed(counter) == (".5", "A part: 0.39 stays open", "Give 0.50")
    counter.strike("enter", "2")
    assert (counter.view.due_label, counter.view.total) == ("Still to give back", "0.39")
    assert pane(counter).note == "1.61 more than goes back"
    counter.strike("enter")
    assert counter.view.notice.startswith("That is more than goes back to the customer.")
    counter.strike("escape", "enter")
    assert counter.sale.change.value is not None
    assert (counter.sale.change.value.label, counter.sale.change.value.change) == ("To give back", "0.89")
