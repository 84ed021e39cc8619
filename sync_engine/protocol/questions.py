"""Questions that a till asks the ledger while a person waits: each with its answer. Knows shapes, no rule.

A question is a GET that changes nothing: `/v1/ask/<name>`, its members as query parameters. Every answer says as of
when (`as_of`, UTC) and as of which position it is. Facts never travel this way: nothing is lost when nobody answers.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import msgspec

from sync_engine.protocol.messages import Message

MOST_PURCHASES: Final = 100
MOST_HASHES: Final = 500


class Question(Message, frozen=True, kw_only=True):
    """Root of all questions. Members are texts and integers."""


class Told(Message, frozen=True, kw_only=True):
    """Root of all answers."""

    as_of: str
    pos: int


class PurchasesAsked(Question, frozen=True, kw_only=True):
    """What did this customer buy, in every store and channel? The newest come first."""

    customer: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_PURCHASES)] = 20


class PurchaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """What was bought, or brought back, of one article."""

    name: str
    qty: int
    scale: int = 0
    kind: Literal["sale", "return"] = "sale"


class PurchaseTold(msgspec.Struct, frozen=True, kw_only=True):
    """One sale to the customer; `total` in minor units of `currency`."""

    doc_no: str
    at: str
    store: str
    total: int
    currency: str
    lines: tuple[PurchaseLine, ...] = ()


class PurchasesTold(Told, frozen=True, kw_only=True):
    """The answer to PurchasesAsked."""

    purchases: tuple[PurchaseTold, ...] = ()


class ChainAsked(Question, frozen=True, kw_only=True):
    """Which of my events has the ledger, from `from_seq` on in this incarnation?"""

    incarnation: Annotated[int, msgspec.Meta(ge=1)]
    from_seq: Annotated[int, msgspec.Meta(ge=1)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_HASHES)] = MOST_HASHES


class ChainTold(Told, frozen=True, kw_only=True):
    """Hashes (hex) of consecutive events, and which incarnation is free for this till: no receipt number has it yet."""

    hashes: tuple[str, ...] = ()
    free_incarnation: int


QUESTIONS: Mapping[str, tuple[type[Question], type[Told]]] = {
    "purchases": (PurchasesAsked, PurchasesTold),
    "chain": (ChainAsked, ChainTold),
}
"""Name on the wire -> the question and its answer."""

_NAMES: Mapping[type[Question], str] = {question: name for name, (question, _) in QUESTIONS.items()}


class TermsNotUnderstood(ValueError):
    """There is no such question, or these are not its terms."""


def name_of(question: Question) -> str:
    """What the question is called on the wire."""
    return _NAMES[type(question)]


def terms_of(question: Question) -> dict[str, str]:
    """The question's members as texts."""
    return {name: str(value) for name, value in msgspec.to_builtins(question).items()}


def read_question(name: str, terms: Mapping[str, Any]) -> Question:
    """The opposite of both. Raises TermsNotUnderstood."""
    if name not in QUESTIONS:
        raise TermsNotUnderstood(name)
    try:
        return msgspec.convert(dict(terms), QUESTIONS[name][0], strict=False)
    except msgspec.ValidationError as error:
        raise TermsNotUnderstood(str(error)) from error


def read_told(name: str, told: Any) -> Told:
    """An answer as plain JSON values. Raises TermsNotUnderstood."""
    try:
        return msgspec.convert(told, QUESTIONS[name][1])
    except (KeyError, msgspec.ValidationError) as error:
        raise TermsNotUnderstood(str(error)) from error
