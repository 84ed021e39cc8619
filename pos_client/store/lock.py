"""One writer per home: a lock that the operating system gives back when the program dies. Knows no content of the
home.
"""

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pos_client.store.trouble import HomeInUse, disk_trouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class HomeLock:
    """Holds `<home>/till.lock` while open. Raises HomeInUse when another program holds it,
    JournalUnavailable when the home cannot be written.
    """

    def __init__(self, home: Path) -> None:
        with disk_trouble():
            home.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = (home / "till.lock").open("ab")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise HomeInUse(home) from error

    def close(self) -> None:
        """Give the home free."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
