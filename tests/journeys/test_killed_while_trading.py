"""A sample of the torture: till, sync process and ledger die in the middle of trade, and nothing is lost or double.

`python -m tests.torture` is the whole of it.
"""

import random
from pathlib import Path

import pytest

import resources
from tests.helpers.postgres import free_port
from tests.torture.killing import every_kind, kill_all
from tests.torture.outcome import Outcome, outcome_of
from tests.torture.shop import Shop, trading, write_repeated

SEED = 20_101_201
LONGEST_PAUSE_S = 0.4


@pytest.mark.timeout(600)
def test_nothing_is_lost_or_double_when_every_program_is_killed_while_it_trades(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger' / 'ledger.db'}"
    outcome = traded(tmp_path, url, times=70, each=4)
    assert outcome.is_good, str(outcome)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_the_same_holds_on_postgresql_for_longer(tmp_path: Path, postgres_url: str) -> None:
    outcome = traded(tmp_path, postgres_url, times=500, each=20)
    assert outcome.is_good, str(outcome)


def traded(folder: Path, url: str, *, times: int, each: int) -> Outcome:
    """Two tills replay the demo's tickets `times` over while each kind of program is killed `each` times."""
    tickets = folder / "tickets.csv"
    write_repeated(resources.path("demo/tickets.csv"), times, tickets)
    shop, source = Shop(folder, url, free_port(), tickets), random.Random(SEED)
    with trading(shop) as (ledger, tills):
        killed = kill_all(ledger, tills, every_kind(source, each, LONGEST_PAUSE_S), source)
        assert killed == {"till": each, "sync": each, "ledger": each}, f"the tickets ran out: {dict(killed)}"
        return outcome_of(shop)
