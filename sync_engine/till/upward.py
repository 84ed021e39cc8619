"""Carries out what the engine wants said to the ledger: hello and runs of events. Blocks; knows no threads."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.messages import Head, HelloAnswer, HelloRequest, PushedEvent, PushRequest
from sync_engine.protocol.version import PROTOCOL, REPLICA_SCHEMA
from sync_engine.sql.journal_events import StoredEvent
from sync_engine.till.ports import DeclinedByLedger, Journal, Ledger, NoAnswer
from sync_engine.till.renewal import Identity
from sync_engine.till.signals import Broken, Declined, HelloAnswered, Input, PushAnswered, SendHello, SendPush


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a till says of itself at hello: the mark of this installation and the release."""

    install_id: str
    app: str


def wall_ms() -> int:
    """The time as this machine has it, in milliseconds of the Unix epoch."""
    return time.time_ns() // 1_000_000


class Upward:
    """`perform` returns the answer as an input; every order gets exactly one."""

    def __init__(
        self,
        ledger: Ledger,
        journal: Journal,
        introduction: Introduction,
        clock: Callable[[], int] = wall_ms,
        identity: Identity | None = None,
    ) -> None:
        self._ledger, self._journal = ledger, journal
        self._introduction, self._identity = introduction, identity
        self._clock = clock

    def perform(self, order: SendHello | SendPush) -> Input:
        """Send and wait for the answer."""
        if isinstance(order, SendHello):
            return answer_to(order.request_id, lambda: self._hello(order))
        return answer_to(order.request_id, lambda: self._push(order))

    def hello_request(self, order: SendHello) -> HelloRequest:
        """The hello with the journal's end as it is now. Raises JournalUnreadable."""
        head = self._journal.head()
        return HelloRequest(
            incarnation=head.incarnation,
            install_id=self._introduction.install_id,
            app=self._introduction.app,
            protocol=PROTOCOL,
            replica_schema=REPLICA_SCHEMA,
            head=Head(incarnation=head.incarnation, seq=head.seq, hash=head.hash.hex()),
            cursor=order.cursor,
        )

    def push_request(self, order: SendPush) -> PushRequest | None:
        """The run, byte for byte as it was recorded; None when the journal has no such event. Raises
        JournalUnreadable.
        """
        run = self._journal.read(order.incarnation, order.from_seq, order.max_events, order.max_bytes)
        if not run:
            return None
        return PushRequest(
            incarnation=order.incarnation,
            from_seq=order.from_seq,
            prev=run[0].prev_hash.hex(),
            events=tuple(_pushed(event) for event in run),
        )

    def _hello(self, order: SendHello) -> Input:
        request = self.hello_request(order)
        before_ms = self._clock()
        answer = self.greeted(request)
        offset_ms = _offset_ms(answer.server_at, (before_ms + self._clock()) // 2)
        return HelloAnswered(order.request_id, answer, offset_ms)

    def greeted(self, request: HelloRequest) -> HelloAnswer:
        """The answer to hello; a credential that the ledger does not know any more is renewed by the till's key."""
        try:
            return self._ledger.hello(request)
        except DeclinedByLedger as declined:
            if declined.status != HTTPStatus.UNAUTHORIZED or self._identity is None:
                raise
        self._identity.renew(self._ledger)
        return self._ledger.hello(request)

    def _push(self, order: SendPush) -> Input:
        request = self.push_request(order)
        if request is None:
            return Broken(order.request_id, "journal_short")
        return PushAnswered(order.request_id, self._ledger.push(request), request.events[-1].seq)


def answer_to(request_id: int, ask: Callable[[], Input]) -> Input:
    """The input that `ask` comes to, errors of the ports included."""
    try:
        return ask()
    except DeclinedByLedger as declined:
        return Declined(request_id, declined.status, declined.error)
    except NoAnswer as nothing:
        return Broken(request_id, nothing.reason)
    except Unavailable as trouble:
        return Broken(request_id, trouble.code)


def _pushed(event: StoredEvent) -> PushedEvent:
    return PushedEvent(
        seq=event.seq,
        id=event.event_id,
        kind=event.kind,
        version=event.version,
        ref_epoch=event.ref_epoch,
        ref_pos=event.ref_pos,
        hash=event.hash.hex(),
        sig=event.sig.hex(),
        body=event.body.decode(),
    )


def _offset_ms(server_at: str, here_ms: int) -> int | None:
    try:
        return int(datetime.fromisoformat(server_at).timestamp() * 1000) - here_ms
    except ValueError:
        return None
