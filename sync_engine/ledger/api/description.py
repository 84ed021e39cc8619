"""OpenAPI for routes that decode by hand: what each takes and answers, from the message structs. Knows no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from sync_engine.protocol import endpoints, messages
from sync_engine.protocol.messages import Message
from sync_engine.protocol.questions import QUESTIONS

_REF = "#/components/schemas/{name}"
_MESSAGES = (
    messages.EnrollRequest,
    messages.EnrollAnswer,
    messages.RenewRequest,
    messages.RenewAnswer,
    messages.HelloRequest,
    messages.HelloAnswer,
    messages.PushRequest,
    messages.PushAnswer,
    messages.FeedPage,
    messages.SnapshotAnswer,
    messages.SnapshotWait,
    messages.Beat,
    messages.ErrorAnswer,
    *(told for _, told in QUESTIONS.values()),
)
_SECURED: dict[str, Any] = {"security": [{"bearer": []}]}
_WORDS = {
    400: "The request is not what this route takes.",
    401: "The token is missing or not known.",
    403: "The till was shut out.",
    404: "There is no such code or file.",
    409: "The request contradicts what is stored: a gap, a fork, or a used code.",
    410: "The cursor leads nowhere; fetch a snapshot.",
    413: "The request is too large.",
    416: "The file has no such range.",
    503: "The ledger cannot take this now; ask again after `after_ms`.",
}


@dataclass(frozen=True, slots=True)
class _Route:
    answers: Mapping[int, type[Message] | str]
    errors: tuple[int, ...]
    takes: type[Message] | None = None
    is_open: bool = False


_FILE = "application/octet-stream"
_EVENTS = "text/event-stream"
_ROUTES: Mapping[str, _Route] = {
    endpoints.ENROLL: _Route(
        {200: messages.EnrollAnswer}, (400, 404, 409, 413, 503), messages.EnrollRequest, is_open=True
    ),
    endpoints.RENEW: _Route(
        {200: messages.RenewAnswer}, (400, 401, 403, 413, 503), messages.RenewRequest, is_open=True
    ),
    endpoints.HELLO: _Route({200: messages.HelloAnswer}, (400, 401, 413, 503), messages.HelloRequest),
    endpoints.PUSH: _Route({200: messages.PushAnswer}, (400, 401, 403, 409, 413, 503), messages.PushRequest),
    endpoints.FEED: _Route({200: messages.FeedPage}, (401, 403, 410)),
    endpoints.LIVE: _Route({200: _EVENTS}, (401, 403, 410)),
    endpoints.SNAPSHOT: _Route({200: messages.SnapshotAnswer, 202: messages.SnapshotWait}, (401, 403)),
    endpoints.SNAPSHOT + "/{file}": _Route({200: _FILE, 206: _FILE}, (401, 403, 404, 416)),
    **{f"{endpoints.ASK}/{name}": _Route({200: told}, (400, 401, 403, 503)) for name, (_, told) in QUESTIONS.items()},
}


def described(path: str) -> tuple[dict[str, Any], dict[int | str, dict[str, Any]]]:
    """(operation extras, responses) of a route for FastAPI."""
    route = _ROUTES[path]
    extra: dict[str, Any] = {} if route.is_open else dict(_SECURED)
    if route.takes is not None:
        extra["requestBody"] = {"required": True, "content": {"application/json": _schema(route.takes)}}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": "The answer.", "content": _content(kind)} for status, kind in route.answers.items()
    }
    errors = {
        status: {"description": _WORDS[status], "content": _content(messages.ErrorAnswer)} for status in route.errors
    }
    return extra, responses | errors


def components() -> dict[str, Any]:
    """Schemas of all messages, by name, and how tills show who they are."""
    _, schemas = msgspec.json.schema_components(_MESSAGES, ref_template=_REF)
    return {"schemas": schemas, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}}


def _content(kind: type[Message] | str) -> dict[str, Any]:
    if isinstance(kind, str):
        return {kind: {"schema": {"type": "string", "format": "binary" if kind == _FILE else "event-stream"}}}
    return {"application/json": _schema(kind)}


def _schema(kind: type[Message]) -> dict[str, Any]:
    return {"schema": {"$ref": _REF.format(name=kind.__name__)}}
