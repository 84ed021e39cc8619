"""What an article is found by, as one text that a trigram index can answer for, and what typed text asks of it.

The trick is in the gaps: two blanks stand before every word and two line ends before every name, so that the beginning
of a word, one letter long or more, is a trigram like any other. Knows no table. A word begins after a blank, after a
punctuation mark, and with every ideograph or kana (their languages write no blanks).

A word of three letters or more is looked for anywhere, a shorter one at the beginning of a word. The index knows only
which trigrams a text has, not where: whatever it finds must be asked for its `rank`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from sync_engine.sql.fold import fold
from sync_engine.sql.keyboards import other_layout

GAP, NAME_GAP = "  ", "\n\n"
MOST_TYPED = 80
"""Characters of a query that count: longer than any name, shorter than what a pasted page would cost."""
_ANYWHERE = 3
_MOST_GRAMS, _MOST_WORDS = 10, 8
"""What of a long word or text the index is asked for; `rank` looks at all of it."""

_WORD_BEGINS = re.compile(r"(?<=[^\w\s])(?=\w)|(?<=\w)(?=[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")


class Rank(IntEnum):
    """How well an article fits, best first."""

    CODE = 0
    NAME = 1
    NAME_BEGINS = 2
    WORDS_BEGIN = 3
    CONTAINS = 4


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a typed word, with its gaps. `is_short`: it counts at the beginning of a word only."""

    text: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A reading of typed text: all of it with its gaps, and of each word the forms of which one must be there.

    `is_last_resort`: only when nothing fits a better reading.
    """

    whole: str
    words: tuple[tuple[Form, ...], ...]
    is_last_resort: bool = False


def searchable(names: Iterable[str], codes: Iterable[str], others: Iterable[str]) -> str:
    """The text of an article: its names, then its codes, then whatever else a person may type (brand, category)."""
    lines = [f"\n\n{text}" for text in _spread_once(names)]
    lines += [f"\n  {text}" for text in _spread_once(codes)]
    rest = _spread_once(others)
    if rest:
        lines.append("".join(("\n", *(f"  {text}" for text in rest), "  ")))
    return "".join((*lines, "\n"))


def queries(typed: str) -> tuple[Query, ...]:
    """The readings of typed text, the likelier first: as typed, as the other keyboard layout has it, and as the last
    resort each word the one or the other way.

    Any text will do; none at all, or nothing but marks, has no reading.
    """
    pairs = [pair for word in typed[:MOST_TYPED].split() for pair in _spellings(word)]
    if not pairs:
        return ()
    plain = _plain_query(typed for typed, _ in pairs)
    if all(typed == repaired for typed, repaired in pairs):
        return (plain,)
    other = _plain_query(repaired for _, repaired in pairs)
    if len(pairs) == 1:
        return plain, other
    mixed = tuple(tuple(map(_form, dict.fromkeys(pair))) for pair in pairs)
    return plain, other, Query(other.whole, mixed, is_last_resort=True)


def rank(query: Query, text: str) -> Rank | None:
    """How well the article of that `searchable` text fits; None when it does not."""
    if f"\n  {query.whole}\n" in text:
        return Rank.CODE
    if f"\n\n{query.whole}" in text:
        return Rank.NAME if f"\n\n{query.whole}\n" in text else Rank.NAME_BEGINS
    if all(any(_begins(form, text) for form in forms) for forms in query.words):
        return Rank.WORDS_BEGIN
    if all(any(_is_in(form, text) for form in forms) for forms in query.words):
        return Rank.CONTAINS
    return None


def expressions(query: Query) -> Sequence[tuple[Rank, str]]:
    """FTS5 expressions and the rank down to which each finds every article, best first.

    What they find may rank lower, or not at all.
    """
    words = query.words[:_MOST_WORDS]
    beginning = " AND ".join(_any(map(_beginning, forms)) for forms in words)
    anywhere = " AND ".join(_any(map(_anywhere, forms)) for forms in words)
    whole = query.whole
    ends = [f"{whole[-2:]}\n"] if len(whole) > 1 else [f" {whole}\n", f"\n{whole}\n"]
    asked = [
        (Rank.NAME, f"{_any(_all([end]) for end in ends)} AND {beginning}"),
        (Rank.NAME_BEGINS, f"{_all([_first(NAME_GAP, whole)])} AND {anywhere}"),
        (Rank.WORDS_BEGIN, beginning),
    ]
    return asked if beginning == anywhere else [*asked, (Rank.CONTAINS, anywhere)]


# --- words and their gaps ---


def _spellings(word: str) -> list[tuple[str, str]]:
    """The folded words of a typed one, each as typed and as repaired (the same where folding makes no word of it)."""
    typed, repaired = fold(word).split(), fold(other_layout(word)).split()
    if len(typed) == len(repaired):
        return list(zip(typed, repaired, strict=True))
    return [(one, one) for one in typed]


def _form(folded: str) -> Form:
    return Form(_spread(folded), len(folded) < _ANYWHERE)


def _plain_query(words: Iterable[str]) -> Query:
    folded = tuple(words)
    return Query(_spread(" ".join(folded)), tuple((_form(word),) for word in folded))


def _spread(folded: str) -> str:
    return _WORD_BEGINS.sub("  ", folded.replace(" ", "  "))


def _spread_once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(_spread(fold(text)) for text in texts) if text]


def _begins(form: Form, text: str) -> bool:
    return f"  {form.text}" in text or f"\n\n{form.text}" in text


def _is_in(form: Form, text: str) -> bool:
    return _begins(form, text) if form.is_short else form.text in text


# --- what the index is asked ---


def _grams(text: str) -> list[str]:
    """The trigrams of a text without those that every text with a gap has, and those that the next one implies."""
    grams = [text[at : at + 3] for at in range(len(text) - 2)]
    telling = [
        gram
        for gram, after in pairwise([*grams, ""])
        if not gram.endswith(GAP) and (not gram.startswith(GAP) or not after or after.endswith(" "))
    ]
    return list(dict.fromkeys(telling))[:_MOST_GRAMS]


def _first(gap: str, text: str) -> str:
    """The trigram that says that `text`, or a text with its first two characters, stands behind a gap."""
    return f"{gap[1:]}{text[:2]}" if len(text) > 1 else f"{gap}{text}"


def _all(grams: Iterable[str]) -> str:
    return " AND ".join('"{}"'.format(gram.replace('"', '""')) for gram in grams)


def _any(asked: Iterable[str]) -> str:
    each = list(asked)
    return each[0] if len(each) == 1 else " OR ".join(f"({one})" for one in each).join("()")


def _beginning(form: Form) -> str:
    begins = _any(_all([_first(gap, form.text)]) for gap in (GAP, NAME_GAP))
    return " AND ".join(filter(None, (begins, _all(_grams(form.text)))))


def _anywhere(form: Form) -> str:
    return _all(_grams(form.text)) if not form.is_short else _beginning(form)
