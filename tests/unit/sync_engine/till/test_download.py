"""A replica file arrives whole or not at all, and no byte is fetched twice without need."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sync_engine.protocol.messages import (
    FeedPage,
    HelloAnswer,
    HelloRequest,
    PushAnswer,
    PushRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotWait,
)
from sync_engine.till.download import fetch_snapshot
from sync_engine.till.ports import NoAnswer, Stream

CONTENT = bytes(range(256)) * 40


@dataclass
class Bytes:
    offset: int
    pieces: list[bytes]
    breaks: bool

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        if self.breaks:
            raise NoAnswer("interrupted")


@dataclass
class FileLedger:
    """Hands out one file in pieces of 1,000 bytes, breaking after `breaks_after` of them."""

    content: bytes = CONTENT
    breaks_after: int | None = None
    knows_ranges: bool = True
    asked: list[int] = field(default_factory=list)

    @contextmanager
    def download(self, file: str, offset: int) -> Iterator[Bytes]:
        self.asked.append(offset)
        begin = offset if self.knows_ranges else 0
        pieces = [self.content[at : at + 1_000] for at in range(begin, len(self.content), 1_000)]
        yield Bytes(begin, pieces[: self.breaks_after], self.breaks_after is not None)

    def renew(self, request: RenewRequest) -> RenewAnswer:
        raise NotImplementedError

    def hello(self, request: HelloRequest) -> HelloAnswer:
        raise NotImplementedError

    def push(self, request: PushRequest) -> PushAnswer:
        raise NotImplementedError

    def feed(self, cursor: str) -> FeedPage:
        raise NotImplementedError

    def live(self, cursor: str) -> Stream:
        raise NotImplementedError

    def snapshot(self) -> SnapshotAnswer | SnapshotWait:
        raise NotImplementedError

    def close(self) -> None:
        return


def named(content: bytes = CONTENT, *, sha256: str | None = None) -> SnapshotAnswer:
    digest = sha256 or hashlib.sha256(content).hexdigest()
    return SnapshotAnswer(file="../f", sha256=digest, size=len(content), pos=1, epoch="e1", cursor="e1:1:1")


def test_a_file_arrives_with_its_percents(tmp_path: Path) -> None:
    told: list[int] = []
    path = fetch_snapshot(FileLedger(), named(), tmp_path, told.append)
    assert path.read_bytes() == CONTENT
    assert path.parent == tmp_path
    assert (told[0], told[-1], told) == (9, 100, sorted(told))


@pytest.mark.parametrize(("knows_ranges", "begins_at"), [(True, 3_000), (False, 3_000)])
def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path, knows_ranges: bool, begins_at: int) -> None:
    ledger = FileLedger(breaks_after=3, knows_ranges=knows_ranges)
    with pytest.raises(NoAnswer):
        fetch_snapshot(ledger, named(), tmp_path, lambda _: None)
    ledger.breaks_after = None
    assert fetch_snapshot(ledger, named(), tmp_path, lambda _: None).read_bytes() == CONTENT
    assert ledger.asked == [0, begins_at]


def test_a_whole_file_is_not_fetched_again(tmp_path: Path) -> None:
    ledger = FileLedger()
    fetch_snapshot(ledger, named(), tmp_path, lambda _: None)
    fetch_snapshot(ledger, named(), tmp_path, lambda _: None)
    assert ledger.asked == [0]


def test_a_file_with_other_bytes_is_refused_and_forgotten(tmp_path: Path) -> None:
    ledger = FileLedger(CONTENT[:-1] + b"!")
    with pytest.raises(NoAnswer) as caught:
        fetch_snapshot(ledger, named(), tmp_path, lambda _: None)
    assert caught.value.reason == "snapshot_damaged"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "reason"), [(CONTENT + b"more", "not_the_ledger"), (CONTENT[:500], "interrupted"), (b"", "interrupted")]
)
def test_a_file_of_another_length_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(NoAnswer) as caught:
        fetch_snapshot(FileLedger(content), named(), tmp_path, lambda _: None)
    assert caught.value.reason == reason


def test_too_much_from_an_earlier_try_begins_anew(tmp_path: Path) -> None:
    (tmp_path / f"snapshot-{named().sha256}.part").write_bytes(CONTENT + b"more")
    ledger = FileLedger()
    assert fetch_snapshot(ledger, named(), tmp_path, lambda _: None).read_bytes() == CONTENT
    assert ledger.asked == [0]


def test_a_name_that_is_no_hash_is_not_used_as_a_path(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer):
        fetch_snapshot(FileLedger(), named(sha256="../../x"), tmp_path, lambda _: None)
