"""What an unresolved scan is called and what can be done about it: a table with one row for each reason.

An unresolved line never stops the next scan; it stops the payment, and carries the keys that sort it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pos_client.counter.open_sale import Unresolved
from pos_client.i18n import tr
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.views import LineActionView, LineView


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: its word on the line, its sentence, the intents of its keys (the first is the likely answer)."""

    tag: str
    sentence: str
    intents: tuple[str, ...]


_REASONS: Mapping[str, Why] = {
    "unknown_article": Why(
        _("Not found"),
        _("Not found in this shop. Find it, price it, or set it aside."),
        ("find", "price_it", "set_aside"),
    ),
    "no_price": Why(
        _("No price"), _("No price in this shop today. Price it, or set it aside."), ("price_it", "set_aside")
    ),
    "price_needed": Why(_("Price?"), _("Its price is typed in. Price it, or set it aside."), ("price_it", "set_aside")),
    "weight_needed": Why(_("Weight?"), _("It is sold by weight. Weigh it, or set it aside."), ("weigh", "set_aside")),
    "serial_needed": Why(
        _("Serial no.?"), _("Its serial number is kept. Scan or type it, or set it aside."), ("serial", "set_aside")
    ),
    "age_check": Why(_("{age}+"), _("From {age} years on. See an identity card, or refuse."), ("id_seen", "refuse")),
    "recalled": Why(
        _("Recalled"), _("Recalled: it must not be sold and is in no total. Set it aside."), ("set_aside",)
    ),
    "unknown_tax_code": Why(
        _("No tax rate"), _("No tax rate in this shop. Set it aside, and tell the office."), ("set_aside",)
    ),
}
_OTHER = Why(_("Look at it"), _("It cannot be sold here. Set it aside to go on."), ("set_aside",))

# intent -> (label, key of the keyboard, icon)
_KEYS: Mapping[str, tuple[str, str, str]] = {
    "find": (_("Find"), "find", "search"),
    "price_it": (_("Price it"), "discount", "tag"),
    "weigh": (_("Weigh"), "answer", "scale"),
    "serial": (_("Serial no."), "answer", "hash"),
    "id_seen": (_("ID seen"), "answer", "id"),
    "refuse": (_("Refuse"), "set_aside", "x"),
    "set_aside": (_("Set aside"), "set_aside", "bag"),
}


def why_of(notice: Unresolved) -> Why:
    """The reason of an unresolved scan."""
    return _REASONS.get(notice.reason, _OTHER)


def answer_of(notice: Unresolved) -> str:
    """The intent that is the likely answer."""
    return why_of(notice).intents[0]


def panel_of(word: str, notice: Unresolved | None) -> str:
    """The panel of an intent; whatever a line waits for is given to it in one panel."""
    is_wanted = word in {"weigh", "serial"} or (word == "discount" and notice is not None)
    return "price_it" if is_wanted else word


def notice_view(notice: Unresolved, key: str) -> LineView:
    """The line of an unresolved scan, without its number."""
    why = why_of(notice)
    sentence, tag = tr(why.sentence, age=notice.min_age), tr(why.tag, age=notice.min_age)
    name = notice.name or notice.code
    return LineView(
        key=key,
        number="",
        name=name,
        detail=sentence,
        code=notice.code if notice.name else "",
        amount="",
        is_unresolved=True,
        spoken=tr("{name}: {why}", name=name, why=sentence),
        tag=tag,
        actions=tuple(_action(intent, is_main=place == 0) for place, intent in enumerate(why.intents)),
        is_stopped=notice.reason == "recalled",
    )


def _action(intent: str, *, is_main: bool) -> LineActionView:
    label, key, icon = _KEYS[intent]
    return LineActionView(intent, tr(label), SELL_KEYS.key(key), icon, is_main=is_main)
