"""What can be done with a line of the open sale: choose it, another quantity, away with it, and back again by undo."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from pos_client.counter.open_sale import Unresolved
from pos_client.counter.selling import Counter
from pos_client.i18n import tr
from pos_client.presenters.board import Board
from pos_client.presenters.sale_words import notice_key

_NOT_OLD_ENOUGH = "no_id"  # why a check of age failed, as it stands in the books


class Editing:
    """Changes lines through the counter. `attempt` makes a change, says a refusal and shows the board."""

    def __init__(self, counter: Counter, board: Board, attempt: Callable[[Callable[[], object]], None]) -> None:
        self._counter, self._board, self._attempt = counter, board, attempt

    def choose(self, key: str) -> None:
        """The line that is meant from now on."""
        self._board.selected, self._board.asks_quantity = key, False
        self._board.show()

    def remove_chosen(self) -> None:
        """Take the chosen line away."""
        if self._board.selected:
            self.remove(self._board.selected)

    def remove(self, key: str) -> None:
        """Take a line, or a scan that gave none, away; undo brings it back. Who may not buy it is written down."""
        kind, _, number = key.partition(" ")
        if kind == "line":
            self._attempt(partial(self._counter.remove_line, int(number)))
        elif self._reason(int(number)) == "age_check":
            self._attempt(partial(self._counter.age_refused, int(number), _NOT_OLD_ENOUGH))
        else:
            self._attempt(partial(self._counter.set_aside, int(number)))

    def id_seen(self) -> None:
        """An identity card was looked at for the chosen line; it counts for the rest of this sale."""
        notice = self.notice
        if notice is not None and notice.reason == "age_check":
            self._attempt(lambda: self._board.rung(self._counter.age_seen(notice.notice_id)))

    def any_id_seen(self) -> None:
        """The same for the first line that waits for it, whatever is chosen."""
        waiting = [one for one in self._counter.sale.unresolved if one.reason == "age_check"]
        if self.notice not in waiting and waiting:
            self.choose(notice_key(waiting[0].notice_id))
        if waiting:
            self.id_seen()
        else:
            self._board.say(tr("No article waits for an ID."))
            self._board.show()

    @property
    def notice(self) -> Unresolved | None:
        """The chosen line, where it is a scan that gave none."""
        kind, _, number = self._board.selected.partition(" ")
        return self._notice(int(number)) if kind == "code" else None

    def first_unresolved(self) -> bool:
        """Choose the first line that is to be sorted out; whether there is one."""
        waiting = self._counter.sale.unresolved
        if waiting:
            self.choose(notice_key(waiting[0].notice_id))
        return bool(waiting)

    def _notice(self, notice_id: int) -> Unresolved | None:
        return next((one for one in self._counter.sale.unresolved if one.notice_id == notice_id), None)

    def _reason(self, notice_id: int) -> str:
        notice = self._notice(notice_id)
        return notice.reason if notice else ""

    def one_more(self) -> None:
        """One more of the chosen line."""
        self._step(1)

    def one_less(self) -> None:
        """One less of the chosen line; the last one takes the line away."""
        self._step(-1)

    def ask_quantity(self) -> None:
        """`3 *` before a scan; alone, the quantity of the chosen line."""
        board = self._board
        if board.entry and not board.asks_quantity:
            entry, board.entry = board.entry, ""
            self._attempt(lambda: board.rung(self._counter.scan(f"{entry}*")))
        elif board.chosen_line is not None:
            board.asks_quantity = not board.asks_quantity
            board.show()

    def set_quantity(self, text: str) -> None:
        """The quantity that was asked for; nothing typed changes nothing."""
        line = self._board.chosen_line
        self._board.asks_quantity = False
        if line is not None and text:
            self._attempt(partial(self._counter.set_quantity, line.line_id, text))
        else:
            self._board.show()

    def undo(self) -> None:
        """Take the last change back."""
        self._attempt(self._take_back)

    def _take_back(self) -> None:
        if not self._counter.undo():
            self._board.say(tr("There is nothing to undo."))

    def _step(self, by: int) -> None:
        line = self._board.chosen_line
        if line is None:
            return
        value = line.quantity.value + by * 10**line.quantity.scale
        if value <= 0:
            self.remove_chosen()
        else:
            text = str(replace(line.quantity, value=value))
            self._attempt(partial(self._counter.set_quantity, line.line_id, text))
