"""Sorts out what a scan left open: a price, a weight, a serial number, the customer's age, another article.

Each answer rings the goods up, or leaves the next question in the same place. Knows no screen.
"""

from dataclasses import dataclass, replace

from pos_client.counter import open_sale as opened
from pos_client.counter.acts import Act, AgeCheckRefused, Context
from pos_client.counter.desk import Desk
from pos_client.counter.free_text import clean, one_line
from pos_client.counter.open_sale import Unresolved
from pos_client.counter.ringing import Asked, Outcome, Ringing
from pos_client.counter.slate import Slate
from sync_engine.domain.errors import LineNotFound, Refusal, UnknownArticle
from sync_engine.domain.limits import check_line_quantity, check_name, check_text, check_unit_price
from sync_engine.domain.product import Article
from sync_engine.domain.quantity import parse_quantity


@dataclass(unsafe_hash=True)
class ArticleRecalled(Refusal):
    """The article must not be sold."""

    article_id: str
    name: str


@dataclass(unsafe_hash=True)
class NoDepartment(Refusal):
    """Nothing stands for goods without a code in this shop."""


@dataclass(unsafe_hash=True)
class SerialTaken(Refusal):
    """A piece of that number is in the sale already."""

    serial: str


@dataclass(unsafe_hash=True)
class SerialMissing(Refusal):
    """A serial number has at least one character."""


class SortingOut:
    """Answers to the notices of the open sale. Every answer refuses with LineNotFound when its notice is gone."""

    def __init__(self, desk: Desk, slate: Slate, ringing: Ringing) -> None:
        self._desk, self._slate, self._ringing = desk, slate, ringing

    def give_price(self, notice_id: int, unit_e4: int, name: str, department_id: str) -> Outcome:
        """A price (10^-4 of the major unit) for the goods of a notice; a code that is unknown is sold under a
        department. Refuses with AmountOutOfRange, NameTooLong, ArticleRecalled, NoDepartment or UnknownArticle.
        """
        name = clean(name)
        check_unit_price(unit_e4)
        check_name(name)
        notice = self._ringing.notice(notice_id)
        if notice.reason == "unknown_article":
            return self._ringing.ring(self._of_department(notice, unit_e4, name, department_id))
        asked = self._sellable(notice_id)
        return self._ringing.ring(replace(asked, unit_e4=unit_e4, name=name or asked.name))

    def add_open_price(self, department_id: str, unit_e4: int, name: str) -> Outcome:
        """Goods without a code, at a price somebody says. Refuses as `give_price` does."""
        name = clean(name)
        check_unit_price(unit_e4)
        check_name(name)
        article = self._department(department_id)
        one = parse_quantity(self._ringing.next_quantity or "1", article.scale)
        check_line_quantity(one.value, one.scale)
        self._ringing.next_quantity = None
        return self._ringing.ring(Asked(article, one, article.article_id, is_weighed=True, unit_e4=unit_e4, name=name))

    def give_weight(self, notice_id: int, text: str) -> Outcome:
        """A weight, or length, as decimal text. Refuses as `parse_quantity` does, and with QuantityOutOfRange."""
        asked = self._sellable(notice_id)
        quantity = parse_quantity(text.strip().replace(",", "."), asked.article.scale)
        check_line_quantity(quantity.value, quantity.scale)
        return self._ringing.ring(replace(asked, quantity=quantity, is_weighed=True))

    def give_serial(self, notice_id: int, text: str) -> Outcome:
        """The number of one piece; of more pieces the rest goes on waiting. Refuses with SerialMissing, SerialTaken
        or TextTooLong.
        """
        asked, serial = self._sellable(notice_id), one_line(text)
        if not serial:
            raise SerialMissing
        check_text(serial)
        taken = {(line.article_id, line.serial) for line in self._slate.sale.cart.lines}
        if (asked.article.article_id, serial) in taken:
            raise SerialTaken(serial)
        return self._ringing.ring(replace(asked, serial=serial))

    def age_seen(self, notice_id: int) -> Outcome:
        """Somebody looked at the customer: enough for this article, and for the rest of this sale up to that age."""
        notice = self._ringing.notice(notice_id)
        sale = self._slate.sale
        if notice.reason != "age_check":
            raise LineNotFound(notice_id)
        waiting = [one for one in sale.unresolved if one.reason == "age_check" and one.min_age <= notice.min_age]
        asked = [self._ringing.asked_again(one.notice_id) for one in waiting]
        with self._slate.one_step():
            self._slate.change(replace(sale, age_seen=max(sale.age_seen, notice.min_age)))
            outcomes = {one.notice_id: self._ringing.ring(one) for one in asked}
        return outcomes[notice_id]

    def age_refused(self, notice_id: int, reason: str) -> None:
        """The customer is too young, or cannot show it: that is recorded, and the goods are not sold.

        Refuses with NotSignedIn; raises Unavailable, and the goods go on waiting.
        """
        notice = self._ringing.notice(notice_id)

        def refused(event_id: str, context: Context) -> Act:
            return AgeCheckRefused(event_id, context, notice.article_id, notice.name, notice.min_age, clean(reason))

        self._desk.record(refused)
        self._slate.change(opened.without_unresolved(self._slate.sale, notice_id))

    def resolve(self, notice_id: int, article_id: str) -> Outcome:
        """Ring up another article for the code of a notice, in the quantity that was scanned."""
        notice = self._ringing.notice(notice_id)
        self._refuse_recalled(notice)
        article = self._desk.catalog.find(article_id)
        if article is None:
            raise UnknownArticle(article_id)
        quantity = parse_quantity(notice.quantity, article.scale)
        check_line_quantity(quantity.value, quantity.scale)
        return self._ringing.ring(
            Asked(article, quantity, notice.code, is_weighed=notice.quantity != "1", notice_id=notice_id)
        )

    def set_aside(self, notice_id: int) -> None:
        """The goods of a notice are not sold."""
        self._slate.change(opened.without_unresolved(self._slate.sale, notice_id))

    def _sellable(self, notice_id: int) -> Asked:
        self._refuse_recalled(self._ringing.notice(notice_id))
        return self._ringing.asked_again(notice_id)

    def _refuse_recalled(self, notice: Unresolved) -> None:
        if notice.reason == "recalled":
            raise ArticleRecalled(notice.article_id, notice.name)

    def _of_department(self, notice: Unresolved, unit_e4: int, name: str, department_id: str) -> Asked:
        article = self._department(department_id)
        quantity = parse_quantity(notice.quantity, article.scale)
        check_line_quantity(quantity.value, quantity.scale)
        return Asked(
            article, quantity, notice.code, notice.code, unit_e4=unit_e4, name=name, is_weighed=True,
            notice_id=notice.notice_id,
        )  # fmt: skip

    def _department(self, department_id: str) -> Article:
        if not department_id:
            departments = self._desk.catalog.departments()
            if not departments:
                raise NoDepartment
            return departments[0]
        article = self._desk.catalog.find(department_id)
        if article is None or not article.is_department:
            raise UnknownArticle(department_id)
        return article
