"""The way up: one run of events at a time, from the first that is not acknowledged, for ever. Knows no bytes.

A refused or unanswered run is sent again from where the ledger stands; nothing here can drop an event.
"""

from sync_engine.protocol.messages import Credit, ErrorAnswer, EventDisposition, PushAnswer
from sync_engine.till.backoff import Backoff
from sync_engine.till.signals import SaveAck, SendPush

FIRST_BATCH = 100
LARGEST_BATCH = 500
BATCH_STEP = 100
LARGEST_BYTES = 1_048_576
SMALLEST_BYTES = 16_384
SLOW_RETRY_MS = 60_000
MOST_ASKED_AGAIN = 1_000

STOPS = frozenset({"fork", "behind", "revoked"})
"""Answers after which pushing on would be wrong; a person has to look, and hello is asked again now and then."""


class Uplink:
    """Additive increase and halving of the run; at most one request in flight."""

    def __init__(self, backoff: Backoff) -> None:
        self._backoff = backoff
        self._request: SendPush | None = None
        self._batch = FIRST_BATCH
        self._max_bytes = LARGEST_BYTES
        self._credit = Credit()
        self._due_ms = 0
        self._gap_at: int | None = None
        self.incarnation = 0
        self.head = 0
        self.acked = 0
        self.included = 0
        self.archived = 0
        self.trouble = ""

    @property
    def unsent(self) -> int:
        """Events of the journal that the ledger is not known to have."""
        return max(0, self.head - max(self.acked, self.included))

    @property
    def is_busy(self) -> bool:
        """True while a run is in flight."""
        return self._request is not None

    @property
    def due_ms(self) -> int | None:
        """When there is something to send; None when there is not, or an answer is awaited."""
        return self._due_ms if self.head > self.acked and not self.is_busy else None

    def is_mine(self, request_id: int) -> bool:
        """Tell whether the answer belongs to the run in flight."""
        return self._request is not None and self._request.request_id == request_id

    def start(self, incarnation: int, head: int, acked: int) -> None:
        """Begin with what the files say."""
        self.incarnation, self.head = incarnation, head
        self.acked = self.included = acked

    def agree(self, acked: int, archived: int, credit: Credit) -> SaveAck:
        """Take over where hello says the ledger stands. That may be further back: a restored ledger is filled again.

        When it is a little further on, answers were lost: those runs are sent again, for what became of their events.
        """
        is_near = self.acked <= acked <= self.acked + MOST_ASKED_AGAIN
        self.acked = self.acked if is_near else acked
        self.included = acked
        self.archived, self._credit = archived, credit
        self._max_bytes = LARGEST_BYTES
        self._gap_at = None
        self.retry_now()
        return self._ack(())

    def retry_now(self) -> None:
        """Do not wait out a backoff."""
        self._due_ms = 0

    def send(self, now_ms: int, request_id: int) -> SendPush | None:
        """The next run, when one is due."""
        due_ms = self.due_ms
        if due_ms is None or due_ms > now_ms:
            return None
        events = max(1, min(self._batch, self._credit.max_events, self.head - self.acked))
        limit = max(1, min(self._max_bytes, self._credit.max_bytes))
        self._request = SendPush(request_id, self.incarnation, self.acked + 1, events, limit)
        return self._request

    def answered(self, now_ms: int, answer: PushAnswer, last_seq: int) -> SaveAck | None:
        """Advance; None when the answer cannot be one to this run (it is sent again then)."""
        request = self._taken()
        if not request.from_seq <= answer.acked_seq <= max(last_seq, self.head):
            self.failed(now_ms, "answer_out_of_range")
            return None
        self._backoff.reset()
        self.trouble, self._gap_at = "", None
        self.acked = max(self.acked, answer.acked_seq)
        self.head = max(self.head, self.acked)
        self.archived = max(self.archived, answer.archived_seq)
        self._credit = answer.credit
        self._batch = min(self._batch + BATCH_STEP, LARGEST_BATCH)
        self._due_ms = now_ms + max(0, answer.credit.after_ms)
        return self._ack(answer.dispositions)

    def heard(self, included: int) -> None:
        """A page contains own events up to `included`, so they are safe. The run that carried them is still sent again
        when its answer was lost: only that says what became of each event.
        """
        if included <= self.head:
            self.included = max(self.included, included)

    def declined(self, now_ms: int, status: int, error: ErrorAnswer) -> str | None:
        """Act on an error of the ledger; return the reason when pushing has to stop until the next hello."""
        request = self._taken()
        if status == 409 and error.error == "seq_gap":
            self._resend_from(now_ms, error.expected, request)
        elif error.error in STOPS:
            self.failed(now_ms, error.error)
            return error.error
        elif status == 413:
            self._halve_bytes(now_ms, request)
        else:
            self.failed(now_ms, error.error, at_least_ms=error.after_ms or 0)
        return None

    def failed(self, now_ms: int, code: str, at_least_ms: int = 0) -> None:
        """No usable answer: the run may or may not be stored. Wait, then send it again, shorter."""
        self._request = None
        self.trouble = code
        self._batch = max(1, self._batch // 2)
        self._due_ms = now_ms + max(self._backoff.next_ms(), at_least_ms)

    def _taken(self) -> SendPush:
        request, self._request = self._request, None
        assert request is not None, "an answer without a request"
        return request

    def _resend_from(self, now_ms: int, expected: int | None, request: SendPush) -> None:
        if expected is None or not 1 <= expected <= self.head + 1:
            self.failed(now_ms, "answer_out_of_range")
            return
        is_news = expected not in {self._gap_at, request.from_seq}
        self.acked = self.included = expected - 1
        self._gap_at = expected
        if is_news:
            self._due_ms = now_ms
        else:
            self.failed(now_ms, "seq_gap")

    def _halve_bytes(self, now_ms: int, request: SendPush) -> None:
        self.trouble = "too_large"
        self._batch = max(1, request.max_events // 2)
        self._max_bytes = max(SMALLEST_BYTES, request.max_bytes // 2)
        is_smallest = request.max_events == 1
        self._due_ms = now_ms + (SLOW_RETRY_MS if is_smallest else 0)

    def _ack(self, dispositions: tuple[EventDisposition, ...]) -> SaveAck:
        return SaveAck(self.incarnation, self.acked, self.archived, None, dispositions)
