"""What the keys of the sell screen do, from the map that the screen itself follows. Knows no key code."""

from pos_client.i18n import tr
from pos_client.presenters.aside import STEPS, Aside, Panel
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.panel_views import ActionView, KeysView

PAGE = 15  # keys that can be read at once on the smallest screen


class KeysPanel(Panel):
    """Read page by page, and gone with the same key."""

    word = "keys"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._page = 0

    def begin(self, text: str) -> None:  # noqa: ARG002 - nothing to type here
        """Show the map."""
        rows = SELL_KEYS.rows()
        pages = -(-len(rows) // PAGE)
        self._page %= pages
        number = tr("{page} of {pages}", page=self._page + 1, pages=pages)
        on = ActionView("enter", tr("More keys"), tr("Enter"), "chevron-right")
        self.aside.show(
            KeysView(
                title=tr("Keys of this screen"),
                sentence=number,
                keys=rows[self._page * PAGE : (self._page + 1) * PAGE],
                actions=(on,) if pages > 1 else (),
            )
        )

    def strike(self, word: str) -> bool:
        """The next page, or the one before."""
        if word in STEPS or word == "enter":
            self._page += -1 if word in {"up", "page_up"} else 1
            self.begin("")
            return True
        return word == "backspace"

    def act(self, word: str) -> None:
        """The next page."""
        self.strike(word)
