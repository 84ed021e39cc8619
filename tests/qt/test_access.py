"""Every control can be named, reached, touched and read, on every reference screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.qt.screenshots import SCREENS, Scene
from pos_client.qt.widgets.button import Button
from pos_client.qt.widgets.keypad import Key
from pos_client.qt.widgets.paint import broken, text_width
from pos_client.qt.widgets.pieces import Choices
from tests.qt.counter_window import CounterWindow

CONTROLS = (QAbstractButton, QLineEdit, QListView, Choices)


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def scene(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Scene]:
    use_language("en-GB")
    made = Scene(*request.param, is_dark=False)
    yield made
    made.window.close()
    use_language("en")


def controls(scene: Scene) -> list[QWidget]:
    """Everything that can be used on the screen now."""
    found = scene.window.findChildren(QWidget)
    return [one for one in found if isinstance(one, CONTROLS) and one.isVisible() and one.isEnabled()]


def on_window(scene: Scene, control: QWidget) -> QRect:
    """Where a control is on the window."""
    return QRect(control.mapTo(scene.window, QPoint(0, 0)), control.size())


def test_every_control_has_a_name_a_size_and_its_whole_place(scene: Scene) -> None:
    least, small, key = (round(mm * scene.theme.px_per_mm) for mm in (13, 9, 20))
    for picture in scene.scenes():
        QApplication.processEvents()
        for control in controls(scene):
            where = f"{picture}: {type(control).__name__} {control.accessibleName()!r}"
            assert control.accessibleName(), where
            box = on_window(scene, control)
            assert scene.window.rect().contains(box), where
            if isinstance(control, QLineEdit | QListView):
                continue
            tall = small if control is scene.window.bar.person else key if isinstance(control, Key) else least
            assert min(box.width(), box.height()) >= tall - 2, f"{where}: {box.width()} x {box.height()}"


def test_no_label_is_cut(scene: Scene) -> None:
    for picture in scene.scenes():
        QApplication.processEvents()
        for control in controls(scene):
            if type(control) not in {Button, Key} or not control.label:  # type: ignore[attr-defined]
                continue
            assert isinstance(control, Button)
            font = scene.theme.font(control.look.role)
            room = control.width() - 12
            assert all(text_width(font, row) <= room for row in broken(control.label, font, room)), (
                f"{picture}: {control.label}"
            )


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
    for _ in range(5):
        next(pictures)
    QApplication.processEvents()
    before = {one: on_window(scene, one) for one in controls(scene)}
    scene.shell.status.stop("The disk is full. All recorded sales are safe. Make room before the next sale.")
    QApplication.processEvents()
    assert scene.window.banner.isVisible()
    assert {one: on_window(scene, one) for one in before} == before


def test_tab_goes_in_reading_order(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    cart, pay = till.sale_screen.cart, till.sale_screen.pay
    expected: list[QWidget] = [
        cart.entry.field, cart.cart, cart.less, cart.more, cart.quantity, cart.remove, cart.undo, cart.last.reprint,
        pay.tabs, *pay.favourites.tiles[:12], pay.pay.exact, *pay.pay.notes,
    ]  # fmt: skip
    seen = []
    for _ in expected:
        seen.append(QApplication.focusWidget())
        till.robot.key(Qt.Key.Key_Tab)
    assert seen == expected


def test_the_focus_can_be_seen(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    button = till.sale_screen.cart.undo
    before = button.grab().toImage()
    button.setFocus()
    after = button.grab().toImage()
    assert after.pixelColor(button.width() // 2, 1) != before.pixelColor(button.width() // 2, 1)
    assert after.pixelColor(button.width() // 2, 1).name() == till.program.theme.colours.brand.lower()
