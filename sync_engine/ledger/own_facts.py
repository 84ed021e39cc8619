"""What the ledger itself states: events of the virtual device `ledger`, numbered, chained and signed like a till's.

Imports, codes and enrolments go this way, so that everything that changes state stands in the inbox.
"""

import os
import threading
from collections.abc import Callable

import sqlalchemy as sa

from sync_engine.domain.identity import new_event_id
from sync_engine.ledger.admin import Appended
from sync_engine.ledger.book import Arrival, HeadState
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.store.tables import SHARD, device_head
from sync_engine.ledger.writer import Writer
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.envelope import GENESIS, Header, SignedEvent, event_hash
from sync_engine.protocol.facts import LEDGER_DEVICE, Body
from sync_engine.protocol.signing import Signer

INCARNATION = 1


class OwnFacts:
    """An Appender; one fact at a time. `epoch` is the ledger's, `now_ms` milliseconds since 1970."""

    def __init__(
        self, writer: Writer, reading: sa.Engine, signer: Signer, epoch: str, now_ms: Callable[[], int]
    ) -> None:
        self._writer, self._reading, self._signer = writer, reading, signer
        self._epoch, self._now_ms = epoch, now_ms
        self._lock = threading.Lock()
        self._head: HeadState | None = None

    def append(self, kind: str, version: int, body: Body) -> Appended:
        """State a fact; returns when it is committed. Raises Busy, SteppedDown: it may then be committed or not."""
        raw = canonical(body)
        with self._lock:
            head = self._head or self._read_head()
            event = self._signed(head, kind, version, raw)
            self._head = None  # until the outcome is known, only the database knows the head
            outcome = self._written(event, body)
            self._head = HeadState(event.header.seq, event.hash, outcome.pos)
        return Appended(outcome.pos, outcome.disposition, outcome.reason)

    def _written(self, event: SignedEvent, body: Body) -> Outcome:
        arrival = Arrival(event, body, None, self._now_ms())
        outcome = self._writer.submit(LEDGER_DEVICE, [arrival]).result()[0]
        assert outcome.verdict in {"new", "replay"}, outcome  # a replay: its commit was in doubt and had happened
        return outcome

    def _signed(self, head: HeadState, kind: str, version: int, raw: bytes) -> SignedEvent:
        event_id = new_event_id(self._now_ms(), os.urandom(10))
        header = Header(LEDGER_DEVICE, INCARNATION, head.seq + 1, event_id, kind, version, self._epoch, head.pos)
        digest = event_hash(header, raw, head.hash)
        return SignedEvent(header, head.hash, digest, self._signer.sign(digest), raw)

    def _read_head(self) -> HeadState:
        is_own = sa.and_(device_head.c.shard_id == SHARD, device_head.c.device_id == LEDGER_DEVICE)
        with self._reading.connect() as connection:
            row = connection.execute(sa.select(device_head).where(is_own)).one_or_none()
        return HeadState(row.last_seq, bytes(row.last_hash), row.last_pos) if row else HeadState(0, GENESIS, 0)
