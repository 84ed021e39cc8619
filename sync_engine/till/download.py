"""Fetches a replica file: goes on where an earlier download stopped, and hands out only whole files.

Knows files and hashes, nothing of what is inside.
"""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from sync_engine.protocol.messages import SnapshotAnswer
from sync_engine.till.ports import Ledger, NoAnswer

PART_SUFFIX = ".part"
_PIECE = 1 << 20


def fetch_snapshot(ledger: Ledger, answer: SnapshotAnswer, folder: Path, told: Callable[[int], None]) -> Path:
    """Download what `answer` names into `folder`, check its length and hash, and return the path.

    `told` hears percents. Raises NoAnswer; what has come stays for the next try unless it is proved wrong.
    """
    path = part_path(folder, answer)
    have = path.stat().st_size if path.exists() else 0
    if have > answer.size:
        path.unlink()
        have = 0
    if have < answer.size:
        _append(ledger, answer, path, have, told)
    if not path.exists() or path.stat().st_size != answer.size:  # swept away as a left-over, or cut short
        raise NoAnswer("interrupted", "the file ends early")
    if _sha256(path) != answer.sha256:
        path.unlink()
        raise NoAnswer("snapshot_damaged", answer.file)
    return path


def part_path(folder: Path, answer: SnapshotAnswer) -> Path:
    """Where the download of that very content is kept. The ledger's own file name is never used as a path."""
    if not re.fullmatch(r"[0-9a-f]{64}", answer.sha256):
        raise NoAnswer("not_the_ledger", "no hash")
    return folder / f"snapshot-{answer.sha256}{PART_SUFFIX}"


def _append(ledger: Ledger, answer: SnapshotAnswer, path: Path, have: int, told: Callable[[int], None]) -> None:
    percent = -1
    with ledger.download(answer.file, have) as download, path.open("r+b" if have else "wb") as file:
        file.seek(download.offset)
        file.truncate()
        for piece in download:
            file.write(piece)
            if file.tell() > answer.size:
                raise NoAnswer("not_the_ledger", "more bytes than promised")
            if (now := file.tell() * 100 // answer.size) != percent:
                percent = now
                told(percent)
        file.flush()
        os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
