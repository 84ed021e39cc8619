"""Whose events go into the next commit."""

from sync_engine.ledger.intake import arrival_of
from sync_engine.ledger.turns import Limits, Run, Share, Turns
from tests.helpers.ledgers import FakeTill, Item, sale_body


def run_of(device_id: str, count: int) -> Run:
    fake = FakeTill(device_id=device_id)
    events = [fake.record(sale_body(Item("A"))) for _ in range(count)]
    return Run(device_id, [arrival_of(event, 0) for event in events])


def taken(shares: list[Share]) -> list[tuple[str, list[int]]]:
    return [(share.run.device_id, [a.event.header.seq for a in share.arrivals]) for share in shares]


def test_one_device_gives_at_most_its_part_and_goes_to_the_end() -> None:
    turns = Turns(Limits(events=6, per_device=3))
    for run in (run_of("backlog", 10), run_of("live", 1)):
        turns.put(run)
    assert taken(turns.take()) == [("backlog", [1, 2, 3]), ("live", [1])]
    turns.put(run_of("other", 1))
    assert taken(turns.take()) == [("backlog", [4, 5, 6]), ("other", [1])]
    assert turns.depth == 4


def test_a_commit_takes_no_more_than_its_events() -> None:
    turns = Turns(Limits(events=4, per_device=3))
    for device in "abc":
        turns.put(run_of(device, 3))
    assert taken(turns.take()) == [("a", [1, 2, 3]), ("b", [1])]
    assert taken(turns.take()) == [("c", [1, 2, 3]), ("b", [2])]


def test_a_commit_takes_no_more_than_its_bytes_but_always_something() -> None:
    turns = Turns(Limits(bytes=1))
    turns.put(run_of("a", 2))
    assert taken(turns.take()) == [("a", [1])]


def test_two_requests_of_one_device_keep_their_order() -> None:
    turns = Turns(Limits())
    first, second = run_of("a", 2), run_of("a", 1)
    turns.put(first)
    turns.put(second)
    assert [share.run is run for share, run in zip(turns.take(), (first, second), strict=True)] == [True, True]
    assert (turns.take(), turns.depth) == ([], 0)


def test_the_rest_of_a_broken_run_is_dropped() -> None:
    turns = Turns(Limits(per_device=1))
    run = run_of("a", 3)
    turns.put(run)
    turns.take()
    turns.drop(run)
    turns.drop(run)
    assert (turns.take(), turns.depth) == ([], 0)


def test_clearing_gives_back_what_waited() -> None:
    turns = Turns(Limits())
    runs = [run_of("a", 1), run_of("b", 1)]
    for run in runs:
        turns.put(run)
    assert ([run.device_id for run in turns.clear()], turns.depth, turns.take()) == (["a", "b"], 0, [])
