"""Why something was done that costs money: at most six reasons each, one number key. The codes stand in the books,
their words in `sync_engine.receipt.reasons`.

A shop that wants others changes this table; codes that were used once keep their words.
"""

from collections.abc import Sequence

from pos_client.i18n import current
from pos_client.presenters.panel_views import ActionView
from sync_engine.receipt.reasons import reason_text

DISCOUNT = ("shelf_price", "damaged", "short_date", "price_match", "staff", "goodwill")
VOID = ("changed_mind", "cannot_pay", "wrong_goods", "too_long", "practice", "other")
DRAWER = ("give_change", "add_change", "to_safe", "count", "forgot", "other")


def reason_words(code: str) -> str:
    """What a reason is called; a code of another till stands for itself."""
    return reason_text(code, current())


def reason_actions(codes: Sequence[str]) -> tuple[ActionView, ...]:
    """The reasons to choose from, each with its number."""
    return tuple(ActionView(code, reason_words(code), str(number)) for number, code in enumerate(codes, start=1))


def reason_at(codes: Sequence[str], key: str) -> str:
    """The reason of a number key; "" for another key."""
    number = int(key) if len(key) == 1 and key.isascii() and key.isdigit() else 0
    return codes[number - 1] if 1 <= number <= len(codes) else ""
