"""A till that was copied or put back goes on under a new incarnation, and states again what nobody else knows.

A reissued event is booked by the applier of what it wraps, and only when that was not stored before: under its own id,
or because another copy of the till stated it again.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.book import Needs
from sync_engine.ledger.cases import TILL_COPIED
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.protocol.branch_facts import every_id
from sync_engine.protocol.codec import BodyNotUnderstood, decode_body
from sync_engine.protocol.envelope import Header, event_hash
from sync_engine.protocol.facts import LEDGER_KINDS, Body, IncarnationOpenedBody, ReissuedBody


class WrappedNotBookable(Refusal):
    """What a reissued event wraps cannot be booked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def code(self) -> str:
        """The stable reason, as for an event that is not wrapped."""
        return self.reason


class Booker(Protocol):
    """An applier, as far as it is used here."""

    def add_needs(self, body: Any, needs: Needs) -> None:
        """See `appliers.Applier`."""

    def apply(self, body: Any, draft: Draft) -> Booked:
        """See `appliers.Applier`."""


def apply_opened(body: IncarnationOpenedBody, draft: Draft) -> Booked:
    """A copy that sold is a case: two tills had one name. One that had not sold is only noted."""
    if body.reason == "behind":
        return Booked()
    facts = {"till": f"{body.store}/{body.till}", "before": body.before, "common_seq": body.common_seq}
    return Booked(reasons=[TILL_COPIED], cases=[(TILL_COPIED, str(draft.next_pos), facts)])


def add_needs(bookers: Mapping[type, Booker], body: ReissuedBody, needs: Needs) -> None:
    """The id within, and what its own applier looks up."""
    needs.ids.update(every_id(body.id))
    try:
        inner = _inner(body)
    except WrappedNotBookable:
        return
    bookers[type(inner)].add_needs(inner, needs)


def apply(bookers: Mapping[type, Booker], body: ReissuedBody, draft: Draft) -> Booked:
    """Book what is wrapped. Refuses with WrappedNotBookable and as its own applier does."""
    if any(map(draft.is_known_id, every_id(body.id))):
        raise WrappedNotBookable("duplicate_event")
    inner = _inner(body)
    if (inner.store, inner.till) != (body.store, body.till):
        raise WrappedNotBookable("other_till")
    return bookers[type(inner)].apply(inner, draft)


def _inner(body: ReissuedBody) -> Body:
    if body.kind in LEDGER_KINDS or body.kind == "reissued":
        raise WrappedNotBookable("kind_not_allowed")
    header = Header(
        *(body.device, body.incarnation, body.seq, body.id, body.kind, body.version, body.ref_epoch, body.ref_pos)
    )
    try:
        is_itself = event_hash(header, body.body.encode(), bytes.fromhex(body.prev)).hex() == body.hash
    except (ValueError, OverflowError):
        is_itself = False
    if not is_itself:
        raise WrappedNotBookable("bad_hash_within")
    try:
        return decode_body(body.kind, body.version, body.body.encode())
    except BodyNotUnderstood as error:
        raise WrappedNotBookable(f"{error.reason}_within") from error
