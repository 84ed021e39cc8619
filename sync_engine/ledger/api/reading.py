"""Reads requests: the bearer token, the body within its limit, and hands slow work to threads. Knows no route."""

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread
from fastapi import Request, Response

from sync_engine.ledger.auth import NotKnown
from sync_engine.ledger.problems import TooLarge
from sync_engine.protocol.codec import decode_message, encode_message
from sync_engine.protocol.messages import Message

SMALL_BODY = 16 * 1024
"""Bytes; every request but a push is far smaller."""

_Result = TypeVar("_Result")
_Message = TypeVar("_Message", bound=Message)


def token_of(request: Request) -> str:
    """The bearer token. Raises NotKnown when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotKnown
    return token.strip()


async def body_of(request: Request, limit: int) -> bytes:
    """The whole body. Raises TooLarge as soon as it is beyond `limit` bytes, however long it says to be."""
    if int(request.headers.get("content-length") or 0) > limit:
        raise TooLarge(limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(limit)
        parts.append(part)
    return b"".join(parts)


async def message_of(request: Request, kind: type[_Message]) -> _Message:
    """A small message. Raises TooLarge, MessageNotUnderstood."""
    return decode_message(kind, await body_of(request, SMALL_BODY))


async def in_thread(work: Callable[[], _Result]) -> _Result:
    """Do what waits for the database or computes long, so that the other requests go on."""
    return await anyio.to_thread.run_sync(work)


def answer(message: Message, status: int = 200) -> Response:
    """A message as a response."""
    return Response(encode_message(message), status_code=status, media_type="application/json")
