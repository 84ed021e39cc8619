"""Tills and the real ledger over a bad network in virtual time: nothing lost, nothing twice, no number ever wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.faulty_transport import FAIR, Weather
from tests.helpers.simulated_chain import SimulatedChain, audit, run

STORMY = Weather(lost_request=0.15, lost_answer=0.15, doubled=0.2, garbled=0.05, broken_stream=0.1, slow=0.2)


@pytest.fixture(params=range(6))
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def open_world(tmp_path: Path) -> Iterator[list[SimulatedChain]]:
    """SimulatedChains that a test opens are closed after it."""
    opened: list[SimulatedChain] = []
    yield opened
    for world in opened:
        world.close()


def test_over_a_bad_network_nothing_is_lost_and_no_number_is_ever_wrong(
    tmp_path: Path, seed: int, open_world: list[SimulatedChain]
) -> None:
    world = SimulatedChain(tmp_path, seed, STORMY)
    open_world.append(world)
    run(world, acts=12, crashes=1)
    audit(world)
    assert world.transport.weather == FAIR


def test_the_storm_brings_every_kind_of_fault(tmp_path: Path, open_world: list[SimulatedChain]) -> None:
    world = SimulatedChain(tmp_path, 1_000, STORMY)
    open_world.append(world)
    run(world, acts=25, crashes=2)
    audit(world)
    assert set(STORMY_FAULTS) <= {fault for fault, count in world.transport.seen.items() if count}


STORMY_FAULTS = ("lost_request", "lost_answer", "doubled", "garbled", "broken_stream", "slow")
