"""A shop in memory, filled with the demo shop's files: for pictures of the screens, for tests and for practice.

It keeps the ports of the counter without a disk, a network or a device. Nothing that is sold here is sold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hardware.document import Document
from pos_client.counter.acts import Act, Recorded, SaleCompleted
from pos_client.counter.card import CardPayment
from pos_client.counter.completing import Completed, Completing, Prepared
from pos_client.counter.customers import Customers
from pos_client.counter.parking import Parking
from pos_client.counter.ports import StockLevel
from pos_client.counter.selling import Counter, Desk
from pos_client.counter.session import Session
from pos_client.counter.shift import ShiftBook
from pos_client.presenters.ports import Result, Trade
from pos_client.presenters.pretend_aside import PretendCustomers, PretendHeld, PretendSales
from pos_client.presenters.pretend_catalog import OWN, PretendCatalog, rows
from pos_client.presenters.pretend_terminal import PretendTerminal
from pos_client.receipts.layout import Heading
from pos_client.receipts.sale_receipt import sale_receipt
from sync_engine.domain.errors import Refusal, Unavailable
from sync_engine.domain.mail import mail_address
from sync_engine.domain.money import parse_scaled
from sync_engine.domain.shift import Shift
from sync_engine.domain.staff import StaffMember
from sync_engine.domain.store import Store, StoreRules
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime


@dataclass
class PretendClock:
    """Stands still until it is moved."""

    at: datetime = datetime(2026, 11, 21, 14, 32, tzinfo=UTC)
    monotonic: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.monotonic

    def move(self, seconds: float) -> None:
        """Time passes."""
        self.at += timedelta(seconds=seconds)
        self.monotonic += seconds


class PretendBook:
    """The demo store and its people."""

    def __init__(self) -> None:
        row = rows("stores")[0]
        taxes = {
            code: TaxRate(code, (TaxPart(code, parse_scaled(rate, 4)),))
            for code, _, rate in (part.partition("=") for part in row["taxes"].split(";"))
        }
        regime = TaxRegime(is_inclusive=row["tax_inclusive"] == "yes", rounding="line")
        rules = StoreRules(row["valid_from"], regime, 1, taxes, "standard")
        self._store = Store(
            row["store"], row["name"], row["country"], row["currency"], row["time_zone"], 240, row["price_list"],
            row["language"], tuple(row["address"].split("|")), (rules,), {"EUR": 856_500, "USD": 790_000},
        )  # fmt: skip
        self._staff = rows("staff")

    def store(self) -> Store:
        return self._store

    def people(self) -> Sequence[StaffMember]:
        return [StaffMember(row["staff"], row["name"], row["role"], (OWN,)) for row in self._staff]

    def badge_owner(self, badge_sha256: str) -> str | None:  # noqa: ARG002 - a port's names
        return None

    def pin_matches(self, staff_id: str, pin: str) -> bool:
        return any(row["staff"] == staff_id and row["pin"] == pin for row in self._staff)


class PretendJournal:
    """Numbers acts. `failure` is raised instead of recording, when set."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.failure: Unavailable | None = None
        self.number = 41

    def preflight(self) -> None:
        if self.failure is not None:
            raise self.failure

    def record(self, acts: Sequence[Act], ticket: str | None = None) -> Recorded:  # noqa: ARG002 - the port's
        self.preflight()
        self.acts += acts
        self.number += 1
        return Recorded(1, len(self.acts), len(self.acts), f"S01-T1a-{self.number:06}", "5f1c09ab")

    def open_shift(self) -> Shift | None:
        return None

    def is_recorded(self, ticket: str) -> bool:  # noqa: ARG002 - no tickets here
        return False


class PretendStock:
    """The opening stock of both demo stores."""

    def __init__(self, catalog: PretendCatalog, clock: PretendClock) -> None:
        self._catalog, self.as_of = catalog, clock.at
        self.on_hand = {(row["store"], row["sku"]): row["quantity"] for row in rows("stock")}

    def levels(self, article_id: str) -> Sequence[StockLevel]:
        article = self._catalog.find(article_id)
        scale = article.scale if article else 0
        return [self._level(store, article_id, scale) for store in (OWN, "S02")]

    def here(self, article_ids: Sequence[str]) -> Mapping[str, StockLevel]:
        return {article_id: self.levels(article_id)[0] for article_id in article_ids}

    def _level(self, store: str, article_id: str, scale: int) -> StockLevel:
        text = self.on_hand.get((store, article_id))
        on_hand = parse_scaled(text or "0", scale)
        is_own = store == OWN
        return StockLevel(f"{store}/floor", on_hand, 0, scale, is_own, is_known=text is not None, as_of=self.as_of)


class PretendReceipts:
    """Pages of what was recorded, made when they are asked for."""

    def __init__(self, journal: PretendJournal, book: PretendBook) -> None:
        self._journal, self._book = journal, book
        self.reprinted: list[str] = []
        self.gifts: list[tuple[str, bool]] = []
        self.mailed: list[tuple[str, str]] = []
        self.settled: list[tuple[int, bool]] = []
        self.printers: tuple[str, ...] = ("receipt",)

    def document(self, doc_no: str) -> Document:
        store = self._book.store()
        act = next(act for act in reversed(self._journal.acts) if isinstance(act, SaleCompleted))
        heading = Heading(store.name, store.address, "T1", store.time_zone, "en-GB")
        return sale_receipt(replace(act, sale=replace(act.sale, doc_no=doc_no)), heading, "5f1c09ab")

    def reprint(self, doc_no: str) -> None:
        self.reprinted.append(doc_no)

    def gift(self, doc_no: str, *, is_each: bool = False) -> None:
        self.gifts.append((doc_no, is_each))

    def mail(self, doc_no: str, to: str) -> None:
        self.mailed.append((doc_no, mail_address(to)))

    def qr(self, doc_no: str) -> str:
        return f"https://receipts.example/r/{doc_no}"

    def again(self, job_id: int, *, is_wanted: bool) -> None:
        self.settled.append((job_id, is_wanted))

    def other_printer(self) -> str:
        self.printers = (*self.printers[1:], self.printers[0])
        return self.printers[0]


class AtOnce:
    """Runs work in place."""

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            result = work()
        except (Refusal, Unavailable) as error:
            failed(error)
        else:
            done(result)


class _Ids:
    def __init__(self) -> None:
        self._number = 0

    def event_id(self) -> str:
        self._number += 1
        return f"00000000-0000-7000-8000-{self._number:012}"


class PretendShop:
    """The demo shop with its parts in reach."""

    def __init__(self) -> None:
        self.clock = PretendClock()
        self.catalog = PretendCatalog()
        self.book = PretendBook()
        self.journal = PretendJournal()
        self.stock = PretendStock(self.catalog, self.clock)
        self.receipts = PretendReceipts(self.journal, self.book)
        self.session = Session(self.book, self.clock)
        self.played: list[str] = []
        ids = _Ids()
        self.completing = Completing(self.journal, ShiftBook(self.journal, ids), ids)
        desk = Desk(self.catalog, self.book, self.session, self.completing, self.clock)
        self.counter = Counter(desk)
        self.terminal = PretendTerminal()
        self.card = CardPayment(self.counter, self.terminal, ids.event_id, self.clock)
        self.people = PretendCustomers(self.journal.acts)
        self.customers = Customers(desk, self.people, self.people)
        self.held = PretendHeld(self.journal.acts)
        self.parking = Parking(desk, self.counter, self.held)
        self.sales = PretendSales(self.journal.acts)

    def trade(self) -> Trade:
        """What the presenters work with; work is done in place."""
        return Trade(
            counter=self.counter,
            session=self.session,
            record=self.record,
            check_journal=self.journal.preflight,
            catalog=self.catalog,
            book=self.book,
            stock=self.stock,
            receipts=self.receipts,
            clock=self.clock,
            tasks=AtOnce(),
            place_name=place_name,
            till_name="Till 1",
            card=self.card,
            customers=self.customers,
            parking=self.parking,
            sales=self.sales,
            play=self.played.append,
        )

    def record(self, prepared: Prepared) -> Completed:
        """Record as the till would, and move the stock."""
        completed = self.completing.record(prepared)
        for line in completed.sale.lines:
            key = (OWN, line.article_id)
            if line.is_stocked and key in self.stock.on_hand and line.quantity.scale == 0:
                self.stock.on_hand[key] = str(int(self.stock.on_hand[key]) - line.quantity.value)
        return completed


def place_name(place: str) -> str:
    """The store of a place in words."""
    store_id = place.partition("/")[0]
    return next((row["name"] for row in rows("stores") if row["store"] == store_id), store_id)
