"""Codes, names and amounts inside a text that runs from right to left: each keeps its direction. Knows no screen."""

from collections.abc import Mapping
from unicodedata import bidirectional

from pos_client.i18n.words import Words

_FROM_THE_RIGHT = frozenset({"R", "AL", "RLO", "RLE", "RLI"})
FIRST_STRONG, LEFT_TO_RIGHT, END = "\u2068", "\u2066", "\u2069"
"""Isolates of Unicode's rules for both directions: in its own direction, from left to right, and their end."""


def isolated(values: Mapping[str, object], say: Words) -> dict[str, object]:
    """The values of a text, each one shut off from the text around it where that runs from right to left."""
    if not say.is_rtl:
        return dict(values)
    return {name: f"{FIRST_STRONG}{value}{END}" if value != "" else value for name, value in values.items()}


def plain_side(text: str) -> str:
    """`text` for a place that is read from right to left: without a letter of such a script it keeps its order, so that
    an amount, a code or a telephone number stays what it is.
    """
    if not text or any(bidirectional(mark) in _FROM_THE_RIGHT for mark in text):
        return text
    return f"{LEFT_TO_RIGHT}{text}{END}"
