"""What the presenters need beside the use cases. Whoever composes the program provides it; fakes do in tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from hardware.document import Document
from pos_client.counter.card import CardPayment
from pos_client.counter.completing import Completed, Prepared
from pos_client.counter.ports import Catalog, Clock, StockView, StoreBook
from pos_client.counter.selling import Counter
from pos_client.counter.session import Session
from pos_client.presenters.panel_ports import CustomerDesk, Parking, SalesBook

Result = TypeVar("Result")


class Tasks(Protocol):
    """Runs work away from the screen, in order, on the one thread that writes the till's files."""

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> None:
        """Start `work`; `done` or `failed` is called where the screen lives. `failed` gets Refusal or Unavailable."""


class Receipts(Protocol):
    """The receipts of this till. A number that it gave to no sale is refused with ReceiptNotFound."""

    @property
    def printers(self) -> tuple[str, ...]:
        """The printers that pages can go to; the first has the drawer."""

    def document(self, doc_no: str) -> Document:
        """The page of a recorded sale, as it was printed."""

    def reprint(self, doc_no: str) -> None:
        """Print it once more, marked as a copy."""

    def gift(self, doc_no: str, *, is_each: bool = False) -> None:
        """Print it without prices: one page for all goods, or one for each line."""

    def mail(self, doc_no: str, to: str) -> None:
        """Have it sent to the address `to`, when the line is back at the latest. Refuses with NoMailAddress."""

    def qr(self, doc_no: str) -> str:
        """The address of its page, for a QR code; "" where the shop has no public address."""

    def again(self, job_id: int, *, is_wanted: bool) -> None:
        """Somebody looked at the paper of an uncertain page: it comes again as a copy, or it is settled."""

    def other_printer(self) -> str:
        """Pages go to the next printer from now on, with those that wait; its name."""


def silence(_sound: str) -> None:
    """A till without a loudspeaker."""


@dataclass(frozen=True, slots=True)
class Trade:
    """Everything that selling at one counter needs.

    `record` writes a prepared sale (on the store's thread) and has it printed; `place_name` is the name of a stock
    place ("S02/floor") in words; `till_name` is what the status bar calls this till; `play` makes one of the sounds
    accepted, again, look, paid, stop, and never waits.
    """

    counter: Counter
    session: Session
    record: Callable[[Prepared], Completed]
    check_journal: Callable[[], None]
    catalog: Catalog
    book: StoreBook
    stock: StockView
    receipts: Receipts
    clock: Clock
    tasks: Tasks
    place_name: Callable[[str], str]
    till_name: str
    play: Callable[[str], None] = silence
    card: CardPayment | None = None
    customers: CustomerDesk | None = None
    parking: Parking | None = None
    sales: SalesBook | None = None
