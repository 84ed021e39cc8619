"""Questions from a person to the ledger: one answer each, in time or not at all."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from sync_engine.protocol.messages import ErrorAnswer
from sync_engine.protocol.questions import (
    PurchaseLine,
    PurchasesAsked,
    PurchasesTold,
    PurchaseTold,
    Question,
    TermsNotUnderstood,
    Told,
    name_of,
    read_question,
    terms_of,
)
from sync_engine.till.ports import DeclinedByLedger, NoAnswer
from sync_engine.till.questions import Answers, NotAnswered, PendingQuestions

BOUGHT = PurchaseTold(
    doc_no="S02-T1a-000007",
    at="2026-11-20T10:00:00.000Z",
    store="S02",
    total=1_050,
    currency="EUR",
    lines=(PurchaseLine(name="Coffee", qty=2),),
)
TOLD = PurchasesTold(as_of="2026-11-21T10:00:00.000Z", pos=7, purchases=(BOUGHT,))


@dataclass
class FakeLedger:
    answer: Told | Exception = TOLD
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Told:
        self.asked.append(question)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Clock:
    at_s: float = 0.0

    def now_s(self) -> float:
        return self.at_s


@dataclass
class Pipe:
    """Both halves with lines of JSON between them."""

    ledger: FakeLedger
    pending: PendingQuestions
    clock: Clock = field(default_factory=Clock)
    said: list[str] = field(default_factory=list)
    _heard: threading.Condition = field(default_factory=threading.Condition)

    def say(self, what: Mapping[str, Any]) -> None:
        with self._heard:
            self.said.append(json.dumps(what))
            self._heard.notify_all()
        self.pending.answered(json.loads(json.dumps(what))["answer"])


@contextmanager
def opened(ledger: FakeLedger) -> Iterator[tuple[Pipe, Answers]]:
    pipe = Pipe(ledger, PendingQuestions())
    answers = Answers(ledger, pipe.say, pipe.clock.now_s)
    answers.start()
    try:
        yield pipe, answers
    finally:
        answers.end(10)


def reason(future: Any) -> str:
    with pytest.raises(NotAnswered) as nothing:
        future.result(10)
    return nothing.value.reason


def test_a_question_and_its_answer_pass_the_pipe_whole() -> None:
    ledger = FakeLedger()
    with opened(ledger) as (pipe, answers):
        said, future = pipe.pending.ask(PurchasesAsked(customer="k1", limit=5))
        answers.take(json.loads(json.dumps(said))["ask"])
        assert future.result(10) == TOLD
    assert ledger.asked == [PurchasesAsked(customer="k1", limit=5)]


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (NoAnswer("unreachable"), "unreachable"),
        (DeclinedByLedger(404, ErrorAnswer(error="no_route", sentence="-")), "no_route"),
    ],
)
def test_a_ledger_that_cannot_answer_is_told_as_such(trouble: Exception, code: str) -> None:
    with opened(FakeLedger(trouble)) as (pipe, answers):
        said, future = pipe.pending.ask(PurchasesAsked(customer="k1"))
        answers.take(said["ask"])
        assert reason(future) == code


def test_a_question_that_waited_too_long_is_not_asked_any_more() -> None:
    ledger = FakeLedger()
    pipe = Pipe(ledger, PendingQuestions())
    answers = Answers(ledger, pipe.say, pipe.clock.now_s)
    said, future = pipe.pending.ask(PurchasesAsked(customer="k1"), within_s=1.0)
    answers.take(said["ask"])
    pipe.clock.at_s = 1.5
    answers.start()
    answers.end(10)
    assert (reason(future), ledger.asked) == ("timeout", [])


@pytest.mark.parametrize(
    "asked",
    [{"id": "1"}, {"id": "1", "question": "weather"}, {"id": "1", "question": "purchases", "terms": {"customer": ""}}],
)
def test_a_question_that_is_none_is_not_supported(asked: dict[str, Any]) -> None:
    pipe = Pipe(FakeLedger(), PendingQuestions())
    Answers(pipe.ledger, pipe.say).take(asked)
    assert json.loads(pipe.said[0]) == {"answer": {"id": "1", "error": "not_supported"}}


def test_nobody_waits_for_a_program_that_is_gone_or_for_an_answer_that_is_late() -> None:
    clock = Clock()
    pending = PendingQuestions(clock.now_s)
    _, late = pending.ask(PurchasesAsked(customer="k1"), within_s=1.0)
    clock.at_s = 1.5
    _, gone = pending.ask(PurchasesAsked(customer="k2"), within_s=1.0)
    assert reason(late) == "timeout"
    pending.give_up("sync_stopped")
    assert reason(gone) == "sync_stopped"
    pending.answered({"id": "1", "told": {}})


def test_an_answer_that_is_none_is_not_the_ledger_s() -> None:
    pending = PendingQuestions()
    _, future = pending.ask(PurchasesAsked(customer="k1"))
    pending.answered({"id": "1", "told": {"purchases": 7}})
    assert reason(future) == "not_the_ledger"


def test_terms_travel_as_texts_and_are_read_strictly() -> None:
    question = PurchasesAsked(customer="k1", limit=5)
    assert (name_of(question), terms_of(question)) == ("purchases", {"customer": "k1", "limit": "5"})
    assert read_question("purchases", terms_of(question)) == question
    for name, terms in (("purchases", {}), ("purchases", {"customer": "k", "limit": "1000"}), ("none", {})):
        with pytest.raises(TermsNotUnderstood):
            read_question(name, terms)
