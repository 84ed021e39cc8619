"""The live stream: the pages of the feed as server-sent events, the moment they are committed.

Subscribes before the first read, so that nothing falls between; a wake-up only makes it read again. A follower that has
caught up shares its readings with the others, see `following`.
"""

from collections.abc import AsyncIterator, Callable

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from sync_engine.ledger.api.description import described
from sync_engine.ledger.api.following import Following
from sync_engine.ledger.api.reading import in_thread, token_of
from sync_engine.ledger.auth import Caller
from sync_engine.ledger.door import Door, instant_text
from sync_engine.ledger.feed import Delta, cursor_of
from sync_engine.ledger.live import Bell, Hub
from sync_engine.protocol import endpoints
from sync_engine.protocol.codec import encode_message
from sync_engine.protocol.messages import Beat, FeedPage, Message

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def live_routes(door: Door, hub: Hub, now_ms: Callable[[], int]) -> APIRouter:
    """The one route that stays open."""
    router = APIRouter(tags=["till"])

    async def read(start: int) -> Delta:
        return await in_thread(lambda: door.delta(start))

    following = Following(read)

    async def live(request: Request, cursor: str | None = None) -> StreamingResponse:
        """The pages of the feed as they come, a beat every two seconds when nothing does."""
        token = token_of(request)
        start = request.headers.get("last-event-id") or cursor
        bell = hub.follow()
        try:
            caller = await in_thread(lambda: door.caller(token))
            first = await in_thread(lambda: door.page(caller, start))
        except BaseException:
            hub.leave(bell)
            raise
        stream = _Stream(door, hub, following, caller, now_ms)
        return StreamingResponse(stream.events(bell, first), media_type="text/event-stream", headers=_HEADERS)

    extra, responses = described(endpoints.LIVE)
    router.add_api_route(endpoints.LIVE, live, methods=["GET"], openapi_extra=extra, responses=responses)
    return router


class _Stream:
    def __init__(self, door: Door, hub: Hub, following: Following, caller: Caller, now_ms: Callable[[], int]) -> None:
        self._door, self._hub, self._following, self._caller, self._now_ms = door, hub, following, caller, now_ms

    async def events(self, bell: Bell, page: FeedPage) -> AsyncIterator[bytes]:
        """Pages until the caller goes away or the ledger closes."""
        try:
            yield _event("page", page, page.cursor)
            while not page.complete:
                page = await self._next(page.cursor)
                yield _event("page", page, page.cursor)
            async for event in self._live(bell, page):
                yield event
        finally:
            self._hub.leave(bell)

    async def _live(self, bell: Bell, last: FeedPage) -> AsyncIterator[bytes]:
        pos, head, included = last.to_pos, last.head, last.included
        schema = cursor_of(last.cursor).schema
        while not bell.is_over:
            if max(head, self._hub.head) <= pos:
                if not await bell.wait(endpoints.BEAT_S):
                    yield _event("beat", Beat(head=self._hub.head, server_at=instant_text(self._now_ms())))
                continue
            shared = await self._following.since(pos, max(head, self._hub.head))
            page = shared.page(self._caller, included, schema)
            pos, head, included = page.to_pos, page.head, page.included
            yield _event("page", page, page.cursor)

    async def _next(self, cursor: str) -> FeedPage:
        return await in_thread(lambda: self._door.page(self._caller, cursor))


def _event(name: str, message: Message, event_id: str | None = None) -> bytes:
    named = f"event: {name}\nid: {event_id}\n" if event_id else f"event: {name}\n"
    return named.encode() + b"data: " + encode_message(message) + b"\n\n"
