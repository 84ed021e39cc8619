"""Makes the pages of a till from what was recorded: which shop, which person, which language. Knows no printer.

A page is in the language of its reader: the customer's where the sale names one who has a language, else the shop's.
"""

from collections.abc import Callable

from hardware.document import Document
from pos_client.counter.acts import SaleParked, SaleVoided
from pos_client.i18n import tag_in
from pos_client.receipts.gift import gift_pages
from pos_client.receipts.layout import Heading, Mark
from pos_client.receipts.slips import ParkedSlip, parked_slip, void_slip
from pos_client.store.journal import TAG_DIGITS
from pos_client.store.journal_file import Device
from pos_client.store.print_jobs import SoldEvent
from pos_client.store.replica_book import ReplicaBook
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.sale import Sale
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import SaleBody
from sync_engine.receipt.bodies import sale_of
from sync_engine.receipt.link import receipt_link
from sync_engine.receipt.sale import sale_page
from sync_engine.receipt.template import shop_texts

COLUMNS = 42


class Papers:
    """`columns` is the width of the till's paper; `language_of` tells a customer's language, "" for none."""

    def __init__(
        self, book: ReplicaBook, device: Device, columns: int = COLUMNS, language_of: Callable[[str], str] = str
    ) -> None:
        self._book, self._device, self._columns = book, device, columns
        self._language_of = language_of

    def heading(self, language: str = "") -> Heading:
        """The shop on its papers; `language` is the reader's, the shop's own where it is "". Raises Unavailable."""
        store = self._book.store()
        return Heading(
            store_name=store.name,
            address=store.address,
            till_id=self._device.till_id,
            time_zone=store.time_zone,
            language=tag_in(language or store.language, store.country),
            columns=self._columns,
            texts=shop_texts(self._book.body()),
        )

    def sale(self, sold: SoldEvent) -> Document:
        """The receipt of a recorded sale."""
        body, sale = _read(sold)
        heading = self.heading(self._language(sale))
        return sale_page(sale, heading, self._mark(body, heading, sold), self.link(sold))

    def gift(self, sold: SoldEvent, *, is_each: bool) -> tuple[Document, ...]:
        """Gift receipts of a recorded sale: one for all its goods, or one for each line."""
        body, sale = _read(sold)
        heading = self.heading(self._language(sale))
        return gift_pages(sale, heading, self._mark(body, heading, sold), is_each=is_each)

    def slips(self, act: SaleParked | SaleVoided) -> tuple[Document, ...]:
        """The slip of an act that is no sale; none where the shop does not want it printed."""
        heading = self.heading()
        kind = "parked" if isinstance(act, SaleParked) else "void"
        if kind not in heading.template.slips:
            return ()
        mark = Mark("", heading.say.instant(act.context.at, heading.time_zone), self._name(act.context.staff_id))
        if isinstance(act, SaleVoided):
            return (void_slip(act.lines, act.currency_code, act.reason, heading, mark),)
        slip = ParkedSlip(act.code, act.items, act.total_minor, act.currency_code, act.note)
        return (parked_slip(slip, heading, mark),)

    def link(self, sold: SoldEvent) -> str:
        """The public address of a sale's receipt, "" where the shop has none."""
        return receipt_link(shop_texts(self._book.body()).url, sold.event_id, sold.signature)

    def language(self, sold: SoldEvent) -> str:
        """In which language the sale's receipt is."""
        return self.heading(self._language(_read(sold)[1])).language

    def _language(self, sale: Sale) -> str:
        return self._language_of(sale.customer_id) if sale.customer_id else ""

    def _mark(self, body: SaleBody, heading: Heading, sold: SoldEvent) -> Mark:
        made_at = heading.say.instant(parse_instant(body.at), heading.time_zone)
        return Mark(sold.doc_no, made_at, self._name(body.staff), sold.hash.hex()[:TAG_DIGITS])

    def _name(self, staff_id: str) -> str:
        return next((person.name for person in self._book.people() if person.staff_id == staff_id), staff_id)


def _read(sold: SoldEvent) -> tuple[SaleBody, Sale]:
    body = decode_body("sale", sold.version, sold.body)
    assert isinstance(body, SaleBody)
    return body, sale_of(body, sold.event_id)
