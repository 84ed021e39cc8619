"""Fills the writer's book from the database with what a batch needs. Reads only; knows tables and shelves."""

from collections.abc import Iterable

import sqlalchemy as sa

from sync_engine.ledger.book import (
    BatchState,
    Book,
    CaseState,
    CodeState,
    DeviceState,
    HeadState,
    ImportRow,
    Level,
    Needs,
    RefState,
    Stored,
)
from sync_engine.ledger.store import tables
from sync_engine.ledger.store.bulk import Row, fetch
from sync_engine.ledger.store.tables import SHARD


def without_transactions(engine: sa.Engine) -> sa.Engine:
    """For single statements, each of which is a snapshot of its own: a transaction around it only costs round trips.

    On SQLite a transaction costs nothing, and its driver must keep the mode it was opened in.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def fill(connection: sa.Connection, book: Book, needs: Needs) -> None:
    """Put on the shelves what `needs` names and is not there yet. The connection must see every earlier commit."""
    if not book.is_complete:
        _fill_whole(connection, book)
    _fill_heads(connection, book, needs)
    _fill_devices(connection, book, needs)
    _fill_events(connection, book, needs)
    _fill_imports(connection, book, needs)
    _fill_levels(connection, book, needs)
    _fill_articles(connection, book, needs)
    _fill_refs(connection, book, needs)
    _fill_codes(connection, book, needs)
    _fill_cases(connection, book, needs)


def _fill_whole(connection: sa.Connection, book: Book) -> None:
    last_pos = connection.execute(sa.select(tables.shard.c.last_pos).where(tables.shard.c.shard_id == SHARD))
    book.last_pos = last_pos.scalar_one()
    balance, case = tables.balance.c, tables.case_.c
    amounts = sa.select(balance.account, balance.currency, balance.amount).where(balance.shard_id == SHARD)
    book.balances = {(account, currency): amount for account, currency, amount in connection.execute(amounts)}
    opened = sa.select(case.kind, case.subject).where(case.shard_id == SHARD, case.state == "open")
    book.open_cases = {(kind, subject) for kind, subject in connection.execute(opened)}
    book.is_complete = True


def _fill_heads(connection: sa.Connection, book: Book, needs: Needs) -> None:
    missing = [key for key in needs.heads if key not in book.heads]
    book.heads.update(dict.fromkeys(missing))
    for row in fetch(connection, tables.device_head, ("shard_id", "device_id", "incarnation"), _keys(missing)):
        head = HeadState(row.last_seq, bytes(row.last_hash), row.last_pos)
        book.heads[row.device_id, row.incarnation] = head


def _fill_devices(connection: sa.Connection, book: Book, needs: Needs) -> None:
    missing = [device_id for device_id in needs.devices if device_id not in book.devices]
    book.devices.update(dict.fromkeys(missing))
    for row in fetch(connection, tables.device, ("shard_id", "device_id"), _keys((key,) for key in missing)):
        book.devices[row.device_id] = DeviceState(row.store_id, row.till_id, row.public_key, row.status)


def _fill_events(connection: sa.Connection, book: Book, needs: Needs) -> None:
    """Known ids for what looks new, stored answers for what looks like a replay."""
    new = (event_id for key, event_id in needs.events.items() if key[2] > _last_seq(book, key))
    ids = [(event_id,) for event_id in {*new, *needs.ids}]
    for row in fetch(connection, tables.inbox, ("shard_id", "event_id"), _keys(ids)):
        book.known_ids.add(row.event_id)
    known = [key for key in needs.events if key[2] <= _last_seq(book, key)]
    for row in fetch(connection, tables.inbox, ("shard_id", "device_id", "incarnation", "seq"), _keys(known)):
        stored = Stored(row.pos, bytes(row.hash), row.disposition, row.reason)
        book.stored[row.device_id, row.incarnation, row.seq] = stored


def _fill_imports(connection: sa.Connection, book: Book, needs: Needs) -> None:
    """Batches, and what they replaced."""
    book.batches.update(dict.fromkeys(needs.batches))
    batches = _keys((batch_id,) for batch_id in needs.batches)
    for row in fetch(connection, tables.import_batch, ("shard_id", "batch_id"), batches):
        state = BatchState(row.topic, row.source, row.row_count, row.first_pos, row.last_pos, row.state)
        book.batches[row.batch_id] = state
    book.import_rows.update(dict.fromkeys(needs.import_rows))
    columns = ("shard_id", "batch_id", "topic", "scope", "key")
    for row in fetch(connection, tables.import_row, columns, _keys(needs.import_rows)):
        found = ImportRow(row.previous_body, row.written, row.is_undone)
        book.import_rows[row.batch_id, row.topic, row.scope, row.key] = found


def _fill_levels(connection: sa.Connection, book: Book, needs: Needs) -> None:
    missing = [key for key in needs.levels if key not in book.levels]
    book.levels.update(dict.fromkeys(missing))
    for row in fetch(connection, tables.stock, ("shard_id", "place", "article_id"), _keys(missing)):
        level = Level(row.on_hand, row.reserved, row.scale, row.counted_pos, row.version)
        book.levels[row.place, row.article_id] = level


def _fill_articles(connection: sa.Connection, book: Book, needs: Needs) -> None:
    missing = [article_id for article_id in needs.articles if article_id not in book.articles]
    book.articles.update(dict.fromkeys(missing, False))
    keys = _keys(("article", "*", article_id) for article_id in missing)
    for row in fetch(connection, tables.ref_row, ("shard_id", "topic", "scope", "key"), keys):
        book.articles[row.key] = not row.deleted


def _fill_refs(connection: sa.Connection, book: Book, needs: Needs) -> None:
    book.refs.update(dict.fromkeys(needs.refs))
    for row in fetch(connection, tables.ref_row, ("shard_id", "topic", "scope", "key"), _keys(needs.refs)):
        book.refs[row.topic, row.scope, row.key] = RefState(row.body, row.version)


def _fill_codes(connection: sa.Connection, book: Book, needs: Needs) -> None:
    book.codes.update(dict.fromkeys(needs.codes))
    for row in fetch(connection, tables.enroll_code, ("shard_id", "code_sha256"), _keys((c,) for c in needs.codes)):
        book.codes[row.code_sha256] = CodeState(row.store_id, row.till_id, row.state, row.used_by)


def _fill_cases(connection: sa.Connection, book: Book, needs: Needs) -> None:
    book.cases.update(dict.fromkeys(needs.cases))
    for row in fetch(connection, tables.case_, ("shard_id", "case_id"), _keys((key,) for key in needs.cases)):
        book.cases[row.case_id] = CaseState(row.kind, row.subject, row.state == "open")


def _last_seq(book: Book, key: tuple[str, int, int]) -> int:
    head = book.heads.get(key[:2])
    return head.seq if head else 0


def _keys(keys: Iterable[Row]) -> list[Row]:
    return [(SHARD, *key) for key in keys]
