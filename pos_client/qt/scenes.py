"""A window over the shop in memory that goes from state to state: for pictures, and for tests that walk every state."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication

from pos_client.events import ReplicaChanged, SyncChanged
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.pretend_goods import DRILL, FLOWERS, HAM, RECALLED, WINE
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shell import Shell
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.qt.main_window import MainWindow
from pos_client.qt.panel_scenes import panel_scenes
from pos_client.qt.pay_scenes import pay_scenes
from pos_client.qt.screens.side_pane import FAVOURITES, KEYPAD
from pos_client.qt.theme import dress, theme_for
from sync_engine.domain.discount import Discount

# Width, height, pixels per millimetre of the four reference screens.
SCREENS = ((1024, 768, 3.36), (1366, 768, 3.95), (1536, 864, 4.45), (1920, 1080, 4.03))
UNKNOWN = "2000000123457"


class Scene:
    """One window over one demo shop. `text_scale` 1.4 makes all text 40 % larger."""

    def __init__(
        self, width: int, height: int, px_per_mm: float, *, is_dark: bool = False, text_scale: float = 1.0
    ) -> None:
        self.shop = PretendShop()
        self.theme = theme_for(width, height, px_per_mm, is_dark=is_dark, text_scale=text_scale)
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
        self._sign_in.choose("C1")
        for digit in "1111":
            self._sign_in.strike(digit)

    def sell(self) -> None:
        """A sale of everyday goods, one of them three times, one of them cheaper."""
        articles = list(self.shop.catalog.search("", 320))
        for number in (2, 17, 60, 61, 140):
            self.sale.scan(articles[number].article_id)
        self.sale.scan("3*" + articles[90].article_id)
        self.shop.counter.discount_line(6, Discount("percent", 100_000, "Damaged"))
        self.sale.add_favourite(self.shop.catalog.favourites()[0].article_id)
        self.sale.scan(articles[200].article_id)
        self.shop.clock.move(2)

    @property
    def sale(self) -> SalePresenter:
        assert self.shell.sale is not None
        return self.shell.sale

    @property
    def _sign_in(self) -> SignInPresenter:
        assert self.shell.sign_in is not None
        return self.shell.sign_in

    def strike(self, *words: str) -> None:
        """Strike keys of the sell screen, as somebody who is there."""
        self.shell.stir()
        for word in words:
            self.sale.strike(word)

    def scenes(self) -> Iterator[str]:
        """Goes from picture to picture; the name of each when it is ready."""
        parts: tuple[Callable[[], Iterator[str]], ...] = (
            self._signing_in,
            self._selling,
            self._sorting_out,
            self._panels,
            self._paying,
            self._locked,
            self._stopped,
        )
        for part in parts:
            yield from part()

    def _signing_in(self) -> Iterator[str]:
        yield "01-sign-in"
        for digit in "911":
            self._sign_in.strike(digit)
        yield "02-pin"
        self._sign_in.strike("1")
        yield "03-wrong-pin"

    def _selling(self) -> Iterator[str]:
        self.sign_in()
        yield "04-empty"
        self.sell()
        yield "05-cart"
        self.strike("up", "up", "up")
        yield "06-chosen-line"
        self._show_page(KEYPAD)
        self.strike("3", "*", "4")
        yield "07-keypad"
        self.strike("escape")
        self._show_page(FAVOURITES)

    def _sorting_out(self) -> Iterator[str]:
        self.sale.scan(UNKNOWN)
        self.shop.clock.move(2)
        yield "08-unknown-code"
        for code in (WINE, HAM, RECALLED):
            self.sale.scan(code)
        yield "09-to-sort-out"
        for code in (DRILL, FLOWERS):
            self.sale.scan(code)
        yield "10-more-to-sort-out"
        for _ in range(6):
            self.strike("undo")

    def _panels(self) -> Iterator[str]:
        self.shell.on_event(ReplicaChanged(("stock",)))
        self.shop.clock.move(200)
        self.shell.on_event(SyncChanged("offline", 12, 260.0))
        self.shell.tick()
        yield from panel_scenes(self)
        self.sell()

    def _paying(self) -> Iterator[str]:
        yield from pay_scenes(self)

    def _locked(self) -> Iterator[str]:
        self.shell.lock()
        yield "22-locked-change"
        self.sign_in()
        self.sell()
        self.shell.lock()
        yield "23-locked-sale"
        self.sign_in()

    def _stopped(self) -> Iterator[str]:
        self.shell.status.stop("The disk is full. All recorded sales are safe. Make room before the next sale.")
        yield "24-stopped"

    def _show_page(self, number: int) -> None:
        assert self.window.sale is not None
        self.window.sale.pay.show_page(number)
