"""What goes wrong in a run: each seed draws its own kinds of faults and how often they strike. Knows no product."""

import random
from dataclasses import dataclass, field

from tests.simulation.wire import Weather

FAULTS = (
    "till_dies",
    "till_dies_in_a_write",
    "sync_dies",
    "sync_dies_in_a_write",
    "ledger_dies",
    "ledger_dies_in_a_write",
    "ledger_dies_at_commit",
    "commit_unknown",
    "commit_refused",
    "till_power",
    "ledger_power",
    "till_full",
    "till_quite_full",
    "ledger_full",
    "partition",
    "clock",
    "ledger_clock",
    "catalogue_lost",
    "restore",
    "copy",
    "put_back",
)
_ONCE = frozenset({"restore", "put_back"})
_WEATHER = {
    "lost_request": 0.3,
    "lost_answer": 0.3,
    "doubled": 0.4,
    "late_copy": 0.3,
    "garbled": 0.15,
    "broken_stream": 0.2,
    "silent_stream": 0.1,
    "slow": 0.3,
    "broken_download": 0.6,
}


@dataclass(slots=True)
class Plan:
    """Moments in virtual milliseconds, each with its fault; the weather; how long trade and faults last."""

    over_ms: int
    acts: int
    head_office: int
    weather: Weather
    strikes: list[tuple[int, str]] = field(default_factory=list)


def drawn(chance: random.Random) -> Plan:
    """One seed's share of everything."""
    over_ms = chance.choice((30_000, 60_000, 120_000))
    weather = Weather()
    for name, most in _WEATHER.items():
        if chance.random() < 0.6:
            setattr(weather, name, chance.random() * most)
    plan = Plan(over_ms, chance.randint(4, 14), chance.randint(1, 5), weather)
    for fault in FAULTS:
        if chance.random() < (0.25 if fault in _ONCE else 0.4):
            count = 1 if fault in _ONCE else chance.choice((1, 1, 2, 3))
            earliest = over_ms // 2 if fault in _ONCE else 1_000
            plan.strikes += [(chance.randint(earliest, over_ms - 1_000), fault) for _ in range(count)]
    if any(fault == "restore" for _, fault in plan.strikes):
        # A till and the ledger that both lose what came last, by two disasters, have lost it for good.
        plan.strikes = [(moment_ms, fault) for moment_ms, fault in plan.strikes if fault != "put_back"]
    return plan
