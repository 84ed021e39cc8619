"""Facts about the ledger's own keeping: copies that were proved, and returns from one. Neither goods nor money."""

from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import BackupVerifiedBody, LedgerRestoredBody


def apply_backup(body: BackupVerifiedBody, draft: Draft) -> Booked:
    """From now on, tills hear how far they are contained in it."""
    return Booked(rows={"backup_mark": [(SHARD, draft.next_pos, body.up_to, body.digest, body.file)]})


def apply_restored(body: LedgerRestoredBody, draft: Draft) -> Booked:
    """What arrives from here on with the old epoch is what the tills brought back."""
    row = (SHARD, draft.next_pos, body.old_epoch, body.epoch, body.common_pos, body.file)
    return Booked(rows={"restored": [row]})
