"""What several copies of one till state again is booked once, however many chains it comes in."""

from sync_engine.ledger.opening import Ledger
from sync_engine.protocol.branch_facts import ReissuedBody, reissued_id
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.envelope import SignedEvent
from tests.helpers.ledgers import FakeTill, Item, articles, context, sale_body
from tests.integration.ledger.asking import assert_whole, on_hand, push
from tests.integration.ledger.conftest import Joining


def restated(event: SignedEvent) -> ReissuedBody:
    header = event.header
    return ReissuedBody(
        **context(),
        device=header.device_id,
        incarnation=header.incarnation,
        seq=header.seq,
        id=header.event_id,
        kind=header.kind,
        version=header.version,
        ref_epoch=header.ref_epoch,
        ref_pos=header.ref_pos,
        prev=event.prev_hash.hex(),
        hash=event.hash.hex(),
        sig=event.signature.hex(),
        body=event.body.decode(),
    )


def copy_of(till: FakeTill, incarnation: int) -> FakeTill:
    return FakeTill(till.device_id, till.seed, incarnation, token=till.token)


def test_an_event_that_two_copies_state_again_is_booked_once(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    till = join()
    sold = copy_of(till, 1).record(sale_body(Item("A", 3)))
    for incarnation in (2, 3):
        copy = copy_of(till, incarnation)
        event_id = reissued_id(sold.header.event_id, incarnation)
        copy.record_raw("reissued", 1, canonical(restated(sold)), event_id)
        answer = push(ledger, copy)
        reasons = [(one.disposition, one.reason) for one in answer.dispositions]
        assert reasons == ([] if incarnation == 2 else [("deferred", "duplicate_event")])
    assert on_hand(ledger, "S01/floor", "A") == -3
    assert_whole(ledger)
