"""Copies the journal to a second disk, every ten minutes while the till runs. Knows no content of the journal.

`VACUUM INTO` writes a whole, consistent file under the same key without holding up the writer; a rename puts it in
place of the copy before. The sealed key goes along: without it nobody could read the copy once keyring and disk are
gone.
"""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from pos_client.store.journal_file import JOURNAL_NAME, SEALED_KEY_NAME
from pos_client.store.trouble import JournalUnavailable, disk_trouble
from sync_engine.sql.engine import sqlite_engine

EVERY_S = 600.0


def copy_journal(home: Path, key: bytes, target: Path, name: str) -> Path:
    """Write `<target>/journal-<name>.db` anew, its sealed key beside it as `journal-<name>.key.sealed`.

    Raises JournalUnavailable when the second disk does not take it.
    """
    kept = target / f"journal-{name}.db"
    fresh = target / f".{kept.name}.new"
    engine = sqlite_engine(home / JOURNAL_NAME, key=key, read_only=True)
    try:
        with disk_trouble():
            target.mkdir(parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            with engine.connect() as connection:
                driver = connection.connection.driver_connection
                if driver is None:
                    raise AssertionError("a connection in use has a driver")
                driver.execute("VACUUM INTO ?", (str(fresh),))
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            fresh.replace(kept)
            _copy_sealed_key(home, kept.with_suffix(".key.sealed"))
    finally:
        engine.dispose()
    return kept


def _copy_sealed_key(home: Path, kept: Path) -> None:
    sealed = home / SEALED_KEY_NAME
    if sealed.exists():
        shutil.copy2(sealed, kept)


class SecondCopy:
    """A thread that copies now and every `every_s` seconds; `tell` hears of each copy and of each failure."""

    def __init__(
        self,
        copy: Callable[[], Path],
        tell: Callable[[Path | JournalUnavailable], None],
        every_s: float = EVERY_S,
    ) -> None:
        self._copy, self._tell, self._every_s = copy, tell, every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="second copy", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a copy that is being written is finished."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._tell(self._copy())
            except JournalUnavailable as error:
                self._tell(error)
            self._stopping.wait(self._every_s)
