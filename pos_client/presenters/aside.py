"""What a panel works with beside the sale, and what every panel is. Knows no panel by name.

A panel changes the sale through the counter only; a refusal becomes a sentence in the panel, and the cart is shown as
it is after every attempt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_client.counter.selling import Counter
from pos_client.i18n import current, sentence
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.board import Board
from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.ports import Trade
from pos_client.presenters.status import StatusPresenter
from sync_engine.domain.cart import CartLine
from sync_engine.domain.errors import Refusal, Unavailable
from sync_engine.domain.store import business_on

PAGE = 6  # rows that one page key goes


@dataclass(frozen=True, slots=True)
class Aside:
    """The sale beside the panel. `begin` makes room for something that is rung up; `show` paints, `close` ends, `open`
    goes to another panel; `status` is where the till stands with the ledger.
    """

    trade: Trade
    board: Board
    begin: Callable[[], None]
    show: Callable[[PanelView], None]
    close: Callable[[], None]
    open: Callable[[str], bool]
    status: Callable[[], StatusPresenter]

    @property
    def counter(self) -> Counter:
        return self.trade.counter

    @property
    def amounts(self) -> Amounts:
        return self.board.amounts

    @property
    def today(self) -> str:
        """The business day as ISO text."""
        store = self.trade.book.store()
        return business_on(self.trade.clock.now(), store.time_zone, store.cutover_minutes).isoformat()

    def notice_id(self) -> int | None:
        """The unresolved scan that is chosen in the cart; None when a line is, or nothing."""
        kind, _, number = self.board.selected.partition(" ")
        return int(number) if kind == "code" else None

    def line(self) -> CartLine | None:
        """The chosen line of the cart."""
        return self.board.chosen_line

    def attempt(self, change: Callable[[], object]) -> str:
        """Make a change and show the cart as it is; "" when it was made, else why not."""
        why = ""
        try:
            change()
        except (Refusal, Unavailable) as error:
            why = sentence(error, current())
        self.board.say("")
        self.board.show()
        return why

    def say(self, text: str, *, is_bad: bool = False) -> None:
        """A sentence below the cart: what was done stays in sight when the panel has gone."""
        self.board.say(text, is_bad=is_bad)
        self.board.show()

    def add(self, article_id: str) -> str:
        """Ring up an article in the quantity that waits, and close; why not, and stay, when it is refused."""
        counter, board = self.counter, self.board
        self.begin()
        quantity = counter.next_quantity or "1"
        if counter.next_quantity is not None:
            counter.undo()
        why = self.attempt(lambda: board.rung(counter.add_article(article_id, quantity)))
        if not why:
            self.close()
        return why

    def reason(self, error: Exception) -> str:
        """The sentence of what a task failed with."""
        assert isinstance(error, Refusal | Unavailable)
        return sentence(error, current())


class Panel:
    """A panel that does nothing yet; every panel answers these. `word` is what opens it."""

    word = ""

    def __init__(self, aside: Aside) -> None:
        self.aside = aside

    def begin(self, text: str) -> None:
        """Show itself; `text` is what stood in the entry line."""

    def strike(self, word: str) -> bool:  # noqa: ARG002 - a panel without keys of its own
        """A key; whether it was meant for the panel."""
        return False

    def type_text(self, text: str) -> None:
        """What stands in the line of the panel now."""

    def act(self, word: str) -> None:
        """An action or a row was touched."""

    def take_scan(self, raw: str) -> bool:  # noqa: ARG002 - scans are for the cart
        """Whether the panel wants this scan instead of the cart."""
        return False

    def fill(self, word: str, text: str) -> None:
        """What stands in one line of a form."""

    def refresh(self) -> None:
        """What the till knows has changed."""

    def tick(self) -> None:
        """A second has passed: ages grow."""

    def end(self) -> None:
        """The panel is closed."""


def stepped(keys: Sequence[str], selected: str, word: str) -> str:
    """The key that is chosen after an arrow or page key; stays at the ends."""
    by = {"up": -1, "down": 1, "page_up": -PAGE, "page_down": PAGE}[word]
    if not keys:
        return ""
    here = keys.index(selected) if selected in keys else (-1 if by > 0 else len(keys))
    return keys[min(max(here + by, 0), len(keys) - 1)]


STEPS = frozenset({"up", "down", "page_up", "page_down"})


def is_typed(word: str) -> bool:
    """Whether a key is a character."""
    return len(word) == 1 and word.isprintable()
