"""Carries out what the engine wants from the ledger: pages, the stream, a replica file. Blocks; knows no threads."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sync_engine.protocol.messages import FeedPage, SnapshotAnswer, SnapshotWait
from sync_engine.till.download import fetch_snapshot
from sync_engine.till.ports import Ledger, Stream
from sync_engine.till.signals import (
    FeedAnswered,
    FetchSnapshot,
    Input,
    LiveBeat,
    LivePaged,
    SendFeed,
    SnapshotProgress,
    SnapshotWaiting,
)
from sync_engine.till.upward import answer_to


@dataclass(frozen=True, slots=True)
class Stage:
    """A downloaded file that the replica's writer has to take over; it answers for the request."""

    request_id: int
    answer: SnapshotAnswer


class Downward:
    """`perform` returns the answer as an input, or the file to be staged; `post` hears what comes before."""

    def __init__(self, ledger: Ledger, folder: Path, post: Callable[[Input], None]) -> None:
        self._ledger, self._folder, self._post = ledger, folder, post

    def perform(self, order: SendFeed | FetchSnapshot) -> Input | Stage:
        """Ask and wait for the answer."""
        staged: list[Stage] = []
        request_id = order.request_id
        if isinstance(order, SendFeed):
            cursor = order.cursor
            return answer_to(request_id, lambda: FeedAnswered(request_id, self._ledger.feed(cursor)))
        answer = answer_to(request_id, lambda: self._snapshot(request_id, staged))
        return staged[0] if staged else answer

    def _snapshot(self, request_id: int, staged: list[Stage]) -> Input:
        answer = self._ledger.snapshot()
        if isinstance(answer, SnapshotWait):
            return SnapshotWaiting(request_id, answer.after_ms)
        self._post(SnapshotProgress(request_id, 0))
        fetch_snapshot(
            self._ledger, answer, self._folder, lambda percent: self._post(SnapshotProgress(request_id, percent))
        )
        staged.append(Stage(request_id, answer))
        return SnapshotProgress(request_id, 100)


def listen(request_id: int, stream: Stream, post: Callable[[Input], None]) -> None:
    """Pass on what the stream says until it is closed. Raises NoAnswer when it breaks."""
    for said in stream:
        if isinstance(said, FeedPage):
            post(LivePaged(request_id, said))
        else:
            post(LiveBeat(request_id, said.head))
