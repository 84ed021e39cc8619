"""The ledger's door: what a till may ask, on decoded messages. The HTTP service and in-process tests both come in here.

Every method is synchronous and safe to call from any thread. Refusals and failures are exceptions; `problems` knows
the answer to each.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.answering import Answering
from sync_engine.ledger.auth import TOKEN_BYTES, Caller, Doorkeeper, hashed, rotate, set_token
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.enrolment import enrolled_device, first_incarnation
from sync_engine.ledger.feed import Asker, Delta, Feed
from sync_engine.ledger.greeting import position, verdict_over
from sync_engine.ledger.intake import arrivals_of
from sync_engine.ledger.renewal import Renewals
from sync_engine.ledger.snapshot import Snapshots
from sync_engine.ledger.writer import MOST_WAITING, Writer
from sync_engine.protocol.endpoints import FEED_PAGE_ROWS
from sync_engine.protocol.messages import (
    Credit,
    EnrollAnswer,
    EnrollRequest,
    EventDisposition,
    FeedPage,
    HelloAnswer,
    HelloRequest,
    PushAnswer,
    PushRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotWait,
)
from sync_engine.protocol.questions import Told, read_question
from sync_engine.protocol.version import PROTOCOL


class SeqGap(Refusal):
    """Events are missing before this run. `expected` is the sequence number to go on with."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


class Fork(Refusal):
    """The till's chain and the one stored here differ at `at_seq`: a copy of the till has been here."""

    def __init__(self, at_seq: int) -> None:
        super().__init__(at_seq)
        self.at_seq = at_seq


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a till is given at its enrolment: two public keys of the ledger, and the secrets of its store."""

    ledger_public_key: bytes
    sealing_key: bytes
    pepper: Callable[[str], bytes]
    replica_key: Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Rooms:
    """What lies behind the door."""

    writer: Writer
    reading: sa.Engine
    appender: Appender
    snapshots: Snapshots
    secrets: Secrets
    epoch: str
    now_ms: Callable[[], int]


class Door:
    """One method per thing a till may ask."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._doorkeeper = Doorkeeper(rooms.reading)
        self._feed = Feed(rooms.reading)
        self._renewals = Renewals(rooms.reading, rooms.writer, rooms.now_ms)
        self._answering = Answering(rooms.reading, lambda: instant_text(rooms.now_ms()))

    def caller(self, token: str) -> Caller:
        """The till of a token. Raises NotKnown, Revoked."""
        return self._doorkeeper.caller(token)

    def enroll(self, request: EnrollRequest) -> EnrollAnswer:
        """Join with a one-time code. Raises CodeNotKnown, CodeTaken, KeyMalformed, Busy, SteppedDown."""
        rooms = self._rooms
        at = datetime.fromtimestamp(rooms.now_ms() / 1000, UTC)
        device = enrolled_device(rooms.appender, rooms.reading, request, at)
        token = secrets.token_hex(TOKEN_BYTES)
        rooms.writer.chore(lambda c: set_token(c, device.device_id, hashed(token), request.app)).result()
        self._doorkeeper.forget()
        return EnrollAnswer(
            device=device.device_id,
            store=device.store_id,
            till=device.till_id,
            incarnation=first_incarnation(rooms.reading, device),
            token=token,
            ledger_public_key=rooms.secrets.ledger_public_key.hex(),
            sealing_key=rooms.secrets.sealing_key.hex(),
            epoch=rooms.epoch,
            pepper=rooms.secrets.pepper(device.store_id).hex(),
            replica_key=rooms.secrets.replica_key(device.store_id).hex(),
        )

    def renew(self, request: RenewRequest) -> RenewAnswer:
        """A new token for a till that proves its key. Raises NotKnown, Revoked, Busy, SteppedDown."""
        answer = self._renewals.answer(request)
        self._doorkeeper.forget()
        return answer

    def hello(self, token: str, request: HelloRequest) -> HelloAnswer:
        """Compare both ends of the chain and exchange the token. Raises NotKnown, Busy, SteppedDown."""
        rooms = self._rooms
        caller = self._doorkeeper.caller_even_revoked(token)
        with rooms.reading.connect() as connection:
            found = verdict_over(connection, caller.device_id, request)
        following = token
        if not caller.is_revoked:
            following = self._exchanged(caller, request.app)
        return HelloAnswer(
            epoch=rooms.epoch,
            server_at=instant_text(rooms.now_ms()),
            verdict="revoked" if caller.is_revoked else found.verdict,
            device_head=found.head,
            credit=self._credit(),
            token=following,
            protocol=PROTOCOL,
            common_pos=found.common_pos,
            archived_seq=found.archived_seq,
            cursor_ok=found.is_cursor_good,
        )

    def push(self, token: str, request: PushRequest) -> PushAnswer:
        """Store a run of events; returns when they are durable.

        Raises NotKnown, Revoked, NotARun, SeqGap, Fork, Busy, SteppedDown.
        """
        caller = self.caller(token)
        return self.pushed(caller, request, self.begin_push(caller, request).result())

    def begin_push(self, caller: Caller, request: PushRequest) -> Future[list[Outcome]]:
        """The first half of `push`: everything but the waiting."""
        arrivals = arrivals_of(request, caller.device_id, caller.public_key, self._rooms.now_ms())
        return self._rooms.writer.submit(caller.device_id, arrivals)

    def pushed(self, caller: Caller, request: PushRequest, outcomes: Sequence[Outcome]) -> PushAnswer:
        """The second half of `push`: the answer to what became of the run. Raises SeqGap, Fork."""
        if not outcomes:
            with self._rooms.reading.connect() as connection:
                seq = position(connection, caller.device_id, request.incarnation).seq
            return PushAnswer(acked_seq=seq, positions=(0, 0), credit=self._credit())
        last = outcomes[-1]
        if last.verdict == "gap":
            raise SeqGap(last.seq)
        if last.verdict == "fork":
            raise Fork(last.seq)
        listed = tuple(
            EventDisposition(seq=outcome.seq, disposition=outcome.disposition, reason=outcome.reason or "")
            for outcome in outcomes
            if outcome.disposition != "applied"
        )
        return PushAnswer(
            acked_seq=last.seq, positions=(outcomes[0].pos, last.pos), dispositions=listed, credit=self._credit()
        )

    def feed(self, token: str, cursor: str | None, limit: int = FEED_PAGE_ROWS) -> FeedPage:
        """The next page. Raises NotKnown, Revoked, CursorGone."""
        return self.page(self.caller(token), cursor, limit)

    def page(self, caller: Caller, cursor: str | None, limit: int = FEED_PAGE_ROWS) -> FeedPage:
        """The next page for a till that has shown its token. Raises CursorGone."""
        return self._feed.page(Asker(caller.device_id, caller.store_id), cursor, min(limit, FEED_PAGE_ROWS))

    def delta(self, start: int) -> Delta:
        """What changed since a position near the head, for whoever follows the feed live."""
        return self._feed.delta(start)

    def snapshot(self, token: str) -> SnapshotAnswer | SnapshotWait:
        """A replica file for the till's store, or how long to wait. Raises NotKnown, Revoked."""
        return self._rooms.snapshots.current(self.caller(token).store_id)

    def ask(self, token: str, name: str, terms: Mapping[str, str]) -> Told:
        """The answer to a question. Raises NotKnown, Revoked, TermsNotUnderstood."""
        return self._answering.answer(self.caller(token), read_question(name, terms))

    def _exchanged(self, caller: Caller, app: str) -> str:
        following = secrets.token_hex(TOKEN_BYTES)
        shown, device_id = caller.token_sha256, caller.device_id
        self._rooms.writer.chore(lambda c: rotate(c, device_id, shown, hashed(following), app)).result()
        self._doorkeeper.forget()
        return following

    def _credit(self) -> Credit:
        """Less for everybody when many events wait."""
        waiting = self._rooms.writer.waiting
        if waiting < MOST_WAITING // 4:
            return Credit()
        return Credit(max_events=100, after_ms=500)


def instant_text(now_ms: int) -> str:
    """Milliseconds since 1970 as UTC text."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
