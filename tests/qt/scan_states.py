"""Every state of the real window that a scan may meet, found by walking it: what is added later joins by itself.

A state is reached by intents from an open till; then every page of every stack in the window is looked at as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.panels import PANELS
from pos_client.presenters.pretend import PretendBook, PretendShop
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shell import Shell
from pos_client.qt.program import Program, Screen, Wishes
from sync_engine.domain.errors import Unavailable
from sync_engine.domain.store import Store

NUTELLA = "59027904"
MILK = "F0201"
UNKNOWN = "4006381333931"
WAITING = "waiting"
_HARMLESS = {"lock", "exact"}


@dataclass
class Till:
    """A till with a window over the demo shop in memory."""

    program: Program
    shop: PretendShop

    @property
    def window(self) -> QWidget:
        assert self.program.window is not None
        return self.program.window

    @property
    def shell(self) -> Shell:
        assert self.program.shell is not None
        return self.program.shell

    @property
    def sale(self) -> SalePresenter:
        assert self.shell.sale is not None
        return self.shell.sale


class _NoCatalogue(Unavailable):
    """The first download has not come."""


class _EmptyBook(PretendBook):
    """Knows no store yet."""

    def store(self) -> Store:
        raise _NoCatalogue


def open_till(name: str = "") -> Till:
    """A till at which nobody is signed in; one that waits for its first download, for the state of that name."""
    program = Program(Wishes(screen=Screen(1366, 768, 3.95)))
    shop = PretendShop()
    if name == WAITING:
        shop.book = _EmptyBook()
    program.open(shop.trade())
    return Till(program, shop)


def sign_in(till: Till) -> None:
    assert till.shell.sign_in is not None
    for digit in "1111":
        till.shell.sign_in.strike(digit)
    assert till.shell.view.value.place == "sale"


def selling(till: Till, *words: str, codes: tuple[str, ...] = (NUTELLA, MILK)) -> None:
    """Signed in, with goods, after those keys."""
    sign_in(till)
    for code in codes:
        till.sale.scan(code)
    till.shop.clock.move(1)
    for word in words:
        till.sale.strike(word)


def _locked(till: Till) -> None:
    selling(till)
    till.shell.lock()


def _in_trouble(till: Till) -> None:
    selling(till)
    till.shell.report_bug()


def _nothing(_till: Till) -> None:
    """As it was opened."""


def states() -> Iterator[tuple[str, Callable[[Till], None]]]:
    """Their names, and how each is reached from an open till."""
    yield WAITING, _nothing
    yield "sign-in", _nothing
    yield "empty sale", sign_in
    yield "goods", selling
    yield "unknown code", _after(codes=(NUTELLA, UNKNOWN))
    yield "half a code", _after("4", "2")
    yield "change", _after("exact")
    yield "locked with goods", _locked
    yield "red bar", _in_trouble
    for word in sorted(set(PANELS) | ({one.intent for one in SELL_KEYS.bindings} - _HARMLESS)):
        yield f"after {word}", _after(word)
        yield f"after {word} at an unknown code", _after(word, codes=(UNKNOWN,))


def _after(*words: str, codes: tuple[str, ...] = (NUTELLA, MILK)) -> Callable[[Till], None]:
    return lambda till: selling(till, *words, codes=codes)


def pages(window: QWidget) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every page of every stack that shows now, one at a time; the first is the window as it is."""
    yield "", lambda: None
    for number, stack in enumerate(window.findChildren(QStackedWidget)):
        here = stack.currentIndex()
        for page in range(stack.count()):
            if page != here and stack.isVisible():
                yield f"page {number}.{page}", partial(stack.setCurrentIndex, page)
        stack.setCurrentIndex(here)
