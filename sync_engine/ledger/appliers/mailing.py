"""A receipt that a customer asked for: it goes into the outbox, from which the mailer sends it."""

from sync_engine.domain.mail import mail_address
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.ledger.store.mail_tables import mail
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import ReceiptAskedBody


def apply(body: ReceiptAskedBody, draft: Draft) -> Booked:
    """Put it into the outbox. Refuses what is no address."""
    row = (SHARD, draft.next_pos, body.store, body.doc_no, body.sale_ref, mail_address(body.to), body.language)
    return Booked(rows={mail.name: [row]})
