"""One run: tills, cashiers, head office, a ledger and whatever the plan throws at them, from one seed.

First trade under faults, with checks after every step; then everything heals, and within a bound of virtual minutes
all must be quiet and right.
"""

import hashlib
import random
import shutil
from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from sync_engine.domain.errors import Unavailable
from tests.simulation import plan as plans
from tests.simulation import shop
from tests.simulation.agenda import Agenda
from tests.simulation.audit import Auditor
from tests.simulation.cashier import Cashier
from tests.simulation.copies import Copies
from tests.simulation.disk import Disk
from tests.simulation.house import House
from tests.simulation.ledger_faults import LedgerFaults
from tests.simulation.till import Box, Tools
from tests.simulation.till_faults import TillFaults
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
        self.tools, self.home = tools, home
        self.house.answered, self.house.refused = self.auditor.answered, self.auditor.refused
        self.house.rung = self._rung
        self._is_healed = False
        self._course = hashlib.sha256()
        for box in self.boxes:
            box.lost_power = partial(self.auditor.power_lost, box)
        self._at_ledger, self._copies = LedgerFaults(self), Copies(self)
        self._faults: tuple[object, ...] = (TillFaults(self), self._at_ledger, self._copies)
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
            strike = next(getattr(place, fault) for place in self._faults if hasattr(place, fault))
            self.agenda.at(moment_ms, strike)
        if any(fault == "put_back" for _, fault in plan.strikes):
            self.agenda.at(self.chance.randint(2_000, plan.over_ms // 2), self._copies.take_image)
        if any(fault == "restore" for _, fault in plan.strikes):
            self.agenda.at(self.chance.randint(2_000, plan.over_ms // 2), self._at_ledger.back_up)
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

    def _heal(self) -> None:
        """No more faults; everything that is down is started."""
        self._is_healed = True
        self.house.disarm()
        if self.house.ledger is None:
            self._at_ledger.open_ledger()
        for box, cashier in zip(self.boxes, self.cashiers, strict=True):
            box.wire.weather, box.wire.blocked = Weather(), frozenset()
            box.free_disk()
            box.till.program.dies_in = box.sync_program.dies_in = None
            box.power_fails, box.fills_at_record = False, None
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
