"""A scripted minute of trade at the real till program, worked by a robot through window-system events.

Sign in, scan, an unknown code, a quantity, a banknote, change, receipt; then the cable is pulled, a sale is made all
the same, the cable is put back and the sale arrives where it should. Every line that is printed was observed.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from hardware.simulated.printer import SimulatedPrinter
from pos_client import config
from pos_client.app.till import Till, Wishes, open_till
from pos_client.app.window import open_window, wishes_of
from pos_client.demo.evidence import Evidence
from pos_client.demo.shop import Shop, start_ledger, use_devices
from pos_client.demo.telling import happened, tell
from pos_client.demo.trouble import DemoFailed
from pos_client.events import Event
from pos_client.presenters.panel_views import LevelView, StockPanelView
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView
from pos_client.qt.main_window import MainWindow
from pos_client.qt.program import Program, Screen
from pos_client.qt.robot import Robot
from pos_client.qt.widgets.button import Button

CASHIER, PIN = "C1", "1111"
WATCHED = "F0003"  # 230 g of a spread, barcode 59027904
FIRST_BASKET = ("59027904", "8718452146833", "3760008851963", "8718452144921", "4008400401225")
UNKNOWN = "2000000123457"
OFFLINE_BASKET = ("59027904", "3770004323104")
SCANNER = "]E0"  # the symbology identifier of an EAN-13, which the scanner sends first
GUARD_MS = 600  # right after a scan the keys that close a sale are deaf
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The open till with its window, the other store's till, printer and robot."""

    shop: Shop
    program: Program
    till: Till
    other: Till
    printer: SimulatedPrinter
    robot: Robot
    evidence: Evidence

    @property
    def window(self) -> MainWindow:
        assert self.program.window is not None
        return self.program.window

    @property
    def sale(self) -> SalePresenter:
        assert self.program.shell is not None
        assert self.program.shell.sale is not None
        return self.program.shell.sale

    @property
    def view(self) -> SaleView:
        return self.sale.sale.value

    @property
    def chip(self) -> str:
        """The words of the status chip."""
        assert self.program.shell is not None
        return self.program.shell.status.view.value.word

    def picture(self, name: str) -> None:
        """Keep what the screen shows."""
        self.robot.wait(250)
        self.robot.picture(self.evidence.picture_path(name))

    def expect(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something to become true; the demo fails where it does not."""
        if not self.robot.wait_until(holds, _PATIENCE_S):
            self.picture("unexpected")
            raise DemoFailed(f"This did not happen: {what}. A picture of the screen is in {self.evidence.folder}")


def trade_for_a_minute(shop: Shop, evidence: Evidence) -> None:
    """The whole minute, without a display."""
    with ExitStack() as closing:
        stage = _set_stage(shop, evidence, closing)
        _sign_in(stage)
        _sell(stage)
        _pay_with_a_note(stage)
        _sell_without_the_ledger(stage)
        _put_the_cable_back(stage)
        happened(f"{evidence.keep_receipts(stage.printer)} receipts are on paper")


def _set_stage(shop: Shop, evidence: Evidence, closing: ExitStack) -> Stage:
    printer = closing.enter_context(SimulatedPrinter())
    home = shop.till("S01", "T1")
    use_devices(home, *printer.address)
    program = Program(wishes_of(config.load(home), screen=Screen(1366, 768, 3.95)))
    closing.callback(program.close)
    till = open_window(program, home, closing)
    other = open_till(shop.till("S02", "T1"), _nobody, Wishes(is_printing=False, is_copied=False))
    closing.callback(other.close)
    assert program.window is not None
    stage = Stage(shop, program, till, other, printer, Robot(program.window), evidence)
    stage.expect(lambda: stage.chip == "Live", "the till is live")
    happened(f"till window open, the chip says: {stage.chip}")
    return stage


def _nobody(_event: Event) -> None:
    """Nobody looks at the other till's screen."""


def _sign_in(stage: Stage) -> None:
    screen = stage.window.sign_in
    assert screen is not None
    tile = next(tile for tile in screen.crowd.tiles if tile.view.staff_id == CASHIER)
    stage.robot.click(tile)
    stage.picture("sign-in")
    for digit in PIN:
        stage.robot.click(screen.pin.pad.keys[digit])
    stage.expect(lambda: stage.till.session.staff is not None, "the PIN signs in")
    stage.expect(lambda: stage.window.screens.currentWidget() is stage.window.sale, "the sell screen opens")
    happened(f"touched {tile.view.name} and four digits: signed in")


def _sell(stage: Stage) -> None:
    for code in FIRST_BASKET[:3]:
        _scan(stage, code)
    _scan(stage, UNKNOWN)
    happened(f"  the sale goes on; payment says: {stage.view.blocked}")
    stage.robot.type_text("3*")
    _scan(stage, FIRST_BASKET[3])
    _scan(stage, FIRST_BASKET[4])
    stage.picture("cart-with-unknown-code")
    _touch(stage, "Set aside")
    stage.expect(lambda: not stage.view.blocked, "the unknown line is removed by a touch")
    happened(f"touched Set aside on the unknown line: {stage.view.items}, {stage.view.total} to pay")


def _touch(stage: Stage, label: str) -> None:
    """Touch the one key in sight that says so."""
    stage.expect(lambda: _key(stage, label) is not None, f"a key says {label}")
    key = _key(stage, label)
    assert key is not None
    stage.robot.click(key)


def _key(stage: Stage, label: str) -> Button | None:
    return next((key for key in stage.window.findChildren(Button) if key.isVisible() and key.label == label), None)


def _scan(stage: Stage, code: str) -> None:
    before = stage.view.bump
    stage.robot.scan(code, SCANNER)
    stage.expect(lambda: stage.view.bump > before, f"the scan of {code} shows")
    line = next(line for line in stage.view.lines if line.key == stage.view.newest)
    words = f"{line.name}: {line.detail}" if line.is_unresolved else f"{line.name}, {line.detail} = {line.amount}"
    happened(f"scanned {code}: {words}")


def _pay_with_a_note(stage: Stage) -> None:
    screen = stage.window.sale
    assert screen is not None
    note = screen.pay.pay.notes[0]
    happened(f"touched {note.label}")
    stage.robot.click(note)
    _see_change(stage, 1)
    stage.picture("change")
    stage.expect(lambda: _seen_elsewhere(stage) == _seen_here(stage), "the other store sees the sale")
    happened(f"the till in store S02 sees the same stock of {WATCHED} in S01: {_seen_elsewhere(stage)}")


def _see_change(stage: Stage, receipts: int) -> None:
    stage.expect(lambda: stage.sale.change.value is not None, "the change is shown")
    view = stage.sale.change.value
    assert view is not None
    pieces = ", ".join(f"{piece.count} x {piece.text}" for piece in view.pieces)
    happened(f"{view.label} {view.change} ({view.summary}){': give ' if pieces else ''}{pieces}")
    stage.expect(lambda: len(stage.printer.receipts) >= receipts, "the receipt is on paper")
    happened(f"receipt {view.doc_no} is on paper, the drawer was opened {stage.printer.kicks} times")


def _sell_without_the_ledger(stage: Stage) -> None:
    tell()
    stage.shop.ledger.stop()
    happened("pulled the cable: the ledger is gone")
    for code in OFFLINE_BASKET:
        _scan(stage, code)
    stage.robot.wait(GUARD_MS)
    stage.robot.press("F10")
    happened("pressed F10, exact cash")
    _see_change(stage, 2)
    stage.expect(lambda: stage.chip.startswith("Offline"), "the chip says offline")
    stage.expect(lambda: "1 saved here" in stage.chip, "the chip counts the sale")
    happened(f"the chip says: {stage.chip}")
    stage.robot.press("Enter")
    stage.picture("offline")


def _put_the_cable_back(stage: Stage) -> None:
    tell()
    here, elsewhere = _seen_here(stage), _seen_elsewhere(stage)
    happened(f"of {WATCHED} this till has {here}; the till in store S02 still sees {elsewhere}")
    start_ledger(stage.shop)
    stage.expect(lambda: _seen_elsewhere(stage) == here, "the other store sees the sale")
    happened(f"put the cable back: the till in S02 now sees {_seen_elsewhere(stage)}")
    stage.expect(lambda: stage.chip == "Live", "the chip is live again")
    happened(f"the chip says: {stage.chip}")
    stage.robot.press("S", with_control=True)
    stage.robot.scan(OFFLINE_BASKET[0], SCANNER)
    stage.expect(lambda: bool(_stock_levels(stage)), "the stock panel shows")
    places = "; ".join(f"{one.place} {one.available} free of {one.on_hand}, {one.age}" for one in _stock_levels(stage))
    happened(f"pressed Ctrl+S and scanned: {places}")
    stage.picture("stock-live")
    stage.robot.press("Escape")


def _stock_levels(stage: Stage) -> tuple[LevelView, ...]:
    view = stage.sale.panels.view.value
    return view.levels if isinstance(view, StockPanelView) else ()


def _seen_here(stage: Stage) -> int:
    return _in_first_store(stage.till)


def _seen_elsewhere(stage: Stage) -> int:
    return _in_first_store(stage.other)


def _in_first_store(till: Till) -> int:
    """The stock of the watched article in S01, as a till knows it."""
    return next((level.on_hand for level in till.stock.levels(WATCHED) if level.place.startswith("S01/")), 0)
