"""The till's half of the sync as a state machine: told what happened, it says what to do. No I/O, no clock, no chance
of its own; everything is passed in, so every run can be repeated.

Hello first; then two loops that never wait for each other: the uplink pushes the journal, the downlink follows the
feed. Trouble in one leaves the other alone. Nothing here can stop a sale.
"""

from sync_engine.protocol.messages import ErrorAnswer, FeedPage, HelloAnswer
from sync_engine.till.backoff import Backoff, Chance
from sync_engine.till.downlink import LONGEST_LIVE_BACKOFF_MS, Downlink
from sync_engine.till.greeting import Greeting
from sync_engine.till.signals import (
    Applied,
    ApplyFailed,
    Broken,
    Declined,
    FeedAnswered,
    HelloAnswered,
    Input,
    JournalGrew,
    LiveBeat,
    LiveOpened,
    LivePaged,
    Output,
    PushAnswered,
    Report,
    RetryNow,
    SaveAck,
    SaveToken,
    SnapshotProgress,
    SnapshotReady,
    SnapshotWaiting,
    Started,
)
from sync_engine.till.status import State, Status, is_news
from sync_engine.till.uplink import Uplink


class Engine:
    """`step` takes one input and returns the orders that follow; `wake_at_ms` says when to step with Tick."""

    def __init__(self, chance: Chance) -> None:
        self._greeting = Greeting(chance)
        self._uplink = Uplink(Backoff(chance))
        self._downlink = Downlink(Backoff(chance), Backoff(chance, LONGEST_LIVE_BACKOFF_MS))
        self._last_request_id = 0
        self._is_reachable = False
        self._is_stopping = False
        self._last_contact_ms: int | None = None
        self._reported: Status | None = None

    @property
    def wake_at_ms(self) -> int | None:
        """The next moment at which something is due without any input."""
        if self._is_stopping:
            return None
        moments = [
            None if self._uplink.is_busy else self._greeting.due_ms,
            self._downlink.due_ms if self._greeting.may_follow else None,
            self._uplink.due_ms if self._greeting.may_push else None,
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def is_quiet(self) -> bool:
        """True when no push is awaited: the moment to stop."""
        return not self._uplink.is_busy

    @property
    def wants_to_push(self) -> bool:
        """True while a run waits to be sent, be it only for its answer."""
        return self._uplink.due_ms is not None

    @property
    def status(self) -> Status:
        """What a screen should show."""
        greeting, up, down = self._greeting, self._uplink, self._downlink
        return Status(
            state=self._state(),
            unsent=up.unsent,
            last_contact_ms=self._last_contact_ms,
            detail=greeting.blocked or greeting.trouble or down.trouble or up.trouble,
            epoch=down.epoch,
            pos=down.pos,
            head=max(down.head, down.pos),
            progress=down.progress,
        )

    def stop(self) -> None:
        """Send nothing more; what is in flight may still be answered."""
        self._is_stopping = True

    def step(self, now_ms: int, told: Input) -> list[Output]:
        """Take in what happened at `now_ms` (monotonic, never going back) and return the orders in their order."""
        orders = self._take(now_ms, told)
        if not self._is_stopping:
            orders += self._due(now_ms)
        return orders + self._news()

    # --- inputs ---

    def _take(self, now_ms: int, told: Input) -> list[Output]:
        match told:
            case Started():
                self._uplink.start(told.incarnation, told.head_seq, told.acked_seq)
                self._downlink.start(told.cursor)
                self._greeting.start(now_ms)
            case JournalGrew(head_seq=head_seq):
                self._uplink.head = max(self._uplink.head, head_seq)
            case Applied():
                self._downlink.applied()
            case ApplyFailed():
                return self._downlink.take(now_ms, told)
            case RetryNow():
                self._do_not_wait(now_ms)
            case Broken(request_id=request_id, code=code):
                return self._broken(now_ms, request_id, code, told)
            case Declined(request_id=request_id, status=status, error=error):
                return self._declined(now_ms, request_id, status, error)
            case _:
                return self._answered(now_ms, told)
        return []

    def _answered(self, now_ms: int, told: Input) -> list[Output]:
        """Answers to requests that are no longer awaited (late or doubled ones) are left aside."""
        match told:
            case HelloAnswered() if self._greeting.is_mine(told.request_id):
                self._contact(now_ms)
                return self._greeted(now_ms, told.answer, told.server_offset_ms)
            case PushAnswered() if self._uplink.is_mine(told.request_id):
                self._contact(now_ms)
                self._greeting.trusted()
                return _some(self._uplink.answered(now_ms, told.answer, told.last_seq))
            case FeedAnswered() | LivePaged() if self._downlink.is_mine(told.request_id):
                self._contact(now_ms)
                self._greeting.trusted()
                self._read_margin(now_ms, told.page)
                return self._downlink.take(now_ms, told)
            case SnapshotWaiting() | SnapshotProgress() | SnapshotReady() | LiveOpened() | LiveBeat() if (
                self._downlink.is_mine(told.request_id)
            ):
                self._contact(now_ms)
                return self._downlink.take(now_ms, told)
        return []

    def _greeted(self, now_ms: int, answer: HelloAnswer, server_offset_ms: int | None) -> list[Output]:
        orders: list[Output] = [SaveToken(answer.token)]
        if not self._greeting.answered(now_ms, answer):
            return orders
        known = answer.device_head
        acked = known.seq if known.incarnation == self._uplink.incarnation else 0
        ack = self._uplink.agree(acked, answer.archived_seq, answer.credit)
        orders.append(SaveAck(ack.incarnation, ack.acked_seq, ack.archived_seq, server_offset_ms))
        if not answer.cursor_ok and self._downlink.phase != "snapshot":
            orders += self._downlink.bootstrap(now_ms)
        return orders

    def _read_margin(self, now_ms: int, page: FeedPage) -> None:
        """What a page says beside its rows: own events that are safe, and that the ledger is another one now."""
        if page.included.incarnation == self._uplink.incarnation:
            self._uplink.heard(page.included.seq)
        if page.epoch != self._downlink.epoch:
            self._greeting.start(now_ms)

    # --- no answer, or an error ---

    def _broken(self, now_ms: int, request_id: int, code: str, told: Broken) -> list[Output]:
        orders: list[Output] = []
        was_live = self._downlink.is_live
        if self._greeting.is_mine(request_id):
            self._greeting.broken(now_ms, code)
        elif self._uplink.is_mine(request_id):
            self._uplink.failed(now_ms, code)
        elif self._downlink.is_mine(request_id):
            orders = self._downlink.take(now_ms, told)
        else:
            return orders
        # A stream that broke is asked for again at once; only when that fails too is the ledger out of reach.
        self._is_reachable = self._is_reachable and was_live
        return orders

    def _declined(self, now_ms: int, request_id: int, status: int, error: ErrorAnswer) -> list[Output]:
        orders: list[Output] = []
        if self._greeting.is_mine(request_id):
            self._contact(now_ms)
            self._greeting.declined(now_ms, status, error)
            return orders
        if self._uplink.is_mine(request_id):
            self._contact(now_ms)
            stop = self._uplink.declined(now_ms, status, error)
            if stop:
                self._greeting.block(now_ms, stop)
        elif self._downlink.is_mine(request_id):
            self._contact(now_ms)
            orders = self._downlink.declined(now_ms, status, error)
            if status == 410:  # a restored ledger, perhaps: hello says how much of the journal it still has
                self._greeting.start(now_ms)
        else:
            return orders
        if status in {401, 403}:
            self._greeting.unauthorised(now_ms)
        return orders

    # --- what is due ---

    def _due(self, now_ms: int) -> list[Output]:
        orders: list[Output] = []
        if not self._uplink.is_busy:
            orders += _some(self._greeting.send(now_ms, self._new_id(), self._downlink.cursor))
        if self._greeting.may_follow:
            orders += self._downlink.send(now_ms, self._new_id())
        if self._greeting.may_push:
            orders += _some(self._uplink.send(now_ms, self._new_id()))
        return orders

    def _new_id(self) -> int:
        self._last_request_id += 1
        return self._last_request_id

    def _contact(self, now_ms: int) -> None:
        """The ledger spoke: what waited out an outage need not wait any longer."""
        self._last_contact_ms = now_ms
        if not self._is_reachable:
            self._is_reachable = True
            self._do_not_wait(now_ms)

    def _do_not_wait(self, now_ms: int) -> None:
        self._uplink.retry_now()
        self._downlink.retry_now()
        self._greeting.retry_now(now_ms)

    # --- status ---

    def _state(self) -> State:
        if self._greeting.blocked:
            return "blocked"
        if not self._is_reachable:
            return "offline"
        return "live" if self._downlink.is_live else "catching_up"

    def _news(self) -> list[Output]:
        status = self.status
        if not is_news(status, self._reported):
            return []
        self._reported = status
        return [Report(status)]


def _some(order: Output | None) -> list[Output]:
    return [] if order is None else [order]
