"""Pages of recorded sales: the kept one, else made from the sale's event. Knows no printer.

Whoever asks first decides: within one run of the program every question about a sale gets the same page, and what was
sent to a printer is kept in the journal and never made again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Protocol

from hardware.document import Document
from pos_client.receipts.layout import from_text, to_text
from pos_client.store.print_jobs import SoldEvent

Make = Callable[[SoldEvent], Document]
"""The page of a recorded sale. Pure, but for what the shop is called now and which language its reader speaks."""

_REMEMBERED: Final = 64


class KeptPages(Protocol):
    """The journal's side, as `pos_client.store.print_jobs` has it."""

    def receipt(self, doc_no: str) -> str | None: ...
    def keep(self, doc_no: str, document: str) -> str: ...
    def sold(self, doc_no: str) -> SoldEvent | None: ...


class Pages:
    """May be asked from any thread."""

    def __init__(self, jobs: KeptPages, make: Make) -> None:
        self._jobs, self._make = jobs, make
        self._made: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def text(self, doc_no: str) -> str | None:
        """The stored form of a sale's page; None when this till sold nothing under that number."""
        kept = self._jobs.receipt(doc_no)
        if kept:
            return kept
        with self._lock:
            if doc_no not in self._made:
                sold = self._jobs.sold(doc_no)
                if sold is None:
                    return None
                self._made[doc_no] = to_text(self._make(sold))
                if len(self._made) > _REMEMBERED:
                    self._made.popitem(last=False)
            return self._made[doc_no]

    def document(self, doc_no: str) -> Document | None:
        """The page of a sale, for a screen."""
        text = self.text(doc_no)
        return None if text is None else from_text(text)

    def kept(self, doc_no: str) -> Document | None:
        """The page of a sale, kept from now on: copies are made of it."""
        text = self.text(doc_no)
        return None if text is None else from_text(self._jobs.keep(doc_no, text))
