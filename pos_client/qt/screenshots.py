"""Pictures of every screen on the reference screens, light and dark, with the demo shop in memory.

python -m pos_client.qt.screenshots --out DIR [--size 1024x768] [--dark | --light]
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_client.events import ReplicaChanged, SyncChanged
from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shell import Shell
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.qt.main_window import MainWindow
from pos_client.qt.screens.side_pane import FAVOURITES, KEYPAD
from pos_client.qt.theme import dress, theme_for
from pos_client.qt.widgets.cart_list import GLOW_MS

# Width, height, pixels per millimetre of the four reference screens.
SCREENS = ((1024, 768, 3.36), (1366, 768, 3.95), (1536, 864, 4.45), (1920, 1080, 4.03))
CODES = ("3017620422003", "8718452361847", "4008400402222", "5000112548167", "F0021", "F0087", "W0001")


class Scene:
    """One window over one demo shop."""

    def __init__(self, width: int, height: int, px_per_mm: float, *, is_dark: bool) -> None:
        self.shop = PretendShop()
        self.theme = theme_for(width, height, px_per_mm, is_dark=is_dark)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dress(application, self.theme)
        self.shell = Shell(self.shop.trade())
        self.shell.open()
        self.window = MainWindow(self.theme, self.shell, width)
        self.window.resize(width, height)
        self.window.show()
        self.shell.on_event(SyncChanged("live", 0, 0.5))

    def sign_in(self) -> None:
        """Cashier 1 signs in."""
        for digit in "1111":
            assert self.shell.sign_in is not None
            self.shell.sign_in.strike(digit)

    def sell(self) -> None:
        """A sale of everyday goods, one of them three times."""
        sale = self._sale
        articles = list(self.shop.catalog.search("", 320))
        for number in (2, 17, 60, 61, 140):
            sale.scan(articles[number].article_id)
        sale.scan("3*" + articles[90].article_id)
        sale.add_favourite(self.shop.catalog.favourites()[0].article_id)
        sale.scan(articles[200].article_id)
        self.shop.clock.move(2)

    @property
    def _sale(self) -> SalePresenter:
        assert self.shell.sale is not None
        return self.shell.sale

    def _wrong_pin(self, sign_in: SignInPresenter) -> Iterator[str]:
        for digit in "911":
            sign_in.strike(digit)
        yield "2-pin"
        sign_in.strike("1")
        yield "3-wrong-pin"

    def scenes(self) -> Iterator[str]:
        """Goes from picture to picture; the name of each when it is ready."""
        assert self.shell.sign_in is not None
        yield "1-sign-in"
        yield from self._wrong_pin(self.shell.sign_in)
        self.sign_in()
        yield "4-empty"
        self.sell()
        yield "5-cart"
        self._sale.scan("2000000123457")
        self.shop.clock.move(2)
        yield "6-unresolved"
        self._sale.editing.remove_chosen()
        pane = self.window.sale
        assert pane is not None
        self._sale.strike("stock")
        self.shell.on_event(ReplicaChanged(("stock",)))
        self.shop.clock.move(200)
        self.shell.on_event(SyncChanged("offline", 12, 260.0))
        self.shell.tick()
        yield "7-stock-offline"
        pane.pay.show_page(KEYPAD)
        self._sale.strike("3")
        self._sale.strike("*")
        self._sale.strike("4")
        yield "8-keypad"
        self._sale.strike("escape")
        self._sale.strike("enter")
        self._sale.strike("+")
        yield "9-paying"
        self._sale.strike("enter")
        yield "a-change"
        pane.pay.show_page(FAVOURITES)
        articles = list(self.shop.catalog.search("", 320))
        self._sale.scan(articles[33].article_id)
        self.shell.status.stop("The disk is full. All recorded sales are safe. Make room before the next sale.")
        yield "b-stopped"


def take(scene: Scene, folder: Path, stem: str, wanted: Callable[[str], bool]) -> None:
    """Save the pictures of one window."""
    for name in scene.scenes():
        if wanted(name):
            QTest.qWait(GLOW_MS + 50)
            scene.window.grab().save(str(folder / f"{stem}-{name}.png"))
    scene.window.close()


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of every screen.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--look", choices=["light", "dark"], default="")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert application is not None
    use_language("en-GB")
    chosen.out.mkdir(parents=True, exist_ok=True)
    for width, height, px_per_mm in SCREENS:
        for look in ("light", "dark"):
            if chosen.size in {"", f"{width}x{height}"} and chosen.look in {"", look}:
                scene = Scene(width, height, px_per_mm, is_dark=look == "dark")
                take(scene, chosen.out, f"{width}x{height}-{look}", lambda name: chosen.only in name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
