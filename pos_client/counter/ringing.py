"""From a scan to a line: finds the article, asks what has to be asked, rings it up. Knows no screen.

Nothing here stops the next scan. What cannot become a line yet is left in the sale as a notice.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_client.counter import open_sale as opened
from pos_client.counter.desk import Desk
from pos_client.counter.open_sale import OpenSale, Unresolved, Wanted
from pos_client.counter.ports import Found
from pos_client.counter.scanning import read_entry, spellings
from pos_client.counter.slate import Slate
from sync_engine.domain.errors import LineNotFound, Refusal
from sync_engine.domain.limits import check_line_quantity
from sync_engine.domain.product import Article, name_in
from sync_engine.domain.quantity import Quantity, parse_quantity, pieces

GIVEN = "given"
"""Why a line has a price that no list has: a person said it, as the article wants."""


@dataclass(frozen=True, slots=True)
class LineRung:
    """A scan gave goods: the line that holds them now, and how much was added."""

    line_id: int
    article_id: str
    added: Quantity


@dataclass(frozen=True, slots=True)
class QuantitySet:
    """`3*` alone: the next scan is taken this many times."""

    quantity: str


Outcome = LineRung | Unresolved | QuantitySet


@dataclass(frozen=True, slots=True)
class Asked:
    """Goods to ring up, with what was answered about them so far. `notice_id` is their notice, when they have one."""

    article: Article
    quantity: Quantity
    code: str
    barcode: str | None = None
    is_return: bool = False
    is_weighed: bool = False
    unit_e4: int | None = None
    name: str = ""
    serial: str | None = None
    notice_id: int = 0


class Ringing:
    """Rings up articles on the open sale."""

    def __init__(self, desk: Desk, slate: Slate) -> None:
        self._desk, self._slate = desk, slate
        self.next_quantity: str | None = None

    def scan(self, raw: str) -> Outcome | None:
        """Take a raw scan or typed code; None for an empty one."""
        entry = read_entry(raw)
        if entry.quantity is not None and not entry.code:
            check_line_quantity(parse_quantity(entry.quantity, 3).value, 3)
            self.next_quantity = entry.quantity
            return QuantitySet(entry.quantity)
        if not entry.code:
            return None
        quantity = entry.quantity or self.next_quantity
        found = self._find(entry.code)
        if found is None and entry.quantity is not None:
            whole = self._find(raw.strip())
            found, quantity = whole, None if whole else quantity
        self.next_quantity = None
        if found is None:
            return self.leave(Unresolved(0, entry.code, "unknown_article", quantity or "1"))
        return self.ring_found(found, entry.code, quantity)

    def add_article(self, article_id: str, quantity: str | None, *, is_return: bool) -> Outcome:
        """Ring up an article that was chosen."""
        article = self._desk.catalog.find(article_id)
        if article is None:
            return self.leave(Unresolved(0, article_id, "unknown_article", quantity or "1"))
        return self.ring_found(Found(article, 1, None), article_id, quantity, is_return=is_return)

    def ring_found(self, found: Found, code: str, quantity: str | None, *, is_return: bool = False) -> Outcome:
        """Ring up what a code stands for; `quantity` is None when nobody said any."""
        article = found.article
        amount = parse_quantity(quantity or "1", article.scale)
        amount = Quantity(amount.value * found.quantity, amount.scale)
        check_line_quantity(amount.value, amount.scale)
        asked = Asked(article, amount, code, found.barcode, is_return, is_weighed=quantity is not None)
        return self.ring(asked)

    def ring(self, asked: Asked) -> Outcome:
        """Ring up what was asked for, or leave a notice of what is still missing."""
        sale = self._slate.sale
        reason = _missing(asked, sale)
        if reason:
            return self.leave(self._notice(asked, reason))
        try:
            unit_e4 = asked.unit_e4
            if unit_e4 is None:
                unit_e4 = self._desk.price_e4(asked.article.article_id, sale.buyer.price_list if sale.buyer else "")
            after, rung = self._rung(sale, asked, unit_e4)
        except Refusal as refusal:
            if refusal.code not in {"no_price", "unknown_tax_code"}:
                raise
            return self.leave(self._notice(asked, refusal.code))
        self._slate.change(_settled(after, asked, rung.added))
        return rung

    def leave(self, notice: Unresolved) -> Unresolved:
        """Leave a notice in the sale."""
        sale, notice = opened.with_unresolved(self._slate.sale, notice)
        self._slate.change(sale)
        return notice

    def asked_again(self, notice_id: int) -> Asked:
        """What a notice stands for. Refuses with LineNotFound when it is gone, or its code leads to no article."""
        notice = self.notice(notice_id)
        article = self._desk.catalog.find(notice.article_id) if notice.article_id else None
        if article is None:
            raise LineNotFound(notice_id)
        return Asked(
            article,
            parse_quantity(notice.quantity, article.scale),
            notice.code,
            notice.barcode,
            notice.is_return,
            notice.is_weighed,
            notice.unit_e4,
            notice.name,
            None,
            notice_id,
        )

    def notice(self, notice_id: int) -> Unresolved:
        """The notice of that id. Refuses with LineNotFound."""
        notice = next((one for one in self._slate.sale.unresolved if one.notice_id == notice_id), None)
        if notice is None:
            raise LineNotFound(notice_id)
        return notice

    def _rung(self, sale: OpenSale, asked: Asked, unit_e4: int) -> tuple[OpenSale, LineRung]:
        article = asked.article
        store, rules = self._desk.book.store(), self._desk.rules()
        is_one_of_many = asked.serial is not None and article.scale == 0
        wanted = Wanted(
            article,
            pieces(1) if is_one_of_many else asked.quantity,
            unit_e4,
            asked.barcode,
            asked.is_return,
            name=asked.name,
            serial=asked.serial,
            price_reason="" if asked.unit_e4 is None else GIVEN,
            staff_id=self._desk.staff_id(),
            age_checked=bool(article.min_age) and not asked.is_return,
        )
        after, line_id = opened.with_article(sale, wanted, store.language, rules.default_tax_code)
        return after, LineRung(line_id, article.article_id, wanted.quantity)

    def _notice(self, asked: Asked, reason: str) -> Unresolved:
        article = asked.article
        return Unresolved(
            asked.notice_id,
            asked.code,
            reason,
            str(asked.quantity),
            article.article_id,
            asked.name or name_in(article, self._desk.book.store().language),
            article.min_age or 0,
            asked.barcode,
            asked.unit_e4,
            asked.is_weighed,
            asked.is_return,
        )

    def _find(self, code: str) -> Found | None:
        find: Callable[[str], Found | None] = self._desk.catalog.find_by_code
        return next((found for found in map(find, spellings(code)) if found is not None), None)


def _missing(asked: Asked, sale: OpenSale) -> str:
    """What has to be known before the goods can be a line, the gravest first; "" for nothing."""
    article, needs = asked.article, asked.article.needs
    if article.is_recalled and not asked.is_return:
        return "recalled"
    if (article.min_age or 0) > sale.age_seen and not asked.is_return:
        return "age_check"
    if ("price" in needs or article.is_department) and asked.unit_e4 is None:
        return "price_needed"
    if "weight" in needs and not asked.is_weighed:
        return "weight_needed"
    return "serial_needed" if "serial" in needs and asked.serial is None else ""


def _settled(after: OpenSale, asked: Asked, added: Quantity) -> OpenSale:
    """The sale without the notice of goods that are a line now; of more than one piece with a number, one is done."""
    if not asked.notice_id:
        return after
    left = asked.quantity.value - added.value
    if left <= 0:
        return opened.without_unresolved(after, asked.notice_id)
    notice = next(one for one in after.unresolved if one.notice_id == asked.notice_id)
    return opened.with_unresolved(after, replace(notice, quantity=str(Quantity(left, added.scale))))[0]
