"""Two languages that nobody speaks, made from English, for whoever draws a screen: no shop can choose them.

`en-XA` shows what was not translated, and what has no room: accented letters, two fifths longer, in brackets.
`ar-XB` runs from right to left: every word turned round, so that a side that was not mirrored is seen.
"""

import re
from collections.abc import Callable
from gettext import NullTranslations
from typing import Final

LONG: Final = "en-XA"
MIRRORED: Final = "ar-XB"
PSEUDO: Final = (LONG, MIRRORED)

_ACCENTED: Final = str.maketrans("AEIOUCNSYZaeioucnsyz", "ÀÉÎÖÛÇÑŠÝŽàéîöûçñšýž")
_FILLER: Final = "éö"
_PARTS: Final = re.compile(r"(\{\w*\})")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TURNED, _TURNED_BACK = "\u202e", "\u202c"


def long(text: str) -> str:
    """`text` accented, longer by two fifths and in brackets; what stands in braces stays."""
    return f"[{_outside_braces(text, _lengthened)}]"


def mirrored(text: str) -> str:
    """`text` with every word running from right to left; what stands in braces stays."""
    return _outside_braces(text, lambda word: f"{_TURNED}{word}{_TURNED_BACK}")


class Pseudo(NullTranslations):
    """A catalogue that makes its translations."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def gettext(self, message: str) -> str:
        return self._make(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._make(msgid1 if n == 1 else msgid2)


def catalogue(language: str) -> NullTranslations | None:
    """The words of such a language; None for a language that people speak."""
    return {LONG: Pseudo(long), MIRRORED: Pseudo(mirrored)}.get(language)


def _outside_braces(text: str, change: Callable[[str], str]) -> str:
    parts = _PARTS.split(text)
    return "".join(part if _PARTS.fullmatch(part) else _WORD.sub(lambda word: change(word[0]), part) for part in parts)


def _lengthened(word: str) -> str:
    more = len(word) * 2 // 5
    return word.translate(_ACCENTED) + (_FILLER * more)[:more]
