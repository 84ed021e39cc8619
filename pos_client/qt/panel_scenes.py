"""The panels as pictures: one after the other beside a sale in the shop in memory."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

from pos_client.events import SyncChanged
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.pretend_aside import PretendSale
from pos_client.presenters.shell import Shell
from sync_engine.domain.dates import instant_text


class Staged(Protocol):
    """A window over a shop, with somebody signed in and goods in the cart."""

    @property
    def shop(self) -> PretendShop: ...
    @property
    def shell(self) -> Shell: ...


def panel_scenes(scene: Staged) -> Iterator[str]:
    """Goes from panel to panel; the name of each when it is ready."""
    yield from _finding(scene)
    yield from _pricing(scene)
    yield from _sorting_out(scene)
    yield from _people(scene)
    yield from _holding(scene)
    yield from _looking(scene)
    yield from _connection(scene)


def _strike(scene: Staged, *words: str) -> None:
    sale = scene.shell.sale
    assert sale is not None
    for word in words:
        sale.strike(word)


def _finding(scene: Staged) -> Iterator[str]:
    _strike(scene, "find")
    yield "p1-find-empty"
    _strike(scene, *"choco", "down")
    yield "p1-find"
    _strike(scene, *"qqq")
    yield "p1-find-nothing"
    _strike(scene, "escape", "menu")
    yield "p2-menu"
    _strike(scene, "escape")


def _pricing(scene: Staged) -> Iterator[str]:
    _strike(scene, "discount")
    yield "p3-discount"
    _strike(scene, "2")
    yield "p3-discount-why"
    _strike(scene, "escape", "discount", "8", "2", ".", "5")
    yield "p3-price"
    _strike(scene, "escape", "discount", "5", "1")
    yield "p3-too-much"
    _strike(scene, "escape", "discount", "9", *"Gift for a wedding")
    yield "p3-note"
    _strike(scene, "escape", "drawer")
    yield "p4-drawer"
    _strike(scene, "escape", "void")
    yield "p4-void"
    _strike(scene, "escape")


def _sorting_out(scene: Staged) -> Iterator[str]:
    sale = scene.shell.sale
    assert sale is not None
    sale.scan("2000000123457")
    _strike(scene, "discount")
    yield "p5-department"
    _strike(scene, "2", "4", ".", "9")
    yield "p5-price-it"
    _strike(scene, "escape", "remove")


def _people(scene: Staged) -> Iterator[str]:
    _strike(scene, "customer", *"customer")
    yield "p6-customer"
    _strike(scene, "escape", "customer", *"0207946", "enter")
    _strike(scene, "customer", *"020 555 0199")
    yield "p6-customer-none"
    _strike(scene, "enter", *"Customer 4")
    yield "p6-customer-new"
    _strike(scene, "escape", "customer", *"Customer 2", "enter", "customer")
    yield "p6-customer-card"
    _strike(scene, "escape")


def _holding(scene: Staged) -> Iterator[str]:
    sale = scene.shell.sale
    assert sale is not None
    sale.type_text("green coat")
    _strike(scene, "park")
    yield "p7-held"
    for number in (21, 22):
        sale.scan(scene.shop.catalog.search("", 40)[number].article_id)
        scene.shop.clock.move(240)
        _strike(scene, "park")
    sale.scan(scene.shop.catalog.search("", 40)[9].article_id)
    _strike(scene, "resume")
    yield "p7-resume"
    _strike(scene, "escape")
    rows = (1999, 450, 12640, 899)
    now = scene.shop.clock.now()
    scene.shop.sales.rows = [
        PretendSale(f"S01-T1a-{41 - number:06}", instant_text(now - timedelta(minutes=3 * number)), minor, "GBP", True)
        for number, minor in enumerate(rows)
    ]
    _strike(scene, "sales")
    yield "p8-sales"
    _strike(scene, "escape")


def _looking(scene: Staged) -> Iterator[str]:
    sale = scene.shell.sale
    assert sale is not None
    article = scene.shop.catalog.search("", 40)[2].article_id
    scene.shop.stock.as_of = scene.shop.clock.now()
    _strike(scene, "stock")
    yield "p9-stock-armed"
    sale.scan(article)
    yield "p9-stock"
    scene.shop.clock.move(900)
    sale.panels.tick()
    yield "p9-stock-old"
    _strike(scene, "escape", "price_check")
    yield "pa-price-armed"
    sale.scan(article)
    yield "pa-price"
    _strike(scene, "price_check")
    sale.scan("4012345678901")
    yield "pa-price-unknown"
    _strike(scene, "escape", "keys")
    yield "pb-keys"
    _strike(scene, "enter")
    yield "pb-keys-more"
    _strike(scene, "escape")


def _connection(scene: Staged) -> Iterator[str]:
    scene.shell.on_event(SyncChanged("live", 0, 0.5))
    scene.shop.clock.move(20)
    scene.shell.tick()
    _strike(scene, "sync")
    yield "pc-sync-live"
    scene.shop.sales.unsent = 3
    scene.shell.on_event(SyncChanged("offline", 3, 251.0))
    scene.shop.clock.move(20)
    scene.shell.tick()
    sale = scene.shell.sale
    assert sale is not None
    sale.panels.tick()
    yield "pc-sync-offline"
    scene.shell.on_event(SyncChanged("offline", 3, 80_000.0))
    scene.shop.clock.move(20)
    scene.shell.tick()
    sale.panels.tick()
    yield "pc-sync-limit"
    scene.shell.on_event(SyncChanged("blocked", 3, 2.0))
    scene.shop.clock.move(20)
    scene.shell.tick()
    sale.panels.tick()
    yield "pc-sync-flag"
    scene.shell.status.stop("The disk is full. All recorded sales are safe. Make room before the next sale.")
    sale.panels.tick()
    yield "pc-sync-stop"
    scene.shell.status.stop("")
    _strike(scene, "escape")
