"""Hello: the start of a conversation, its renewal, and the reasons for which the ledger wants a person to look.

Knows when to say hello and whether the two loops may run; knows neither of them.
"""

from sync_engine.protocol.messages import ErrorAnswer, HelloAnswer
from sync_engine.till.backoff import Backoff, Chance
from sync_engine.till.signals import SendHello

AGAIN_MS = 6 * 3_600_000
"""A conversation is renewed so often; the credential changes with it."""
BLOCKED_RETRY_MS = 60_000
GOES_ON = frozenset({"ok", "server_rewound"})
"""A ledger that was restored from a backup is simply filled again: the journal still has what it lost."""


class Greeting:
    """`blocked` holds the reason while the ledger refuses to go on; hello is then said again once a minute."""

    def __init__(self, chance: Chance) -> None:
        self._backoff = Backoff(chance)
        self._refusals = Backoff(chance)
        self._request_id: int | None = None
        self._due_ms: int | None = None
        self._is_agreed = False
        self.blocked = ""
        self.trouble = ""

    @property
    def due_ms(self) -> int | None:
        """When to say hello; None while an answer is awaited."""
        return self._due_ms if self._request_id is None else None

    @property
    def may_follow(self) -> bool:
        """Downloads go on under every verdict but the loss of the credential."""
        return self._is_agreed and self.blocked != "revoked"

    @property
    def may_push(self) -> bool:
        """Never beside a hello: its answer would tell of another moment than the push's."""
        return self._is_agreed and not self.blocked and self._request_id is None

    def is_mine(self, request_id: int) -> bool:
        """Tell whether the answer belongs to the hello in flight."""
        return self._request_id == request_id

    def start(self, now_ms: int) -> None:
        """Say hello as soon as possible."""
        self._due_ms = now_ms

    def retry_now(self, now_ms: int) -> None:
        """Do not wait out a backoff. What the ledger refused is not asked more often for that."""
        if not self._is_agreed and not self.blocked:
            self._due_ms = now_ms

    def send(self, now_ms: int, request_id: int, cursor: str | None) -> SendHello | None:
        """The hello, when it is due."""
        due_ms = self.due_ms
        if due_ms is None or due_ms > now_ms:
            return None
        self._request_id = request_id
        return SendHello(request_id, cursor)

    def answered(self, now_ms: int, answer: HelloAnswer) -> bool:
        """Note the verdict; True when the uplink may go on."""
        self._request_id, self.trouble = None, ""
        self._backoff.reset()
        self._is_agreed = True
        if answer.verdict not in GOES_ON:
            self.block(now_ms, answer.verdict)
            return False
        self.blocked, self._due_ms = "", now_ms + AGAIN_MS
        return True

    def broken(self, now_ms: int, code: str) -> None:
        """No answer to hello."""
        self._request_id, self.trouble = None, code
        self._due_ms = now_ms + self._backoff.next_ms()

    def declined(self, now_ms: int, status: int, error: ErrorAnswer) -> None:
        """Hello itself was refused: a credential, a device or a version that only a person can put right, or a
        ledger that is busy.
        """
        self._request_id, self.trouble = None, error.error
        self._due_ms = now_ms + max(self._backoff.next_ms(), error.after_ms or 0)
        if status in {401, 403, 409, 426}:
            self._is_agreed = self._is_agreed and status in {409, 426}
            self.block(now_ms, error.error)

    def unauthorised(self, now_ms: int) -> None:
        """Another request was refused the credential: say hello, which decides; not in a tight circle."""
        self._is_agreed = False
        if not self.blocked:
            self._due_ms = now_ms + self._refusals.next_ms()

    def trusted(self) -> None:
        """A request with the credential was answered."""
        self._refusals.reset()

    def block(self, now_ms: int, reason: str) -> None:
        """Stop pushing until a later hello says ok."""
        self.blocked = reason
        self._due_ms = now_ms + BLOCKED_RETRY_MS
