"""Replica files for download, whole or in ranges (RFC 9110, section 14), so that a broken download goes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from sync_engine.ledger.api.description import described
from sync_engine.ledger.api.reading import in_thread, token_of
from sync_engine.ledger.door import Door
from sync_engine.ledger.problems import NoSuchFile, RangeWrong
from sync_engine.ledger.snapshot import Snapshots
from sync_engine.protocol import endpoints

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_CHUNK = 256 * 1024
FILE = endpoints.SNAPSHOT + "/{file}"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `first` to `last` (inclusive) of `size`."""

    first: int
    last: int
    size: int


def file_routes(door: Door, snapshots: Snapshots) -> APIRouter:
    """The one route that sends a file."""
    router = APIRouter(tags=["till"])

    async def snapshot_file(request: Request, file: str) -> Response:
        """The bytes of a replica file, encrypted for the till's store."""
        token = token_of(request)
        caller = await in_thread(lambda: door.caller(token))
        path = snapshots.path(caller.store_id, file)
        if path is None:
            raise NoSuchFile
        return _sent(path, request.headers.get("range"))

    extra, responses = described(FILE)
    router.add_api_route(FILE, snapshot_file, methods=["GET"], openapi_extra=extra, responses=responses)
    return router


def part_of(header: str | None, size: int) -> Part | None:
    """What a Range header asks for; None: the whole file (no header, or a kind not served). Raises RangeWrong."""
    match = _RANGE.fullmatch(header.strip()) if header else None
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
    if begin > end:
        raise RangeWrong(size)
    return Part(begin, end, size)


def _sent(path: Path, header: str | None) -> Response:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise NoSuchFile from None
    part = part_of(header, size)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, immutable", "ETag": f'"{path.stem}"'}
    if part is None:
        whole = Part(0, size - 1, size)
        return _stream(path, whole, 200, headers)
    return _stream(path, part, 206, headers | {"Content-Range": f"bytes {part.first}-{part.last}/{size}"})


def _stream(path: Path, part: Part, status: int, headers: dict[str, str]) -> StreamingResponse:
    length = {"Content-Length": str(part.last - part.first + 1)}
    return StreamingResponse(
        _bytes(path, part), status_code=status, headers=headers | length, media_type="application/octet-stream"
    )


def _bytes(path: Path, part: Part) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(part.first)
        left = part.last - part.first + 1
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
