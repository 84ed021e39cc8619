"""What a word would be had the other keyboard layout been on: US and Russian, both ways. Knows no catalogue.

The key positions are those of the standard layouts (US QWERTY, Russian ЙЦУКЕН for PC); capitals count as small letters.
"""

from typing import Final

_US: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RU: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_US_SHIFTED: Final = '~{}:"<>'
_RU_SHIFTED: Final = "ёхъжэбю"
_TO_RU: Final = str.maketrans(_US + _US_SHIFTED, _RU + _RU_SHIFTED)
_TO_US: Final = str.maketrans(_RU + ".,", _US + "/?")
_US_KEYS, _RU_LETTERS = frozenset(_US + _US_SHIFTED), frozenset(_RU)
_LATIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


def other_layout(word: str) -> str:
    """The word that the same keys write in the other layout; the word itself where that makes no sense.

    Digits stay. A word of neither alphabet stays unless its keys are all letters of the Russian layout ("[kt," and
    "," too, but not "0,5").
    """
    small = word.lower()
    letters = frozenset(small)
    if letters & _RU_LETTERS:
        return small.translate(_TO_US)
    if letters & _LATIN or letters <= _US_KEYS:
        return small.translate(_TO_RU)
    return word
