"""What goes wrong at the ledger: each method strikes once, now or at the next push of a till."""

from collections.abc import Callable
from pathlib import Path

from tests.simulation.world_parts import Parts


class LedgerFaults:
    """One method for each name in `plan`."""

    def __init__(self, world: Parts) -> None:
        self._world = world
        self._backup: Path | None = None
        world.house.died = self.restart_ledger

    def ledger_dies(self) -> None:
        if self._world.house.ledger is not None:
            self._world.seen["ledger_killed"] += 1
            self._world.house.kill()
            self.restart_ledger()

    def ledger_power(self) -> None:
        if self._world.house.ledger is None:
            return
        if self._world.chance.random() < 0.3:
            lost = self._world.house.lose_power()
            self._world.seen["ledger_lost_power"] += lost > 0
            self.restart_ledger()
            return
        steps = self._world.chance.randint(0, 40)
        self._at_next_push(lambda: setattr(self._world.house, "power_fails", True))
        self._at_next_push(lambda: setattr(self._world.house.program, "dies_in", steps))

    def ledger_dies_in_a_write(self) -> None:
        steps = self._world.chance.randint(0, 40)
        self._at_next_push(lambda: setattr(self._world.house.program, "dies_in", steps))

    def ledger_dies_at_commit(self) -> None:
        self._at_next_push(lambda: setattr(self._world.house, "dies_at_commit", True))

    def commit_unknown(self) -> None:
        self._at_next_push(lambda: setattr(self._world.house, "loses_commit", True))

    def commit_refused(self) -> None:
        times = self._world.chance.choice((1, 2, 12))
        self._at_next_push(lambda: setattr(self._world.house, "refuses_commit", times))

    def ledger_full(self) -> None:
        self._at_next_push(lambda: setattr(self._world.house, "is_full", True))

    def _at_next_push(self, arm: Callable[[], None]) -> None:
        self._world.house.armed.append(arm)

    def ledger_clock(self) -> None:
        self._world.house.clock_skew_ms = self._world.chance.choice((-3_600_000, 3_600_000, 86_400_000))
        self._world.seen["ledger_clock_jumped"] += 1

    def back_up(self) -> None:
        if self._world.house.ledger is not None:
            self._backup = self._world.house.back_up()

    def restore(self) -> None:
        if self._backup is None:
            return
        if self._world.house.ledger is not None:
            self._world.auditor.follow()
        done = self._world.house.restore(self._backup)
        self._world.truth.ledger_lost(done.common_pos)
        self._world.seen["came_back"] += sum(pos > done.common_pos for pos in self._world.auditor.books.taken.values())
        self._world.auditor.ledger_lost()
        self._world.seen["ledger_restored"] += 1
        self._backup = None

    def restart_ledger(self) -> None:
        self._world.agenda.after(self._world.chance.randint(100, 8_000), self.open_ledger)

    def open_ledger(self) -> None:
        if self._world.house.ledger is None:
            self._world.house.revive()
            self._world.auditor.follow()
            self._world.auditor.check_acks()
