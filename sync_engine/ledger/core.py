"""The ledger's core: decides over a batch of events without clock, disk, network or chance.

`Core.step` gives the same answer for the same book and the same events, however often it is asked; what it says is
written by `writer` and checked again by a rebuild from the inbox.
"""

from collections.abc import Sequence

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.appliers import APPLIERS
from sync_engine.ledger.book import Arrival, Book, Needs
from sync_engine.ledger.cases import DEFERRED
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked, Effects, Outcome
from sync_engine.protocol.facts import LEDGER_DEVICE, LEDGER_KINDS, Context

CHANNEL_PREFIX = "channel:"


class Core:
    """Pure decisions over events; holds nothing."""

    def needs(self, batch: Sequence[Arrival]) -> Needs:
        """Keys of everything that `step` may look up for this batch."""
        needs = Needs()
        for arrival in batch:
            header = arrival.event.header
            needs.heads.add((header.device_id, header.incarnation))
            needs.events[header.device_id, header.incarnation, header.seq] = header.event_id
            if not is_virtual(header.device_id):
                needs.devices.add(header.device_id)
            if arrival.fact is not None and arrival.fault is None:
                APPLIERS[type(arrival.fact)].add_needs(arrival.fact, needs)
        return needs

    def step(self, batch: Sequence[Arrival], book: Book) -> Effects:
        """Decide over every arrival in order. An error that an applier raises, other than a Refusal, is a bug."""
        draft = Draft(book)
        for arrival in batch:
            draft.effects.outcomes.append(_sequenced(arrival, draft) or _decided(arrival, draft))
        return draft.effects


def is_virtual(device_id: str) -> bool:
    """Tell whether the ledger itself signs for this device."""
    return device_id == LEDGER_DEVICE or device_id.startswith(CHANNEL_PREFIX)


def _sequenced(arrival: Arrival, draft: Draft) -> Outcome | None:
    """The answer to an event that is not the next of its chain: a replay, a gap or a fork. None when it is."""
    header = arrival.event.header
    head = draft.head(header.device_id, header.incarnation)
    if header.seq == head.seq + 1:
        return None if arrival.event.prev_hash == head.hash else Outcome("fork", head.seq)
    if header.seq > head.seq:
        return Outcome("gap", head.seq + 1)
    stored = draft.stored((header.device_id, header.incarnation, header.seq))
    if stored is None or stored.hash != arrival.event.hash:
        return Outcome("fork", header.seq)
    return Outcome("replay", header.seq, stored.pos, stored.disposition, stored.reason)


def _decided(arrival: Arrival, draft: Draft) -> Outcome:
    reason = arrival.fault or _refused(arrival, draft)
    if reason is None:
        assert arrival.fact is not None
        try:
            booked = APPLIERS[type(arrival.fact)].apply(arrival.fact, draft)
        except Refusal as refusal:
            reason = refusal.code
        else:
            return draft.book_event(arrival, booked, None)
    return draft.book_event(arrival, _deferred(arrival, reason), reason)


def _refused(arrival: Arrival, draft: Draft) -> str | None:
    """Why an event that can be read must not be booked all the same."""
    header, fact = arrival.event.header, arrival.fact
    if draft.is_known_id(header.event_id):
        return "duplicate_event"
    if is_virtual(header.device_id):
        return None
    if header.kind in LEDGER_KINDS:
        return "kind_not_allowed"
    device = draft.device(header.device_id)
    if device is None:
        return "unknown_device"
    assert isinstance(fact, Context)
    return None if (fact.store, fact.till) == (device.store_id, device.till_id) else "other_till"


def _deferred(arrival: Arrival, reason: str) -> Booked:
    header = arrival.event.header
    subject = f"{header.device_id}/{header.incarnation}/{header.seq}"
    facts = {"reason": reason, "kind": header.kind, "version": header.version}
    return Booked(cases=[(DEFERRED, subject, facts)])
