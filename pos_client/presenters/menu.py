"""Everything that the sell screen can do beside selling, in one place: by one touch, or by the number of its key."""

from pos_client.i18n import tr
from pos_client.presenters.aside import Aside, Panel
from pos_client.presenters.panel_views import ActionView, ChoiceView


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


_WORDS = (
    ("find", _("Find an article"), "search"),
    ("customer", _("Customer"), "user"),
    ("stock", _("Stock everywhere"), "bag"),
    ("price_check", _("Price check"), "scanner"),
)


class MenuPanel(Panel):
    """Opens the other panels."""

    word = "menu"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._offered = _WORDS

    def begin(self, text: str) -> None:  # noqa: ARG002 - a menu has no use for it
        """Show what there is."""
        choices = tuple(
            ActionView(word, tr(label), str(number) if number < 10 else "", icon)
            for number, (word, label, icon) in enumerate(self._offered, start=1)
        )
        self.aside.show(ChoiceView(title=tr("More"), choices=choices, columns=2))

    def strike(self, word: str) -> bool:
        """The number of a choice."""
        if not (word.isdigit() and word.isascii()):
            return False
        if 1 <= int(word) <= len(self._offered):
            self.act(self._offered[int(word) - 1][0])
        return True

    def act(self, word: str) -> None:
        """Open what was chosen."""
        self.aside.open(word)
