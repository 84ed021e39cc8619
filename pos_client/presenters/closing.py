"""Recording a sale that is paid, away from the screen, and what is shown of it: the change, or why it is open again."""

from collections.abc import Callable
from functools import partial

from hardware.document import Document
from pos_client.counter.completing import Completed, Prepared
from pos_client.i18n import current, sentence
from pos_client.presenters.board import Board
from pos_client.presenters.change import change_view, last_sale
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChangeView
from sync_engine.domain.errors import Refusal, Unavailable


class Closing:
    """`change` is what goes back, `trouble` a sentence that stops the till; `recorded` is called after the commit."""

    def __init__(self, trade: Trade, board: Board, recorded: Callable[[], None]) -> None:
        self._trade, self._counter, self._board = trade, trade.counter, board
        self._recorded = recorded
        self.change: Shown[ChangeView | None] = Shown(None)
        self.trouble: Shown[str] = Shown("")

    def check_journal(self) -> None:
        """Before the first line of a sale: could it be recorded at all?"""
        self._trade.tasks.run(self._trade.check_journal, self._on_fit, self.fail)

    def complete(self) -> None:
        """Record the paid sale. Refuses as `Counter.prepare_sale` does."""
        prepared = self._counter.prepare_sale()
        self._board.receiving.close()
        work = Recording(self._trade, prepared)
        self._trade.tasks.run(work, self._on_recorded, partial(self._on_not_recorded, prepared))

    def fail(self, error: Exception) -> None:
        """Something cannot be kept on the disk."""
        assert isinstance(error, Refusal | Unavailable)
        self.trouble.show(sentence(error, current()))

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
        self.fail(error)
        self._board.show()

    def _on_fit(self, _nothing: None) -> None:
        self.trouble.show("")


class Recording:
    """Writes one sale on the store's thread and brings its receipt back."""

    def __init__(self, trade: Trade, prepared: Prepared) -> None:
        self._trade, self._prepared = trade, prepared

    def __call__(self) -> tuple[Completed, Document | None]:
        completed = self._trade.record(self._prepared)
        return completed, self._trade.receipts.document(completed.doc_no)
