"""The card payment on the screen: what keys and touches do in each of its stages. The counter has the rules.

What was typed of a slip's number stands in the line of the amount; the card box itself is words (`card`).
"""

from collections.abc import Callable

from hardware.payment import Report, Stage
from pos_client.counter.card import CardPayment, CardState, NotNow
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.board import Board
from pos_client.presenters.card import card_box
from pos_client.presenters.pay_views import CardBoxView
from pos_client.presenters.ports import Trade
from sync_engine.domain.errors import Refusal, Unavailable

_NEWS = frozenset({Stage.DECLINED, Stage.NO_ANSWER, Stage.OFFLINE})


class Charging:
    """`paid` is called when money came in, `failed` when it cannot be kept on the disk."""

    def __init__(
        self, trade: Trade, board: Board, paid: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        self._trade, self._board, self._paid, self._failed = trade, board, paid, failed
        self._card: CardPayment | None = trade.card

    @property
    def state(self) -> CardState:
        """Where the card payment stands."""
        return self._card.state if self._card else CardState()

    @property
    def is_shown(self) -> bool:
        """Whether the card box stands on the screen."""
        return self.state.stage is not None

    def box(self) -> CardBoxView | None:
        """The card box as it is now."""
        receiving = self._board.receiving
        slip = receiving.text if receiving.asks_slip else ""
        return card_box(self.state, slip, self._board.amounts, self._trade.clock.monotonic_s())

    def start(self, amount_minor: int | None) -> None:
        """Charge so much, or all that is open."""
        if self._card is None:
            self._board.say(tr("This till has no card reader."), is_bad=True)
            return
        card = self._card
        self._do(lambda: card.start(amount_minor))
        self._follow()

    def resume(self) -> None:
        """The till started again: look for a card payment that was under way."""
        if self._card is not None:
            self._card.resume()
            self._follow()

    def dismiss(self) -> None:
        """A result was seen: it makes room."""
        if self._card is not None:
            self._card.dismiss()

    def on_report(self, report: Report) -> None:
        """What the terminal says."""
        if self._card is None:
            return
        before, card, is_paid = self.state.stage, self._card, False
        try:
            is_paid = card.on_report(report)
        except Unavailable as error:
            self._failed(error)
        if self.state.stage is not before:
            self._tell_stage()
        self._follow()
        if is_paid:
            self._finish()

    def strike(self, word: str) -> bool:
        """A key; whether it was meant for the card box."""
        box, receiving = self.box(), self._board.receiving
        if box is None:
            return False
        if receiving.asks_slip and receiving.strike(word):
            return True
        keys = {"enter": "Enter", "escape": "Esc", "more": "F9"}
        action = next((one for one in box.actions if one.hint and one.hint == keys.get(word)), None)
        if action is not None:
            self.act(action.word)
        elif word == "enter" and not self.state.is_under_way:
            self.act("card_dismiss")
        else:
            return False
        return True

    def act(self, word: str) -> bool:
        """A key of the box, pressed or touched; whether it was one."""
        card = self._card
        acts: dict[str, Callable[[], None]] = {} if card is None else {
            "card_cancel": card.cancel,
            "card_not_paid": card.not_paid,
            "card_approved": self._approve,
            "card_ask": card.ask_again,
            "card_check": card.mark_for_checking,
            "card_offline": card.go_offline,
            "card_dismiss": card.dismiss,
        }  # fmt: skip
        if word not in acts:
            return False
        self._board.say("")
        self._do(acts[word])
        self._follow()
        if not self.is_shown and self._trade.counter.sale.cart.lines:
            self._board.receiving.open()
        return True

    def _approve(self) -> None:
        receiving = self._board.receiving
        assert self._card is not None
        if not receiving.text or not receiving.asks_slip:
            receiving.open_slip()
            self._board.say(tr("Type the number of the slip, then Enter."))
            return
        self._card.approved(receiving.text)
        self._finish()

    def _finish(self) -> None:
        self._board.receiving.end_slip()
        self._paid()

    def _follow(self) -> None:
        """A slip is typed while a person has to read the terminal, and no longer."""
        state, receiving = self.state, self._board.receiving
        if state.is_attended and state.stage is Stage.WAITING:
            receiving.open_slip()
        elif state.stage is not Stage.NO_ANSWER:
            receiving.end_slip()

    def _tell_stage(self) -> None:
        box = self.box()
        if box is not None and self.state.stage in _NEWS:
            self._board.say(f"{box.title}. {box.text}", is_bad=True)
            self._trade.play("look")

    def _do(self, act: Callable[[], None]) -> None:
        try:
            act()
        except NotNow:
            pass  # the stage changed under the finger; the box shows the new one
        except Refusal as refusal:
            self._board.say(sentence(refusal, current()), is_bad=True)
        except Unavailable as error:
            self._failed(error)
