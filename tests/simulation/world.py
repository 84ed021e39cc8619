"""One run: tills, cashiers, head office, a ledger and whatever the plan throws at them, from one seed.

First trade under faults, with checks after every step; then everything heals, and within a bound of virtual minutes
all must be quiet and right.
"""

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from sync_engine.domain.errors import Unavailable
from tests.simulation import plan as plans
from tests.simulation import shop
from tests.simulation.agenda import Agenda
from tests.simulation.audit import Auditor
from tests.simulation.cashier import Cashier
from tests.simulation.disk import Disk
from tests.simulation.house import House
from tests.simulation.till import Box, Tools
from tests.simulation.truth import Counted, Truth, Wrong
from tests.simulation.wire import Weather
from tests.simulation.writer import Killed, drawn_limits

HEALED_WITHIN_MS = 15 * 60_000
"""Virtual time after the last fault within which everything must be quiet and right."""


class World:
    """Everything of one run. `seen` counts what happened; a fault counts when it made a difference."""

    def __init__(self, home: Path, disk: Disk, chance: random.Random) -> None:
        self.seen: Counter[str] = Counter()
        self.chance, self.agenda, self.disk = chance, Agenda(), disk
        self.truth = Truth()
        papers = shop.copied(home)
        tools = Tools(self.agenda, chance, self.seen)
        self.house = House(home, disk, self.agenda, chance, self.seen)
        self.house.limits = drawn_limits(chance)
        self.house.page_rows = chance.choice((1, 3, 3, 50))
        self.boxes: list[Box] = []
        for one in papers:
            self.boxes.append(Box(home / f"{one.store_id}-{one.till_id}", one, self.house, disk, tools))
        self.auditor = Auditor(self.house, self.boxes, self.truth)
        self.cashiers = [Cashier(box, self.truth, tools) for box in self.boxes]
        self._tools, self._home = tools, home
        self._images: dict[str, tuple[Path, set[str]]] = {}
        self.house.answered = self.auditor.answered
        self.house.rung, self.house.died = self._rung, self._restart_ledger
        self._backup: Path | None = None
        self._is_healed = False
        self._course = hashlib.sha256()
        for box in self.boxes:
            box.lost_power = partial(self.auditor.power_lost, box)
        self._prime()

    def _prime(self) -> None:
        """What the template did before this run."""
        for sku, unit_e4 in shop.PRICES_E4.items():
            self.truth.priced(sku, unit_e4, 0)
        self.house.open()
        rows = tuple((floor, sku, shop.OPENING) for floor in shop.FLOORS for sku in shop.COUNTED)
        self.truth.counts[5] = Counted(rows)

    # --- running ---

    def run(self, plan: plans.Plan) -> None:
        """The whole of it. Raises Wrong."""
        for cashier, box in zip(self.cashiers, self.boxes, strict=True):
            box.wire.weather = plan.weather
            self.agenda.at(self.chance.randint(0, 4_000), cashier.start)
            for _ in range(plan.acts):
                self.agenda.at(self.chance.randint(1_000, plan.over_ms), cashier.act)
        for _ in range(plan.head_office):
            self.agenda.at(self.chance.randint(1_000, plan.over_ms), self._head_office)
        for moment_ms, fault in plan.strikes:
            strike = getattr(self, f"_{fault}")
            self.agenda.at(moment_ms, strike)
        if any(fault == "put_back" for _, fault in plan.strikes):
            self.agenda.at(self.chance.randint(2_000, plan.over_ms // 2), self._take_image)
        if any(fault == "restore" for _, fault in plan.strikes):
            self.agenda.at(self.chance.randint(2_000, plan.over_ms // 2), self._back_up)
        self.agenda.at(plan.over_ms, self._heal)
        until_ms = plan.over_ms + HEALED_WITHIN_MS
        while not (self._is_healed and self._is_quiet()):
            if self.agenda.now_ms > until_ms:
                raise Wrong(f"liveness: {[(box.name, box.sync.engine.status) for box in self.boxes]}")
            self.step()
        self.auditor.check_all()
        self.seen["views_checked"] += self.auditor.views_checked
        self.seen["sales"] += len(self.truth.sales)
        self.seen["events"] += len(self.auditor.books.taken)
        self.seen["oversold"] += sum(kind == "OVERSELL" for kind, _ in self.auditor.books.cases)

    @property
    def digest(self) -> str:
        """Of every step and the final books: two runs of one seed have the same."""
        books = self.auditor.books
        self._course.update(repr((sorted(books.stock.items()), sorted(books.money.items()))).encode())
        return self._course.hexdigest()[:16]

    def step(self) -> None:
        """What comes next, then the checks."""
        self.agenda.advance()
        self._course.update(f"{self.agenda.now_ms} {self.house.life} {len(self.auditor.books.taken)}\n".encode())
        self.auditor.follow()
        for box in self.boxes:
            if box.sync.has_news:
                box.sync.has_news = False
                self.auditor.check_view(box)

    def _is_quiet(self) -> bool:
        if self.house.ledger is None or not all(box.sync.is_up and box.till.is_up for box in self.boxes):
            return False
        if any(box.till.head()[1] != box.sync.engine._uplink.acked for box in self.boxes):  # noqa: SLF001
            return False
        head = self.house.ledger.hub.head
        states = [box.sync.engine.status for box in self.boxes]
        is_idle = all(box.sync.engine.is_quiet and not box.sync.engine.wants_to_push for box in self.boxes)
        return is_idle and all(one.state == "live" and one.pos == head and not one.unsent for one in states)

    def _rung(self) -> None:
        for box in self.boxes:
            if box.sync.is_up:
                box.sync.rung()

    def close(self) -> None:
        """Let go of all files."""
        for box in self.boxes:
            box.close()
        self.house.kill()

    # --- head office ---

    def _head_office(self) -> None:
        """A new price, or goods counted anew."""
        ledger = self.house.ledger
        if ledger is None:
            return
        try:
            if self.chance.random() < 0.5:
                sku, unit_e4 = self.chance.choice(shop.SKUS), self.chance.randrange(1_000, 200_000, 100)
                pos = ledger.append("reference_changed", 1, shop.prices((sku, unit_e4))).pos
                self.truth.priced(sku, unit_e4, pos)
            else:
                rows = tuple(
                    (floor, self.chance.choice(shop.COUNTED), self.chance.randint(0, 12)) for floor in shop.FLOORS
                )
                pos = ledger.append("stock_counted", 1, shop.counts(*rows)).pos
                self.truth.counts[pos] = Counted(rows)
            self.house.hear()
        except Killed:
            self.house.kill()
            self._recall()
        except Unavailable:
            self._recall()

    def _recall(self) -> None:
        """An act of head office whose outcome is unknown would have to be looked up; faults keep away from it."""
        raise AssertionError("a fault struck an act of head office")

    # --- faults ---

    def _box(self) -> tuple[Box, Cashier]:
        index = self.chance.randrange(len(self.boxes))
        return self.boxes[index], self.cashiers[index]

    def _till_dies(self) -> None:
        box, cashier = self._box()
        if box.till.is_up:
            self.seen["till_killed"] += 1
            cashier.die(self.chance.randint(100, 10_000))

    def _till_dies_in_a_write(self) -> None:
        box, _ = self._box()
        if box.till.is_up:
            box.till.program.dies_in = self.chance.randint(0, 60)

    def _sync_dies(self) -> None:
        box, _ = self._box()
        if box.sync.is_up:
            self.seen["sync_killed"] += 1
            box.sync.crash(self.chance.randint(100, 10_000))

    def _sync_dies_in_a_write(self) -> None:
        box, _ = self._box()
        if box.sync.is_up:
            box.sync_program.dies_in = self.chance.randint(0, 25)

    def _till_power(self) -> None:
        box, cashier = self._box()
        if box.till.is_up and self.chance.random() < 0.5:
            box.power_fails, box.till.program.dies_in = True, self.chance.randint(0, 60)
            return
        lost = box.lose_power()
        self.seen["till_lost_power"] += lost > 0
        self.agenda.after(self.chance.randint(500, 10_000), cashier.start)

    def _till_full(self) -> None:
        box, _ = self._box()
        box.fills_at_record = True
        self.agenda.after(self.chance.randint(10_000, 40_000), box.free_disk)

    def _till_quite_full(self) -> None:
        box, _ = self._box()
        box.fill_disk(reserve_helps=False)
        self.agenda.after(self.chance.randint(2_000, 20_000), box.free_disk)

    def _ledger_dies(self) -> None:
        if self.house.ledger is not None:
            self.seen["ledger_killed"] += 1
            self.house.kill()
            self._restart_ledger()

    def _restart_ledger(self) -> None:
        self.agenda.after(self.chance.randint(100, 8_000), self._open_ledger)

    def _open_ledger(self) -> None:
        if self.house.ledger is None:
            self.house.revive()
            self._check_acks()

    def _check_acks(self) -> None:
        """Whatever happened to the ledger's program: what tills were told is safe is in its files."""
        self.auditor.follow()
        self.auditor.check_acks()

    def _ledger_power(self) -> None:
        if self.house.ledger is None:
            return
        if self.chance.random() < 0.3:
            lost = self.house.lose_power()
            self.seen["ledger_lost_power"] += lost > 0
            self._restart_ledger()
            return
        steps = self.chance.randint(0, 40)
        self._at_next_push(lambda: setattr(self.house, "power_fails", True))
        self._at_next_push(lambda: setattr(self.house.program, "dies_in", steps))

    def _arm(self, arm: Callable[[], None]) -> None:
        """Faults of the ledger's program strike what comes next from a till, not head office."""
        if self.house.ledger is not None:
            arm()

    def _ledger_dies_in_a_write(self) -> None:
        steps = self.chance.randint(0, 40)
        self._at_next_push(lambda: setattr(self.house.program, "dies_in", steps))

    def _ledger_dies_at_commit(self) -> None:
        self._at_next_push(lambda: setattr(self.house, "dies_at_commit", True))

    def _commit_unknown(self) -> None:
        self._at_next_push(lambda: setattr(self.house, "loses_commit", True))

    def _commit_refused(self) -> None:
        times = self.chance.choice((1, 2, 12))
        self._at_next_push(lambda: setattr(self.house, "refuses_commit", times))

    def _ledger_full(self) -> None:
        self._at_next_push(lambda: setattr(self.house, "is_full", True))

    def _at_next_push(self, arm: Callable[[], None]) -> None:
        self.house.armed.append(arm)

    def _partition(self) -> None:
        box, _ = self._box()
        box.wire.blocked = self.chance.choice((frozenset({"up"}), frozenset({"down"}), frozenset({"up", "down"})))

        def open_again() -> None:
            box.wire.blocked = frozenset()

        self.agenda.after(self.chance.randint(3_000, 40_000), open_again)

    def _clock(self) -> None:
        box, _ = self._box()
        skew_ms = self.chance.choice((-1, 1)) * self.chance.choice((1_000, 3_600_000, 40 * 86_400_000, 315_000_000_000))
        box.till.clock.skew_ms = box.sync.wall_skew_ms = skew_ms

    def _ledger_clock(self) -> None:
        self.house.clock_skew_ms = self.chance.choice((-3_600_000, 3_600_000, 86_400_000))
        self.seen["ledger_clock_jumped"] += 1

    def _catalogue_lost(self) -> None:
        box, _ = self._box()
        if box.sync.is_up and (box.home / "replica.json").exists():
            self.seen["catalogue_lost"] += 1
            box.sync.stop()
            (box.home / "replica.json").unlink()
            self.agenda.after(500, lambda: None if box.sync.is_up else box.sync.start())

    def _copy(self) -> None:
        """Somebody copies the disk of a till into another box, and both go on."""
        box, _ = self._box()
        if not box.till.is_up or box.name in self.truth.attempts:
            return
        name = f"{box.name} copy {self.agenda.now_ms}"
        home = self._home / name.replace(" ", "-")
        shutil.copytree(box.home, home, ignore=shutil.ignore_patterns("*-shm"))
        twin = Box(home, replace(box.papers), self.house, self.disk, self._tools, name)
        twin.wire.weather = box.wire.weather
        twin.lost_power = partial(self.auditor.power_lost, twin)
        for one in self.boxes:
            one.has_twin |= one.papers.device_id == box.papers.device_id
        twin.has_twin = True
        self.truth.mine[name] = set(self.truth.mine[box.name])
        self.truth.inherit(box.name, name)
        self.boxes.append(twin)
        self.cashiers.append(Cashier(twin, self.truth, self._tools))
        self.seen["copied"] += 1
        self.agenda.after(self.chance.randint(100, 5_000), self.cashiers[-1].start)
        for _ in range(self.chance.randint(0, 5)):
            self.agenda.after(self.chance.randint(5_000, 60_000), self.cashiers[-1].act)

    def _take_image(self) -> None:
        box, _ = self._box()
        if box.till.is_up and box.name not in self.truth.attempts:
            image = self._home / f"image-{self.agenda.now_ms}"
            shutil.copytree(box.home, image, ignore=shutil.ignore_patterns("*-shm"))
            self._images[box.name] = image, set(self.truth.mine[box.name])

    def _put_back(self) -> None:
        """A till is put back to an older state. Only one that has sent everything: what it had not is gone for good."""
        for box, cashier in zip(self.boxes, self.cashiers, strict=True):
            if box.name in self._images and box.till.is_up and box.sync.is_up and not self._has_unsent(box):
                self._exchange(box, cashier)
                return

    def _has_unsent(self, box: Box) -> bool:
        is_sent = box.till.head()[1] == box.sync.engine._uplink.acked  # noqa: SLF001
        return not is_sent or box.name in self.truth.attempts

    def _exchange(self, box: Box, cashier: Cashier) -> None:
        image, known = self._images.pop(box.name)
        self.auditor.gone |= box.recorded().keys()
        box.close()
        self.disk.forget(box.home)
        shutil.rmtree(box.home)
        shutil.copytree(image, box.home)
        box.has_twin = True
        self.auditor.power_lost(box)
        self.truth.mine[box.name] = known
        self.truth.put_back[box.name] += 1
        self.seen["put_back"] += 1
        self.agenda.after(self.chance.randint(500, 5_000), cashier.start)

    def _back_up(self) -> None:
        if self.house.ledger is not None:
            self._backup = self.house.back_up()

    def _restore(self) -> None:
        if self._backup is None:
            return
        if self.house.ledger is not None:
            self.auditor.follow()
        done = self.house.restore(self._backup)
        self.truth.ledger_lost(done.common_pos)
        self.seen["came_back"] += sum(pos > done.common_pos for pos in self.auditor.books.taken.values())
        self.auditor.ledger_lost()
        self.seen["ledger_restored"] += 1
        self._backup = None

    def _heal(self) -> None:
        """No more faults; everything that is down is started."""
        self._is_healed = True
        self.house.disarm()
        if self.house.ledger is None:
            self._open_ledger()
        for box, cashier in zip(self.boxes, self.cashiers, strict=True):
            box.wire.weather, box.wire.blocked = Weather(), frozenset()
            box.free_disk()
            box.till.program.dies_in = box.sync_program.dies_in = None
            box.power_fails = box.fills_at_record = False
            cashier.start()


def run_seed(seed: int, disk: Disk, chance: random.Random) -> World:
    """One run in a folder of its own, which goes when it went well. Raises Wrong and whatever the product raises."""
    shop.template()
    home = Path(mkdtemp(prefix=f"simulated-{seed}-"))
    world = World(home, disk, chance)
    try:
        world.run(plans.drawn(chance))
    finally:
        world.close()
        disk.forget(home)
        shutil.rmtree(home, ignore_errors=True)
    return world
