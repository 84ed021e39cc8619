"""Why something was done that costs money: at most six reasons each, one number key. The codes stand in the books.

A shop that wants others changes this table; codes that were used once keep their words.
"""

from collections.abc import Mapping, Sequence

from pos_client.i18n import tr
from pos_client.presenters.panel_views import ActionView


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


WORDS: Mapping[str, str] = {
    "shelf_price": _("Shelf says so"),
    "damaged": _("Damaged"),
    "short_date": _("Best before soon"),
    "price_match": _("Price match"),
    "staff": _("Staff"),
    "goodwill": _("Goodwill"),
    "changed_mind": _("Changed their mind"),
    "cannot_pay": _("Cannot pay"),
    "wrong_goods": _("Wrong goods rung"),
    "too_long": _("Could not wait"),
    "practice": _("Practice"),
    "other": _("Another reason"),
    "give_change": _("Give change"),
    "add_change": _("Add change"),
    "to_safe": _("Take to the safe"),
    "count": _("Count the drawer"),
    "forgot": _("Something left inside"),
}
DISCOUNT = ("shelf_price", "damaged", "short_date", "price_match", "staff", "goodwill")
VOID = ("changed_mind", "cannot_pay", "wrong_goods", "too_long", "practice", "other")
DRAWER = ("give_change", "add_change", "to_safe", "count", "forgot", "other")


def reason_words(code: str) -> str:
    """What a reason is called; a code of another till stands for itself."""
    text = WORDS.get(code)
    return tr(text) if text is not None else code


def reason_actions(codes: Sequence[str]) -> tuple[ActionView, ...]:
    """The reasons to choose from, each with its number."""
    return tuple(ActionView(code, reason_words(code), str(number)) for number, code in enumerate(codes, start=1))


def reason_at(codes: Sequence[str], key: str) -> str:
    """The reason of a number key; "" for another key."""
    number = int(key) if len(key) == 1 and key.isascii() and key.isdigit() else 0
    return codes[number - 1] if 1 <= number <= len(codes) else ""
