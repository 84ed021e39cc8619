"""Search done the slow way, over the rows themselves: what the till's search has to equal."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sync_engine.sql.fold import fold
from sync_engine.sql.keyboards import other_layout

Bodies = Mapping[str, Mapping[str, Any]]
Spelling = tuple[str, str]
_KANA_OR_IDEOGRAPH = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"


def plain_search(bodies: Bodies, preferred: Iterable[str], typed: str) -> dict[str, tuple[int, int, int]]:
    """All articles that fit, with their order: the smaller the better, equals in any order."""
    words = [pair for word in typed[:80].split() for pair in _spellings(word)]
    liked = frozenset(preferred)
    as_typed, repaired = ([(pair[side],) for pair in words] for side in (0, 1))
    for readings in ((as_typed, repaired), (words,)):
        orders = {sku: _order(sku, body, readings, is_preferred=sku in liked) for sku, body in bodies.items()}
        found = {sku: order for sku, order in orders.items() if order is not None}
        if found:
            return found
    return {}


def _order(
    sku: str, body: Mapping[str, Any], readings: Sequence[Sequence[tuple[str, ...]]], *, is_preferred: bool
) -> tuple[int, int, int] | None:
    names = [_joined(fold(name)) for name in (body["name"], *body["names"].values())]
    codes = [_joined(fold(code)) for code in (sku, *(one["code"] for one in body["barcodes"]))]
    others = [_joined(fold(text)) for text in (body["brand"] or "", body["category"] or "")]
    for number, reading in enumerate(readings):
        fits = _fits(names, codes, others, reading)
        if fits is not None:
            return number, fits if fits < 2 else 2 if is_preferred else 3, fits
    return None


def _fits(names: list[str], codes: list[str], others: list[str], words: Sequence[tuple[str, ...]]) -> int | None:
    if not words:
        return None
    whole = _joined(" ".join(spellings[-1] for spellings in words))
    if whole in codes:
        return 0
    if whole in names:
        return 1
    if any(name.startswith(whole) for name in names):
        return 2
    fields = [*names, *codes, *others]
    begins = [any(_begins(word, field) for word in spellings for field in fields) for spellings in words]
    if all(begins):
        return 3
    inside = [any(len(word) >= 3 and _joined(word) in field for word in spell for field in fields) for spell in words]
    return 4 if all(map(max, begins, inside)) else None


def _spellings(word: str) -> list[Spelling]:
    typed, repaired = fold(word).split(), fold(other_layout(word)).split()
    if len(typed) != len(repaired):
        repaired = typed
    return list(zip(typed, repaired, strict=True))


def _begins(word: str, field: str) -> bool:
    word = _joined(word)
    return any(field.startswith(word, at) and _is_beginning(field, at) for at in range(len(field)))


def _is_beginning(field: str, at: int) -> bool:
    if at == 0 or field[at - 1] == " ":
        return True
    before, here = field[at - 1], field[at]
    is_letter, was_letter = re.match(r"\w", here), re.match(r"\w", before)
    return bool(is_letter and not was_letter) or bool(was_letter and re.match(f"[{_KANA_OR_IDEOGRAPH}]", here))


def _joined(folded: str) -> str:
    """A blank where a word begins anyway tells nothing."""
    return re.sub(rf"(?<=[^\w\s]) (?=\w)|(?<=\w) (?=[{_KANA_OR_IDEOGRAPH}])", "", folded)
