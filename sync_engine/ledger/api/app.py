"""The ASGI application over an open ledger: routes, errors as JSON, and a description of itself."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException

import sync_engine
from sync_engine.ledger.api.asking import question_routes
from sync_engine.ledger.api.description import components
from sync_engine.ledger.api.files import file_routes
from sync_engine.ledger.api.live import live_routes
from sync_engine.ledger.api.reading import answer, in_thread
from sync_engine.ledger.api.receipts import receipt_routes
from sync_engine.ledger.api.routes import till_routes
from sync_engine.ledger.opening import Ledger, now_ms
from sync_engine.ledger.problems import PROBLEMS, problem
from sync_engine.ledger.receipts import SalePages
from sync_engine.protocol import endpoints
from sync_engine.protocol.messages import ErrorAnswer

TITLE = "Unified POS ledger"
ABOUT = "Takes in what tills did, keeps stock and money, and tells every till what it has to know."


def create_app(ledger: Ledger) -> FastAPI:
    """The application; the ledger stays its caller's to close."""
    app = FastAPI(title=TITLE, description=ABOUT, version=sync_engine.__version__, docs_url=None, redoc_url=None)
    for kind in PROBLEMS:
        app.add_exception_handler(kind, _problem)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(Exception, _bug)
    app.include_router(till_routes(ledger.door))
    app.include_router(live_routes(ledger.door, ledger.hub, now_ms))
    app.include_router(question_routes(ledger.door))
    app.include_router(file_routes(ledger.door, ledger.snapshots))
    app.include_router(receipt_routes(SalePages(ledger.databases.read)))
    _add_health(app, ledger)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _add_health(app: FastAPI, ledger: Ledger) -> None:
    async def health() -> dict[str, Any]:
        """Whether the ledger writes, and how far it is. Open to everybody, says nothing of the shop."""
        await in_thread(ledger.check_reading)
        if ledger.writer.failure is not None:
            raise ledger.writer.failure
        return {"status": "ok", "head": ledger.hub.head, "waiting": ledger.writer.waiting}

    app.add_api_route(endpoints.HEALTH, health, methods=["GET"], tags=["service"])


async def _problem(_: Request, error: Exception) -> Response:
    status, message = problem(error)
    found = answer(message, status)
    if status == 401:
        found.headers["WWW-Authenticate"] = "Bearer"
    if message.after_ms is not None:
        found.headers["Retry-After"] = str(-(-message.after_ms // 1000))
    return found


async def _not_valid(_: Request, error: Exception) -> Response:
    sentence = "A parameter of the request is not what this route takes."
    return answer(ErrorAnswer(error="malformed", sentence=sentence, reason=str(error)[:200]), 400)


async def _not_found(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer(ErrorAnswer(error="no_route", sentence="The ledger has no such route."), error.status_code)


async def _bug(_: Request, __: Exception) -> Response:
    """The border of a request: the server logs the error, the till keeps its journal and asks again."""
    return answer(ErrorAnswer(error="internal", sentence="The ledger failed here. Nothing is lost; ask again."), 500)


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for kind, known in components().items():
            found.setdefault("components", {}).setdefault(kind, {}).update(known)
        app.openapi_schema = found
    return app.openapi_schema
