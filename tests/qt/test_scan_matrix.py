"""A sample of scans into every state, focus and layout; `./pos scans` walks them all."""

import pytest
from pytestqt.qtbot import QtBot

from pos_client.counter.meaning import command_code
from pos_client.i18n import use_language
from tests.qt.counter_window import MILK, NUTELLA, CounterWindow
from tests.qt.scan_matrix import walk
from tests.qt.scan_states import states

EVERY = 37


@pytest.mark.parametrize("part", ["sign-in", "goods", "change", "after find", "after customer", "after discount"])
def test_a_scan_is_one_scan_and_leaves_nothing_wherever_the_till_is(qtbot: QtBot, part: str) -> None:
    use_language("en-GB")
    outcome = walk(lambda number: number % EVERY == 0, [part])
    use_language("en")
    assert outcome.wrong == []
    assert outcome.cases


def test_the_states_are_all_those_that_a_key_or_a_panel_leads_to() -> None:
    names = [name for name, _ in states()]
    assert len(names) == len(set(names))
    assert {"sign-in", "goods", "change", "locked with goods", "after find", "after customer"} <= set(names)


def test_selling_with_the_scanner_alone(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    for code in (NUTELLA, command_code("quantity", "3"), MILK, NUTELLA):
        till.robot.scan(code)
    assert [(line.code, line.detail) for line in till.view.lines] == [(NUTELLA, "2 × 1.99"), (MILK, "3 × 3.09")]
    till.robot.scan(command_code("remove"))
    till.robot.scan(command_code("undo"))
    assert len(till.view.lines) == 2
    till.robot.scan(command_code("exact"))
    assert till.sale.change.value is not None
    assert till.names() == []
    till.robot.scan(NUTELLA)
    assert till.sale.change.value is None
    assert len(till.view.lines) == 1


def test_taking_the_next_note_with_the_scanner_alone(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.robot.scan(command_code("next_note"))
    till.robot.scan(command_code("pay"))
    assert till.sale.change.value is not None
    assert till.sale.change.value.change not in {"", "0.00"}


def test_holding_and_resuming_with_the_scanner_alone(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    for code in (NUTELLA, MILK):
        till.robot.scan(code)
    till.robot.scan(command_code("park"))
    assert till.names() == []
    till.robot.scan(NUTELLA)
    till.robot.scan(command_code("exact"))
    till.robot.scan(command_code("resume"))
    assert len(till.names()) == 2


def test_goods_scanned_before_signing_in_are_rung_up_then(counter_window: CounterWindow) -> None:
    till = counter_window
    till.robot.scan(NUTELLA)
    assert till.sign_in.view.value.message == "1 scan is kept. It is rung up when you sign in."
    till.signed_in()
    assert [line.code for line in till.view.lines] == [NUTELLA]
    assert till.view.notice == "1 scan from before you signed in was rung up. Look it over."


def test_locking_with_the_scanner_alone(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(command_code("lock"))
    assert till.program.shell is not None
    assert till.program.shell.view.value.place == "sign_in"
