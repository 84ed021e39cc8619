"""Why something was done that costs money, in words: the books keep the codes, screen and paper say them. Pure."""

from collections.abc import Mapping

from sync_engine.receipt.words import Words


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


def reason_text(code: str, say: Words) -> str:
    """What a reason is called; one without a code of ours stands for itself."""
    return say.tr(WORDS.get(code, code))
