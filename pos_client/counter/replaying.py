"""Books tickets of a file through the use cases of the counter, with the file's prices and dates. Knows no file
format.

What becomes of a line: sold (quantity above zero), brought back (below zero), goods found or lost (price 0), or not
booked, with the code of the reason. Everything of one ticket is one transaction, and a ticket number is unique in
the journal: a replay that was killed goes on where it stopped.
"""

from collections import Counter as Count
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pos_client.counter import paying
from pos_client.counter.acts import Act, AdjustedLine, Context, LinesNotBooked, StockAdjusted, UnbookedLine
from pos_client.counter.completing import Completing, Prepared
from pos_client.counter.open_sale import OpenSale, Wanted, empty_sale, with_article
from pos_client.counter.ports import Catalog
from pos_client.counter.shift import Moment, moment
from pos_client.counter.ticket_file import Ticket, TicketLine
from sync_engine.domain.errors import Refusal
from sync_engine.domain.money import currency, parse_scaled
from sync_engine.domain.product import Article
from sync_engine.domain.quantity import Quantity, line_amount, parse_quantity
from sync_engine.domain.sale import Sale
from sync_engine.domain.store import Store, StoreRules, rules_on

REPLAY = "replay"
"""The name under which a replay books; it needs no approval."""

PRICE_ZERO = "price_zero"
"""The reason of stock adjustments that come from lines without a price."""

_PRICE_DIGITS = 4


@dataclass(slots=True)
class Tally:
    """What a replay did. Amounts in minor units; `not_booked` counts lines by the code of their reason."""

    tickets: int = 0
    booked: int = 0
    already_booked: int = 0
    sale_lines: int = 0
    return_lines: int = 0
    adjusted_lines: int = 0
    sales_minor: int = 0
    returns_minor: int = 0
    total_minor: int = 0
    not_booked: Count[str] = field(default_factory=Count)


@dataclass(slots=True)
class _Sorted:
    """The lines of a ticket by what becomes of them; `sold` are those in `sale`, as the file has them."""

    sale: OpenSale | None
    sold: list[TicketLine] = field(default_factory=list)
    adjusted: list[AdjustedLine] = field(default_factory=list)
    unbooked: list[UnbookedLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """A line whose article is known and whose numbers could be read."""

    article: Article
    quantity: Quantity
    unit_e4: int


class Replay:
    """Books tickets one by one. `store` is fixed for the whole replay."""

    def __init__(self, catalog: Catalog, store: Store, completing: Completing, now: Callable[[], datetime]) -> None:
        self._catalog, self._store, self._completing, self._now = catalog, store, completing, now
        self._articles: dict[str, Article | None] = {}
        self.tally = Tally()

    def book(self, ticket: Ticket) -> None:
        """Book one ticket; one that is in the journal already is only counted. Raises Unavailable."""
        self.tally.tickets += 1
        if self._completing.journal.is_recorded(ticket.number):
            self.tally.already_booked += 1
            return
        when, reason = self._when(ticket)
        lines = self._sorted(ticket, when, reason)
        self._record(ticket, lines, when)
        self.tally.booked += 1

    # --- sorting ---

    def _when(self, ticket: Ticket) -> tuple[Moment, str]:
        """The moment in the shop's local time; now, with a reason not to book, when it cannot be read."""
        try:
            local = datetime.fromisoformat(ticket.at)
        except ValueError:
            return moment(self._store, self._now(), REPLAY), "date_unreadable"
        if local.tzinfo is None:
            local = local.replace(tzinfo=ZoneInfo(self._store.time_zone))
        return moment(self._store, local.astimezone(UTC), REPLAY), ""

    def _sorted(self, ticket: Ticket, when: Moment, reason: str) -> _Sorted:
        try:
            rules = rules_on(self._store, when.business_on)
        except Refusal as refusal:
            reason = reason or refusal.code
        if reason:
            return _Sorted(None, unbooked=[self._unbooked(line, reason) for line in ticket.lines])
        found = _Sorted(empty_sale(self._store, rules))
        for line in ticket.lines:
            try:
                self._sort(found, line, rules)
            except Refusal as refusal:
                found.unbooked.append(self._unbooked(line, refusal.code))
        return found

    def _sort(self, found: _Sorted, line: TicketLine, rules: StoreRules) -> None:
        read = self._read(line)
        if isinstance(read, str) or found.sale is None:
            found.unbooked.append(self._unbooked(line, str(read)))
            return
        article, quantity = read.article, read.quantity
        if read.unit_e4 == 0:
            adjusted = AdjustedLine(
                article.article_id, article.name, quantity.value, quantity.scale, article.is_stocked
            )
            found.adjusted.append(adjusted)
            return
        is_return = quantity.value < 0
        wanted = Wanted(
            article, -quantity if is_return else quantity, read.unit_e4, None, is_return, is_kept_apart=True
        )
        found.sale, _ = with_article(found.sale, wanted, self._store.language, rules.default_tax_code)
        found.sold.append(line)

    def _read(self, line: TicketLine) -> _Read | str:
        """The line's numbers, or the code of the reason why they cannot be booked. Refuses as the domain's readers
        do.
        """
        article = self._article(line.article_id)
        if article is None:
            return "unknown_article"
        quantity = parse_quantity(line.quantity, article.scale)
        unit_e4 = parse_scaled(line.unit_price, _PRICE_DIGITS)
        if unit_e4 < 0:
            return "negative_price"
        return _Read(article, quantity, unit_e4) if quantity.value else "quantity_out_of_range"

    def _article(self, article_id: str) -> Article | None:
        if article_id not in self._articles:
            self._articles[article_id] = self._catalog.find(article_id)
        return self._articles[article_id]

    def _unbooked(self, line: TicketLine, reason: str) -> UnbookedLine:
        amount = _amount(line, self._store.currency_code)
        return UnbookedLine(line.article_id, line.name, line.quantity, line.unit_price, amount, reason)

    # --- recording ---

    def _record(self, ticket: Ticket, lines: _Sorted, when: Moment) -> None:
        prepared = self._prepared(lines, when)
        if prepared is None:
            attribution = self._completing.shifts.attribute(when, self._store.currency_code)
            self._completing.record_acts(attribution, self._others(lines, attribution.context), ticket.number)
        else:
            others = self._others(lines, prepared.attribution.context)
            self._count(self._completing.record(prepared, others, ticket.number).sale)
        self.tally.adjusted_lines += len(lines.adjusted)
        self.tally.not_booked.update(line.reason for line in lines.unbooked)

    def _prepared(self, lines: _Sorted, when: Moment) -> Prepared | None:
        """The sale of the ticket, paid exactly in cash; a sale that no rule allows goes to what is not booked."""
        if lines.sale is None or not lines.sold:
            return None
        try:
            paid = paying.with_exact_cash(lines.sale)
            return self._completing.prepare(paid, when, REPLAY, is_printed=False)
        except Refusal as refusal:
            lines.unbooked += [self._unbooked(line, refusal.code) for line in lines.sold]
            return None

    def _others(self, lines: _Sorted, context: Context) -> tuple[Act, ...]:
        acts: list[Act] = []
        new_id = self._completing.ids.event_id
        if lines.adjusted:
            acts.append(StockAdjusted(new_id(), context, PRICE_ZERO, tuple(lines.adjusted)))
        if lines.unbooked:
            acts.append(LinesNotBooked(new_id(), context, tuple(lines.unbooked)))
        return tuple(acts)

    def _count(self, sale: Sale) -> None:
        tally = self.tally
        for line in sale.lines:
            if line.kind == "sale":
                tally.sale_lines += 1
                tally.sales_minor += line.amount_minor
            else:
                tally.return_lines += 1
                tally.returns_minor += line.amount_minor
        tally.total_minor += sale.total_minor


def _amount(line: TicketLine, currency_code: str) -> int | None:
    """What the line would come to in minor units, where its numbers can be read at all."""
    try:
        quantity = parse_quantity(line.quantity, 3)
        return line_amount(parse_scaled(line.unit_price, _PRICE_DIGITS), quantity, currency(currency_code))
    except Refusal:
        return None
