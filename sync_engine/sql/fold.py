"""Text made comparable for searching: what a person types and what a label says fold to the same letters.

Knows nothing of tables; the index and every query over it must both go through `fold`.
"""

import unicodedata


def fold(text: str) -> str:
    """Return `text` casefolded, without combining marks (ё becomes е), compatibility forms and surplus whitespace.

    Folding folded text changes nothing.
    """
    folded = text.lower() if text.isascii() else text.translate(_LETTERS)
    return " ".join(folded.split())


def match_expression(text: str) -> str | None:
    """Return the FTS5 expression that finds every word of `text` as a substring, None when no word has three letters.

    The trigram index cannot answer for shorter words; they are left out here and must be looked for as a prefix.
    """
    words = [word for word in fold(text).split() if len(word) >= 3]
    return " AND ".join(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in words) or None


def prefix_bounds(text: str) -> tuple[str, str]:
    """Return (low, high) such that `low <= folded < high` holds exactly for folded texts that begin with `text`."""
    low = fold(text)
    return low, low + "\U0010ffff"


class _Letters(dict[int, str]):
    """What each letter folds to, worked out when the letter is first met. Letter by letter is exact: decomposing and
    casefolding look at one letter at a time, and the marks whose order depends on neighbours are dropped.
    """

    def __missing__(self, code: int) -> str:
        letters = chr(code)
        # Twice: casefolding may bring marks (a dotted capital I), decomposing may bring capitals (a numero sign).
        for _ in range(2):
            decomposed = unicodedata.normalize("NFKD", letters.casefold())
            letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
        self[code] = letters = letters.casefold()
        return letters


_LETTERS = _Letters()
