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
    """Goes from panel to panel; the name of each when it is ready. No goods are on the counter afterwards."""
    parts = (_finding, _pricing, _sorting_out, _people, _holding, _looking, _connection)
    for part in parts:
        yield from part(scene)
    _strike(scene, "void", "5")


def _strike(scene: Staged, *words: str) -> None:
    sale = scene.shell.sale
    assert sale is not None
    scene.shell.stir()
    for word in words:
        sale.strike(word)


def _finding(scene: Staged) -> Iterator[str]:
    _strike(scene, "find")
    yield "11-find-empty"
    _strike(scene, *"choco", "down")
    yield "11-find"
    _strike(scene, *"qqq")
    yield "11-find-nothing"
    _strike(scene, "escape", "menu")
    yield "11-menu"
    _strike(scene, "escape")


def _pricing(scene: Staged) -> Iterator[str]:
    _strike(scene, "discount")
    yield "12-discount"
    _strike(scene, "2")
    yield "12-discount-why"
    _strike(scene, "escape", "discount", "8", "2", ".", "5")
    yield "12-price"
    _strike(scene, "escape", "discount", "5", "1")
    yield "12-too-much"
    _strike(scene, "escape", "discount", "9", *"Gift for a wedding")
    yield "12-note"
    _strike(scene, "escape", "drawer")
    yield "12-drawer"
    _strike(scene, "escape", "void")
    yield "12-void"
    _strike(scene, "escape")


def _sorting_out(scene: Staged) -> Iterator[str]:
    sale = scene.shell.sale
    assert sale is not None
    sale.scan("2000000123457")
    _strike(scene, "discount")
    yield "13-department"
    _strike(scene, "2", "4", ".", "9")
    yield "13-price-it"
    _strike(scene, "escape", "remove")


def _people(scene: Staged) -> Iterator[str]:
    _strike(scene, "customer", *"customer")
    yield "14-customer"
    _strike(scene, "escape", "customer", *"0207946", "enter")
    _strike(scene, "customer", *"020 555 0199")
    yield "14-customer-none"
    _strike(scene, "enter", *"Customer 4")
    yield "14-customer-new"
    _strike(scene, "escape", "customer", *"7946 0022", "enter", "customer")
    yield "14-customer-card"
    _strike(scene, "escape")


def _holding(scene: Staged) -> Iterator[str]:
    sale = scene.shell.sale
    assert sale is not None
    sale.type_text("green coat")
    _strike(scene, "park")
    yield "15-held"
    for number in (21, 22):
        sale.scan(scene.shop.catalog.search("", 40)[number].article_id)
        scene.shop.clock.move(240)
        _strike(scene, "park")
    sale.scan(scene.shop.catalog.search("", 40)[9].article_id)
    _strike(scene, "resume")
    yield "15-resume"
    _strike(scene, "escape")
    rows = (1999, 450, 12640, 899)
    now = scene.shop.clock.now()
    scene.shop.sales.rows = [
        PretendSale(f"S01-T1a-{41 - number:06}", instant_text(now - timedelta(minutes=3 * number)), minor, "GBP", True)
        for number, minor in enumerate(rows)
    ]
    _strike(scene, "sales")
    yield "15-sales"
    _strike(scene, "escape")


def _looking(scene: Staged) -> Iterator[str]:
    sale = scene.shell.sale
    assert sale is not None
    article = scene.shop.catalog.search("", 40)[2].article_id
    scene.shop.stock.as_of = scene.shop.clock.now()
    _strike(scene, "stock")
    yield "16-stock-armed"
    sale.scan(article)
    yield "16-stock"
    scene.shop.clock.move(900)
    sale.panels.tick()
    yield "16-stock-old"
    _strike(scene, "escape", "price_check")
    yield "16-price-armed"
    sale.scan(article)
    yield "16-price-check"
    _strike(scene, "price_check")
    sale.scan("4012345678901")
    yield "16-price-unknown"
    _strike(scene, "escape", "keys")
    yield "17-keys"
    _strike(scene, "enter")
    yield "17-keys-more"
    _strike(scene, "escape")


def _connection(scene: Staged) -> Iterator[str]:
    scene.shell.on_event(SyncChanged("live", 0, 0.5))
    scene.shop.clock.move(20)
    scene.shell.tick()
    _strike(scene, "sync")
    yield "18-sync-live"
    scene.shop.sales.unsent = 3
    scene.shell.on_event(SyncChanged("offline", 3, 251.0))
    scene.shop.clock.move(20)
    scene.shell.tick()
    sale = scene.shell.sale
    assert sale is not None
    sale.panels.tick()
    yield "18-sync-offline"
    scene.shell.on_event(SyncChanged("offline", 3, 80_000.0))
    scene.shop.clock.move(20)
    scene.shell.tick()
    sale.panels.tick()
    yield "18-sync-limit"
    scene.shell.on_event(SyncChanged("blocked", 3, 2.0))
    scene.shop.clock.move(20)
    scene.shell.tick()
    sale.panels.tick()
    yield "18-sync-flag"
    scene.shell.status.stop("The disk is full. All recorded sales are safe. Make room before the next sale.")
    sale.panels.tick()
    yield "18-sync-stop"
    scene.shell.status.stop("")
    _strike(scene, "escape")
