"""What the till's own codes do on the sell screen: a scanned command goes the way of its key, a slip to what it is for.

Knows no way itself: `act` is given the word of an intent and a text, and tells whether the till has it.
"""

from collections.abc import Callable

from pos_client.counter.meaning import (
    ArticleCode,
    BadgeCode,
    CommandCode,
    CustomerCode,
    ParkedCode,
    ReceiptCode,
    meaning,
)
from pos_client.i18n import tr

Act = Callable[[str, str], bool]


class Codes:
    """Reads what was scanned or typed. `say` puts a sentence below the cart."""

    def __init__(self, act: Act, say: Callable[[str], None]) -> None:
        self._act, self._say = act, say

    def is_command(self, raw: str) -> bool:
        """Whether `raw` is a command of the card, which no panel may take for what it asked for."""
        return isinstance(meaning(raw), CommandCode)

    def take(self, raw: str) -> bool:
        """Whether `raw` was one of the till's own codes: then it is done, or said why it is not."""
        found = meaning(raw)
        match found:
            case ArticleCode():
                return False
            case CommandCode(name, argument):
                self._do(name, argument, tr("This till does not know that command."))
            case ParkedCode(code):
                self._do("resume", code, tr("This is the slip of a parked sale."))
            case CustomerCode(code):
                self._do("customer", code, tr("This is a customer's card."))
            case ReceiptCode(code):
                self._do("sales", code, tr("This is receipt {number}. It rings nothing up.", number=code))
            case BadgeCode():
                self._say(tr("This is a badge. It rings nothing up."))
        return True

    def _do(self, word: str, text: str, otherwise: str) -> None:
        if not self._act(word, text):
            self._say(otherwise)
