"""Sends the receipts of the outbox: one thread, one mail after another, again with growing pauses. Logs no address.

A mail that the server took and whose mark was lost in a crash goes out once more, under the same Message-ID.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from functools import partial
from typing import Final, Protocol

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.outbox import Mail, Outbox, is_doubled, postpone, settle
from sync_engine.ledger.receipts import SalePage, SalePages
from sync_engine.ledger.smtp import NotSent
from sync_engine.ledger.store.locks import SteppedDown
from sync_engine.ledger.writer import Writer
from sync_engine.receipt.html import to_html
from sync_engine.receipt.page import clean, plain_text
from sync_engine.receipt.words import words

LOOK_S: Final = 3.0
"""How often the outbox is looked at."""

_log = logging.getLogger(__name__)


class Sends(Protocol):
    """A mail server."""

    def send(self, message: EmailMessage, sender: str, to: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Post:
    """Through which server, from which address, and in whose name the ids of mails are made."""

    server: Sends
    sender: str
    ledger_id: str


class Mailer:
    """Start it with `start`, end it with `close`. `now_ms` is milliseconds since 1970."""

    def __init__(
        self, reading: sa.Engine, writer: Writer, post: Post, now_ms: Callable[[], int], look_s: float = LOOK_S
    ) -> None:
        self._reading, self._writer, self._post, self._now_ms = reading, writer, post, now_ms
        self._look_s = look_s
        self._pages = SalePages(reading)
        self._outbox = Outbox()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._live, name="ledger-mailer")

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def close(self) -> None:
        """Finish the mail that is under way, then end."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def turn(self) -> int:
        """Look once, send what is due; how many were settled."""
        with self._reading.begin() as connection:
            self._outbox = self._outbox.moved(connection)
            due = self._outbox.due(connection, self._now_ms())
        return sum(self._sent(wanted) for wanted in due if not self._closing.is_set())

    def _live(self) -> None:
        while not self._closing.is_set():
            try:
                self.turn()
            except SteppedDown:
                return
            except (Unavailable, sa.exc.DBAPIError) as error:  # the database; the next look tells
                _log.warning("the outbox cannot be read or written: %s", type(error).__name__)
            self._closing.wait(self._look_s)

    def _sent(self, wanted: Mail) -> bool:
        with self._reading.begin() as connection:
            doubled = is_doubled(connection, wanted)
        if doubled:
            return self._settle(wanted, "doubled")
        page = self._pages.of_event(wanted.sale_ref, wanted.language)
        if page is None or page.doc_no != wanted.doc_no:
            return self._postpone(wanted, "no_such_sale")
        try:
            self._post.server.send(message_of(wanted, page, self._post), self._post.sender, wanted.to)
        except NotSent as error:
            if error.is_final:
                return self._settle(wanted, "given_up", error.reason)
            return self._postpone(wanted, error.reason)
        return self._settle(wanted, "sent")

    def _settle(self, wanted: Mail, state: str, reason: str = "") -> bool:
        if state == "given_up":
            _log.warning("the mail of receipt %s is given up: %s", wanted.doc_no, reason)
        self._writer.chore(partial(_settled, wanted=wanted, state=state, reason=reason)).result()
        return True

    def _postpone(self, wanted: Mail, reason: str) -> bool:
        self._writer.chore(partial(_postponed, wanted=wanted, now_ms=self._now_ms(), reason=reason)).result()
        return False


def message_of(wanted: Mail, page: SalePage, post: Post) -> EmailMessage:
    """The mail of a receipt: the page as text and as HTML, in the language that was asked for."""
    say = words(page.document.language)
    subject = say.tr("Receipt {doc_no} from {store}", doc_no=page.doc_no, store=clean(page.store_name))
    message = EmailMessage()
    message["Subject"] = clean(subject)
    message["From"] = Address(clean(page.store_name), addr_spec=post.sender)
    message["To"] = Address(addr_spec=wanted.to)
    message["Date"] = formatdate(wanted.received_ms / 1_000)
    message["Message-ID"] = f"<receipt-{wanted.pos}.{post.ledger_id}@{post.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = page.document.language
    text = plain_text(page.document)
    message.set_content(f"{text}\n{page.link}\n" if page.link else text)
    message.add_alternative(to_html(page.document, subject), subtype="html")
    return message


def _settled(connection: sa.Connection, wanted: Mail, state: str, reason: str) -> None:
    settle(connection, wanted, state, reason)  # type: ignore[arg-type]


def _postponed(connection: sa.Connection, wanted: Mail, now_ms: int, reason: str) -> None:
    postpone(connection, wanted, now_ms, reason)
