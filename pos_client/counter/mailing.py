"""A receipt by mail: the address is checked here, the wish is a fact, the ledger sends it. Needs no network."""

from pos_client.counter.acts import ReceiptAsked
from pos_client.counter.completing import Completing
from pos_client.counter.ports import Clock, StoreBook
from pos_client.counter.session import Session
from pos_client.counter.shift import moment
from sync_engine.domain.mail import mail_address


class Mailing:
    """Records wishes of customers."""

    def __init__(self, completing: Completing, book: StoreBook, session: Session, clock: Clock) -> None:
        self._completing, self._book, self._session, self._clock = completing, book, session, clock

    def ask(self, doc_no: str, sale_ref: str, to: str, language: str) -> None:
        """Record that the receipt `doc_no` of the sale `sale_ref` goes to the address `to`.

        Refuses with NoMailAddress and NotSignedIn; raises Unavailable as recording does.
        """
        address = mail_address(to)
        store, staff = self._book.store(), self._session.signed_in()
        when = moment(store, self._clock.now(), staff.staff_id)
        attribution = self._completing.shifts.attribute(when, store.currency_code)
        event_id = self._completing.ids.event_id()
        act = ReceiptAsked(event_id, attribution.context, doc_no, address, language, sale_ref)
        self._completing.record_acts(attribution, [act])
