"""Text made comparable for searching: what a person types and what a label says fold to the same letters.

Knows nothing of tables; the index and every query over it must both go through `fold`.
"""

import unicodedata


def fold(text: str) -> str:
    """Return `text` casefolded, without combining marks (ё becomes е), compatibility forms and surplus whitespace.

    Control characters separate words, invisible ones and halves of characters vanish. Folding folded text changes
    nothing.
    """
    folded = text.lower() if text.isascii() and text.isprintable() else text.translate(_LETTERS)
    return " ".join(folded.split())


class _Letters(dict[int, str]):
    """What each letter folds to, worked out when the letter is first met. Letter by letter is exact: decomposing and
    casefolding look at one letter at a time, and the marks whose order depends on neighbours are dropped.
    """

    def __missing__(self, code: int) -> str:
        letters = chr(code)
        # Twice: casefolding may bring marks (a dotted capital I), decomposing may bring capitals (a numero sign).
        for _ in range(2):
            letters = "".join(map(_plain, unicodedata.normalize("NFKD", letters.casefold())))
        self[code] = letters = letters.casefold()
        return letters


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cc":
        return " "
    return "" if kind in {"Cf", "Cs"} or unicodedata.combining(letter) else letter


_LETTERS = _Letters()
