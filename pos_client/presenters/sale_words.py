"""The open sale in words: pure functions from the use case's values to what the screen shows. Knows no intents."""

from collections.abc import Sequence
from dataclasses import replace

from pos_client.counter.open_sale import OpenSale
from pos_client.i18n import ntr, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.notice_words import notice_view
from pos_client.presenters.reasons import reason_words
from pos_client.presenters.views import ChipView, LineView
from sync_engine.domain.cart import CartLine, CartTotals, LineTotal

_UNITS = frozenset({"kg", "m"})
Kept = tuple[CartLine, LineTotal, int, LineView]


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
        self._kept: dict[str, Kept] = {}

    def lines(self, sale: OpenSale, totals: CartTotals, order: Sequence[str]) -> tuple[LineView, ...]:
        """All lines, in `order` (keys)."""
        places = {key: number for number, key in enumerate(order, start=1)}
        found: dict[str, LineView] = {}
        kept: dict[str, Kept] = {}
        for line, total in zip(sale.cart.lines, totals.lines, strict=True):
            key = line_key(line.line_id)
            kept[key] = self._written(key, line, total, places[key])
            found[key] = kept[key][3]
        for notice in sale.unresolved:
            key = notice_key(notice.notice_id)
            found[key] = _numbered(notice_view(notice, key), places[key])
        self._kept = kept
        return tuple(found[key] for key in order)

    def _written(self, key: str, line: CartLine, total: LineTotal, number: int) -> Kept:
        before = self._kept.get(key)
        if before is not None and before[0] is line and before[1:3] == (total, number):
            return before
        return line, total, number, _numbered(self._line(line, total), number)

    def _line(self, line: CartLine, total: LineTotal) -> LineView:
        quantity = self.amounts.words.quantity(line.quantity)
        unit = f" {self.amounts.words.unit(line.unit)}" if line.unit in _UNITS else ""
        price = self.amounts.words.unit_price(line.unit_e4, self.amounts.currency_code)
        amount = self.amounts.plain(total.amount_minor)
        detail = f"{quantity}{unit} × {price}"
        name = tr("Return: {name}", name=line.name) if line.is_return else line.name
        tag, note = self._tag(line), self._note(line, total)
        spoken = tr("{name}, {detail}, {amount}", name=name, detail=detail, amount=amount)
        return LineView(
            key=line_key(line.line_id),
            number="",
            name=name,
            detail=detail,
            code=line.barcode or line.article_id,
            amount=amount,
            is_many=line.quantity.scale == 0 and line.quantity.value > 1,
            spoken=", ".join(part for part in (spoken, tag, note) if part),
            quantity=f"{quantity}{unit}",
            tag=tag,
            note=note,
        )

    def _tag(self, line: CartLine) -> str:
        """What changed the price, shortly."""
        discount = line.discount
        if discount is not None:
            off = self.amounts.words.percent(discount.value) if discount.kind == "percent" else ""
            text = f"−{off or self.amounts.plain(discount.value)}"
            reason = reason_words(discount.reason)
            return tr("{discount} {reason}", discount=text, reason=reason) if reason else text
        if line.listed_unit_e4 is not None and line.listed_unit_e4 != line.unit_e4:
            listed = self.amounts.words.unit_price(line.listed_unit_e4, self.amounts.currency_code)
            return tr("was {price}", price=listed)
        return ""

    def _note(self, line: CartLine, total: LineTotal) -> str:
        """What else there is to know of a line."""
        saved = tr("saved {amount}", amount=self.amounts.plain(total.discount_minor)) if total.discount_minor else ""
        serial = tr("serial no. {serial}", serial=line.serial) if line.serial else ""
        gift = tr("gift") if line.is_gift else ""
        seen = tr("ID seen") if line.age_checked else ""
        return " · ".join(part for part in (saved, gift, serial, seen, line.note) if part)

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

    def saved(self, totals: CartTotals) -> str:
        """What the customer saves on all lines."""
        saved = sum(line.discount_minor for line in totals.lines)
        return tr("saved {amount}", amount=self.amounts.plain(saved)) if saved > 0 else ""

    def tax(self, sale: OpenSale, totals: CartTotals) -> str:
        """The tax in, or on top of, the total."""
        if not sale.cart.lines or not totals.tax.total_minor:
            return ""
        amount = self.amounts.plain(totals.tax.total_minor)
        is_inside = sale.cart.regime.is_inclusive
        return tr("{amount} tax included", amount=amount) if is_inside else tr("with {amount} tax", amount=amount)

    def cash_total(self, total_minor: int, cash_minor: int) -> str:
        """What coins can pay, where that differs."""
        return "" if cash_minor == total_minor else self.amounts.plain(cash_minor)


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
