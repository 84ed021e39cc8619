"""What faults may lay their hands on. Knows no fault."""

import random
from collections import Counter
from pathlib import Path
from typing import Protocol

from tests.simulation.agenda import Agenda
from tests.simulation.audit import Auditor
from tests.simulation.cashier import Cashier
from tests.simulation.disk import Disk
from tests.simulation.house import House
from tests.simulation.till import Box, Tools
from tests.simulation.truth import Truth


class Parts(Protocol):
    """A run, as its faults see it."""

    home: Path
    chance: random.Random
    agenda: Agenda
    seen: Counter[str]
    boxes: list[Box]
    cashiers: list[Cashier]
    house: House
    auditor: Auditor
    truth: Truth
    disk: Disk
    tools: Tools


def drawn_box(world: Parts) -> tuple[Box, Cashier]:
    """Any till, with its cashier."""
    index = world.chance.randrange(len(world.boxes))
    return world.boxes[index], world.cashiers[index]
