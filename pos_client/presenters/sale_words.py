"""The open sale in words: pure functions from the use case's values to what the screen shows. Knows no intents."""

from collections.abc import Sequence
from dataclasses import replace

from pos_client.counter.open_sale import OpenSale, Unresolved
from pos_client.i18n import ntr, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.views import ChipView, LineView
from sync_engine.domain.cart import CartLine, CartTotals

_UNITS = {"kg": "kg", "m": "m"}


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


_WHY = {
    "unknown_article": _("Not found in this shop. Remove it to go on."),
    "no_price": _("No price in this shop today. Remove it to go on."),
    "unknown_tax_code": _("No tax rate in this shop. Remove it, and tell the office."),
}
_OTHER = _("Cannot be sold here. Remove it to go on.")


def line_key(line_id: int) -> str:
    """The key of a line of the cart."""
    return f"line {line_id}"


def notice_key(notice_id: int) -> str:
    """The key of a scan that gave no line."""
    return f"code {notice_id}"


class CartWords:
    """Writes the lines of one sale. A line that did not change is not written again: a sale may have hundreds."""

    def __init__(self, amounts: Amounts) -> None:
        self.amounts = amounts
        self._kept: dict[str, tuple[CartLine, int, int, LineView]] = {}

    def lines(self, sale: OpenSale, totals: CartTotals, order: Sequence[str]) -> tuple[LineView, ...]:
        """All lines, in `order` (keys)."""
        places = {key: number for number, key in enumerate(order, start=1)}
        found: dict[str, LineView] = {}
        kept: dict[str, tuple[CartLine, int, int, LineView]] = {}
        for line, total in zip(sale.cart.lines, totals.lines, strict=True):
            key = line_key(line.line_id)
            kept[key] = self._written(key, line, total.amount_minor, places[key])
            found[key] = kept[key][3]
        for notice in sale.unresolved:
            key = notice_key(notice.notice_id)
            found[key] = _numbered(self._notice(notice), places[key])
        self._kept = kept
        return tuple(found[key] for key in order)

    def _written(self, key: str, line: CartLine, amount_minor: int, number: int) -> tuple[CartLine, int, int, LineView]:
        before = self._kept.get(key)
        if before is not None and before[0] is line and before[1:3] == (amount_minor, number):
            return before
        return line, amount_minor, number, _numbered(self._line(line, amount_minor), number)

    def _line(self, line: CartLine, amount_minor: int) -> LineView:
        quantity = self.amounts.words.quantity(line.quantity)
        unit = f" {_UNITS[line.unit]}" if line.unit in _UNITS else ""
        price = self.amounts.words.unit_price(line.unit_e4, self.amounts.currency_code)
        amount = self.amounts.plain(amount_minor)
        detail = f"{quantity}{unit} × {price}"
        name = tr("Return: {name}", name=line.name) if line.is_return else line.name
        return LineView(
            key=line_key(line.line_id),
            number="",
            name=name,
            detail=detail,
            code=line.barcode or line.article_id,
            amount=amount,
            is_many=line.quantity.scale == 0 and line.quantity.value > 1,
            spoken=tr("{name}, {detail}, {amount}", name=name, detail=detail, amount=amount),
        )

    def _notice(self, notice: Unresolved) -> LineView:
        why = tr(_WHY.get(notice.reason, _OTHER))
        return LineView(
            key=notice_key(notice.notice_id),
            number="",
            name=notice.code,
            detail=why,
            code="",
            amount="",
            is_unresolved=True,
            spoken=f"{notice.code}: {why}",
        )

    def chips(self, quick: Sequence[int]) -> tuple[ChipView, ...]:
        """The keys for quick amounts; the first is the exact one."""
        spoken = [tr("Exact, {amount} in cash"), *[tr("{amount} in cash")] * len(quick)]
        return tuple(
            ChipView(self.amounts.short(minor), minor, text.format(amount=self.amounts.money(minor)))
            for minor, text in zip(quick, spoken, strict=False)
        )

    def items(self, sale: OpenSale, totals: CartTotals) -> str:
        """How many pieces there are to bag, and what is left to sort out."""
        if sale.is_empty:
            return ""
        text = ntr("{count} item", "{count} items", totals.item_count)
        if sale.unresolved:
            rest = ntr("{count} to sort out", "{count} to sort out", len(sale.unresolved))
            return tr("{items} + {rest}", items=text, rest=rest)
        return text

    def tax(self, sale: OpenSale, totals: CartTotals) -> str:
        """The tax in, or on top of, the total."""
        if not sale.cart.lines or not totals.tax.total_minor:
            return ""
        amount = self.amounts.plain(totals.tax.total_minor)
        is_inside = sale.cart.regime.is_inclusive
        return tr("{amount} tax included", amount=amount) if is_inside else tr("with {amount} tax", amount=amount)

    def cash_total(self, total_minor: int, cash_minor: int) -> str:
        """What coins can pay, where that differs."""
        return "" if cash_minor == total_minor else tr("{amount} in cash", amount=self.amounts.plain(cash_minor))


def _numbered(view: LineView, number: int) -> LineView:
    return replace(view, number=str(number), spoken=f"{number}. {view.spoken}")


def ordered(sale: OpenSale, before: Sequence[str]) -> tuple[str, ...]:
    """The keys of the sale in the order in which they appeared; `before` is the order so far."""
    now = [line_key(line.line_id) for line in sale.cart.lines]
    now += [notice_key(notice.notice_id) for notice in sale.unresolved]
    there = set(now)
    kept = [key for key in before if key in there]
    known = set(kept)
    return (*kept, *(key for key in now if key not in known))
