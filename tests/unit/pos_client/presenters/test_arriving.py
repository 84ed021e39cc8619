"""No scan is lost, whatever the till shows, and none goes where it may not."""

from dataclasses import dataclass, field

import pytest

from pos_client.counter.meaning import Command, command_code, own_code
from pos_client.events import ReplicaChanged
from pos_client.i18n import use_language
from pos_client.presenters.arriving import Arriving
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shell import Shell
from pos_client.presenters.sign_in import SignInPresenter
from sync_engine.domain.errors import Unavailable, UnknownStaff
from sync_engine.domain.staff import StaffMember
from sync_engine.domain.store import Store

NUTELLA = "59027904"
MILK = "F0201"
BEER = "5010000000018"
BADGE = own_code("B", "0042")


class CatalogueMissing(Unavailable):
    pass


@dataclass
class Till:
    """A shop, its shell, and the badge of Cashier 2."""

    shop: PretendShop = field(default_factory=PretendShop)
    shell: Shell = field(init=False)

    def __post_init__(self) -> None:
        self.shell = Shell(self.shop.trade())
        self.shell.arriving = Arriving(
            self.shop.trade(),
            self.by_badge,
            self.shell.lock,
            self.shell._on_signed_in,  # noqa: SLF001
        )

    def by_badge(self, code: str) -> StaffMember:
        if code != BADGE:
            raise UnknownStaff(code)
        person = self.shop.book.people()[1]
        self.shop.session.sign_in_without_pin(person)
        return person

    def sign_in(self) -> None:
        for digit in "1111":
            self.screen.strike(digit)

    @property
    def screen(self) -> SignInPresenter:
        assert self.shell.sign_in is not None
        return self.shell.sign_in

    @property
    def sale(self) -> SalePresenter:
        assert self.shell.sale is not None
        return self.shell.sale

    def place(self) -> tuple[str, str]:
        return self.shell.view.value.place, self.shell.view.value.person

    def lines(self) -> list[tuple[str, str]]:
        return [(line.code, line.detail) for line in self.sale.sale.value.lines]

    def notice(self) -> str:
        return self.sale.sale.value.notice


@pytest.fixture
def till() -> Till:
    use_language("en-GB")
    made = Till()
    made.shell.open()
    return made


def test_goods_scanned_before_signing_in_are_shown_and_rung_up_then(till: Till) -> None:
    till.shell.scan(NUTELLA)
    assert till.shop.counter.sale.is_empty
    assert till.screen.view.value.message == "1 scan is kept. It is rung up when you sign in."
    till.shell.scan(MILK)
    till.screen.strike("1")
    assert till.screen.view.value.message == "2 scans are kept. They are rung up when you sign in."
    till.screen.strike("clear")
    till.sign_in()
    assert [code for code, _ in till.lines()] == [NUTELLA, MILK]
    assert till.notice() == "2 scans from before you signed in were rung up. Look them over."
    till.shell.lock()
    assert till.screen.view.value.message == ""


def test_goods_scanned_before_the_articles_have_arrived_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("en-GB")
    till = Till()
    real = till.shop.book.store

    def missing() -> Store:
        raise CatalogueMissing

    monkeypatch.setattr(till.shop.book, "store", missing)
    till.shell.open()
    till.shell.scan(NUTELLA)
    till.shell.scan(command_code("exact"))
    assert till.shell.view.value.waiting.endswith("1 scan is kept. It is rung up when you sign in.")
    monkeypatch.setattr(till.shop.book, "store", real)
    till.shell.on_event(ReplicaChanged(("store",)))
    till.sign_in()
    assert till.lines() == [(NUTELLA, "1 × 1.99")]


def test_a_command_before_signing_in_is_never_kept(till: Till) -> None:
    till.shell.scan(command_code("exact"))
    assert till.screen.view.value.message == "Sign in first, then scan the command again."
    till.sign_in()
    assert till.notice() == ""


def test_more_scans_than_can_be_kept_are_told(till: Till) -> None:
    for _ in range(101):
        till.shell.scan(NUTELLA)
    assert till.screen.view.value.message == "No more scans can be kept. Sign in, then scan the last one again."
    assert till.shop.played.count("accepted") == 100
    assert till.shop.played[-1] == "stop"
    till.sign_in()
    assert till.lines() == [(NUTELLA, "100 × 1.99")]


def test_a_badge_signs_in(till: Till) -> None:
    till.shell.scan(BADGE)
    assert till.place() == ("sale", "Cashier 2")


def test_a_badge_at_the_sale_is_the_next_persons_and_the_cart_stays(till: Till) -> None:
    till.sign_in()
    till.shell.scan(NUTELLA)
    till.shell.scan(BADGE.lower())
    assert till.place() == ("sale", "Cashier 2")
    assert till.lines() == [(NUTELLA, "1 × 1.99")]


def test_a_badge_that_nobody_knows_changes_nothing_and_is_said(till: Till) -> None:
    stranger = own_code("B", "13")
    till.shell.scan(stranger)
    assert till.screen.view.value.is_wrong
    assert till.screen.view.value.message
    till.sign_in()
    till.shell.scan(stranger)
    assert till.place() == ("sale", "Cashier 1")
    assert till.notice()
    assert till.shop.played == ["look", "look"]


def test_the_command_to_lock_locks(till: Till) -> None:
    till.sign_in()
    till.shell.scan(command_code("lock"))
    assert till.place() == ("sign_in", "")


def test_a_quantity_then_an_article(till: Till) -> None:
    till.sign_in()
    till.shell.scan(command_code("quantity", "4"))
    assert till.sale.sale.value.waiting_quantity == "4 ×"
    till.shell.scan(NUTELLA)
    assert till.lines() == [(NUTELLA, "4 × 1.99")]


def test_commands_go_the_ways_of_their_keys(till: Till) -> None:
    till.sign_in()
    for code in (NUTELLA, MILK, command_code("remove")):
        till.shell.scan(code)
    assert till.lines() == [(NUTELLA, "1 × 1.99")]
    till.shell.scan(command_code("undo"))
    assert len(till.lines()) == 2
    till.shell.scan(command_code("pay"))
    assert till.sale.sale.value.phase == "paying"
    till.shell.scan(command_code("pay"))
    assert till.sale.change.value is not None
    till.shell.scan(command_code("reprint"))
    assert till.shop.receipts.reprinted == ["S01-T1a-000042"]


def test_exact_cash_right_after_a_scan_is_meant(till: Till) -> None:
    till.sign_in()
    till.shell.scan(NUTELLA)
    till.shell.scan(command_code("exact"))
    assert till.sale.change.value is not None
    till.shell.scan(command_code("exact"))
    assert till.notice() == "There is nothing to pay. Scan the first article."


def test_a_typed_command_is_a_command(till: Till) -> None:
    till.sign_in()
    till.shell.scan(NUTELLA)
    for mark in command_code("remove"):
        till.sale.strike(mark)
    till.sale.strike("enter")
    assert till.lines() == []


def test_a_receipt_opens_the_list_it_is_in_and_rings_nothing_up(till: Till) -> None:
    till.sign_in()
    till.shell.scan("S01-T1a-000042")
    assert till.sale.panels.word == "sales"
    assert till.lines() == []


def test_id_seen_is_for_the_line_that_waits_for_it(till: Till) -> None:
    till.sign_in()
    for code in (BEER, NUTELLA):
        till.shell.scan(code)
    assert till.sale.sale.value.blocked
    till.shell.scan(command_code("id_seen"))
    assert not till.sale.sale.value.blocked
    assert len(till.lines()) == 2
    till.shell.scan(command_code("id_seen"))
    assert till.notice() == "No article waits for an ID."


def test_a_manager_is_called_for_all_to_hear(till: Till) -> None:
    till.sign_in()
    till.shell.scan(command_code("manager"))
    assert till.notice() == "A manager is wanted at Till 1."
    assert till.shop.played == ["look"]


def test_typing_is_not_lost_by_a_command(till: Till) -> None:
    till.sign_in()
    till.shell.scan(NUTELLA)
    till.sale.strike("4")
    till.shell.scan(command_code("reprint"))
    assert till.sale.sale.value.entry == "4"


@pytest.mark.parametrize("name", ["card", "park", "resume", "id_seen", "manager"])
def test_no_command_is_ever_an_unknown_article(till: Till, name: Command) -> None:
    till.sign_in()
    till.shell.scan(NUTELLA)
    till.shell.scan(command_code(name))
    assert [code for code, _ in till.lines()] in ([NUTELLA], [])
