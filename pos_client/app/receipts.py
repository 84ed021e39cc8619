"""Receipts as the screens ask for them: shown, printed again, as gifts, by mail, by a link. Qt-free."""

from hardware.document import Document
from pos_client.app.till import Till
from pos_client.counter.mailing import Mailing
from pos_client.counter.ports import Clock
from pos_client.store.print_jobs import SoldEvent
from sync_engine.domain.dates import instant_text
from sync_engine.domain.mail import ReceiptNotFound


class TillReceipts:
    """The port `Receipts` over an open till. A number that this till gave to no sale is refused with
    ReceiptNotFound.
    """

    def __init__(self, till: Till, clock: Clock) -> None:
        self._till, self._clock = till, clock
        self._mailing = Mailing(till.completing, till.book, till.session, clock)

    @property
    def printers(self) -> tuple[str, ...]:
        return self._till.printing.names

    def document(self, doc_no: str) -> Document:
        page = self._till.printing.pages.document(doc_no)
        if page is None:
            raise ReceiptNotFound(doc_no)
        return page

    def reprint(self, doc_no: str) -> None:
        if not self._till.printing.reprint(doc_no, self._now()):
            raise ReceiptNotFound(doc_no)

    def gift(self, doc_no: str, *, is_each: bool = False) -> None:
        pages = self._till.papers.gift(self._sold(doc_no), is_each=is_each)
        self._till.printing.print_pages(pages, self._now())

    def mail(self, doc_no: str, to: str) -> None:
        sold = self._sold(doc_no)
        self._mailing.ask(doc_no, sold.event_id, to, self._till.papers.language(sold))

    def qr(self, doc_no: str) -> str:
        return self._till.papers.link(self._sold(doc_no))

    def again(self, job_id: int, *, is_wanted: bool) -> None:
        self._till.printing.decide(job_id, self._now(), is_wanted_again=is_wanted)

    def other_printer(self) -> str:
        return self._till.printing.choose_next()

    def _sold(self, doc_no: str) -> SoldEvent:
        sold = self._till.jobs.sold(doc_no)
        if sold is None:
            raise ReceiptNotFound(doc_no)
        return sold

    def _now(self) -> str:
        return instant_text(self._clock.now())
