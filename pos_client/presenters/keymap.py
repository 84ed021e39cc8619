"""What the keys of the sell screen mean, as a table: the screen, the marks on its controls, the legend and the map of
keys all read it. Knows no Qt; a key is called as it is called everywhere ("F2", "Ctrl+Z", "*").

A shop with other habits or another keyboard gives a table of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pos_client.i18n import tr


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


@dataclass(frozen=True, slots=True)
class Binding:
    """One key. `intent` is what it does, `words` says so on the map, `legend` shortly below the screen ("" for not)."""

    key: str
    intent: str
    words: str
    legend: str = ""


State = Literal["selling", "paying", "change"]
_LEGENDS: Mapping[State, tuple[tuple[str, str], ...]] = {
    "paying": (("enter", _("take")), ("next_note", _("next note")), ("card", _("card")), ("escape", _("back"))),
    "change": (("enter", _("next sale")), ("reprint", _("reprint"))),
}


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of one shop. The first key of an intent is the one that is shown."""

    bindings: tuple[Binding, ...]

    def intent(self, key: str) -> str:
        """What `key` means; "" for nothing."""
        return next((one.intent for one in self.bindings if one.key == key), "")

    def key(self, intent: str) -> str:
        """The mark of the key that does `intent`; "" where there is none."""
        return next((mark_of(one.key) for one in self.bindings if one.intent == intent), "")

    def legend(self, state: State = "selling") -> tuple[tuple[str, str], ...]:
        """The keys worth a reminder in that state of the screen: (mark, words)."""
        if state == "selling":
            return tuple((mark_of(one.key), tr(one.legend)) for one in self.bindings if one.legend)
        return tuple((self.key(intent), tr(words)) for intent, words in _LEGENDS[state])

    def rows(self) -> tuple[tuple[str, str], ...]:
        """All keys: (mark, words); one row for an intent, with all its keys."""
        marks: dict[str, list[str]] = {}
        for one in self.bindings:
            marks.setdefault(one.words, []).append(mark_of(one.key))
        return tuple((" / ".join(keys), tr(words)) for words, keys in marks.items())

    def with_keys(self, keys: Mapping[str, str]) -> "Keymap":
        """Other keys for some intents ({key: intent}); a key that is taken changes its owner."""
        words = {one.intent: one for one in self.bindings}
        unknown = set(keys.values()) - set(words)
        if unknown:
            raise ValueError(f"unknown intents: {sorted(unknown)}")
        moved = set(keys.values())
        kept = [one for one in self.bindings if one.key not in keys and one.intent not in moved]
        return Keymap((*(replace(words[intent], key=key) for key, intent in keys.items()), *kept))


SELL_KEYS = Keymap(
    (
        Binding("Enter", "enter", _("Pay, or take what was typed"), _("pay")),
        Binding("*", "quantity", _("Quantity of the next scan, or of the chosen line"), _("quantity")),
        Binding("-", "remove", _("Remove the chosen line"), _("remove")),
        Binding("Ctrl+Z", "undo", _("Undo the last change"), _("undo")),
        Binding("F1", "keys", _("Show what the keys do"), _("keys")),
        Binding("+", "next_note", _("Pay with the next note up; again for the one after")),
        Binding("F2", "find", _("Find an article")),
        Binding("F3", "customer", _("Customer of this sale")),
        Binding("F4", "park", _("Hold this sale")),
        Binding("F5", "resume", _("Resume a held sale")),
        Binding("F8", "discount", _("Price, discount, note and gift of the chosen line")),
        Binding("F9", "more", _("More ways to pay")),
        Binding("F10", "exact", _("Take the exact amount in cash")),
        Binding("F11", "card", _("Take a card")),
        Binding("F12", "lock", _("Lock the till, or let somebody else sell")),
        Binding("Ins", "answer", _("Give the chosen line what it waits for")),
        Binding("Del", "set_aside", _("Set the goods of the chosen line aside")),
        Binding("Up", "up", _("Choose another line")),
        Binding("Down", "down", _("Choose another line")),
        Binding("PgUp", "page_up", _("Choose another line")),
        Binding("PgDown", "page_down", _("Choose another line")),
        Binding("Ctrl+M", "menu", _("Everything else that this screen can do")),
        Binding("Ctrl+S", "stock", _("Stock here and in other stores")),
        Binding("Ctrl+K", "price_check", _("Price check: the next scan is not sold")),
        Binding("Ctrl+P", "reprint", _("Print the last receipt again")),
        Binding("Ctrl+G", "gift", _("Print a gift receipt of the sale that was just paid")),
        Binding("Ctrl+E", "mail", _("Send its receipt by e-mail")),
        Binding("Ctrl+Q", "qr", _("Show its receipt as a QR code")),
        Binding("Ctrl+D", "drawer", _("Open the drawer")),
        Binding("Ctrl+O", "paper", _("What the printer's chip says, then a copy or the other printer")),
        Binding("Ctrl+J", "paper_there", _("The receipt in doubt is there")),
        Binding("Esc", "escape", _("Clear what was typed, or go back; never the sale")),
        Binding("Backspace", "backspace", _("Delete the last character")),
    )
)

KEYMAP: Mapping[str, str] = {one.key: one.intent for one in SELL_KEYS.bindings}

ONCE = frozenset({"enter", "exact", "card", "reprint", "drawer", "lock", "park", "answer", "set_aside", "gift"})
"""What holding a key down does once only."""

_MARKS = {"Up": "↑", "Down": "↓", "PgUp": "PgUp", "PgDown": "PgDn", "-": "−", "Backspace": "⌫"}


def mark_of(key: str) -> str:
    """How a key is written on a control."""
    return _MARKS.get(key, key.replace("+", " ") if len(key) > 1 else key)
