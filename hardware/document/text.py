"""What text may reach a device, and how wide it is; it must not know what the text says.

A printer obeys control bytes wherever they come from: the article name `Milk<ESC>p` opens the drawer. So every text
passes `clean` before it is measured or encoded, and nothing else hands text to a renderer.
"""

import unicodedata

_BREAKS = {"\t", "\n", "\r"}
_JOINERS = {"\u200c", "\u200d"}  # Persian and Indic words need them
# Controls, formats (bidirectional overrides show an amount backwards), lone surrogates, line separators.
_REFUSED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def clean(text: str) -> str:
    """`text` in composed form (NFC), without control and format characters; every kind of space becomes a plain one."""
    return unicodedata.normalize("NFC", "".join(_cleaned(mark) for mark in text))


def _cleaned(mark: str) -> str:
    category = unicodedata.category(mark)
    if mark in _BREAKS or category == "Zs":
        return " "
    return "" if category in _REFUSED and mark not in _JOINERS else mark


def width_of(text: str) -> int:
    """Columns that `text` takes in a fixed-width font: 2 for East Asian wide and full-width, 0 for combining marks."""
    return sum(_cells(mark) for mark in text)


def _cells(mark: str) -> int:
    if unicodedata.combining(mark) or unicodedata.category(mark) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in {"W", "F"} else 1


def clusters(text: str) -> list[tuple[str, int]]:
    """`text` cut into what is drawn together, each with its width in columns.

    A combining mark stays with its letter; a run of right-to-left letters stays whole, so that a shaping engine can
    join and order them.
    """
    found: list[tuple[str, int]] = []
    for mark in text:
        cells = _cells(mark)
        joins = found and (cells == 0 or (_is_leftward(mark) and _is_leftward(found[-1][0][-1])))
        if joins:
            before, width = found[-1]
            found[-1] = (before + mark, width + cells)
        else:
            found.append((mark, cells))
    return found


def _is_leftward(mark: str) -> bool:
    return unicodedata.bidirectional(mark) in {"R", "AL", "NSM"}


def needs_shaping(text: str) -> bool:
    """Whether letters join, stack or run right to left, which no code page of a printer can do."""
    return any(
        _cells(mark) == 0 or unicodedata.bidirectional(mark) in {"R", "AL", "AN"} or unicodedata.category(mark) == "Mc"
        for mark in text
    )


def wrap(text: str, columns: int) -> list[str]:
    """`text` in rows of at most `columns`, broken at spaces where possible, each with its indent. Never empty."""
    indent = len(text) - len(text.lstrip(" "))
    if 0 < indent <= columns // 4 and indent < len(text):
        return [" " * indent + row for row in wrap(text[indent:], columns - indent)]
    rows: list[str] = []
    row: str | None = None
    for word in text.split(" "):
        joined = word if row is None else f"{row} {word}"
        if width_of(joined) <= columns:
            row = joined
        elif word:
            rows.extend([row.rstrip()] if row and row.strip() else [])
            *full, row = split(word, columns)
            rows.extend(full)
    return [*rows, row or ""] if row or not rows else rows


def split(word: str, columns: int) -> list[str]:
    """`word` in pieces of at most `columns` (at least one character each). Never empty."""
    pieces, piece, used = [], "", 0
    for cluster, cells in _short_clusters(word, columns):
        if piece and used + cells > columns:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + cluster, used + cells
    return [*pieces, piece]


def _short_clusters(word: str, columns: int) -> list[tuple[str, int]]:
    whole = clusters(word)
    if all(cells <= columns for _, cells in whole):
        return whole
    return [(mark, _cells(mark)) for mark in word]


def shorten(text: str, columns: int) -> str:
    """`text` if it fits, else its beginning and three dots (every code page has dots, few have an ellipsis sign)."""
    if width_of(text) <= columns:
        return text
    kept = split(text, max(1, columns - 3))[0].rstrip()
    return f"{kept}..." if width_of(kept) <= columns - 3 else "..."[:columns]


def pad(text: str, columns: int, align: str) -> str:
    """`text` filled with spaces to `columns`; `align` is left, centre or right."""
    gap = max(0, columns - width_of(text))
    if align == "right":
        return " " * gap + text
    if align == "centre":
        return " " * (gap // 2) + text + " " * (gap - gap // 2)
    return text + " " * gap
