"""I7: every stored event is what its device signed, and holds the hash of the one before it. Reads only."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from sync_engine.ledger.core import is_virtual
from sync_engine.ledger.store.tables import SHARD, device, inbox
from sync_engine.protocol.envelope import GENESIS, Header, SignedEvent, check_hash
from sync_engine.protocol.signing import verify

UNHASHED = frozenset({"bad_hash", "header_not_storable"})
"""Deferred for these reasons, an event is known not to match its hash."""
UNSIGNED = UNHASHED | {"bad_signature"}


def check_chain(connection: sa.Connection, ledger_public_key: bytes | None) -> tuple[int, list[str]]:
    """How many events there are, and what is wrong with which."""
    public_keys = _device_keys(connection)
    breaches: list[str] = []
    count, chain, before = 0, ("", 0), GENESIS
    for row in _events(connection):
        count += 1
        if (row.device_id, row.incarnation) != chain:
            chain, before = (row.device_id, row.incarnation), GENESIS
        public_key = ledger_public_key if is_virtual(row.device_id) else public_keys.get(row.device_id)
        breaches.extend(
            f"pos {row.pos}, {row.device_id} {row.seq}: {wrong}" for wrong in _wrong(row, before, public_key)
        )
        before = bytes(row.hash)
    return count, breaches


def event_of(row: Any) -> SignedEvent:
    """A row of the inbox as the event it keeps."""
    header = Header(
        row.device_id,
        row.incarnation,
        row.seq,
        row.event_id,
        row.kind,
        row.version,
        row.ref_epoch,
        row.ref_pos,
    )
    return SignedEvent(header, bytes(row.prev_hash), bytes(row.hash), bytes(row.sig), bytes(row.body))


def _wrong(row: Any, before: bytes, public_key: bytes | None) -> Iterator[str]:
    event = event_of(row)
    known = row.reason if row.disposition == "deferred" else None
    if event.prev_hash != before:
        yield "does not follow the event before it"
    if known not in UNHASHED and not check_hash(event):
        yield "is not what its hash says"
    if known in UNSIGNED:
        return
    if public_key is None:
        yield "the key of its signer is not here"
    elif not verify(public_key, event.hash, event.signature):
        yield "the signature is not its device's"


def _events(connection: sa.Connection) -> sa.Result[Any]:
    query = sa.select(inbox).where(inbox.c.shard_id == SHARD)
    order = (inbox.c.device_id, inbox.c.incarnation, inbox.c.seq)
    return connection.execute(query.order_by(*order).execution_options(yield_per=200))


def _device_keys(connection: sa.Connection) -> Mapping[str, bytes]:
    query = sa.select(device.c.device_id, device.c.public_key).where(device.c.shard_id == SHARD)
    return {device_id: bytes.fromhex(key) for device_id, key in connection.execute(query)}
