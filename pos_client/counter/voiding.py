"""Gives up a sale that was rung up: what it was is recorded, nothing moves. Knows no screen."""

from pos_client.counter.acts import Act, Context, SaleVoided
from pos_client.counter.open_sale import MoneyTaken, OpenSale
from sync_engine.domain.errors import EmptyCart
from sync_engine.domain.sale import lines_of


def voided(sale: OpenSale, reason: str, context: Context) -> Act:
    """The void of an open sale; it takes the id that the sale would have had."""
    return SaleVoided(
        sale.sale_id, context, lines_of(sale.cart), sale.totals().total_minor, sale.cart.currency.code, reason
    )


def check_voidable(sale: OpenSale) -> None:
    """Refuse, with EmptyCart, where there is nothing, and with MoneyTaken where money has to go back first."""
    if sale.tenders or sale.attempt:
        raise MoneyTaken(sum(tender.amount_minor for tender in sale.tenders))
    if not sale.has_goods_or_money:
        raise EmptyCart
