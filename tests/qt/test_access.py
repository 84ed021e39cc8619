"""Every control can be named, reached, touched and read, on every reference screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

import resources
from pos_client.i18n import use_language
from pos_client.presenters.pretend_goods import RECALLED
from pos_client.qt.scenes import SCREENS, Scene
from pos_client.qt.tokens import DARK, LIGHT, VEIL_ALPHA
from pos_client.qt.widgets.button import Button
from pos_client.qt.widgets.cart_line import mixed
from pos_client.qt.widgets.chip import LOOKS
from pos_client.qt.widgets.keypad import Key
from pos_client.qt.widgets.line_strip import ActionKey
from pos_client.qt.widgets.panel_keyboard import LetterKey
from pos_client.qt.widgets.pieces import Choices
from pos_client.qt.widgets.tabs import Tab
from tests.qt.counter_window import NUTELLA, CounterWindow
from tests.qt.test_theme import contrast

CONTROLS = (QAbstractButton, QLineEdit, QListView, Choices)


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def scene(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Scene]:
    use_language("en-GB")
    made = Scene(*request.param, is_dark=False)
    yield made
    made.window.close()
    use_language("en")


def controls(scene: Scene) -> list[QWidget]:
    """Everything that can be used on the screen now: what lies below the curtain, or is scrolled away, cannot."""
    found = scene.window.findChildren(QWidget)
    usable = [one for one in found if isinstance(one, CONTROLS) and one.isVisible() and one.isEnabled()]
    curtain = scene.window.curtain
    if curtain is not None and curtain.isVisible():
        usable = [one for one in usable if curtain.isAncestorOf(one) or scene.window.bar.isAncestorOf(one)]
    return [one for one in usable if not one.visibleRegion().isEmpty()]


def on_window(scene: Scene, control: QWidget) -> QRect:
    """Where a control can be seen on the window."""
    seen = control.visibleRegion().boundingRect()
    return QRect(control.mapTo(scene.window, seen.topLeft()), seen.size())


def is_scrolled_off(control: QWidget) -> bool:
    """Whether a part of it is out of sight: the list is pushed until it is whole."""
    return control.visibleRegion().boundingRect().size() != control.size()


def test_every_control_has_a_name_a_size_and_its_whole_place(scene: Scene) -> None:
    least, small, key = (round(mm * scene.theme.px_per_mm) for mm in (13, 9, 20))
    for picture in scene.scenes():
        QApplication.processEvents()
        for control in controls(scene):
            where = f"{picture}: {type(control).__name__} {control.accessibleName()!r}"
            assert control.accessibleName(), where
            box = on_window(scene, control)
            assert scene.window.rect().contains(box), where
            if isinstance(control, QLineEdit | QListView) or is_scrolled_off(control):
                continue
            in_bar = scene.window.bar.isAncestorOf(control)
            is_small = in_bar or isinstance(control, LetterKey)  # a row of ten letters cannot be wider
            tall = small if is_small else key if isinstance(control, Key) else least
            assert min(box.width(), box.height()) >= tall - 2, f"{where}: {box.width()} x {box.height()}"


def test_no_label_is_cut(scene: Scene) -> None:
    for picture in scene.scenes():
        QApplication.processEvents()
        for control in controls(scene):
            if isinstance(control, Button) and type(control) in {Button, Key, Tab, ActionKey}:
                assert control.is_whole(), f"{picture}: {control.label}"


def test_no_two_controls_overlap(scene: Scene) -> None:
    for picture in scene.scenes():
        QApplication.processEvents()
        buttons = [one for one in controls(scene) if isinstance(one, Button)]
        boxes = [(one.accessibleName(), on_window(scene, one)) for one in buttons]
        for number, (name, box) in enumerate(boxes):
            assert not [other for other, another in boxes[number + 1 :] if box.intersects(another)], (
                f"{picture}: {name}"
            )


def test_events_nobody_asked_for_move_nothing(scene: Scene) -> None:
    pictures = scene.scenes()
    while next(pictures) != "05-cart":
        pass
    QApplication.processEvents()
    before = {one: on_window(scene, one) for one in controls(scene)}
    scene.shell.status.stop("The disk is full. All recorded sales are safe. Make room before the next sale.")
    QApplication.processEvents()
    assert scene.window.banner.isVisible()
    assert {one: on_window(scene, one) for one in before} == before


def chosen_keys(till: CounterWindow) -> list[QWidget]:
    """The keys on the chosen line."""
    chosen = till.sale_screen.cart.cart.chosen
    return [chosen.less, chosen.quantity, chosen.more, chosen.remove, chosen.others]


def test_tab_goes_in_reading_order(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    cart, pay = till.sale_screen.cart, till.sale_screen.pay
    expected: list[QWidget] = [
        cart.entry.field, cart.search, cart.cart, *chosen_keys(till), cart.park, cart.resume, cart.menu, cart.undo,
        cart.last.reprint, *pay.tabs.keys, *pay.favourites.tiles[:12], pay.pay.exact, *pay.pay.notes, pay.pay.card,
        pay.pay.more,
    ]  # fmt: skip
    seen = []
    for _ in expected:
        seen.append(QApplication.focusWidget())
        till.robot.key(Qt.Key.Key_Tab)
    assert seen == expected


def test_the_focus_can_be_seen(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    button = till.sale_screen.cart.menu
    before = button.grab().toImage()
    button.setFocus()
    after = button.grab().toImage()
    assert after.pixelColor(button.width() // 2, 1) != before.pixelColor(button.width() // 2, 1)
    assert after.pixelColor(button.width() // 2, 1).name() == till.program.theme.colours.brand.lower()


def test_every_spoken_name_contains_what_stands_on_the_control(scene: Scene) -> None:
    for picture in scene.scenes():
        for control in controls(scene):
            if isinstance(control, Button) and control.label != "–":
                where = f"{picture}: {control.label!r} in {control.accessibleName()!r}"
                assert control.label.casefold() in control.accessibleName().casefold(), where


def test_a_state_is_never_told_by_colour_alone(scene: Scene) -> None:
    assert all(icon and resources.path("icons").joinpath(f"{icon}.svg").exists() for icon, *_ in LOOKS.values())
    assert len({icon for icon, *_ in LOOKS.values()}) >= len(LOOKS) - 1
    scene.sign_in()
    assert scene.shell.sale is not None
    for code in ("2000000123457", RECALLED):
        scene.shell.sale.scan(code)
    assert [bool(line.tag) for line in scene.shell.sale.sale.value.lines] == [True, True]


def test_the_veil_leaves_cart_and_change_readable(scene: Scene) -> None:
    for colours in (LIGHT, DARK):
        for ink, ground in (("text", "surface"), ("text", "brand_tint")):
            through = [
                mixed(QColor(getattr(colours, name)), QColor(colours.veil), VEIL_ALPHA) for name in (ink, ground)
            ]
            assert contrast(through[0].name(), through[1].name()) >= 4.5
