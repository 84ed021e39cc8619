"""The routes of questions: one for each, its terms as query parameters. Changes nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from sync_engine.ledger.api.description import described
from sync_engine.ledger.api.reading import answer, in_thread, token_of
from sync_engine.ledger.door import Door
from sync_engine.protocol import endpoints
from sync_engine.protocol.questions import QUESTIONS, Question

Handler = Callable[[Request], Awaitable[Response]]


def question_routes(door: Door) -> APIRouter:
    """A route for every question there is."""
    router = APIRouter(tags=["till"])
    for name, (question, _) in QUESTIONS.items():
        path = f"{endpoints.ASK}/{name}"
        extra, responses = described(path)
        extra["parameters"] = _parameters(question)
        handler = _asked(door, name, question)
        router.add_api_route(path, handler, methods=["GET"], openapi_extra=extra, responses=responses)
    return router


def _asked(door: Door, name: str, question: type[Question]) -> Handler:
    async def ask(request: Request) -> Response:
        token, terms = token_of(request), dict(request.query_params)
        return answer(await in_thread(lambda: door.ask(token, name, terms)))

    ask.__doc__ = question.__doc__
    ask.__name__ = f"ask_{name}"
    return ask


def _parameters(question: type[Question]) -> list[dict[str, Any]]:
    _, found = msgspec.json.schema_components((question,))
    schema = found[question.__name__]
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": kind}
        for name, kind in schema["properties"].items()
    ]
