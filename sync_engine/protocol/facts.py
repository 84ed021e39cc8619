"""Bodies of events: what a till or the ledger itself states as a completed act. Knows shapes, no rules.

Amounts are minor units of the named currency, quantities an integer with a `scale` (number of decimals), unit
prices 10^-4 of the major unit, rates parts per million, instants UTC text with milliseconds, dates ISO text. A body
once shipped stays readable for ever: a change is a new version beside the old one in `BODIES`.
"""

from sync_engine.protocol.branch_facts import IncarnationOpenedBody, ReissuedBody
from sync_engine.protocol.context import Context
from sync_engine.protocol.counter_facts import (
    AdjustmentLineBody,
    AgeCheckRefusedBody,
    ConsentBody,
    CustomerSavedBody,
    DrawerOpenedBody,
    LinesNotBookedBody,
    NotBookedLineBody,
    ReceiptAskedBody,
    ShiftOpenedBody,
    StockAdjustedBody,
)
from sync_engine.protocol.keeping_facts import BackupVerifiedBody, CaseResolvedBody, LedgerRestoredBody
from sync_engine.protocol.reference_facts import (
    CountedRow,
    DeviceEnrolledBody,
    EnrollCodeIssuedBody,
    ImportUndoneBody,
    ReferenceChangedBody,
    ReferenceRow,
    StockCountedBody,
)
from sync_engine.protocol.sale_facts import (
    ForeignBody,
    ParkedResumedBody,
    SaleBody,
    SaleBodyV2,
    SaleLineBody,
    SaleLineBodyV2,
    SaleParkedBody,
    SaleVoidedBody,
    TaxBody,
    TenderBody,
    TenderBodyV2,
)

__all__ = [
    "BODIES",
    "LEDGER_DEVICE",
    "LEDGER_KINDS",
    "MAX_REFERENCE_ROWS",
    "AdjustmentLineBody",
    "AgeCheckRefusedBody",
    "BackupVerifiedBody",
    "Body",
    "CaseResolvedBody",
    "ConsentBody",
    "Context",
    "CountedRow",
    "CustomerSavedBody",
    "DeviceEnrolledBody",
    "DrawerOpenedBody",
    "EnrollCodeIssuedBody",
    "ForeignBody",
    "ImportUndoneBody",
    "IncarnationOpenedBody",
    "LedgerRestoredBody",
    "LinesNotBookedBody",
    "NotBookedLineBody",
    "ParkedResumedBody",
    "ReceiptAskedBody",
    "ReferenceChangedBody",
    "ReferenceRow",
    "ReissuedBody",
    "SaleBody",
    "SaleBodyV2",
    "SaleLineBody",
    "SaleLineBodyV2",
    "SaleParkedBody",
    "SaleVoidedBody",
    "ShiftOpenedBody",
    "StockAdjustedBody",
    "StockCountedBody",
    "TaxBody",
    "TenderBody",
    "TenderBodyV2",
]

Body = (
    SaleBody
    | SaleBodyV2
    | SaleVoidedBody
    | SaleParkedBody
    | ParkedResumedBody
    | StockAdjustedBody
    | LinesNotBookedBody
    | ShiftOpenedBody
    | AgeCheckRefusedBody
    | DrawerOpenedBody
    | CustomerSavedBody
    | ReceiptAskedBody
    | IncarnationOpenedBody
    | ReissuedBody
    | ReferenceChangedBody
    | StockCountedBody
    | ImportUndoneBody
    | EnrollCodeIssuedBody
    | DeviceEnrolledBody
    | BackupVerifiedBody
    | LedgerRestoredBody
    | CaseResolvedBody
)

BODIES: dict[tuple[str, int], type[Body]] = {
    ("sale", 1): SaleBody,
    ("sale", 2): SaleBodyV2,
    ("sale_voided", 1): SaleVoidedBody,
    ("sale_parked", 1): SaleParkedBody,
    ("parked_resumed", 1): ParkedResumedBody,
    ("stock_adjusted", 1): StockAdjustedBody,
    ("lines_not_booked", 1): LinesNotBookedBody,
    ("shift_opened", 1): ShiftOpenedBody,
    ("age_check_refused", 1): AgeCheckRefusedBody,
    ("drawer_opened", 1): DrawerOpenedBody,
    ("customer_saved", 1): CustomerSavedBody,
    ("receipt_asked", 1): ReceiptAskedBody,
    ("incarnation_opened", 1): IncarnationOpenedBody,
    ("reissued", 1): ReissuedBody,
    ("reference_changed", 1): ReferenceChangedBody,
    ("stock_counted", 1): StockCountedBody,
    ("import_undone", 1): ImportUndoneBody,
    ("enroll_code_issued", 1): EnrollCodeIssuedBody,
    ("device_enrolled", 1): DeviceEnrolledBody,
    ("backup_verified", 1): BackupVerifiedBody,
    ("ledger_restored", 1): LedgerRestoredBody,
    ("case_resolved", 1): CaseResolvedBody,
}

LEDGER_DEVICE = "ledger"
"""The virtual device whose events the ledger signs itself."""

LEDGER_KINDS = frozenset(
    {"reference_changed", "stock_counted", "import_undone", "enroll_code_issued", "device_enrolled"}
    | {"backup_verified", "ledger_restored", "case_resolved"}
)
"""Kinds that only the ledger's own virtual device may state; from a till they are deferred as `kind_not_allowed`."""

MAX_REFERENCE_ROWS = 1_000
