"""A completed sale adds up, and taking it back leaves nothing in any account or place."""

import pytest
from hypothesis import given

from sync_engine.domain.cart import Cart, LineTotal, totals
from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import EmptyCart, NotPaid
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.posting import Posting, sale_postings
from sync_engine.domain.quantity import pieces
from sync_engine.domain.sale import Sale, SaleLine, complete, reversed_lines, stored_rates
from sync_engine.domain.stock import own_deltas, sale_movements
from sync_engine.domain.tax import TaxAmount
from tests.unit.sync_engine.domain.shop import (
    EXCLUSIVE_DOCUMENT,
    RATES,
    cart,
    line,
    paid_sales,
    refund_of,
    sale,
    thorough,
)


def test_a_sale_holds_everything_that_was_decided() -> None:
    of = cart(line(7, quantity=4, discount=Discount("percent", 100_000)))
    found = complete(of, [Tender("cash", 1000)], sale_id="e", doc_no="S01-T1a-000001", cash_step_minor=5, ticket="K-17")
    assert found == Sale(
        sale_id="e",
        doc_no="S01-T1a-000001",
        ticket="K-17",
        currency_code="EUR",
        regime=of.regime,
        lines=(SaleLine(1, "tea", "Tea", None, pieces(4), 25_000, "sale", 100, 900, "full", 150, True, "piece"),),
        tax_amounts=(TaxAmount("full", "VAT", 200_000, 750, 150),),
        total_minor=900,
        tenders=(Tender("cash", 1000),),
        change_minor=100,
        rounding_minor=0,
        discount_minor=100,
    )


def test_an_empty_cart_is_no_sale() -> None:
    with pytest.raises(EmptyCart):
        sale(cart())


def test_an_unpaid_cart_is_no_sale() -> None:
    with pytest.raises(NotPaid) as caught:
        sale(cart(line(1)), [Tender("cash", 200)])
    assert caught.value == NotPaid(50)


def test_a_sale_of_nothing_but_gifts_needs_no_tender() -> None:
    free = complete(cart(line(1, unit_e4=0)), (), sale_id="x", doc_no="y", cash_step_minor=5)
    assert (free.total_minor, free.tenders) == (0, ())
    assert sale_postings("S01", "T1", free) == ()
    assert len(sale_movements("S01", free.lines)) == 1


def test_a_sale_of_returns_alone_pays_the_customer() -> None:
    found = sale(cart(line(1, quantity=2, is_return=True)), [Tender("cash", -500)])
    assert (found.total_minor, found.lines[0].kind, found.lines[0].amount_minor) == (-500, "return", -500)


def test_the_rates_of_a_sale_are_read_off_it() -> None:
    of = cart(line(1, tax_code="two"), line(2, tax_code="exempt"), line(3, tax_code="two"), regime=EXCLUSIVE_DOCUMENT)
    assert stored_rates(sale(of)) == {"two": RATES["two"], "exempt": RATES["exempt"]}


def test_a_sale_taken_back_gives_the_discount_back() -> None:
    bought = sale(cart(line(1, quantity=3), line(2, "bread"), discount=Discount("amount", 101)))
    back = totals(Cart(currency("EUR"), bought.regime, stored_rates(bought), reversed_lines(bought)))
    assert back.lines == (LineTotal(1, -750, -76, -674, -112), LineTotal(2, -250, -25, -225, -38))


# --- whatever the sale ---


def taken_back(bought: Sale, step: int) -> Sale:
    back = Cart(currency(bought.currency_code), bought.regime, stored_rates(bought), reversed_lines(bought))
    return complete(back, refund_of(bought), sale_id="r", doc_no="z", cash_step_minor=step)


@thorough
@given(paid_sales())
def test_lines_make_the_total_and_tenders_meet_it(paid: tuple[Sale, int]) -> None:
    found, _ = paid
    tax = 0 if found.regime.is_inclusive else sum(part.tax_minor for part in found.tax_amounts)
    assert sum(one.amount_minor for one in found.lines) + tax == found.total_minor
    assert sum(one.tax_minor for one in found.lines) == sum(part.tax_minor for part in found.tax_amounts)
    assert sum(one.discount_minor for one in found.lines) == found.discount_minor
    handed_over = sum(tender.amount_minor for tender in found.tenders)
    assert found.total_minor + found.rounding_minor == handed_over - found.change_minor


@thorough
@given(paid_sales())
def test_postings_sum_to_zero_one_for_each_account(paid: tuple[Sale, int]) -> None:
    found = sale_postings("S01", "T1", paid[0])
    accounts = [posting.account for posting in found]
    assert sum(posting.amount_minor for posting in found) == 0
    assert accounts == sorted(set(accounts))
    assert all(posting.amount_minor for posting in found)
    assert {posting.currency_code for posting in found} <= {paid[0].currency_code}


@thorough
@given(paid_sales())
def test_a_sale_and_its_full_return_leave_nothing_behind(paid: tuple[Sale, int]) -> None:
    bought, step = paid
    back = taken_back(bought, step)
    assert [one.amount_minor for one in back.lines] == [-one.amount_minor for one in bought.lines]
    assert [one.tax_minor for one in back.lines] == [-one.tax_minor for one in bought.lines]
    booked = {posting.account: posting.amount_minor for posting in sale_postings("S01", "T1", bought)}
    undone = {posting.account: -posting.amount_minor for posting in sale_postings("S01", "T1", back)}
    assert booked == undone
    moved = own_deltas((*sale_movements("S01", bought.lines), *sale_movements("S01", back.lines)))
    assert set(moved.values()) == {0}


# --- postings ---


def test_a_sale_books_cash_tender_tax_sales_and_rounding() -> None:
    of = cart(line(1, unit_e4=100_100, quantity=1), line(2, "bread", tax_code="two"))  # 10.01 and 2.50
    found = sale(of, [Tender("card", 251), Tender("cash", 2000), Tender("voucher", 0)], 5)
    assert sale_postings("S01", "T1", found) == (
        Posting("cash:S01:T1", 1000, "EUR"),
        Posting("sales:S01", -1051, "EUR"),
        Posting("tax:S01:full", -167, "EUR"),
        Posting("tax:S01:two", -33, "EUR"),
        Posting("tender:card:S01", 251, "EUR"),
    )
    rounded = sale(of, [Tender("card", 253), Tender("cash", 1000)], 5)
    assert Posting("rounding:S01", -2, "EUR") in sale_postings("S01", "T1", rounded)
