"""A change of the sale, tried: the board as it is afterwards, the sentence of a refusal, the sound for it."""

from collections.abc import Callable

from pos_client.i18n import current, sentence
from pos_client.presenters.board import Board
from pos_client.presenters.hearing import Hearing
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChangeView
from sync_engine.domain.errors import Refusal, Unavailable


class Attempting:
    """Call it with a change. The change of the sale before is out of sight then."""

    def __init__(self, board: Board, hearing: Hearing, change: Shown[ChangeView | None]) -> None:
        self._board, self._hearing, self._change = board, hearing, change

    def __call__(self, change: Callable[[], object], otherwise: str = "") -> None:
        """Make a change and show the board; then the sound that it gives, or `otherwise` when it is refused."""
        self._change.show(None)
        self._board.say("")
        sound: object = otherwise
        try:
            sound = change()
        except (Refusal, Unavailable) as error:
            self._board.say(sentence(error, current()), is_bad=True)
        self._board.show()
        self._hearing.sound(sound if isinstance(sound, str) else "")
