"""An article over which the ledger's own code stumbles: a bug of an applier, as any release may have one."""

from dataclasses import replace
from typing import Any

from sync_engine.ledger import appliers
from sync_engine.ledger.appliers import Applier
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.protocol.facts import SaleBody, SaleBodyV2
from tests.simulation.shop import BOOM


def install() -> None:
    """From now on sales of that article are a bug, for this process."""
    tables = [found for found in vars(appliers).values() if isinstance(found, dict) and SaleBody in found]
    for table in tables:  # sales that are stated again are booked by a table of their own
        for body in (SaleBody, SaleBodyV2):
            table[body] = replace(table[body], apply=_stumbling(table[body]))


def _stumbling(real: Applier) -> Any:
    def apply(body: Any, draft: Draft) -> Booked:
        if any(line.sku == BOOM for line in body.lines):
            raise ZeroDivisionError("the applier has a bug")
        return real.apply(body, draft)

    return apply
