"""Paying on the sell screen: exact, a quick amount, what was typed, in parts and in any way; then recording.

Cash is one key from the sell screen. An amount and then the key of a way pay a part; what is open is the big number all
the while. A sale that could not be recorded is the open sale again, and the sentence says what to do.
"""

from collections.abc import Callable

from hardware.payment import Report
from pos_client.counter.paying import CardUnderWay
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.board import Board
from pos_client.presenters.charging import Charging
from pos_client.presenters.closing import Closing
from pos_client.presenters.handing import Handing
from pos_client.presenters.pay_views import PayView
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.taking import pay_view

GUARD_S = 0.4  # something dropped on the keyboard cannot close a sale right after a scan


class Payment:
    """Takes the money for the sale on the board. `change` is what goes back, `trouble` what stops the till."""

    def __init__(self, trade: Trade, board: Board, recorded: Callable[[], None]) -> None:
        self._trade, self._counter, self._board = trade, trade.counter, board
        self._closing = Closing(trade, board, recorded)
        self._scanned_s = trade.clock.monotonic_s() - GUARD_S
        self._handing = Handing(trade, board, self._closing)
        self._charging = Charging(trade, board, self._handing.after_tender, self._closing.fail)
        self._handing.settled = self._charging.dismiss
        self.change = self._closing.change
        self.trouble = self._closing.trouble
        self.check_journal = self._closing.check_journal
        self.view: Shown[PayView] = Shown(PayView())
        board.is_charging = lambda: self._charging.is_shown
        board.view.listen(lambda _: self._show_view())

    # --- around the sale ---

    def scanned(self) -> None:
        """A scan came in: the keys that close a sale are deaf for a moment."""
        self._scanned_s = self._trade.clock.monotonic_s()

    def resume(self) -> None:
        """The till started: a card payment that was under way is asked for, before anything else."""
        self._charging.resume()
        self.show()

    def on_report(self, report: Report) -> None:
        """The card terminal says something."""
        self._charging.on_report(report)
        self.show()

    def tick(self) -> None:
        """A second has passed."""
        if self._charging.is_shown:
            self._show_view()

    def is_hindered(self) -> bool:
        """Whether something stands before payment; then it is chosen, and the board says it."""
        sale = self._counter.sale
        if sale.unresolved:
            self._board.selected = f"code {sale.unresolved[0].notice_id}"
            self._board.say(tr("{what}: remove it to go on.", what=self._board.blocked()), is_bad=True)
        elif sale.attempt is not None:
            self._board.say(sentence(CardUnderWay(sale.attempt.amount_minor), current()), is_bad=True)
        elif not sale.cart.lines:
            self._board.say(tr("There is nothing to pay. Scan the first article."))
        return bool(sale.unresolved or sale.attempt) or not sale.cart.lines

    # --- keys and touches ---

    def begin(self) -> None:
        """Let the amount received be typed."""
        if not self.is_hindered():
            self._open()
        self.show()

    def more(self) -> None:
        """The ways beside cash and card, or the parts that were paid again."""
        if not self._charging.strike("more") and not self.is_hindered():
            is_open = self._handing.is_choosing and self._board.receiving.is_open
            self._open()
            self._handing.is_choosing = not is_open
        self.show()

    def next_note(self) -> None:
        """The next note up; again for the one after."""
        if not self.is_hindered():
            self._open()
            self._board.receiving.next_note()
        self.show()

    def exact(self) -> None:
        """The exact amount in one go; with an amount typed before it, that much in cash."""
        if self._is_awake():
            self._handing.guarded(lambda: self.take("F10") if self._has_typed() else self.pay(None))
            self.show()

    def card(self) -> None:
        """All that is open to a card; with an amount typed before it, that much."""
        if self._is_awake():
            self.charge()

    def charge(self) -> None:
        """The same, said by a code: nothing guards it."""
        if not self.is_hindered():
            self.change.show(None)
            self._charging.dismiss()
            self._handing.guarded(self._charge)
        self.show()

    def take(self, key: str = "Enter") -> None:
        """What was typed, or the exact amount when nothing was."""
        if not self.is_hindered():
            self._handing.guarded(lambda: self._handing.take_typed(key))
        self.show()

    def pay(self, amount_minor: int | None) -> None:
        """So much cash was handed over (None: exactly what is due)."""
        if not self.is_hindered():
            self._handing.tender(lambda: self._counter.take_cash(amount_minor))
        self.show()

    def take_back(self, index: int) -> None:
        """Give a part back."""
        self._handing.take_back(index)
        self.show()

    def act(self, word: str) -> None:
        """A key of the pane: of the card box, or a way to pay."""
        self._handing.asked_back = None
        if self._charging.act(word):
            self.show()
        elif word in {"card", "exact", "more"}:
            {"card": self.card, "exact": self.exact, "more": self.more}[word]()
        elif not self.is_hindered():
            self._handing.guarded(lambda: self._handing.take_by(word, has_typed=self._has_typed()))
            self.show()

    def strike(self, word: str) -> bool:
        """A key of the keyboard or the pad; whether it was meant for the payment."""
        if self._charging.strike(word):
            self.show()
            return True
        receiving = self._board.receiving
        typing = {"enter", "escape", "backspace", "next_note", "remove"}
        if not receiving.is_open or not (len(word) == 1 or word.isdigit() or word in typing):
            return False
        if word == "enter":
            self.take()
        else:
            self._type(word)
        return True

    def explain(self, reason: str) -> None:
        """Why it cannot be paid yet: the line that stands before it is chosen."""
        if not (self._counter.sale.unresolved and self.is_hindered()):
            self._board.say(reason)
        self.show()

    def close(self) -> None:
        """Goods come before money: the sell screen again. What was paid stays paid."""
        self._handing.is_choosing, self._handing.asked_back = False, None
        self._board.receiving.close()

    def show(self) -> None:
        """Show the board and the pane as they are now."""
        self._board.show()
        self._show_view()

    # --- inside ---

    def _open(self) -> None:
        self.change.show(None)
        self._charging.dismiss()
        self._board.receiving.open()

    def _is_awake(self) -> bool:
        return self.change.value is None and self._trade.clock.monotonic_s() - self._scanned_s >= GUARD_S

    def _charge(self) -> None:
        self._charging.start(self._board.receiving.amount_minor() if self._has_typed() else None)

    def _has_typed(self) -> bool:
        """Whether an amount stands in the line; what was typed while selling becomes one. Refuses with NotANumber."""
        entry, receiving = self._board.entry, self._board.receiving
        if entry and not receiving.is_open and not self.is_hindered():
            receiving.amounts.typed(entry)
            self._board.entry = ""
            receiving.open()
            receiving.type_text(entry)
        return receiving.is_open and not receiving.asks_slip and bool(receiving.text)

    def _type(self, word: str) -> None:
        receiving = self._board.receiving
        self._board.say("")
        if not receiving.strike(word):
            if word == "escape" and (self._handing.is_choosing or receiving.exchange):
                self._handing.is_choosing = bool(receiving.exchange)
                receiving.open_foreign(None)
            else:
                self.close()
        self.show()

    def _show_view(self) -> None:
        self.view.show(
            pay_view(
                self._trade,
                self._board,
                self._charging.box(),
                self._handing.asked_back,
                is_choosing=self._handing.is_choosing,
            )
        )
