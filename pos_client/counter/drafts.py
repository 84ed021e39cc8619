"""The port to where an open sale survives a power cut or a killed program, and a counter without one. Knows no file."""

from collections.abc import Sequence
from typing import Protocol

from pos_client.counter.completing import Completed


class Drafts(Protocol):
    """Keeps open sales until they are recorded; recording one drops it in the same transaction. Every call may raise
    Unavailable.
    """

    def keep(self, sale_id: str, text: str, *, is_money: bool, instead_of: Sequence[str] = ()) -> None:
        """Keep the open sale of that id as it is now, and in the same transaction forget others; with `is_money` it is
        on the disk itself when this returns.
        """

    def drop(self, sale_id: str) -> None:
        """There is no such open sale any more."""

    def kept(self) -> Sequence[str]:
        """The texts of all open sales that were not recorded, the oldest first."""

    def last(self) -> Completed | None:
        """The last sale that was completed here, so that its change can be shown again."""


class NoDrafts:
    """For counters that nobody stands at: a replay, a picture of the screen."""

    def keep(self, sale_id: str, text: str, *, is_money: bool, instead_of: Sequence[str] = ()) -> None:
        """Forgets it."""

    def drop(self, sale_id: str) -> None:
        """Nothing was kept."""

    def kept(self) -> Sequence[str]:
        return ()

    def last(self) -> Completed | None:
        return None
