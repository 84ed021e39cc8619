"""Writes the effects of a batch in one transaction that begins with the fence. Knows which shelf is which table."""

import sqlalchemy as sa

from sync_engine.ledger.effects import Effects, Row
from sync_engine.ledger.store import tables
from sync_engine.ledger.store.bulk import Script
from sync_engine.ledger.store.locks import Lease, hand_out_positions
from sync_engine.ledger.store.tables import SHARD


class PositionsMoved(RuntimeError):
    """The book was not up to date: positions were handed out that it did not know of. Nothing was written."""


def commit(connection: sa.Connection, effects: Effects, script: Script, lease: Lease) -> None:
    """One commit, all or nothing, of what `prepared` made of the effects.

    Raises SteppedDown when the term is over, PositionsMoved for a stale book.
    """
    with connection.begin():
        if hand_out_positions(connection, effects.count, lease) != effects.last_pos:
            raise PositionsMoved
        script.run(connection)


def prepared(effects: Effects, term: int, dialect: str) -> Script:
    """Every row of the effects, made ready to be written; the inbox says in which term it was."""
    script = Script(dialect)
    for name, rows in effects.inserts.items():
        whole = [(*row, term) for row in rows] if name == tables.inbox.name else rows
        script.insert(tables.metadata.tables[name], whole)
    script.upsert(tables.device_head, _heads(effects))
    script.upsert(tables.stock, _levels(effects))
    script.upsert(tables.balance, [(SHARD, *key, *state) for key, state in effects.balances.items()])
    script.upsert(tables.ref_row, _refs(effects))
    settled = [("resolved", pos, SHARD, case_id) for case_id, (_, pos) in effects.resolved.items()]
    script.change(tables.case_, ("state", "resolved_pos"), settled)
    script.insert(tables.case_, _cases(effects))
    if effects.barcodes:
        _write_barcodes(script, effects)
    script.insert(tables.device, _devices(effects))
    script.upsert(tables.enroll_code, [(SHARD, code, *state) for code, state in effects.codes.items()])
    _write_imports(script, effects)
    return script


def _heads(effects: Effects) -> list[Row]:
    return [(SHARD, *key, head.seq, head.hash, head.pos) for key, head in effects.heads.items()]


def _levels(effects: Effects) -> list[Row]:
    return [(SHARD, *key, *level) for key, level in effects.levels.items()]


def _refs(effects: Effects) -> list[Row]:
    return [(SHARD, *key, state.version, int(state.body is None), state.body) for key, state in effects.refs.items()]


def _cases(effects: Effects) -> list[Row]:
    return [
        (
            *(SHARD, case.case_id, case.kind, case.subject, "open" if case.resolved_pos is None else "resolved"),
            *(case.opened_pos, case.resolved_pos, case.body),
        )
        for case in (*effects.settled, *effects.cases.values())
    ]


def _devices(effects: Effects) -> list[Row]:
    return [
        (
            *(SHARD, device.device_id, device.state.store_id, device.state.till_id, device.state.public_key),
            *(device.state.status, None, "", device.install_id, None, None, pos),
        )
        for device, pos in effects.devices.values()
    ]


def _write_barcodes(script: Script, effects: Effects) -> None:
    script.delete(tables.barcode, [(SHARD, *key) for key, is_there in effects.barcodes.items() if not is_there])
    script.upsert(tables.barcode, [(SHARD, *key) for key, is_there in effects.barcodes.items() if is_there])


def _write_imports(script: Script, effects: Effects) -> None:
    script.upsert(tables.import_batch, [(SHARD, key, *state) for key, state in effects.batches.items()])
    script.upsert(tables.import_row, [(SHARD, *key, *row) for key, row in effects.import_rows.items()])
