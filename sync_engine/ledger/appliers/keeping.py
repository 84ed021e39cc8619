"""Facts about the ledger's own keeping: copies that were proved, returns from one, cases that were settled.

Neither goods nor money: what a case calls for is a fact of its own.
"""

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.book import Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked, BookedChanges
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import BackupVerifiedBody, CaseResolvedBody, LedgerRestoredBody


class CaseNotOpen(Refusal):
    """There is no such case, or it was settled before. `case_id` is what was named."""

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


def apply_backup(body: BackupVerifiedBody, draft: Draft) -> Booked:
    """From now on, tills hear how far they are contained in it."""
    return Booked(rows={"backup_mark": [(SHARD, draft.next_pos, body.up_to, body.digest, body.file)]})


def apply_restored(body: LedgerRestoredBody, draft: Draft) -> Booked:
    """What arrives from here on with the old epoch is what the tills brought back."""
    row = (SHARD, draft.next_pos, body.old_epoch, body.epoch, body.common_pos, body.file)
    return Booked(rows={"restored": [row]})


def add_case_needs(body: CaseResolvedBody, needs: Needs) -> None:
    """The case."""
    needs.cases.add(body.case)


def apply_resolved(body: CaseResolvedBody, draft: Draft) -> BookedChanges:
    """The case is open no more; the next of its kind and subject opens another. Refuses with CaseNotOpen."""
    state = draft.case(body.case)
    if state is None or not state.is_open:
        raise CaseNotOpen(body.case)
    return BookedChanges(resolved={body.case: state})
