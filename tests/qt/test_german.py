"""The whole window in German: its words, and room for them on every reference screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.qt.scenes import SCREENS, Scene
from pos_client.qt.widgets.button import Button
from pos_client.qt.widgets.keypad import Key
from tests.qt.test_access import controls

EVERYDAY = {"Favoriten", "Tastenfeld", "Passend", "Storno", "Menge", "Nachdruck"}


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def scene(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Scene]:
    use_language("de")
    made = Scene(*request.param, is_dark=False)
    yield made
    made.window.close()
    use_language("en")


def test_every_screen_speaks_german_and_no_label_is_cut(scene: Scene) -> None:
    said: set[str] = set()
    for picture in scene.scenes():
        QApplication.processEvents()
        for control in controls(scene):
            said |= set(control.accessibleName().split(", "))
            if type(control) in {Button, Key}:
                assert isinstance(control, Button)
                assert control.is_whole(), f"{picture}: {control.label}"
    assert said >= EVERYDAY


def test_the_sign_in_screen_is_german(scene: Scene) -> None:
    assert scene.shell.sign_in is not None
    view = scene.shell.sign_in.view.value
    assert (view.greeting, view.hint) == ("Guten Tag", "Wählen Sie Ihren Namen, und geben Sie dann Ihre PIN ein.")
    assert (view.prompt, view.people[0].role, view.people[2].role) == ("PIN von Cashier 1", "Kasse", "Filialleitung")
    assert scene.window.windowTitle() == "Kasse"
    for digit in "9111":
        scene.shell.sign_in.strike(digit)
    assert scene.shell.sign_in.view.value.message == "Diese PIN stimmt nicht. Noch 4 Versuche."


def test_amounts_and_the_paper_on_the_screen_are_german(scene: Scene) -> None:
    scene.sign_in()
    scene.sell()
    assert scene.shell.sale is not None
    view = scene.shell.sale.sale.value
    assert (view.due_label, view.prompt, view.items) == ("Zu zahlen", "Scannen oder Code eingeben", "10 Artikel")
    assert "," in view.total
    assert view.tax.startswith("inkl. ")
