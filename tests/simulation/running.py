"""Many seeds in several processes: each seed alone decides its run, whatever else runs."""

import logging
import os
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from tests.simulation import boom, shop
from tests.simulation.chance import seeded
from tests.simulation.disk import Disk
from tests.simulation.truth import Wrong
from tests.simulation.world import run_seed


@dataclass(frozen=True, slots=True)
class Ran:
    """One seed: what happened, how long it took, a digest of its course, and what was wrong ("" for nothing)."""

    seed: int
    seconds: float
    seen: dict[str, int]
    digest: str
    wrong: str
    trace: str


class _Place:
    """What a process sets up once."""

    disk: Disk | None = None


def _set_up() -> Disk:
    if _Place.disk is None:
        logging.disable(logging.CRITICAL)  # faults are what these programs log here; only checks decide
        boom.install()
        with seeded(0):
            shop.template()
        _Place.disk = Disk()
        _Place.disk.install()
    return _Place.disk


def ran(seed: int) -> Ran:
    """Run one seed here."""
    disk = _set_up()
    disk.fired.clear()
    began = time.process_time()
    with seeded(seed) as chance:
        try:
            world = run_seed(seed, disk, chance)
        except Exception as error:  # noqa: BLE001 - whatever a seed brings to light is its result
            wrong = str(error) if isinstance(error, Wrong) else f"crash: {type(error).__name__}: {error}"
            return Ran(seed, time.process_time() - began, {}, "", wrong, traceback.format_exc())
    seen = {name: count for name, count in (world.seen + disk.fired).items() if count}
    return Ran(seed, time.process_time() - began, seen, world.digest, "", "")


def all_of(seeds: range, jobs: int) -> Iterator[Ran]:
    """Every seed, in order."""
    if jobs == 1:
        yield from map(ran, seeds)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(ran, seeds)


def total(results: list[Ran]) -> Counter[str]:
    """How often each thing happened, and in how many seeds (`seeds_with`)."""
    counted: Counter[str] = Counter()
    for one in results:
        counted.update(one.seen)
    return counted


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
