"""Chooses victims and kills them while they trade."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.torture.processes import Revived

KINDS = ("till", "sync", "ledger")
PATIENCE_S = 60.0
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Blow:
    """One kill: of what, after which pause, and whether the victim may first get to its work."""

    kind: str
    pause_s: float
    is_at_work: bool


def at_random(source: random.Random, count: int, longest_pause_s: float) -> list[Blow]:
    """Any kind at any moment, every other one in the middle of work, the rest while starting too."""
    return [
        Blow(source.choice(KINDS), source.uniform(0.02, longest_pause_s), source.random() < 0.5) for _ in range(count)
    ]


def every_kind(source: random.Random, each: int, longest_pause_s: float) -> list[Blow]:
    """Each kind the same number of times in a random order, always in the middle of work."""
    kinds = [kind for kind in KINDS for _ in range(each)]
    source.shuffle(kinds)
    return [Blow(kind, source.uniform(0.02, longest_pause_s), is_at_work=True) for kind in kinds]


def kill_all(ledger: Revived, tills: Sequence[Revived], blows: Sequence[Blow], source: random.Random) -> Counter[str]:
    """Strike while at least one replay runs, then let the replays end. Returns how often each kind was killed.

    Raises KeepsFailing when a program does not stay up.
    """
    done: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for blow in blows:
        time.sleep(blow.pause_s)
        while not _all_ended(ledger, tills):
            victim = ledger if blow.kind == "ledger" else source.choice(tills)
            if _strike(victim, blow):
                done[blow.kind] += 1
                print(f"\r{done.total()} of {len(blows)} kills", end="", flush=True)
                break
            time.sleep(_LOOK_S)
    print()
    while not _all_ended(ledger, tills):
        time.sleep(0.1)
    return done


def _strike(victim: Revived, blow: Blow) -> bool:
    """Kill it; False when there was nothing to kill, or when it did not get to its work in time."""
    deadline = time.monotonic() + PATIENCE_S
    while blow.is_at_work and not victim.is_at_work:
        if time.monotonic() > deadline or victim.has_ended_well():
            return False
        time.sleep(_LOOK_S)
    return victim.kill_child() if blow.kind == "sync" else victim.kill()


def _all_ended(ledger: Revived, tills: Sequence[Revived]) -> bool:
    """True once every replay ended well; everything is asked, so that what failed starts again."""
    ended = [program.has_ended_well() for program in (ledger, *tills)]
    return all(ended[1:])
