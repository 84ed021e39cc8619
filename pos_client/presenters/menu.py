"""Everything that the sell screen can do beside selling, in one place: by one touch, or by the number of its key."""

from pos_client.i18n import tr
from pos_client.presenters.aside import Panel
from pos_client.presenters.panel_views import ActionView, ChoiceView


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


_WORDS = (
    ("find", _("Find an article"), "search"),
    ("price_check", _("Price check"), "tag"),
    ("stock", _("Stock everywhere"), "warehouse"),
    ("customer", _("Customer"), "user"),
    ("discount", _("Discount, price, note"), "tag"),
    ("price_it", _("Goods without a code"), "scale"),
    ("sales", _("Receipts of this till"), "receipt"),
    ("drawer", _("Open the drawer"), "drawer"),
    ("void", _("Give up this sale"), "x"),
)


class MenuPanel(Panel):
    """Opens the other panels."""

    word = "menu"

    def begin(self, text: str) -> None:  # noqa: ARG002 - a menu has no use for it
        """Show what there is."""
        choices = tuple(
            ActionView(word, tr(label), str(number), icon) for number, (word, label, icon) in enumerate(_WORDS, start=1)
        )
        self.aside.show(ChoiceView(title=tr("More"), choices=choices, columns=3))

    def strike(self, word: str) -> bool:
        """The number of a choice."""
        if not (word.isdigit() and word.isascii()):
            return word in {"enter", "backspace"}
        if 1 <= int(word) <= len(_WORDS):
            self.act(_WORDS[int(word) - 1][0])
        return True

    def act(self, word: str) -> None:
        """Open what was chosen."""
        if not self.aside.open(word):
            self.aside.close()
            self.aside.say(tr("This till does not have that yet."))
