"""What the keys of the sell screen do, from the map that the screen itself follows. Knows no key code."""

from pos_client.i18n import tr
from pos_client.presenters.aside import Panel
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.panel_views import KeysView


class KeysPanel(Panel):
    """Read, and gone with the same key."""

    word = "keys"

    def begin(self, text: str) -> None:  # noqa: ARG002 - nothing to type here
        """Show the map."""
        sentence = tr("Every key goes on working while you read.")
        self.aside.show(KeysView(title=tr("Keys of this screen"), sentence=sentence, keys=SELL_KEYS.rows()))
