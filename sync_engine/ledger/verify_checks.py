"""The invariants of the books that queries can show: for each, what is looked at and what breaks it. Plain SQL that
both databases understand; knows the tables of `store.tables`.
"""

from dataclasses import dataclass

from sync_engine.domain.stock import OUTSIDE


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant: `rows` counts what is looked at, each of `breaches` finds the rows that break it."""

    invariant: str
    sentence: str
    rows: str
    breaches: tuple[str, ...]


def _e3(quantity: str) -> str:
    """A quantity in thousandths: movements keep the scale of their fact, stock the finest that occurred."""
    return f"{quantity} * (CASE scale WHEN 0 THEN 1000 WHEN 1 THEN 100 WHEN 2 THEN 10 ELSE 1 END)"


def _count(table: str, what: str = "*") -> str:
    return f"SELECT count({what}) FROM {table} WHERE shard_id = :shard"  # noqa: S608 - our own names


def _real(column: str) -> str:
    """The place is one where goods can lie (see `domain.stock`)."""
    return " AND ".join(f"{column} NOT LIKE '%/{name}'" for name in sorted(OUTSIDE))


STOCK = (
    Check(
        "I1",
        "stock on hand is the sum of its movements, per place and article",
        _count("movement"),
        (
            f"""
            SELECT place, article_id, sum(e3) FROM (
              SELECT to_place AS place, article_id, {_e3("qty")} AS e3 FROM movement
              WHERE shard_id = :shard AND {_real("to_place")}
              UNION ALL SELECT from_place, article_id, -{_e3("qty")} FROM movement
              WHERE shard_id = :shard AND {_real("from_place")}
              UNION ALL SELECT place, article_id, -{_e3("on_hand")} FROM stock WHERE shard_id = :shard
            ) AS both_sides GROUP BY place, article_id HAVING sum(e3) <> 0
            """,  # noqa: S608 - our own words
        ),
    ),
    Check(
        "I2",
        "reserved stock is the sum of open holds (this version keeps none)",
        _count("stock"),
        ("SELECT place, article_id, reserved FROM stock WHERE shard_id = :shard AND reserved <> 0",),
    ),
)
MONEY = (
    Check(
        "I3",
        "postings sum to zero per event and currency",
        _count("posting"),
        (
            """
            SELECT pos, currency, sum(amount) FROM posting WHERE shard_id = :shard
            GROUP BY pos, currency HAVING sum(amount) <> 0
            """,
        ),
    ),
    Check(
        "I4",
        "balances are the sum of their postings, and sum to zero per currency",
        _count("balance"),
        (
            """
            SELECT account, currency, sum(amount) FROM (
              SELECT account, currency, amount FROM posting WHERE shard_id = :shard
              UNION ALL SELECT account, currency, -amount FROM balance WHERE shard_id = :shard
            ) AS both_sides GROUP BY account, currency HAVING sum(amount) <> 0
            """,
            """
            SELECT currency, sum(amount) FROM balance WHERE shard_id = :shard
            GROUP BY currency HAVING sum(amount) <> 0
            """,
        ),
    ),
    Check(
        "I5",
        "goods are never created: what lies in all places is what came from outside, less what went there",
        _count("stock", "DISTINCT article_id"),
        (
            f"""
            SELECT article_id, sum(e3) FROM (
              SELECT article_id, {_e3("on_hand")} AS e3 FROM stock WHERE shard_id = :shard
              UNION ALL SELECT article_id, {_e3("qty")} FROM movement
              WHERE shard_id = :shard AND NOT ({_real("to_place")})
              UNION ALL SELECT article_id, -{_e3("qty")} FROM movement
              WHERE shard_id = :shard AND NOT ({_real("from_place")})
            ) AS everywhere GROUP BY article_id HAVING sum(e3) <> 0
            """,  # noqa: S608 - our own words
        ),
    ),
)
NUMBERS = (
    Check(
        "I6",
        "every device's events are numbered from 1 without gaps, up to its head",
        _count("device_head"),
        (
            """
            SELECT i.device_id, i.incarnation, min(i.seq), max(i.seq), count(*), max(h.last_seq) FROM inbox i
            LEFT JOIN device_head h
            ON h.shard_id = i.shard_id AND h.device_id = i.device_id AND h.incarnation = i.incarnation
            WHERE i.shard_id = :shard GROUP BY i.device_id, i.incarnation
            HAVING min(i.seq) <> 1 OR max(i.seq) <> count(*) OR coalesce(max(h.last_seq), 0) <> max(i.seq)
            """,
            """
            SELECT h.device_id, h.incarnation, h.last_seq, h.last_pos FROM device_head h LEFT JOIN inbox i
            ON i.shard_id = h.shard_id AND i.device_id = h.device_id AND i.incarnation = h.incarnation
            AND i.seq = h.last_seq AND i.pos = h.last_pos AND i.hash = h.last_hash
            WHERE h.shard_id = :shard AND i.pos IS NULL
            """,
        ),
    ),
    Check(
        "I8",
        "positions run from 1 to the last without gaps",
        _count("inbox"),
        (
            """
            SELECT s.last_pos, min(i.pos), max(i.pos), count(i.pos) FROM shard s
            LEFT JOIN inbox i ON i.shard_id = s.shard_id WHERE s.shard_id = :shard GROUP BY s.last_pos
            HAVING count(i.pos) <> s.last_pos OR coalesce(min(i.pos), 1) <> 1 OR coalesce(max(i.pos), 0) <> s.last_pos
            """,
        ),
    ),
)


def _without_event(table: str) -> str:
    """Rows of an event that is not there or was not booked."""
    return f"""
        SELECT '{table}', e.pos FROM {table} e LEFT JOIN inbox i
        ON i.shard_id = e.shard_id AND i.pos = e.pos AND i.disposition <> 'deferred'
        WHERE e.shard_id = :shard AND i.pos IS NULL
        """  # noqa: S608 - our own names


EFFECTS = (
    Check(
        "I9",
        "every event is there once, and has exactly the effect its kind demands",
        _count("inbox"),
        (
            """
            SELECT device_id, incarnation, seq, count(*) FROM inbox WHERE shard_id = :shard
            GROUP BY device_id, incarnation, seq HAVING count(*) > 1
            """,
            """
            SELECT event_id, count(*) FROM inbox WHERE shard_id = :shard AND disposition <> 'deferred'
            GROUP BY event_id HAVING count(*) > 1
            """,
            *map(_without_event, ("movement", "posting", "sale", "sale_line", "customer_sale", "not_booked")),
            """
            SELECT i.pos, i.kind, 'sale', s.pos FROM inbox i
            LEFT JOIN sale s ON s.shard_id = i.shard_id AND s.pos = i.pos
            WHERE i.shard_id = :shard AND i.disposition <> 'deferred' AND i.kind <> 'reissued'
            AND (i.kind = 'sale') <> (s.pos IS NOT NULL)
            """,
            """
            SELECT s.pos, s.line_count, count(l.pos), sum(l.amount_minor), sum(l.tax_minor) FROM sale s
            LEFT JOIN sale_line l ON l.shard_id = s.shard_id AND l.pos = s.pos WHERE s.shard_id = :shard
            GROUP BY s.pos, s.line_count, s.sales_minor, s.returns_minor, s.tax_minor
            HAVING count(l.pos) <> s.line_count
            OR coalesce(sum(l.amount_minor), 0) <> s.sales_minor + s.returns_minor
            OR coalesce(sum(l.tax_minor), 0) <> s.tax_minor
            """,
            """
            SELECT s.pos, s.total_minor, sum(p.amount) FROM sale s LEFT JOIN posting p
            ON p.shard_id = s.shard_id AND p.pos = s.pos AND (p.account LIKE 'sales:%' OR p.account LIKE 'tax:%')
            WHERE s.shard_id = :shard GROUP BY s.pos, s.total_minor
            HAVING coalesce(sum(p.amount), 0) <> -s.total_minor
            """,
        ),
    ),
    Check(
        "I10",
        "every event is applied, an exception or deferred, and has its case when it is not plainly applied",
        _count("inbox"),
        (
            """
            SELECT pos, disposition, reason FROM inbox WHERE shard_id = :shard
            AND (disposition NOT IN ('applied', 'applied_exception', 'deferred')
            OR (disposition = 'applied') <> (reason IS NULL))
            """,
            """
            SELECT i.pos, i.disposition, i.reason, count(c.case_id) FROM inbox i LEFT JOIN case_ c
            ON c.shard_id = i.shard_id AND c.opened_pos = i.pos AND c.kind = 'DEFERRED'
            WHERE i.shard_id = :shard GROUP BY i.pos, i.disposition, i.reason
            HAVING count(c.case_id) <> CASE i.disposition WHEN 'deferred' THEN 1 ELSE 0 END
            """,
            """
            SELECT i.pos, i.reason, 'no case' FROM inbox i WHERE i.shard_id = :shard
            AND i.disposition = 'applied_exception' AND NOT EXISTS (SELECT 1 FROM case_ c
            WHERE c.shard_id = i.shard_id AND c.opened_pos <= i.pos AND i.reason LIKE '%' || c.kind || '%')
            """,
            """
            SELECT c.case_id, c.kind, c.opened_pos FROM case_ c LEFT JOIN inbox i
            ON i.shard_id = c.shard_id AND i.pos = c.opened_pos AND i.disposition <> 'applied'
            WHERE c.shard_id = :shard AND i.pos IS NULL
            """,
            """
            SELECT kind, subject, count(*) FROM case_ WHERE shard_id = :shard AND state = 'open'
            GROUP BY kind, subject HAVING count(*) > 1
            """,
        ),
    ),
    Check("I18", "a hold is resolved at most once (this version keeps none)", "SELECT 0", ()),
    Check(
        "I22",
        "no document number is given twice, but by copies of one till, each of which is a case",
        _count("sale"),
        (
            """
            SELECT s.doc_no, count(*) FROM sale s
            JOIN inbox i ON i.shard_id = s.shard_id AND i.pos = s.pos AND i.kind <> 'reissued'
            WHERE s.shard_id = :shard GROUP BY s.doc_no HAVING count(*) > 1
            """,
        ),
    ),
)


def _too_new(table: str, version: str, key: str) -> str:
    """Rows that claim a position nobody handed out."""
    return f"""
        SELECT '{table}', t.{key}, t.{version} FROM {table} t JOIN shard s ON s.shard_id = t.shard_id
        WHERE t.shard_id = :shard AND t.{version} > s.last_pos
        """  # noqa: S608 - our own names


FENCING = (
    Check(
        "I24",
        "one writer at a time: positions have terms that never fall, and nothing is newer than the last position",
        "SELECT last_pos FROM shard WHERE shard_id = :shard",
        (
            "SELECT 'shard rows', count(*) FROM shard WHERE shard_id = :shard HAVING count(*) <> 1",
            "SELECT 'term', term FROM shard WHERE shard_id = :shard AND last_pos > 0 AND term < 1",
            """
            SELECT pos, term, before FROM (
              SELECT pos, term, coalesce(lag(term) OVER (ORDER BY pos), 1) AS before FROM inbox WHERE shard_id = :shard
            ) AS terms WHERE term < before
            """,
            """
            SELECT i.pos, i.term, s.term FROM shard s JOIN inbox i ON i.shard_id = s.shard_id AND i.term > s.term
            WHERE s.shard_id = :shard
            """,
            *(_too_new(table, "version", key) for table, key in (("stock", "place"), ("ref_row", "key"))),
            *(_too_new(table, "last_pos", key) for table, key in (("import_batch", "batch_id"),)),
            _too_new("balance", "version", "account"),
            _too_new("device_head", "last_pos", "device_id"),
            _too_new("device", "enrolled_pos", "device_id"),
        ),
    ),
)

CHECKS = (*STOCK, *MONEY, *NUMBERS, *EFFECTS, *FENCING)
"""All of them, in the order of their numbers."""
