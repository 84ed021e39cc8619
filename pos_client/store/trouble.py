"""Why a file of the till cannot be used; maps what SQLite and the system say. Knows no sentence.

Unavailable
  |-- JournalUnavailable       the journal does not take a write now; nothing of the act was kept
  |     |-- DiskFull, DiskReadOnly, DiskMissing, DiskBroken, JournalBusy
  |-- JournalDamaged           the stored chain does not hold
  |-- NotEnrolled              there is no journal: this till never joined a ledger
  |-- HomeInUse                another program writes this journal
  `-- CatalogueMissing         nothing was downloaded yet
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable


class JournalUnavailable(Unavailable):
    """The journal cannot be written now; nothing of the act was kept."""


class DiskFull(JournalUnavailable):
    """No room."""


class DiskReadOnly(JournalUnavailable):
    """The file or its folder may not be written."""


class DiskMissing(JournalUnavailable):
    """The file or its disk is gone."""


class DiskBroken(JournalUnavailable):
    """The disk answers with an error."""


class JournalBusy(JournalUnavailable):
    """Something else holds the file."""


class JournalDamaged(Unavailable):
    """Stored events do not form their chain: `what` at `seq`."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"{what} at {seq}")
        self.seq, self.what = seq, what


class NotEnrolled(Unavailable):
    """The home has no journal: this till never joined a ledger."""

    def __init__(self, home: Path) -> None:
        super().__init__(str(home))
        self.home = home


class HomeInUse(Unavailable):
    """Another program holds the lock of this home."""

    def __init__(self, home: Path) -> None:
        super().__init__(str(home))
        self.home = home


class CatalogueMissing(Unavailable):
    """No catalogue was downloaded yet."""


_SQLITE: tuple[tuple[str, type[JournalUnavailable]], ...] = (
    ("disk is full", DiskFull),
    ("readonly database", DiskReadOnly),
    ("unable to open database", DiskMissing),
    ("disk i/o error", DiskBroken),
    ("image is malformed", DiskBroken),
    ("database is locked", JournalBusy),
)
_SYSTEM: dict[int, type[JournalUnavailable]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EFBIG: DiskFull,
    errno.EROFS: DiskReadOnly,
    errno.EACCES: DiskReadOnly,
    errno.EPERM: DiskReadOnly,
    errno.ENOENT: DiskMissing,
    errno.ENODEV: DiskMissing,
    errno.ENOTDIR: DiskMissing,
    errno.EEXIST: DiskMissing,
    errno.EIO: DiskBroken,
}


@contextmanager
def disk_trouble() -> Iterator[None]:
    """Turn what SQLite or the system says about the disk into JournalUnavailable; anything else passes as it is."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        said = str(error.orig).lower()
        kind = next((kind for words, kind in _SQLITE if words in said), None)
        if kind is None:
            raise
        raise kind(str(error.orig)) from error
    except OSError as error:
        found = _SYSTEM.get(error.errno or 0)
        if found is None:
            raise
        raise found(str(error)) from error
