"""The card terminal of a till: opened from its settings, its reports brought to the screen. Qt-free."""

import logging
from contextlib import ExitStack

from hardware.errors import Illegal
from hardware.payment import PaymentTerminal, Report, StandaloneTerminal
from hardware.payment.opening import open_terminal
from pos_client.app.till import Till
from pos_client.counter.card import CardPayment
from pos_client.counter.clock import RandomIds, SystemClock
from pos_client.events import CardReported, Post

_log = logging.getLogger(__name__)


def open_card(till: Till, post: Post, closing: ExitStack) -> CardPayment:
    """Card payments on `[devices.terminal]`; a stand-alone terminal where none is set. `closing` ends the terminal."""
    terminal = _terminal(till, post)
    closing.callback(terminal.close)
    return CardPayment(till.counter, terminal, RandomIds().event_id, SystemClock())


def _terminal(till: Till, post: Post) -> PaymentTerminal:
    """A setting that can never work takes no money away from anybody: the cashier reads the terminal instead."""

    def tell(report: Report) -> None:
        post(CardReported(report))

    try:
        return open_terminal(till.settings.devices.get("terminal", {}), tell)
    except Illegal as error:
        _log.warning("the card terminal's settings cannot be used: %s", error.reason)
        return StandaloneTerminal(tell)
