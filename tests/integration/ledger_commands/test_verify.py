"""Every invariant holds for honest books, and fails when a row is tampered with."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.verify import Finding, finding, verify
from tests.helpers.ledgers import KEYS

KEY = KEYS.signer.public_key
QUICK = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I18", "I22", "I24"]

# In the statements: the positions of the first and the last sale, and the last position of all.
TAMPERED = [
    ("I1", "UPDATE stock SET on_hand = on_hand + 1 WHERE place = 'S01/floor' AND article_id = 'A'"),
    ("I1", "UPDATE movement SET qty = qty + 1 WHERE pos = :first_sale"),
    ("I1", "DELETE FROM movement WHERE pos = :first_sale"),
    ("I1", "DELETE FROM stock WHERE place = 'S01/floor' AND article_id = 'A'"),
    ("I2", "UPDATE stock SET reserved = 1 WHERE place = 'S01/floor' AND article_id = 'A'"),
    ("I3", "UPDATE posting SET amount = amount + 1 WHERE pos = :first_sale AND line = 1"),
    ("I3", "UPDATE posting SET currency = 'CHF' WHERE pos = :first_sale AND line = 1"),
    ("I4", "UPDATE balance SET amount = amount + 1 WHERE account = 'sales:S01'"),
    ("I4", "DELETE FROM balance WHERE account = 'sales:S01'"),
    ("I5", "UPDATE stock SET on_hand = on_hand - 1 WHERE place = 'S01/floor' AND article_id = 'A'"),
    ("I6", "UPDATE device_head SET last_seq = last_seq + 1 WHERE device_id = 'ledger'"),
    ("I6", "UPDATE device_head SET last_hash = substr(last_hash, 2) WHERE device_id = 'ledger'"),
    ("I6", "DELETE FROM device_head WHERE device_id = 'ledger'"),
    ("I6", "DELETE FROM inbox WHERE device_id = 'ledger' AND seq = 2"),
    ("I6", "UPDATE inbox SET seq = seq + 100 WHERE device_id = 'ledger' AND seq = 1"),
    ("I7", "UPDATE inbox SET body = hash WHERE pos = :first_sale"),
    ("I7", "UPDATE inbox SET sig = hash WHERE pos = :first_sale"),
    ("I7", "UPDATE inbox SET prev_hash = hash WHERE pos = :first_sale"),
    ("I7", "UPDATE inbox SET hash = prev_hash WHERE pos = :first_sale"),
    ("I7", "UPDATE inbox SET kind = 'stock_adjusted' WHERE pos = :first_sale"),
    ("I7", "UPDATE inbox SET ref_pos = ref_pos + 1 WHERE pos = :first_sale"),
    ("I7", "UPDATE device SET public_key = replace(public_key, '1', '2')"),
    ("I7", "DELETE FROM device"),
    ("I8", "DELETE FROM inbox WHERE pos = :last"),
    ("I8", "DELETE FROM inbox WHERE pos = 1"),
    ("I8", "UPDATE shard SET last_pos = last_pos + 1"),
    ("I8", "UPDATE inbox SET pos = pos + 1000 WHERE pos = 2"),
    ("I9", "DROP INDEX inbox_seq", "UPDATE inbox SET seq = seq - 1 WHERE pos = :last_sale - 1"),
    ("I9", "DROP INDEX inbox_event_id", "UPDATE inbox SET event_id = 'one' WHERE kind = 'sale'"),
    ("I9", "DELETE FROM sale WHERE pos = :first_sale"),
    ("I9", "DELETE FROM sale_line WHERE pos = :first_sale"),
    ("I9", "UPDATE sale_line SET amount_minor = amount_minor + 1 WHERE pos = :first_sale"),
    ("I9", "UPDATE sale_line SET tax_minor = tax_minor + 1 WHERE pos = :first_sale"),
    ("I9", "UPDATE sale SET total_minor = total_minor + 1 WHERE pos = :first_sale"),
    ("I9", "UPDATE sale SET line_count = line_count + 1 WHERE pos = :first_sale"),
    ("I9", "UPDATE posting SET pos = 1000 WHERE pos = :first_sale"),
    ("I9", "UPDATE movement SET pos = 1000 WHERE pos = :first_sale"),
    ("I9", "UPDATE not_booked SET pos = (SELECT pos FROM inbox WHERE disposition = 'deferred') WHERE ticket = '1009'"),
    ("I10", "UPDATE inbox SET disposition = 'lost' WHERE pos = :first_sale"),
    ("I10", "UPDATE inbox SET reason = NULL WHERE disposition = 'applied_exception'"),
    ("I10", "UPDATE inbox SET reason = 'why' WHERE pos = :first_sale"),
    ("I10", "DELETE FROM case_ WHERE kind = 'DEFERRED'"),
    ("I10", "DELETE FROM case_ WHERE kind = 'OVERSELL'"),
    ("I10", "UPDATE case_ SET opened_pos = :first_sale WHERE kind = 'OVERSELL'"),
    ("I10", "DROP INDEX case_open", "UPDATE case_ SET kind = 'DEFERRED', subject = 'one'"),
    ("I22", "UPDATE sale SET doc_no = 'S01-T1a-000001'"),
    ("I24", "UPDATE shard SET term = 0"),
    ("I24", "UPDATE inbox SET term = 0 WHERE pos = 1"),
    ("I24", "UPDATE inbox SET term = term + 1 WHERE pos = :first_sale"),
    ("I24", "UPDATE shard SET term = term + 1", "UPDATE inbox SET term = term + 1 WHERE pos = :first_sale"),
    ("I24", "UPDATE stock SET version = :last + 1 WHERE place = 'S01/floor'"),
    ("I24", "UPDATE balance SET version = :last + 1"),
    ("I24", "UPDATE ref_row SET version = :last + 1"),
    ("I24", "UPDATE device_head SET last_pos = :last + 1"),
    ("I24", "UPDATE import_batch SET last_pos = :last + 1"),
    ("I24", "UPDATE device SET enrolled_pos = :last + 1"),
]
ONLY_REBUILT = [
    "UPDATE sale SET business_on = '2026-01-01' WHERE pos = :first_sale",
    "UPDATE sale SET ticket = NULL WHERE pos = :first_sale",
    "UPDATE sale_line SET article_id = 'B' WHERE pos = :first_sale",
    "UPDATE ref_row SET body = '{}' WHERE topic = 'article' AND key = 'A'",
    "DELETE FROM ref_row WHERE topic = 'article' AND key = 'A'",
    "DELETE FROM barcode",
    "UPDATE stock SET counted_pos = 0 WHERE place = 'S01/floor'",
    "UPDATE not_booked SET reason = 'other'",
    "UPDATE import_row SET is_undone = 1",
    "UPDATE import_batch SET state = 'undone'",
    "UPDATE enroll_code SET state = 'open'",
    "UPDATE case_ SET body = '{}'",
    "UPDATE device SET store_id = 'S09'",
    "UPDATE inbox SET reason = 'other' WHERE disposition = 'deferred'",
]


@pytest.fixture
def books(traded: sa.Engine) -> Iterator[sa.Connection]:
    """The books in a transaction that is taken back, whatever was done to them."""
    with traded.connect() as connection:
        connection.begin()
        yield connection
        connection.rollback()


def tamper(books: sa.Connection, *statements: str) -> int:
    """Run the statements; returns how many rows the last one changed."""
    sale = books.execute(sa.text("SELECT min(pos), max(pos) FROM sale")).one()
    last = books.execute(sa.text("SELECT last_pos FROM shard")).scalar_one()
    named = {"first_sale": sale[0], "last_sale": sale[1], "last": last}
    return [books.execute(sa.text(statement), named).rowcount for statement in statements][-1]


def broken(findings: Iterator[Finding]) -> set[str]:
    return {found.invariant for found in findings if not found.is_ok}


def test_honest_books_are_whole(books: sa.Connection) -> None:
    findings = list(verify(books, KEY))
    assert [found.invariant for found in findings] == QUICK
    assert [found for found in findings if not found.is_ok] == []
    rows = {found.invariant: found.rows for found in findings}
    assert (rows["I3"], rows["I7"], rows["I8"], rows["I22"]) == (12, 16, 16, 4)


def test_the_books_made_anew_are_the_books(books: sa.Connection) -> None:
    found = check_rebuild(books)
    assert (found.invariant, found.rows, found.breaches) == ("I25", 16, ())


@pytest.mark.parametrize(("invariant", "statements"), [(case[0], case[1:]) for case in TAMPERED])
def test_a_tampered_row_breaks_its_invariant(books: sa.Connection, invariant: str, statements: tuple[str, ...]) -> None:
    assert tamper(books, *statements) >= 1
    assert invariant in broken(verify(books, KEY))


@pytest.mark.parametrize("statement", ONLY_REBUILT)
def test_a_rebuild_finds_what_no_sum_shows(books: sa.Connection, statement: str) -> None:
    assert tamper(books, statement) >= 1
    assert broken(verify(books, KEY)) <= {"I10"}
    assert not check_rebuild(books).is_ok


def test_the_row_that_breaks_it_is_named(books: sa.Connection) -> None:
    tamper(books, "UPDATE stock SET reserved = 7 WHERE place = 'S01/floor' AND article_id = 'A'")
    named = next(found for found in verify(books, KEY) if found.invariant == "I2")
    assert (named.breach_count, named.breaches) == (1, ("S01/floor, A, 7",))


def test_another_ledgers_key_does_not_fit(books: sa.Connection) -> None:
    assert broken(verify(books, bytes(32))) == {"I7"}
    assert broken(verify(books, None)) == {"I7"}


def test_many_breaches_are_counted_and_twenty_named() -> None:
    found = finding("I3", "sums to zero", 100, (str(number) for number in range(30)))
    assert (found.is_ok, found.breach_count, found.breaches) == (False, 30, tuple(map(str, range(20))))
