"""The answer to everything that can go wrong at the door: status, stable code, and a sentence for a person.

The one table from exceptions to answers; the HTTP service and in-process tests use the same.
"""

from http import HTTPStatus

import sqlalchemy as sa

from sync_engine.domain.errors import Refusal, Unavailable
from sync_engine.ledger.answers import Busy
from sync_engine.ledger.auth import NotKnown, Revoked
from sync_engine.ledger.door import Fork, SeqGap
from sync_engine.ledger.enrolment import CodeNotKnown, CodeTaken, KeyMalformed
from sync_engine.ledger.feed import CursorGone
from sync_engine.ledger.intake import NotARun
from sync_engine.ledger.store.locks import SteppedDown
from sync_engine.protocol.codec import MessageNotUnderstood
from sync_engine.protocol.messages import ErrorAnswer
from sync_engine.protocol.questions import TermsNotUnderstood


class TooLarge(Refusal):
    """The request is larger than its route takes; `limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class NoSuchFile(Refusal):
    """There is no replica file of this name for this store."""


class RangeWrong(Refusal):
    """The range asked for lies outside the file; `size` in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


PROBLEMS = (Refusal, Unavailable, MessageNotUnderstood, TermsNotUnderstood, sa.exc.DBAPIError)
"""Everything that `problem` has an answer for."""

_SENTENCES: dict[type[Exception], tuple[HTTPStatus, str, str]] = {
    NotKnown: (HTTPStatus.UNAUTHORIZED, "auth", "This token is not known here. The till has to be enrolled."),
    Revoked: (HTTPStatus.FORBIDDEN, "revoked", "This till was shut out. Its journal stays as it is."),
    SeqGap: (HTTPStatus.CONFLICT, "seq_gap", "Events before this run have not arrived yet."),
    Fork: (HTTPStatus.CONFLICT, "fork", "Another copy of this till has written here: the chains differ."),
    CodeNotKnown: (HTTPStatus.NOT_FOUND, "code_unknown", "There is no such code. Ask for a new one."),
    CodeTaken: (HTTPStatus.CONFLICT, "code_used", "Another till has used this code. Ask for a new one."),
    KeyMalformed: (HTTPStatus.BAD_REQUEST, "malformed", "The public key is not 32 bytes in hexadecimal digits."),
    NotARun: (HTTPStatus.BAD_REQUEST, "malformed", "The request is not a run of consecutive events."),
    MessageNotUnderstood: (HTTPStatus.BAD_REQUEST, "malformed", "The request is not what this route takes."),
    TermsNotUnderstood: (HTTPStatus.BAD_REQUEST, "malformed", "The question is not one that this route answers."),
    CursorGone: (HTTPStatus.GONE, "cursor", "The cursor leads nowhere. Fetch a snapshot."),
    TooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", "The request is too large. Send fewer events."),
    NoSuchFile: (HTTPStatus.NOT_FOUND, "no_file", "There is no such file. Ask for the snapshot again."),
    RangeWrong: (HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "range", "The file has no such range."),
    Busy: (HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The ledger is busy. Nothing is lost; ask again later."),
    SteppedDown: (HTTPStatus.SERVICE_UNAVAILABLE, "stepped_down", "Another ledger service has taken over writing."),
}


def problem(error: Exception) -> tuple[int, ErrorAnswer]:
    """Status and answer for one of PROBLEMS."""
    status, code, sentence = _found(error)
    return status, ErrorAnswer(
        error=code,
        sentence=sentence,
        expected=getattr(error, "expected", None),
        at_seq=getattr(error, "at_seq", None),
        after_ms=getattr(error, "after_ms", None),
        reason=getattr(error, "reason", None) or getattr(error, "detail", None),
    )


def _found(error: Exception) -> tuple[HTTPStatus, str, str]:
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind]
    if isinstance(error, Unavailable | sa.exc.DBAPIError):
        return HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The ledger cannot answer now. Ask again later."
    return HTTPStatus.BAD_REQUEST, "refused", "The ledger does not take this request."
