"""Sequence, chain and verdicts of the pure core."""

import dataclasses

import pytest

from sync_engine.ledger.book import Arrival
from sync_engine.ledger.core import Core
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.intake import arrival_of, arrivals_of
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.facts import Context
from tests.helpers.ledgers import FakeTill, Item, articles, context, sale_body
from tests.unit.sync_engine.ledger.stepping import Steps, till


def selling(count: int, steps: Steps) -> FakeTill:
    fake = steps.know(till())
    for _ in range(count):
        fake.record(sale_body(Item("A", 2)))
    return fake


def test_events_take_positions_in_order() -> None:
    steps = Steps()
    steps.state(articles("A"))
    fake = selling(3, steps)
    assert steps.push(fake) == [Outcome("new", seq, seq + 1, "applied") for seq in (1, 2, 3)]


def test_deciding_twice_gives_the_same_and_leaves_the_book_alone() -> None:
    steps = Steps()
    fake = selling(3, steps)
    arrivals = arrivals_of(fake.push(), fake.device_id, fake.signer.public_key, 0)
    assert Core().step(arrivals, steps.book) == Core().step(arrivals, steps.book)
    assert (steps.book.last_pos, steps.book.levels) == (0, {})


def test_a_replay_in_the_same_batch_gets_the_answer_of_the_first() -> None:
    steps = Steps()
    fake = selling(2, steps)
    arrivals = arrivals_of(fake.push(), fake.device_id, fake.signer.public_key, 0)
    outcomes = steps.step([*arrivals, *arrivals])
    assert [o.verdict for o in outcomes] == ["new", "new", "replay", "replay"]
    assert [o[1:] for o in outcomes[:2]] == [o[1:] for o in outcomes[2:]]
    assert steps.on_hand("S01/floor", "A") == -4


def test_a_gap_names_what_is_expected() -> None:
    steps = Steps()
    fake = selling(3, steps)
    assert steps.push(fake, 2) == [Outcome("gap", 1), Outcome("gap", 1)]


def test_another_hash_at_a_known_number_is_a_fork() -> None:
    steps = Steps()
    steps.push(selling(2, steps))
    twin = selling(2, Steps())
    assert steps.push(twin)[0] == Outcome("fork", 1)


def test_another_hash_before_the_next_number_is_a_fork() -> None:
    steps = Steps()
    fake = selling(1, steps)
    steps.push(fake)
    twin = selling(2, Steps())
    assert steps.push(twin, 2) == [Outcome("fork", 1)]


def test_a_second_incarnation_has_numbers_of_its_own() -> None:
    steps = Steps()
    steps.push(selling(2, steps))
    again = FakeTill(device_id="d_1", incarnation=2)
    again.record(sale_body(Item("A")))
    assert [(o.verdict, o.pos) for o in steps.push(again)] == [("new", 3)]


@pytest.mark.parametrize(
    ("kind", "version", "body", "reason"),
    [
        ("dance", 1, b"{}", "kind_unknown"),
        ("sale", 99, b"{}", "schema_unknown"),
        ("sale", 1, b"{}", "body_malformed"),
        ("sale", 1, b"\xc3(", "body_malformed"),
        ("sale", 1, b'{"a":"\\u0000"}', "text_not_storable"),
        ("reference_changed", 1, canonical(articles("A")), "kind_not_allowed"),
    ],
)
def test_what_cannot_be_understood_is_deferred_and_the_next_is_booked(
    kind: str, version: int, body: bytes, reason: str
) -> None:
    steps = Steps()
    steps.state(articles("A"))
    fake = steps.know(till())
    fake.record_raw(kind, version, body)
    fake.record(sale_body(Item("A")))
    arrivals = [arrival_of(event, 0) for event in fake.events]
    assert [(o.disposition, o.reason) for o in steps.step(arrivals)] == [("deferred", reason), ("applied", None)]
    assert steps.cases() == [("DEFERRED", "d_1/1/1")]


def test_a_changed_body_is_deferred_and_the_chain_goes_on() -> None:
    steps = Steps()
    steps.state(articles("A"))
    fake = selling(3, steps)
    fake.events[1] = dataclasses.replace(fake.events[1], body=fake.events[1].body.replace(b'"A"', b'"B"'))
    outcomes = steps.push(fake)
    assert [(o.disposition, o.reason) for o in outcomes] == [
        ("applied", None),
        ("deferred", "bad_hash"),
        ("applied", None),
    ]


def test_an_event_id_that_came_before_is_deferred() -> None:
    steps = Steps()
    fake = steps.know(till())
    first = fake.record(sale_body(Item("A")))
    fake.record_raw("sale", 1, first.body, event_id=first.header.event_id)
    assert [o.reason for o in steps.push(fake)] == ["UNKNOWN_ARTICLE", "duplicate_event"]
    assert steps.on_hand("S01/floor", "A") == -1
    assert [row[4] for row in steps.rows("inbox")] == [0, 2]


def test_a_till_may_not_speak_for_another() -> None:
    steps = Steps()
    fake = steps.know(till())
    fake.record(sale_body(Item("A"), store="S02"))
    assert steps.push(fake)[0].reason == "other_till"
    assert steps.on_hand("S02/floor", "A") == 0


def test_a_device_that_never_joined_is_deferred() -> None:
    steps = Steps()
    fake = till()
    fake.record(sale_body(Item("A")))
    assert steps.push(fake)[0].reason == "unknown_device"


def test_a_bug_of_an_applier_comes_through() -> None:
    steps = Steps()
    fake = steps.know(till())
    event = fake.record(sale_body(Item("A")))
    with pytest.raises(KeyError):
        steps.step([Arrival(event, Context(**context()), None, 0)])  # type: ignore[arg-type]
