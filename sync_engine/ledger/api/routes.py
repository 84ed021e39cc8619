"""The routes of tills, one for each method of the door. Decodes, waits without holding a thread, encodes."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future

from fastapi import APIRouter, Request, Response

from sync_engine.ledger.api.description import described
from sync_engine.ledger.api.reading import answer, body_of, in_thread, message_of, token_of
from sync_engine.ledger.auth import Caller
from sync_engine.ledger.door import Door
from sync_engine.ledger.effects import Outcome
from sync_engine.protocol import endpoints, messages
from sync_engine.protocol.codec import decode_message

Handler = Callable[[Request], Awaitable[Response]]


def till_routes(door: Door) -> APIRouter:
    """enroll, hello, push, feed and snapshot."""
    router = APIRouter(tags=["till"])
    for path, method, handler in (
        (endpoints.ENROLL, "POST", _enroll(door)),
        (endpoints.RENEW, "POST", _renew(door)),
        (endpoints.HELLO, "POST", _hello(door)),
        (endpoints.PUSH, "POST", _push(door)),
        (endpoints.FEED, "GET", _feed(door)),
        (endpoints.SNAPSHOT, "GET", _snapshot(door)),
    ):
        extra, responses = described(path)
        router.add_api_route(path, handler, methods=[method], openapi_extra=extra, responses=responses)
    return router


def _enroll(door: Door) -> Handler:
    async def enroll(request: Request) -> Response:
        """Join with a one-time code. The same code and key may ask again when the answer was lost."""
        asked = await message_of(request, messages.EnrollRequest)
        return answer(await in_thread(lambda: door.enroll(asked)))

    return enroll


def _renew(door: Door) -> Handler:
    async def renew(request: Request) -> Response:
        """A new token for a till that signs a challenge with the key it joined with: first ask, then prove."""
        asked = await message_of(request, messages.RenewRequest)
        return answer(await in_thread(lambda: door.renew(asked)))

    return renew


def _hello(door: Door) -> Handler:
    async def hello(request: Request) -> Response:
        """Compare both ends of the till's chain, and exchange the token."""
        token = token_of(request)
        asked = await message_of(request, messages.HelloRequest)
        return answer(await in_thread(lambda: door.hello(token, asked)))

    return hello


def _push(door: Door) -> Handler:
    async def push(request: Request) -> Response:
        """Store a run of consecutive events; answered when they are durable. A replay gets the same answer."""
        token = token_of(request)
        raw = await body_of(request, endpoints.MAX_PUSH_BYTES)
        caller, asked, waiting = await in_thread(lambda: _begun(door, token, raw))
        outcomes = await asyncio.wrap_future(waiting)
        return answer(door.pushed(caller, asked, outcomes))

    return push


def _begun(door: Door, token: str, raw: bytes) -> tuple[Caller, messages.PushRequest, Future[list[Outcome]]]:
    caller = door.caller(token)
    asked = decode_message(messages.PushRequest, raw)
    return caller, asked, door.begin_push(caller, asked)


def _feed(door: Door) -> Handler:
    async def feed(request: Request, cursor: str | None = None, limit: int = endpoints.FEED_PAGE_ROWS) -> Response:
        """What changed since the cursor, each key once in its latest state."""
        token = token_of(request)
        return answer(await in_thread(lambda: door.feed(token, cursor, limit)))

    return feed


def _snapshot(door: Door) -> Handler:
    async def snapshot(request: Request) -> Response:
        """A replica file to start from; 202 while it is being built."""
        token = token_of(request)
        found = await in_thread(lambda: door.snapshot(token))
        return answer(found, 202 if isinstance(found, messages.SnapshotWait) else 200)

    return snapshot
