"""The border for events: what is refused as a request, what is let in with a fault."""

import dataclasses

import msgspec
import pytest

from sync_engine.ledger.intake import NotARun, arrival_of, arrivals_of, as_recorded
from sync_engine.protocol.endpoints import MAX_EVENT_BYTES
from sync_engine.protocol.messages import PushRequest
from tests.helpers.ledgers import FakeTill, Item, sale_body


def request_of(count: int = 2) -> tuple[FakeTill, PushRequest]:
    fake = FakeTill()
    for _ in range(count):
        fake.record(sale_body(Item("A")))
    return fake, fake.push()


def test_a_run_becomes_arrivals_with_the_hash_before_each() -> None:
    fake, request = request_of(3)
    arrivals = arrivals_of(request, fake.device_id, fake.signer.public_key, 7)
    assert [arrival.event for arrival in arrivals] == fake.events
    assert {(arrival.fault, arrival.received_ms) for arrival in arrivals} == {(None, 7)}


@pytest.mark.parametrize(
    "changes",
    [
        {"incarnation": 0},
        {"incarnation": 2**63},
        {"from_seq": 0},
        {"from_seq": 2},
        {"prev": "00"},
        {"prev": "z" * 64},
    ],
)
def test_what_is_no_run_is_refused(changes: dict[str, object]) -> None:
    fake, request = request_of()
    with pytest.raises(NotARun):
        arrivals_of(msgspec.structs.replace(request, **changes), fake.device_id, fake.signer.public_key, 0)


def test_events_out_of_order_are_no_run() -> None:
    fake, request = request_of()
    swapped = msgspec.structs.replace(request, events=request.events[::-1])
    with pytest.raises(NotARun):
        arrivals_of(swapped, fake.device_id, fake.signer.public_key, 0)


def test_more_than_five_hundred_events_are_no_run() -> None:
    fake, request = request_of(1)
    many = msgspec.structs.replace(
        request, events=tuple(msgspec.structs.replace(request.events[0], seq=n) for n in range(1, 502))
    )
    with pytest.raises(NotARun):
        arrivals_of(many, fake.device_id, fake.signer.public_key, 0)


def test_a_signature_that_is_no_hex_is_a_bad_one() -> None:
    fake, request = request_of(1)
    event = msgspec.structs.replace(request.events[0], sig="none")
    changed = msgspec.structs.replace(request, events=(event,))
    assert arrivals_of(changed, fake.device_id, fake.signer.public_key, 0)[0].fault == "bad_signature"


def test_when_the_last_signature_is_bad_the_good_ones_are_still_good() -> None:
    fake, request = request_of(3)
    events = (*request.events[:2], msgspec.structs.replace(request.events[2], sig="00" * 64))
    arrivals = arrivals_of(msgspec.structs.replace(request, events=events), fake.device_id, fake.signer.public_key, 0)
    assert [arrival.fault for arrival in arrivals] == [None, None, "bad_signature"]


def test_a_header_that_no_database_keeps_is_kept_as_far_as_it_can_be() -> None:
    fake = FakeTill()
    event = fake.record_raw("sale\0", 2**80, b"{}", event_id="x" * 100)
    arrival = arrival_of(event, 0)
    kept = arrival.event.header
    assert (arrival.fault, kept.kind, kept.version, kept.event_id) == (
        "header_not_storable",
        "sale\ufffd",
        2**63 - 1,
        "x" * 64,
    )
    assert (arrival.event.hash, arrival.event.body) == (event.hash, event.body)


def test_a_body_beyond_the_limit_is_stored_but_not_read() -> None:
    event = FakeTill().record_raw("sale", 1, b" " * (MAX_EVENT_BYTES + 1))
    assert arrival_of(event, 0).fault == "body_too_large"


def test_a_rebuild_takes_over_what_only_the_border_could_see() -> None:
    event = FakeTill().record(sale_body(Item("A")))
    assert as_recorded(event, 0, "deferred", "bad_signature").fault == "bad_signature"
    assert as_recorded(event, 0, "deferred", "other_till").fault is None
    assert as_recorded(event, 0, "applied", None).fact == sale_body(Item("A"))


def test_a_hash_that_does_not_fit_is_a_fault() -> None:
    event = FakeTill().record(sale_body(Item("A")))
    assert arrival_of(dataclasses.replace(event, prev_hash=b"\1" * 32), 0).fault == "bad_hash"
