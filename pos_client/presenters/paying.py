"""Paying on the sell screen: exact, a quick amount, or what was typed; then recording away from the screen.

A sale that could not be recorded is the open sale again, and the sentence says what to do.
"""

from collections.abc import Callable
from functools import partial

from hardware.document import Document
from pos_client.counter.completing import Completed, Prepared
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.board import Board
from pos_client.presenters.change import change_view, last_sale
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChangeView
from sync_engine.domain.errors import Refusal, Unavailable

GUARD_S = 0.4  # something dropped on the keyboard cannot close a sale right after a scan


class Payment:
    """Takes cash for the sale on the board. `change` is what goes back, `trouble` a sentence that stops the till."""

    def __init__(self, trade: Trade, board: Board, recorded: Callable[[], None]) -> None:
        self._trade, self._counter, self._board = trade, trade.counter, board
        self._recorded = recorded
        self._scanned_s = trade.clock.monotonic_s() - GUARD_S
        self.change: Shown[ChangeView | None] = Shown(None)
        self.trouble: Shown[str] = Shown("")

    def scanned(self) -> None:
        """A scan came in: the keys that close a sale are deaf for a moment."""
        self._scanned_s = self._trade.clock.monotonic_s()

    def check_journal(self) -> None:
        """Before the first line of a sale: could it be recorded at all?"""
        self._trade.tasks.run(self._trade.check_journal, self._on_fit, self._on_unfit)

    def begin(self) -> None:
        """Let the amount received be typed."""
        if not self.is_hindered():
            self._board.receiving.open()
        self._board.show()

    def next_note(self) -> None:
        """The next note up; again for the one after."""
        if not self.is_hindered():
            self._board.receiving.open()
            self._board.receiving.next_note()
        self._board.show()

    def exact(self) -> None:
        """The exact amount, in one go."""
        if self.change.value is None and self._trade.clock.monotonic_s() - self._scanned_s >= GUARD_S:
            self.pay(None)

    def take(self) -> None:
        """What was typed, or the exact amount when nothing was."""
        amount, doubt = self._board.receiving.settled()
        if doubt:
            self._board.say(doubt, is_bad=True)
            self._board.show()
        else:
            self.pay(amount)

    def pay(self, amount_minor: int | None) -> None:
        """So much cash was handed over (None: exactly what is due)."""
        if not self.is_hindered():
            try:
                self._complete(amount_minor)
            except Refusal as refusal:
                self._board.say(sentence(refusal, current()), is_bad=True)
        self._board.show()

    def is_hindered(self) -> bool:
        """Whether something stands before payment; then it is chosen, and the board says it."""
        sale = self._counter.sale
        if sale.unresolved:
            self._board.selected = f"code {sale.unresolved[0].notice_id}"
            self._board.say(tr("{what}: remove it to go on.", what=self._board.blocked()), is_bad=True)
        elif not sale.cart.lines:
            self._board.say(tr("There is nothing to pay. Scan the first article."))
        return bool(sale.unresolved) or not sale.cart.lines

    def _complete(self, amount_minor: int | None) -> None:
        already = len(self._counter.sale.tenders)
        self._counter.take_cash(amount_minor)
        try:
            prepared = self._counter.prepare_sale()
        except Refusal:
            self._counter.give_back(already)
            raise
        self._board.receiving.close()
        self._board.say("")
        work = Recording(self._trade, prepared)
        self._trade.tasks.run(work, self._on_recorded, partial(self._on_not_recorded, prepared))

    def _on_recorded(self, done: tuple[Completed, Document | None]) -> None:
        completed, paper = done
        self._counter.finish(completed)
        self._board.last = last_sale(completed, self._board.amounts)
        self.trouble.show("")
        self._board.show()
        if self._counter.sale.is_empty and not self._board.entry:
            self.change.show(change_view(completed, paper, self._board.amounts))
        self._recorded()

    def _on_not_recorded(self, prepared: Prepared, error: Exception) -> None:
        self._counter.reopen(prepared)
        self._on_unfit(error)
        self._board.show()

    def _on_fit(self, _nothing: None) -> None:
        self.trouble.show("")

    def _on_unfit(self, error: Exception) -> None:
        assert isinstance(error, Refusal | Unavailable)
        self.trouble.show(sentence(error, current()))


class Recording:
    """Writes one sale on the store's thread and brings its receipt back."""

    def __init__(self, trade: Trade, prepared: Prepared) -> None:
        self._trade, self._prepared = trade, prepared

    def __call__(self) -> tuple[Completed, Document | None]:
        completed = self._trade.record(self._prepared)
        return completed, self._trade.receipts.document(completed.doc_no)
