"""Search as you type over the replica. What it costs does not grow with the catalogue: the index is asked best fit
first, a fixed number of rows is read, and nothing is sorted that was not cut before. Only reads.

Articles of the quick keys and those sold lately come before others that fit no less than by their words.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from sync_engine.sql import replica_schema as tables
from sync_engine.sql.search_text import Query, Rank, expressions, queries, rank

MOST_READ = 400
"""Rows that one search reads at most, beside the articles that are preferred."""
MOST_PREFERRED = 120
_SHARE = 3
"""What of the rows that are left a better rank may take: what looks like it need not be it."""

_COLUMNS = "article.folded, article.article_id, article.body"
_MATCHING = (
    f"SELECT {_COLUMNS} FROM article_fts CROSS JOIN article ON article.number = article_fts.rowid"  # noqa: S608 - a constant
    " WHERE article_fts MATCH ? LIMIT ?"
)
_PREFERRED = (
    f"SELECT {_COLUMNS} FROM article WHERE article_id IN"  # noqa: S608 - a constant
    " (SELECT article_id FROM favourite UNION SELECT value FROM json_each(?)) LIMIT ?"
)


_Row = Sequence[str]
_Order = tuple[int, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that fits. `body` is its row's as JSON text; `order` sorts the better before the others."""

    article_id: str
    body: str
    order: _Order


class ReplicaSearch:
    """`recent` names the articles that were sold lately."""

    def __init__(self, recent: Callable[[], Sequence[str]]) -> None:
        self._recent = recent
        self._preferred: tuple[tuple[str, tuple[str, ...]], Sequence[_Row]] | None = None

    def hits(self, connection: sa.Connection, typed: str, limit: int) -> Sequence[Hit]:
        """At most `limit` articles for typed text, best first.

        All that fit are among them unless more than `limit` do. Fewer than could be come only when more than
        MOST_READ rows looked to the index as if they fitted.
        """
        readings = queries(typed)
        if not readings:
            return ()
        search = _Search(connection, self._preferred_rows(connection), limit)
        for reading, query in enumerate(readings):
            if not search.is_over(query):
                search.take(reading, query)
        return sorted(search.found.values(), key=lambda hit: hit.order)[:limit]

    def _preferred_rows(self, connection: sa.Connection) -> Sequence[_Row]:
        """Kept until the replica took another page or other articles were sold."""
        cursor = connection.execute(sa.select(tables.feed_state.c.cursor)).scalar_one_or_none() or ""
        key = cursor, tuple(self._recent())
        kept = self._preferred
        if kept is None or kept[0] != key:
            rows = connection.exec_driver_sql(_PREFERRED, (json.dumps(key[1]), MOST_PREFERRED)).all()
            self._preferred = kept = key, rows
        return kept[1]


class _Search:
    """One search: what was found so far, and how many rows may still be read."""

    def __init__(self, connection: sa.Connection, preferred: Sequence[_Row], limit: int) -> None:
        self._connection, self._limit = connection, limit
        self._preferred, self._preferred_ids = preferred, frozenset(row[1] for row in preferred)
        self._left = MOST_READ
        self.found: dict[str, Hit] = {}

    def is_over(self, query: Query) -> bool:
        """Whether nothing of a further reading could be shown, or is wanted."""
        return len(self.found) >= (1 if query.is_last_resort else self._limit) or not self._left

    def take(self, reading: int, query: Query) -> None:
        """Find what fits a reading of the text, the best first, until nothing that is still to come could be shown.

        What fits at all is asked for first: when that is little, as it is as soon as much was typed, it is everything.
        """
        for row in self._preferred:
            self._judge(reading, query, row)
        asked = expressions(query)
        if self._read(asked[-1][1], self._limit, partial(self._judge, reading, query)):
            return
        for down_to, expression in asked:
            last = reading, _place(down_to), down_to
            wanted = self._limit - sum(hit.order[:3] <= last for hit in self.found.values())
            if wanted > 0:
                most = self._left if expression == asked[-1][1] else self._left // _SHARE
                self._read(expression, most, partial(self._is_new, reading, query, last), wanted)

    def _read(self, expression: str, most: int, judge: Callable[[_Row], object], wanted: int = -1) -> bool:
        """Judge at most `most` rows that the index finds, until as many as `wanted` were good; True after the last."""
        most = min(most, self._left)
        with self._connection.exec_driver_sql(_MATCHING, (expression, most)) as rows:
            for row in rows:
                self._left, most = self._left - 1, most - 1
                wanted -= bool(judge(row))
                if not wanted:
                    return False
        return most > 0

    def _is_new(self, reading: int, query: Query, last: tuple[int, int, int], row: _Row) -> bool:
        hit = self._judge(reading, query, row)
        return hit is not None and hit.order[:3] <= last

    def _judge(self, reading: int, query: Query, row: _Row) -> Hit | None:
        """Keep a row that fits; None when it does not, or is kept already."""
        text, article_id, body = row
        if article_id in self.found or (fits := rank(query, text)) is None:
            return None
        place = _place(fits, is_preferred=article_id in self._preferred_ids)
        hit = self.found[article_id] = Hit(article_id, body, (reading, place, fits, text, article_id))
        return hit


def _place(fits: Rank, *, is_preferred: bool = False) -> int:
    """An exact code comes before an exact name, that before what is preferred, and the rest after it."""
    if fits <= Rank.NAME:
        return fits
    return Rank.NAME_BEGINS if is_preferred else Rank.WORDS_BEGIN
