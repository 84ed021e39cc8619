"""A ledger that was put back to an older state is filled again by the tills, which still have what it lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.faulty_transport import FAIR, Weather
from tests.helpers.simulated_chain import SimulatedChain, audit

MILD = Weather(lost_answer=0.1, doubled=0.1, slow=0.1)


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[SimulatedChain]:
    opened = SimulatedChain(tmp_path, 7, FAIR)
    yield opened
    opened.close()


def settle(chain: SimulatedChain) -> None:
    chain.transport.heal()
    while not chain.is_quiet():
        assert chain.transport.now_ms < 10_000_000, [till.engine.status for till in chain.tills]
        chain.step()


def trade(chain: SimulatedChain, acts: int) -> None:
    for _ in range(acts):
        for till in chain.tills:
            chain.trade(till)
            chain.step()


def test_what_the_ledger_lost_comes_back_from_the_tills(chain: SimulatedChain) -> None:
    for till in chain.tills:
        till.start()
    trade(chain, 6)
    settle(chain)
    chain.back_up()
    chain.transport.weather = MILD
    trade(chain, 9)
    settle(chain)
    before = {till.journal.till.device_id: len(chain.stored(till)) for till in chain.tills}
    chain.restore()
    for till in chain.tills:
        till.forget_credential()
    assert all(len(chain.stored(till)) < before[till.journal.till.device_id] for till in chain.tills)
    settle(chain)
    audit(chain)
