"""Tills whose disk is copied into another box, and tills that are put back to an older state."""

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from pos_client.store.trouble import CatalogueMissing, JournalUnavailable
from tests.simulation.cashier import Cashier
from tests.simulation.till import Box
from tests.simulation.world_parts import Parts, drawn_box


class Copies:
    """One method for each name in `plan`."""

    def __init__(self, world: Parts) -> None:
        self._world = world
        self._images: dict[str, tuple[Path, set[str]]] = {}

    def copy(self) -> None:
        """Somebody copies the disk of a till into another box, and both go on."""
        box, _ = drawn_box(self._world)
        if not self._is_between_customers(box):
            return
        name = f"{box.name} copy {self._world.agenda.now_ms}"
        home = self._world.home / name.replace(" ", "-")
        shutil.copytree(box.home, home, ignore=shutil.ignore_patterns("*-shm"))
        twin = Box(home, replace(box.papers), self._world.house, self._world.disk, self._world.tools, name)
        twin.wire.weather = box.wire.weather
        twin.lost_power = partial(self._world.auditor.power_lost, twin)
        for one in self._world.boxes:
            one.has_twin |= one.papers.device_id == box.papers.device_id
        twin.has_twin = True
        self._world.truth.mine[name] = set(self._world.truth.mine[box.name])
        self._world.truth.inherit(box.name, name)
        self._world.boxes.append(twin)
        self._world.cashiers.append(Cashier(twin, self._world.truth, self._world.tools))
        self._world.seen["copied"] += 1
        self._world.agenda.after(self._world.chance.randint(100, 5_000), self._world.cashiers[-1].start)
        for _ in range(self._world.chance.randint(0, 5)):
            self._world.agenda.after(self._world.chance.randint(5_000, 60_000), self._world.cashiers[-1].act)

    def take_image(self) -> None:
        box, _ = drawn_box(self._world)
        if self._is_between_customers(box):
            image = self._world.home / f"image-{self._world.agenda.now_ms}"
            shutil.copytree(box.home, image, ignore=shutil.ignore_patterns("*-shm"))
            self._images[box.name] = image, set(self._world.truth.mine[box.name])

    def put_back(self) -> None:
        """A till is put back to an older state. Only one that has sent everything: what it had not is gone for good."""
        for box, cashier in zip(self._world.boxes, self._world.cashiers, strict=True):
            if box.name in self._images and box.till.is_up and box.sync.is_up and not self._has_unsent(box):
                self._exchange(box, cashier)
                return

    def _is_between_customers(self, box: Box) -> bool:
        """Nothing lies on the counter. Two copies of one open sale would both be completed under its one id."""
        if not box.till.is_up or box.name in self._world.truth.attempts:
            return False
        try:
            return not box.till.counter.sale.has_goods_or_money
        except (CatalogueMissing, JournalUnavailable):
            return False

    def _has_unsent(self, box: Box) -> bool:
        is_sent = box.till.head()[1] == box.sync.engine._uplink.acked  # noqa: SLF001
        return not is_sent or box.name in self._world.truth.attempts

    def _exchange(self, box: Box, cashier: Cashier) -> None:
        image, known = self._images.pop(box.name)
        self._world.auditor.gone |= box.recorded().keys()
        box.close()
        self._world.disk.forget(box.home)
        shutil.rmtree(box.home)
        shutil.copytree(image, box.home)
        box.has_twin = True
        self._world.auditor.power_lost(box)
        self._world.truth.mine[box.name] = known
        self._world.truth.put_back[box.name] += 1
        self._world.seen["put_back"] += 1
        self._world.agenda.after(self._world.chance.randint(500, 5_000), cashier.start)
