"""Ordinary classes that satisfy the ports of the counter: a small shop in memory."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from pos_client.counter.acts import Act, Recorded, SaleCompleted, ShiftOpened
from pos_client.counter.completing import Completed, Completing
from pos_client.counter.ports import Found
from pos_client.counter.selling import Counter, Desk
from pos_client.counter.session import Session, badge_sha256
from pos_client.counter.shift import ShiftBook
from sync_engine.domain.errors import DuplicateTicket, NoPrice, Unavailable
from sync_engine.domain.pricing import Price
from sync_engine.domain.product import Article, Barcode, Unit
from sync_engine.domain.shift import Shift
from sync_engine.domain.staff import StaffMember
from sync_engine.domain.store import Store, StoreRules
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime

CASHIER = StaffMember("C1", "Cashier 1", "cashier", ("S01",))
MANAGER = StaffMember("M1", "Manager", "manager", ("S01",))


def an_article(article_id: str, name: str, *codes: Barcode, unit: Unit = Unit.PIECE, tax: str = "standard") -> Article:
    """An article; weighed ones have three decimals."""
    scale = 0 if unit is Unit.PIECE else 3
    return Article(article_id, name, {}, "", {}, unit, scale, tax, True, codes, {}, None)


COFFEE = an_article("COFFEE", "Coffee", Barcode("4006381333931"), Barcode("4006381333948", 6))
TEA = an_article("TEA", "Tea", Barcode("036000291452"))
CHEESE = an_article("CHEESE", "Cheese", unit=Unit.KG)
PRICELESS = an_article("NEW", "New thing", Barcode("12345670"))
STAR = an_article("2*4", "Plank", Barcode("77"))
WINE = replace(an_article("WINE", "Wine", Barcode("88")), min_age=18)
BEER = replace(an_article("BEER", "Beer", Barcode("87")), min_age=16)
RECALLED = replace(an_article("RECALL", "Spread", Barcode("66")), is_recalled=True)
PHONE = replace(an_article("PHONE", "Phone", Barcode("55")), needs=frozenset({"serial"}))
APPLE = replace(an_article("APPLE", "Apples", Barcode("44"), unit=Unit.KG), needs=frozenset({"weight"}))
CIGAR = replace(
    an_article("CIGAR", "Cigars", Barcode("33"), unit=Unit.KG),
    min_age=18,
    needs=frozenset({"price", "weight", "serial"}),
)
FLOWERS = replace(an_article("D-FLOWERS", "Flowers"), is_department=True, is_stocked=False)
ARTICLES = (COFFEE, TEA, CHEESE, PRICELESS, STAR, WINE, BEER, RECALLED, PHONE, APPLE, CIGAR, FLOWERS)


def a_shop(cash_step_minor: int = 1) -> Store:
    """A shop in London; its day ends at four in the morning."""
    taxes = {"standard": TaxRate("standard", (TaxPart("VAT", 200_000),))}
    rules = StoreRules("2010-01-01", TaxRegime(is_inclusive=True, rounding="line"), cash_step_minor, taxes, "standard")
    return Store("S01", "Harbour", "GB", "GBP", "Europe/London", 240, "default", "en", ("1 Quay",), (rules,))


class FakeCatalog:
    """Coffee 2.55, tea 1.99, cheese 12.34 a kilogram; the new thing has no price."""

    def __init__(self) -> None:
        self.articles = {article.article_id: article for article in ARTICLES}
        self.prices = {"COFFEE": 25_500, "TEA": 19_900, "CHEESE": 123_400, "2*4": 10_000}
        self.prices |= {"WINE": 80_000, "BEER": 15_000, "RECALL": 10_000, "PHONE": 1_000_000, "APPLE": 24_000}
        self.members = {"COFFEE": 20_000}

    def find_by_code(self, code: str) -> Found | None:
        for article in self.articles.values():
            for barcode in article.barcodes:
                if barcode.code == code:
                    return Found(article, barcode.quantity, code)
        article_of_code = self.articles.get(code)
        return Found(article_of_code, 1, None) if article_of_code else None

    def find(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def search(self, text: str, limit: int) -> Sequence[Article]:
        return [one for one in self.articles.values() if text.casefold() in one.name.casefold()][:limit]

    def price(self, article_id: str, on: str, price_list: str | None = None) -> Price:
        special = self.members.get(article_id) if price_list == "members" else None
        if special is None and article_id not in self.prices:
            raise NoPrice(article_id)
        unit_e4 = self.prices[article_id] if special is None else special
        return Price(article_id, price_list or "default", None, unit_e4, "2010-01-01")

    def prices_of(self, article_ids: Sequence[str], on: str, price_list: str | None = None) -> Mapping[str, Price]:
        found: dict[str, Price] = {}
        for article_id in article_ids:
            with suppress(NoPrice):
                found[article_id] = self.price(article_id, on, price_list)
        return found

    def departments(self) -> Sequence[Article]:
        return [one for one in self.articles.values() if one.is_department]

    def favourites(self) -> Sequence[Article]:
        return [TEA, PRICELESS]


class FakeBook:
    """One shop, two people; the PIN of everybody is 1234 (six digits: 123456)."""

    def __init__(self, shop: Store | None = None) -> None:
        self.shop = shop or a_shop()

    def store(self) -> Store:
        return self.shop

    def people(self) -> Sequence[StaffMember]:
        return (CASHIER, MANAGER)

    def badge_owner(self, badge: str) -> str | None:
        return {badge_sha256("XCBCASHIER1"): "C1", badge_sha256("XCBMANAGER"): "M1"}.get(badge)

    def pin_matches(self, staff_id: str, pin: str) -> bool:
        return pin in {"1234", "123456"}


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 10, 0, 3, 120_000, tzinfo=UTC)
        self.seconds = 1_000.0

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds


class CountingIds:
    """id-1, id-2, ..."""

    def __init__(self) -> None:
        self.count = 0

    def event_id(self) -> str:
        self.count += 1
        return f"id-{self.count}"


class BrokenDisk(Unavailable):
    """The journal in memory was told to fail."""


@dataclass
class MemoryJournal:
    """Records in memory with the promises of the real one: whole or not at all, tickets once."""

    records: list[tuple[Act, ...]] = field(default_factory=list)
    tickets: dict[str, str] = field(default_factory=dict)
    shift: Shift | None = None
    is_broken: bool = False
    preflights: int = 0

    def preflight(self) -> None:
        self.preflights += 1
        if self.is_broken:
            raise BrokenDisk

    def record(self, acts: Sequence[Act], ticket: str | None = None) -> Recorded:
        if self.is_broken:
            raise BrokenDisk
        if ticket is not None and ticket in self.tickets:
            raise DuplicateTicket(ticket, self.tickets[ticket])
        first = len(self.acts) + 1
        sales = sum(isinstance(act, SaleCompleted) for act in (*self.acts, *acts))
        has_sale = any(isinstance(act, SaleCompleted) for act in acts)
        doc_no = f"S01-T1a-{sales:06d}" if has_sale else None
        self.records.append(tuple(acts))
        if ticket is not None:
            self.tickets[ticket] = doc_no or ""
        for act in acts:
            if isinstance(act, ShiftOpened):
                self.shift = act.shift
        return Recorded(1, first, len(self.acts), doc_no, "0badcafe")

    def open_shift(self) -> Shift | None:
        return self.shift

    def is_recorded(self, ticket: str) -> bool:
        return ticket in self.tickets

    @property
    def acts(self) -> list[Act]:
        """Everything recorded, in order."""
        return [act for record in self.records for act in record]

    @property
    def sales(self) -> list[SaleCompleted]:
        """The sales among it."""
        return [act for act in self.acts if isinstance(act, SaleCompleted)]


@dataclass
class MemoryDrafts:
    """Keeps drafts in memory; one instance may serve a counter and the one after its crash."""

    texts: dict[str, str] = field(default_factory=dict)
    kept_for_sure: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    done: Completed | None = None
    is_broken: bool = False

    def keep(self, sale_id: str, text: str, *, is_money: bool, instead_of: Sequence[str] = ()) -> None:
        self._refuse_broken()
        for other in instead_of:
            self.texts.pop(other, None)
        self.texts[sale_id] = text
        self.history.append(text)
        if is_money:
            self.kept_for_sure.append(sale_id)

    def drop(self, sale_id: str) -> None:
        self._refuse_broken()
        self.texts.pop(sale_id, None)

    def kept(self) -> Sequence[str]:
        self._refuse_broken()
        return tuple(self.texts.values())

    def last(self) -> Completed | None:
        return self.done

    def _refuse_broken(self) -> None:
        if self.is_broken:
            raise BrokenDisk


@dataclass
class FakeDesk:
    """A counter with everything around it in reach of a test."""

    journal: MemoryJournal = field(default_factory=MemoryJournal)
    catalog: FakeCatalog = field(default_factory=FakeCatalog)
    book: FakeBook = field(default_factory=FakeBook)
    clock: FakeClock = field(default_factory=FakeClock)
    ids: CountingIds = field(default_factory=CountingIds)
    drafts: MemoryDrafts = field(default_factory=MemoryDrafts)

    def __post_init__(self) -> None:
        self.session = Session(self.book, self.clock)
        self.completing = Completing(self.journal, ShiftBook(self.journal, self.ids), self.ids)
        desk = Desk(self.catalog, self.book, self.session, self.completing, self.clock, self.drafts)
        self.counter = Counter(desk)

    def signed_in(self) -> "FakeDesk":
        """With the cashier at the till."""
        self.session.sign_in("C1", "1234")
        return self
