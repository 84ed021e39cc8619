"""What keys are called on the keyboards of a language: "Ctrl P" is "Strg P" on a German one. Knows no key's meaning."""

from collections.abc import Mapping

from pos_client.i18n.words import Words


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


_CAPS: Mapping[str, str] = {
    "Ctrl": _("Ctrl"),
    "Enter": _("Enter"),
    "Esc": _("Esc"),
    "Ins": _("Ins"),
    "Del": _("Del"),
    "PgUp": _("PgUp"),
    "PgDn": _("PgDn"),
}


def key_cap(mark: str, say: Words) -> str:
    """The mark of a key or of several ("Ctrl P", "PgUp / PgDn") as the keyboards of that language are printed."""
    return " ".join(say.tr(_CAPS[part]) if part in _CAPS else part for part in mark.split(" "))
