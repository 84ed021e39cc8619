"""A till that is started again shows what it showed: the sale on the counter and the change of the last one."""

from pos_client.presenters.sale import SalePresenter
from tests.helpers.blind_till import MUFFINS, NUTELLA, BlindTill, DiskFull


def test_the_sale_and_the_last_change_are_on_the_screen_again() -> None:
    till = BlindTill()
    till.scan(NUTELLA)
    till.sale.strike("exact")
    till.scan(MUFFINS)
    shown = till.view
    again = SalePresenter(till.shop.trade())
    again.open()
    assert shown.last is not None
    assert (again.sale.value.last, again.sale.value.lines, again.sale.value.total) == (
        shown.last,
        shown.lines,
        shown.total,
    )


def test_a_sale_that_a_power_cut_would_lose_says_so_until_it_would_not() -> None:
    till = BlindTill()
    till.scan(NUTELLA)
    slate = till.shop.counter._slate  # noqa: SLF001 - the shop in memory keeps no drafts that could fail
    slate.trouble = DiskFull()
    till.sale.leave()
    assert (till.view.is_notice_bad, till.view.notice != "") == (True, True)
    slate.trouble = None
    till.sale.leave()
    assert (till.view.is_notice_bad, till.view.notice) == (False, "")
