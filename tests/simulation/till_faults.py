"""What goes wrong at tills and on their ways: each method strikes once, now."""

from tests.simulation.world_parts import Parts, drawn_box

WAYS = (frozenset({"up"}), frozenset({"down"}), frozenset({"up", "down"}))
JUMPS_MS = (1_000, 3_600_000, 40 * 86_400_000, 315_000_000_000)


class TillFaults:
    """One method for each name in `plan`."""

    def __init__(self, world: Parts) -> None:
        self._world = world

    def till_dies(self) -> None:
        box, cashier = drawn_box(self._world)
        if box.till.is_up:
            self._world.seen["till_killed"] += 1
            cashier.die(self._world.chance.randint(100, 10_000))

    def till_dies_in_a_write(self) -> None:
        box, _ = drawn_box(self._world)
        if box.till.is_up:
            box.till.program.dies_in = self._world.chance.randint(0, 60)

    def sync_dies(self) -> None:
        box, _ = drawn_box(self._world)
        if box.sync.is_up:
            self._world.seen["sync_killed"] += 1
            box.sync.crash(self._world.chance.randint(100, 10_000))

    def sync_dies_in_a_write(self) -> None:
        box, _ = drawn_box(self._world)
        if box.sync.is_up:
            box.sync_program.dies_in = self._world.chance.randint(0, 25)

    def till_power(self) -> None:
        box, cashier = drawn_box(self._world)
        if box.till.is_up and self._world.chance.random() < 0.5:
            box.power_fails, box.till.program.dies_in = True, self._world.chance.randint(0, 60)
            return
        lost = box.lose_power()
        self._world.seen["till_lost_power"] += lost > 0
        self._world.agenda.after(self._world.chance.randint(500, 10_000), cashier.start)

    def till_full(self) -> None:
        box, _ = drawn_box(self._world)
        box.fills_at_record = self._world.chance.random() < 0.6
        self._world.agenda.after(self._world.chance.randint(10_000, 40_000), box.free_disk)

    def till_quite_full(self) -> None:
        box, _ = drawn_box(self._world)
        box.fill_disk(reserve_helps=False)
        self._world.agenda.after(self._world.chance.randint(2_000, 20_000), box.free_disk)

    def partition(self) -> None:
        box, _ = drawn_box(self._world)
        box.wire.blocked = self._world.chance.choice(
            (frozenset({"up"}), frozenset({"down"}), frozenset({"up", "down"}))
        )

        def open_again() -> None:
            box.wire.blocked = frozenset()

        self._world.agenda.after(self._world.chance.randint(3_000, 40_000), open_again)

    def clock(self) -> None:
        box, _ = drawn_box(self._world)
        skew_ms = self._world.chance.choice((-1, 1)) * self._world.chance.choice(
            (1_000, 3_600_000, 40 * 86_400_000, 315_000_000_000)
        )
        box.till.clock.skew_ms = box.sync.wall_skew_ms = skew_ms

    def catalogue_lost(self) -> None:
        box, _ = drawn_box(self._world)
        if box.sync.is_up and (box.home / "replica.json").exists():
            self._world.seen["catalogue_lost"] += 1
            box.sync.stop()
            (box.home / "replica.json").unlink()
            self._world.agenda.after(500, lambda: None if box.sync.is_up else box.sync.start())
