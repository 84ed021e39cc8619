"""Puts a ledger together: engines, migrations, a new term, the writer, the door. The only place that builds them.

Knows no HTTP: `ledger.api` serves what is opened here, commands use its `append`.
"""

import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.admin import Appended
from sync_engine.ledger.door import Door, Rooms, Secrets, instant_text
from sync_engine.ledger.live import Hub
from sync_engine.ledger.migrations import STEPS
from sync_engine.ledger.own_facts import OwnFacts
from sync_engine.ledger.pen import LEASE_MS, Databases
from sync_engine.ledger.snapshot import Snapshots
from sync_engine.ledger.store.locks import ShardState, create_shard, read_shard, release_lease, take_lease
from sync_engine.ledger.writer import Writer
from sync_engine.protocol.facts import Body
from sync_engine.protocol.signing import Signer
from sync_engine.sql.engine import database_engine, reading_engine
from sync_engine.sql.migrator import NewerSchema, migrate, schema_version


class OtherLedger(Unavailable):
    """The keys given belong to another ledger than the database. `found` is the database's, `given` the keys'."""

    def __init__(self, found: str, given: str) -> None:
        super().__init__(f"the database is of ledger {found}, the keys are of {given}")
        self.found, self.given = found, given


class Keys(Protocol):
    """The secrets of a ledger."""

    @property
    def ledger_id(self) -> str:
        """Which ledger they belong to."""

    @property
    def signer(self) -> Signer:
        """Signs what the ledger states."""

    @property
    def sealing_public_key(self) -> bytes:
        """To this 32-byte key tills seal their journal key."""

    def store_pepper(self, store_id: str) -> bytes:
        """32 bytes mixed into the PINs of a store."""

    def replica_key(self, store_id: str) -> bytes:
        """32-byte key of a store's replica files."""


@dataclass(slots=True)
class Ledger:
    """An open ledger. `append` states a fact of its own; `close` gives the lease back."""

    databases: Databases
    state: ShardState
    writer: Writer
    hub: Hub
    door: Door
    snapshots: Snapshots
    own_facts: OwnFacts

    def append(self, kind: str, version: int, body: Body) -> Appended:
        """State a fact of the ledger's own; returns when it is committed. Raises Busy, SteppedDown."""
        return self.own_facts.append(kind, version, body)

    def check_reading(self) -> None:
        """Ask the database something. Raises what the database raises."""
        with self.databases.read.connect() as connection:
            read_shard(connection)

    def close(self) -> None:
        """Write what waits, give the lease back, let go of everything."""
        self.hub.close()
        self.snapshots.close()
        self.writer.close()
        with self.databases.write.begin() as connection:
            release_lease(connection, self.state.lease.term)
        self.databases.write.dispose()
        self.databases.read.dispose()


def now_ms() -> int:
    """The clock: milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def known_version(engine: sa.Engine) -> int:
    """The version of a ledger's tables, 0 when there are none. Raises NewerSchema."""
    found, known = schema_version(engine), STEPS[-1].number
    if found > known:
        raise NewerSchema("ledger", found, known)
    return found


def stored_ledger_id(database_url: str) -> str | None:
    """The id of the ledger in this database; None when there is none yet. Changes nothing. Raises NewerSchema."""
    engine = database_engine(database_url)
    try:
        if known_version(engine) == 0:
            return None
        with engine.begin() as connection:
            state = read_shard(connection)
        return state.ledger_id if state else None
    finally:
        engine.dispose()


def open_ledger(database_url: str, home: Path, keys: Keys, *, clock: Callable[[], int] = now_ms) -> Ledger:
    """Open the ledger for writing and begin a new term; whoever wrote before steps down.

    An empty database becomes the ledger of these keys. Raises OtherLedger, NewerSchema, and what engines raise.
    """
    databases = Databases(database_engine(database_url), reading_engine(database_url))
    try:
        migrate(databases.write, STEPS, "ledger")
        state = _new_term(databases.write, keys.ledger_id, clock())
    except BaseException:
        databases.write.dispose()
        databases.read.dispose()
        raise
    return _built(databases, home, keys, state, clock)


def _new_term(engine: sa.Engine, ledger_id: str, at_ms: int) -> ShardState:
    with engine.begin() as connection:
        found = read_shard(connection)
        if found is None:
            create_shard(connection, ledger_id, secrets.token_hex(8))
        elif found.ledger_id != ledger_id:
            raise OtherLedger(found.ledger_id, ledger_id)
        return take_lease(connection, f"{socket.gethostname()}:{os.getpid()}", at_ms + LEASE_MS)


def _built(databases: Databases, home: Path, keys: Keys, state: ShardState, clock: Callable[[], int]) -> Ledger:
    hub = Hub()
    hub.head = state.last_pos
    writer = Writer(databases, state.lease, clock, hub.ring)
    signer = keys.signer
    own_facts = OwnFacts(writer, databases.read, signer, state.epoch, clock)
    snapshots = Snapshots(home / "snapshots", databases.read, keys.replica_key, lambda: instant_text(clock()))
    given = Secrets(signer.public_key, keys.sealing_public_key, keys.store_pepper, keys.replica_key)
    door = Door(Rooms(writer, databases.read, own_facts, snapshots, given, state.epoch, clock))
    writer.start()
    return Ledger(databases, state, writer, hub, door, snapshots, own_facts)
