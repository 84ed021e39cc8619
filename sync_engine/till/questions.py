"""Questions between the two programs of a till: what the parent waits for, and who answers in the sync program.

On the pipe a question is `{"ask": {"id", "question", "terms", "within_ms"}}`, an answer `{"answer": {"id", "told"}}` or
`{"answer": {"id", "error"}}`. Knows neither pipe nor HTTP. Nothing durable travels this way.
"""

import itertools
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple, Protocol

import msgspec

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.questions import (
    Question,
    TermsNotUnderstood,
    Told,
    name_of,
    read_question,
    read_told,
    terms_of,
)
from sync_engine.till.ports import DeclinedByLedger, NoAnswer
from sync_engine.till.worker import Worker

LOG = logging.getLogger(__name__)
WITHIN_S = 3.0
"""So long a person waits for an answer; one that comes later is nobody's."""

Say = Callable[[Mapping[str, Any]], None]


class NotAnswered(Unavailable):
    """Nobody answered in time. `reason` is a stable code: unreachable, timeout, sync_stopped, not_supported ..."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Waiting(NamedTuple):
    name: str
    future: "Future[Told]"
    until_s: float


class PendingQuestions:
    """The parent's half; used by several threads."""

    def __init__(self, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}

    def ask(self, question: Question, within_s: float = WITHIN_S) -> tuple[dict[str, Any], "Future[Told]"]:
        """What to say to the sync program, and the answer to come: a Told, or NotAnswered."""
        self.expire()
        name, future = name_of(question), Future[Told]()
        key = str(next(self._ids))
        with self._lock:
            self._waiting[key] = _Waiting(name, future, self._monotonic_s() + within_s)
        terms = {"id": key, "question": name, "terms": terms_of(question), "within_ms": int(within_s * 1_000)}
        return {"ask": terms}, future

    def answered(self, answer: Mapping[str, Any]) -> None:
        """Pass an answer on to who waits; one that nobody waits for is left aside."""
        with self._lock:
            waiting = self._waiting.pop(str(answer.get("id")), None)
        if waiting is None:
            return
        try:
            if "error" in answer:
                raise NotAnswered(str(answer["error"]))
            waiting.future.set_result(read_told(waiting.name, answer.get("told")))
        except TermsNotUnderstood:
            waiting.future.set_exception(NotAnswered("not_the_ledger"))
        except NotAnswered as nothing:
            waiting.future.set_exception(nothing)

    def give_up(self, reason: str) -> None:
        """No answer will come to any of them."""
        self._fail(lambda _: True, reason)

    def expire(self) -> None:
        """Nor to those whose time is over."""
        now_s = self._monotonic_s()
        self._fail(lambda waiting: waiting.until_s < now_s, "timeout")

    def _fail(self, is_over: Callable[[_Waiting], bool], reason: str) -> None:
        with self._lock:
            over = {key: waiting for key, waiting in self._waiting.items() if is_over(waiting)}
            for key in over:
                del self._waiting[key]
        for waiting in over.values():
            waiting.future.set_exception(NotAnswered(reason))


class Askable(Protocol):
    """Who knows the answers."""

    def ask(self, question: Question) -> Told:
        """Raises NoAnswer, DeclinedByLedger."""


class _Heard(NamedTuple):
    key: Any
    question: Question
    until_s: float


class Answers:
    """The sync program's half: asks the ledger one question after the other, in a thread of its own."""

    def __init__(self, ledger: Askable, say: Say, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._ledger, self._say, self._monotonic_s = ledger, say, monotonic_s
        self._worker = Worker[_Heard]("sync-ask", self._answer, self._crashed)

    def start(self) -> None:
        """Begin."""
        self._worker.start()

    def end(self, timeout_s: float) -> None:
        """Answer what was asked, then end."""
        self._worker.end()
        self._worker.join(timeout_s)

    def take(self, asked: Mapping[str, Any]) -> None:
        """Take the parent's question; every one gets exactly one answer."""
        key = asked.get("id")
        try:
            question = read_question(str(asked.get("question")), asked.get("terms") or {})
            within_s = int(asked.get("within_ms", WITHIN_S * 1_000)) / 1_000
        except (TermsNotUnderstood, TypeError, ValueError):
            self._say({"answer": {"id": key, "error": "not_supported"}})
            return
        self._worker.put(_Heard(key, question, self._monotonic_s() + within_s))

    def _answer(self, heard: _Heard) -> None:
        self._say({"answer": {"id": heard.key, **self._told(heard)}})

    def _told(self, heard: _Heard) -> dict[str, Any]:
        if self._monotonic_s() > heard.until_s:
            return {"error": "timeout"}
        try:
            return {"told": msgspec.to_builtins(self._ledger.ask(heard.question))}
        except NoAnswer as nothing:
            return {"error": nothing.reason}
        except DeclinedByLedger as declined:
            return {"error": declined.error.error}

    @staticmethod
    def _crashed() -> None:
        LOG.error("questions are not answered any more")
