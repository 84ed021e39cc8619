"""The sales of this till for its screens: what was sold last, and what the ledger has not confirmed. Only reads."""

from collections.abc import Sequence

from pos_client.presenters.panel_ports import Waiting
from pos_client.store.journal_file import JournalFile
from pos_client.store.journal_view import SaleMade, recent_sales, unsent
from pos_client.store.replica_book import ReplicaBook
from sync_engine.domain.dates import parse_instant


class StoredSales:
    """The port `SalesBook` over both files of the till."""

    def __init__(self, file: JournalFile, book: ReplicaBook) -> None:
        self._file, self._book = file, book

    def recent(self, limit: int) -> Sequence[SaleMade]:
        """The last sales, newest first."""
        device = self._file.device()
        with self._file.read() as connection:
            return recent_sales(connection, device.incarnation, self._acked(device.incarnation), limit)

    def waiting(self) -> Waiting:
        """What is not confirmed yet."""
        device = self._file.device()
        with self._file.read() as connection:
            found = unsent(connection, device.incarnation, self._acked(device.incarnation))
        oldest = parse_instant(found.oldest_at) if found.oldest_at else None
        return Waiting(found.count, found.sales, found.amount_minor, "", oldest, found.oldest_doc_no)

    def _acked(self, incarnation: int) -> int:
        state = self._book.ack_state()
        return state.acked_seq if state is not None and state.incarnation == incarnation else 0
