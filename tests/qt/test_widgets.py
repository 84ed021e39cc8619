"""Controls on their own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from hardware.document import Barcode, Blank, Cell, Columns, Cut, Document, Qr, Rule, Text
from pos_client.presenters.views import LineView, PersonView, PieceView, PlaceView, StatusView, StockView, TileView
from pos_client.qt.models.cart_model import CartModel
from pos_client.qt.theme import Theme, load_fonts
from pos_client.qt.tokens import LIGHT
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.cart_list import CartList
from pos_client.qt.widgets.chip import StatusChip
from pos_client.qt.widgets.entry import PinDots
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.money import Pieces, Total
from pos_client.qt.widgets.paper import Paper, PaperView
from pos_client.qt.widgets.pieces import Choices, Words
from pos_client.qt.widgets.stock_list import StockList
from pos_client.qt.widgets.tiles import FavouriteGrid, PersonTile


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    load_fonts()
    return Theme(LIGHT, 4.0)


def a_line(key: str, name: str = "Tea", *, is_unresolved: bool = False) -> LineView:
    return LineView(key, "1", name, "1 × 1.00", "T1", "1.00", is_unresolved=is_unresolved, spoken=f"1. {name}")


def test_a_button_that_cannot_be_used_says_why_when_it_is_touched(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, Look("Pay"))
    qtbot.addWidget(button)
    button.show()
    button.set_reason("Scan something first.")
    clicks: list[int] = []
    button.clicked.connect(lambda: clicks.append(1))
    with qtbot.waitSignal(button.refused) as refused:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert refused.args == ["Scan something first."]
    assert clicks == []
    assert button.accessibleDescription() == "Scan something first."


def test_space_presses_a_button_and_enter_is_left_to_the_screen(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, Look("Undo"))
    qtbot.addWidget(button)
    button.show()
    button.setFocus()
    clicks: list[int] = []
    button.clicked.connect(lambda: clicks.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert clicks == []
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert clicks == [1]


def test_a_click_leaves_the_keyboard_where_it_was(qtbot: QtBot, theme: Theme) -> None:
    assert Button(theme, Look("Undo")).focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_spoken_name_contains_the_label(qtbot: QtBot, theme: Theme) -> None:
    assert Button(theme, Look("Exact"), name="Exact, 1.99 in cash").accessibleName() == "Exact, 1.99 in cash"
    assert Button(theme, Look("Back"), name="Leave payment").accessibleName() == "Back, Leave payment"
    assert Button(theme, Look("Undo")).accessibleName() == "Undo"
    assert Button(theme, Look("", icon="plus"), name="One more").accessibleName() == "One more"


def test_a_key_of_the_pad_acts_when_it_is_touched(qtbot: QtBot, theme: Theme) -> None:
    pad = Keypad(theme, [[("7", digit_look("7"), "7")]])
    qtbot.addWidget(pad)
    pad.show()
    struck: list[str] = []
    pad.struck.connect(struck.append)
    QTest.mousePress(pad.keys["7"], Qt.MouseButton.LeftButton)
    assert struck == ["7"]
    QTest.mouseRelease(pad.keys["7"], Qt.MouseButton.LeftButton)
    assert struck == ["7"]


def test_a_pad_is_never_mirrored(qtbot: QtBot, theme: Theme) -> None:
    assert Keypad(theme, []).layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_the_cart_model_keeps_to_the_rules_of_qt(qtbot: QtBot) -> None:
    model = CartModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for lines in (["a"], ["a", "b", "c"], ["a", "c"], [], ["x"]):
        model.show_lines(tuple(a_line(key) for key in lines))
        assert [line.key for line in model.lines] == lines
    assert tester.model() is model


def test_a_new_line_inserts_one_row_and_a_changed_one_changes_one(qtbot: QtBot) -> None:
    model = CartModel()
    model.show_lines((a_line("a"), a_line("b")))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    with qtbot.waitSignal(model.rowsInserted):
        model.show_lines((a_line("a"), a_line("b", "Coffee"), a_line("c")))
    assert changed == [1]
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "1. Coffee"


def test_the_cart_scrolls_to_the_newest_line(qtbot: QtBot, theme: Theme) -> None:
    cart = CartList(theme)
    qtbot.addWidget(cart)
    cart.resize(400, 200)
    cart.show()
    lines = tuple(a_line(str(number)) for number in range(50))
    cart.show_lines(lines, "49", "49", 1)
    assert cart.viewport().rect().contains(cart.visualRect(cart.lines.index(49)))
    cart.grab()


def test_choices_move_with_the_arrow_keys_and_stop_at_the_ends(qtbot: QtBot, theme: Theme) -> None:
    choices = Choices(theme, ["One", "Two"])
    qtbot.addWidget(choices)
    choices.show()
    chosen: list[int] = []
    choices.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(choices, key)
    assert chosen == [1, 0]
    assert choices.accessibleDescription() == "One"


def test_a_paper_grows_with_its_document_and_shows_every_block(qtbot: QtBot, theme: Theme) -> None:
    document = Document(
        (
            Text("Harbour", "centre", bold=True, size=2), Rule(), Blank(),
            Columns((Cell("A very long name that cannot stand on one line", share=1), Cell("1.00", "right"))),
            Columns((Cell("Name", share=2), Cell("12,345,678.00", "right", share=1), Cell("1,234,567.00", "right"))),
            Barcode("EAN13", "4006381333931"), Qr("S01-T1a-000042"), Cut(),
        )
    )  # fmt: skip
    paper = Paper(theme)
    qtbot.addWidget(paper)
    paper.setFixedWidth(320)
    paper.show_document(None, "")
    blank = paper.height()
    paper.show_document(document, "Receipt S01-T1a-000042")
    assert paper.height() > blank + 200
    assert paper.accessibleName() == "Receipt S01-T1a-000042"
    assert not paper.grab().isNull()


def test_a_paper_is_never_wider_than_paper_is(qtbot: QtBot, theme: Theme) -> None:
    view = PaperView(theme)
    qtbot.addWidget(view)
    view.resize(1200, 900)
    view.show()
    view.show_document(Document((Text("Harbour"),)), "Receipt")
    assert view.paper.width() == theme.mm(96)


def test_what_screen_readers_hear(qtbot: QtBot, theme: Theme) -> None:
    total, pieces, chip, dots = Total(theme), Pieces(theme), StatusChip(theme), PinDots(theme)
    total.show_amount("To pay", "12.30", "2.05 tax included")
    pieces.show_pieces((PieceView(2, "£20", is_note=True), PieceView(1, "5p", is_note=False)))
    chip.show_view(StatusView("offline", "Offline 4 min", "Offline. Selling works."))
    dots.show_state(2, 4, is_wrong=False, spoken="PIN of Cashier 1")
    assert (total.accessibleName(), total.accessibleDescription()) == ("To pay 12.30", "2.05 tax included")
    assert pieces.accessibleName() == "2 × £20, 1 × 5p"
    assert (chip.accessibleName(), chip.accessibleDescription()) == ("Offline 4 min", "Offline. Selling works.")
    assert (dots.accessibleName(), dots.accessibleDescription()) == ("PIN of Cashier 1", "2 / 4")
    for widget in (total, pieces, chip, dots):
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint())
        assert not widget.grab().isNull()


def test_favourites_keep_their_places(qtbot: QtBot, theme: Theme) -> None:
    grid = FavouriteGrid(theme, 3, 2)
    qtbot.addWidget(grid)
    grid.show_views((TileView("W1", "Bananas", "1.29"), TileView("W2", "Carrots", "0.95")))
    chosen: list[str] = []
    grid.chosen.connect(chosen.append)
    grid.tiles[1].click()
    grid.tiles[5].click()
    assert chosen == ["W2"]
    assert grid.tiles[0].accessibleName() == "Bananas, 1.29"
    assert not grid.tiles[5].isEnabled()


def test_stock_and_people_paint_in_every_state(qtbot: QtBot, theme: Theme) -> None:
    stock = StockList(theme)
    person = PersonTile(theme, PersonView("C1", "Cashier 1", "Cashier", "C1"))
    for widget in (stock, person):
        qtbot.addWidget(widget)
        widget.resize(300, 260)
    places = tuple(PlaceView(f"Store {n}", "3", "", "own" if n == 0 else "none") for n in range(12))
    for view in (StockView(hint="Choose a line"), StockView("Tea", "T1", "now", places)):
        stock.show_view(view)
        assert not stock.grab().isNull()
    assert stock.accessibleDescription().startswith("Store 0 3")
    person.mark(is_chosen=True)
    assert not person.grab().isNull()


def test_words_of_several_lines_are_cut_at_the_end(qtbot: QtBot, theme: Theme) -> None:
    words = Words(theme, "body", lines=2)
    qtbot.addWidget(words)
    words.resize(120, words.sizeHint().height())
    words.say("One two three four five six seven eight nine ten eleven twelve thirteen")
    assert words.accessibleName().endswith("thirteen")
    assert not words.grab().isNull()
