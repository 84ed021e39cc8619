"""The replica as a row of files, one per generation, and the small pointer file that names the current one.

A new generation is downloaded, caught up to a complete page and only then named by the pointer, in one atomic rename:
readers see the old rows or the new ones, never a mix. Old files go when nobody has them open. Knows no network.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync_engine.protocol.messages import FeedPage, SnapshotAnswer
from sync_engine.sql.journal_events import JournalHead, JournalUnreadable
from sync_engine.sql.replica_check import damage
from sync_engine.sql.replica_file import AckState, EventException, FeedState, ReplicaFile, ReplicaUnavailable, retire
from sync_engine.till.download import PART_SUFFIX, part_path
from sync_engine.till.signals import SaveAck, Started

POINTER = "replica.json"
Touched = Callable[[int, Sequence[int]], list[tuple[str, str]]]
"""(incarnation, seqs) -> (place, article) of the stock that these own events moved."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which file is the replica now. `sha256` is that of the snapshot it grew from."""

    file: str
    sha256: str | None
    generation: int


def read_pointer(home: Path) -> Pointer | None:
    """The pointer of `home`; None when there is none that can be read."""
    try:
        content = json.loads((home / POINTER).read_text(encoding="utf-8"))
        return Pointer(str(content["file"]), content["sha256"], int(content["generation"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Generations:
    """The port `Replica` over the files of `home`. One thread at a time."""

    def __init__(self, home: Path, key: bytes | None, device_id: str, touched: Touched) -> None:
        self._home, self._key, self._device_id = home, key, device_id
        self._pointer = read_pointer(home)
        self._current: ReplicaFile | None = self._open_current()
        self._first = self._pointer if self._current is not None else None
        self._staged: tuple[ReplicaFile, Pointer] | None = None
        self._untold: list[EventException] = []
        self._ack, exceptions = self._read_acks()
        self._unbooked = _Unbooked(touched, exceptions)

    def close(self) -> None:
        """Close the files."""
        for file in (self._current, self._staged[0] if self._staged else None):
            if file is not None:
                file.close()

    def started(self, head: JournalHead) -> Started:
        """See `ports.Replica`. An acknowledgement of another incarnation says nothing about this one."""
        ack = self._ack
        is_mine = ack is not None and (ack.device_id, ack.incarnation) == (self._device_id, head.incarnation)
        return Started(head.incarnation, head.seq, self.cursor(), ack.acked_seq if ack and is_mine else 0)

    def cursor(self) -> str | None:
        """See `ports.Replica`."""
        try:
            state = self._current.feed_state() if self._current else None
        except ReplicaUnavailable:
            return None
        return state.cursor if state else None

    def apply(self, page: FeedPage) -> frozenset[str]:
        """See `ports.Replica`. The first complete page makes a staged file the current one."""
        if self._staged is None:
            topics = _apply(self._opened(), page, is_settling=False)
        else:
            file, pointer = self._staged
            _apply(file, page, is_settling=page.complete)
            topics = self._switch(file, pointer) if page.complete else frozenset[str]()
        if page.complete and self._current is not None:
            self._unbooked.reached(page.included.incarnation, page.included.seq)
            self._unbooked.settle(self._current)
        return topics

    def acknowledge(self, ack: SaveAck) -> None:
        """See `ports.Replica`. What no file takes now waits for the next one: the ledger says it once."""
        offset_ms = ack.server_offset_ms
        if offset_ms is None and self._ack is not None:
            offset_ms = self._ack.server_offset_ms
        acked_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._ack = AckState(self._device_id, ack.incarnation, ack.acked_seq, ack.archived_seq, acked_at, offset_ms)
        self._untold += [(ack.incarnation, one.seq, one.disposition, one.reason) for one in ack.dispositions]
        if self._current is not None:
            self._current.acknowledge(self._ack, self._untold)
            self._unbooked.add(self._untold)
            self._untold = []
            self._unbooked.settle(self._current)

    def stage(self, answer: SnapshotAnswer) -> str:
        """See `ports.Replica`."""
        if self._staged is not None:
            self._staged[0].close()
            self._staged = None
        generation = (self._pointer.generation if self._pointer else 0) + 1
        while (path := self._home / f"replica-{generation}.db").exists() and not retire(path, self._key):
            generation += 1
        try:
            part_path(self._home, answer).replace(path)
        except FileNotFoundError as error:
            raise ReplicaUnavailable("replica_disk", "the download is gone") from error
        file = ReplicaFile(path, self._key)
        state = file.feed_state()
        if state is None or state.cursor != answer.cursor:
            file.close()
            raise ReplicaUnavailable("replica_damaged", "the snapshot is not what was promised")
        self._staged = file, Pointer(path.name, answer.sha256, generation)
        return answer.cursor

    def damage(self, is_wanted: Callable[[], bool]) -> str | None:
        """See `ports.Replica`. A file that was replaced meanwhile is of no interest any more."""
        pointer = self._first
        if pointer is None:
            return None
        found = damage(self._home / pointer.file, self._key, is_wanted)
        return found if pointer == self._pointer else None

    def sweep(self) -> None:
        """Delete the generations and downloads that nobody needs; what is still in use stays for the next time."""
        staged = self._staged[1].file if self._staged else None
        kept = {staged, self._pointer.file if self._pointer else None}
        for path in self._home.glob("replica-*.db"):
            if path.name not in kept:
                retire(path, self._key)
        if self._current is not None and self._staged is None:
            for path in self._home.glob(f"snapshot-*{PART_SUFFIX}"):
                path.unlink(missing_ok=True)

    def _open_current(self) -> ReplicaFile | None:
        if self._pointer is None or not (self._home / self._pointer.file).exists():
            return None
        try:
            return ReplicaFile(self._home / self._pointer.file, self._key)
        except ReplicaUnavailable:
            return None

    def _read_acks(self) -> tuple[AckState | None, list[EventException]]:
        try:
            return (self._current.ack_state(), self._current.exceptions()) if self._current else (None, [])
        except ReplicaUnavailable:
            return None, []  # a damaged file is about to be replaced; hello says again what is acknowledged

    def _opened(self) -> ReplicaFile:
        if self._current is None:
            raise ReplicaUnavailable("replica_damaged", "there is no file")
        return self._current

    def _switch(self, file: ReplicaFile, pointer: Pointer) -> frozenset[str]:
        exceptions = [*self._read_acks()[1], *self._untold]
        if self._ack is not None:
            file.acknowledge(self._ack, exceptions)
            self._untold = []
        file.make_durable()  # the pointer must not outlive what the rows were settled by
        _write_pointer(self._home, pointer)
        if self._current is not None:
            self._current.close()
        self._current, self._pointer, self._staged = file, pointer, None
        self._unbooked.add(exceptions)
        return frozenset({"replica"})


class _Unbooked:
    """Own events that the ledger stored without booking them: their effect has to leave the till's view of stock."""

    def __init__(self, touched: Touched, exceptions: Sequence[EventException]) -> None:
        self._touched = touched
        self._waiting: set[tuple[int, int]] = set()
        self._reached = (0, 0)
        self.add(exceptions)

    def add(self, exceptions: Sequence[EventException]) -> None:
        """Note the deferred ones."""
        self._waiting.update((one[0], one[1]) for one in exceptions if one[2] == "deferred")

    def reached(self, incarnation: int, seq: int) -> None:
        """A complete page contains own events up to here."""
        self._reached = (incarnation, seq)

    def settle(self, file: ReplicaFile) -> None:
        """Write it for those that a complete page has passed."""
        incarnation, up_to = self._reached
        passed = {one for one in self._waiting if one[0] == incarnation and one[1] <= up_to}
        if not passed:
            return
        try:
            rows = self._touched(incarnation, [seq for _, seq in passed])
        except JournalUnreadable:
            return  # the next page or acknowledgement tries again
        file.raise_included(self._reached, rows)
        self._waiting -= passed


def _apply(file: ReplicaFile, page: FeedPage, *, is_settling: bool) -> frozenset[str]:
    to = FeedState(page.epoch, page.to_pos, max(page.head, page.to_pos), page.cursor)
    included = (page.included.incarnation, page.included.seq)
    return file.apply(page.rows, page.from_pos, to, included, is_settling=is_settling)


def _write_pointer(home: Path, pointer: Pointer) -> None:
    content = {"file": pointer.file, "sha256": pointer.sha256, "generation": pointer.generation}
    path = home / f"{POINTER}.new"
    with path.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    path.replace(home / POINTER)
