"""Many followers, one reading: whoever follows the feed from the same position shares what is read and encoded.

A hundred tills wait for the same commit; each page differs only in the store's own rows and in what it includes of the
asking till. Runs on the event loop; the reading itself is done by a function that is given in.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from sync_engine.ledger.auth import Caller
from sync_engine.ledger.feed import EVERYWHERE, Delta
from sync_engine.protocol.messages import Included, Message, cursor_text
from sync_engine.protocol.version import REPLICA_SCHEMA

_KEPT = 16


class EncodedPage(Message, frozen=True, kw_only=True):
    """A `FeedPage` whose rows are encoded already."""

    epoch: str
    from_pos: int
    to_pos: int
    head: int
    complete: bool
    included: Included
    rows: msgspec.Raw
    cursor: str


@dataclass(slots=True)
class SharedDelta:
    """A delta with its rows encoded once for each store that asked."""

    delta: Delta
    _encoded: dict[str, msgspec.Raw] = field(default_factory=dict)

    def page(self, caller: Caller, included: Included, schema: int = REPLICA_SCHEMA) -> EncodedPage:
        """The page for a till of which `included` was in before, and whose file is of that schema."""
        delta = self.delta
        return EncodedPage(
            epoch=delta.epoch,
            from_pos=delta.start,
            to_pos=delta.end,
            head=delta.head,
            complete=delta.end == delta.head,
            included=delta.included.get(caller.device_id, included),
            rows=self._rows(caller.store_id),
            cursor=cursor_text(delta.epoch, delta.end, schema),
        )

    def _rows(self, store_id: str) -> msgspec.Raw:
        encoded = self._encoded.get(store_id)
        if encoded is None:
            rows = [row for row in self.delta.rows if row[1] in (EVERYWHERE, store_id)]
            encoded = self._encoded[store_id] = msgspec.Raw(msgspec.json.encode(rows))
        return encoded


class Following:
    """Readings under way and the last few that were made, by the position they start from."""

    def __init__(self, read: Callable[[int], Awaitable[Delta]]) -> None:
        self._read = read
        self._under_way: dict[int, asyncio.Task[SharedDelta]] = {}
        self._made: OrderedDict[int, SharedDelta] = OrderedDict()

    async def since(self, start: int, head: int) -> SharedDelta:
        """What changed since `start`, read when the ledger stood at `head` or later.

        `head` is a position that is known to be committed: an older reading would be one that lacks events which an
        earlier page has already said to include.
        """
        shared = self._made.get(start)
        while shared is None or shared.delta.head < head:
            task = self._under_way.get(start)
            if task is None:
                task = self._under_way[start] = asyncio.get_running_loop().create_task(self._reading(start))
            shared = await asyncio.shield(task)  # who goes away does not end it for the others
        return shared

    async def _reading(self, start: int) -> SharedDelta:
        try:
            shared = SharedDelta(await self._read(start))
        finally:
            del self._under_way[start]
        self._made[start] = shared
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return shared
