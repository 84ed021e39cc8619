"""Which screen shows, and where background events go."""

import pytest

from pos_client.events import ReplicaChanged, SyncChanged
from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.shell import LOCK_AFTER_S, Shell
from sync_engine.domain.errors import Unavailable
from sync_engine.domain.store import Store


class CatalogueMissing(Unavailable):
    pass


@pytest.fixture
def shop() -> PretendShop:
    use_language("en-GB")
    return PretendShop()


@pytest.fixture
def shell(shop: PretendShop) -> Shell:
    shell = Shell(shop.trade())
    shell.open()
    return shell


def sign_in(shell: Shell) -> None:
    assert shell.sign_in is not None
    for digit in "1111":
        shell.sign_in.strike(digit)


def test_a_till_without_a_catalogue_waits_and_goes_on_by_itself(
    shop: PretendShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shop.book.store

    def missing() -> Store:
        raise CatalogueMissing

    monkeypatch.setattr(shop.book, "store", missing)
    shell = Shell(shop.trade())
    shell.open()
    assert (shell.view.value.place, shell.view.value.waiting[:29]) == ("waiting", "The articles have not arrived")
    monkeypatch.setattr(shop.book, "store", real)
    shell.on_event(ReplicaChanged(("store",)))
    assert shell.view.value.place == "sign_in"


def test_signing_in_opens_the_sale_and_locking_leaves_it(shell: Shell) -> None:
    sign_in(shell)
    assert (shell.view.value.place, shell.view.value.person) == ("sale", "Cashier 1")
    shell.lock()
    assert (shell.view.value.place, shell.view.value.person) == ("sign_in", "")


def test_the_clock_is_that_of_the_store(shell: Shell, shop: PretendShop) -> None:
    shop.clock.move(3600)
    shell.tick()
    assert shell.view.value.clock == "15:32"


def test_changed_stock_is_shown_at_once(shell: Shell, shop: PretendShop) -> None:
    sign_in(shell)
    assert shell.sale is not None
    shell.sale.watch_stock(is_watched=True)
    shell.scan("59027904")
    shop.stock.on_hand["S02", "F0003"] = "7"
    shell.on_event(ReplicaChanged(("stock",)))
    assert shell.sale.stock.value.places[1].on_hand == "7"


def test_sync_events_reach_the_chip_and_a_bug_the_red_bar(shell: Shell) -> None:
    shell.on_event(SyncChanged("live", 0, 0.1))
    assert shell.status.view.value.kind == "live"
    shell.report_bug()
    assert shell.status.view.value.bar.startswith("Something went wrong in the program. Recorded sales are safe.")


def test_a_till_left_alone_locks_itself_behind_a_curtain(shell: Shell, shop: PretendShop) -> None:
    sign_in(shell)
    shop.clock.move(LOCK_AFTER_S - 1)
    shell.tick()
    assert shell.view.value.place == "sale"
    shop.clock.move(1)
    shell.tick()
    assert (shell.view.value.place, shell.view.value.is_curtain) == ("sign_in", True)


def test_goods_on_the_counter_keep_the_till_open(shell: Shell, shop: PretendShop) -> None:
    sign_in(shell)
    shell.scan("59027904")
    shop.clock.move(LOCK_AFTER_S)
    shell.tick()
    assert shell.view.value.place == "sale"


def test_every_touch_begins_the_wait_anew(shell: Shell, shop: PretendShop) -> None:
    sign_in(shell)
    for _ in range(3):
        shop.clock.move(LOCK_AFTER_S - 1)
        shell.stir()
    shell.tick()
    assert shell.view.value.place == "sale"


def test_before_the_first_person_there_is_no_curtain(shell: Shell) -> None:
    assert not shell.view.value.is_curtain
