"""An article over which the ledger's own code stumbles: a bug of an applier, as any release may have one."""

from dataclasses import replace
from typing import Any

from sync_engine.ledger.appliers import APPLIERS, Applier
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.protocol.facts import SaleBody, SaleBodyV2
from tests.simulation.shop import BOOM


def install() -> None:
    """From now on sales of that article are a bug, for this process."""
    appliers: dict[type, Applier] = APPLIERS
    for body in (SaleBody, SaleBodyV2):
        appliers[body] = replace(appliers[body], apply=_stumbling(appliers[body]))


def _stumbling(real: Applier) -> Any:
    def apply(body: Any, draft: Draft) -> Booked:
        if any(line.sku == BOOM for line in body.lines):
            raise ZeroDivisionError("the applier has a bug")
        return real.apply(body, draft)

    return apply
