"""One module per kind of fact: what it needs to look up, and what it does to stock, money and reference facts.

An applier is pure: it reads a draft and returns what to book. It refuses only what cannot be booked at all (the event
is then deferred); a fact that breaks a rule is booked and says so. A kind once shipped stays readable for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sync_engine.ledger.appliers import (
    adjusting,
    branching,
    counting,
    customers,
    enrolling,
    keeping,
    listing,
    mailing,
    parking,
    reference,
    selling,
    undoing,
)
from sync_engine.ledger.book import Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.protocol import facts


@dataclass(frozen=True, slots=True)
class Applier:
    """`add_needs` names what `apply` will look up."""

    add_needs: Callable[[Any, Needs], None]
    apply: Callable[[Any, Draft], Booked]


_KEPT = Applier(listing.add_no_needs, listing.apply_kept)

APPLIERS: dict[type, Applier] = {
    facts.SaleBody: Applier(selling.add_needs, selling.apply),
    facts.SaleBodyV2: Applier(selling.add_needs, selling.apply),
    facts.SaleVoidedBody: Applier(listing.add_no_needs, listing.apply_void),
    facts.SaleParkedBody: Applier(parking.add_parked_needs, parking.apply_parked),
    facts.ParkedResumedBody: Applier(parking.add_resumed_needs, parking.apply_resumed),
    facts.AgeCheckRefusedBody: _KEPT,
    facts.DrawerOpenedBody: _KEPT,
    facts.CustomerSavedBody: Applier(customers.add_needs, customers.apply),
    facts.ReceiptAskedBody: Applier(listing.add_no_needs, mailing.apply),
    facts.StockAdjustedBody: Applier(adjusting.add_needs, adjusting.apply),
    facts.LinesNotBookedBody: Applier(listing.add_no_needs, listing.apply_lines),
    facts.ShiftOpenedBody: _KEPT,
    facts.ReferenceChangedBody: Applier(reference.add_needs, reference.apply),
    facts.StockCountedBody: Applier(counting.add_needs, counting.apply),
    facts.ImportUndoneBody: Applier(undoing.add_needs, undoing.apply),
    facts.EnrollCodeIssuedBody: Applier(enrolling.add_code_needs, enrolling.apply_code),
    facts.DeviceEnrolledBody: Applier(enrolling.add_device_needs, enrolling.apply_device),
    facts.IncarnationOpenedBody: Applier(listing.add_no_needs, branching.apply_opened),
    facts.BackupVerifiedBody: Applier(listing.add_no_needs, keeping.apply_backup),
    facts.CaseResolvedBody: Applier(keeping.add_case_needs, keeping.apply_resolved),
    facts.LedgerRestoredBody: Applier(listing.add_no_needs, keeping.apply_restored),
}
_BOOKERS = dict(APPLIERS)
APPLIERS[facts.ReissuedBody] = Applier(partial(branching.add_needs, _BOOKERS), partial(branching.apply, _BOOKERS))
