"""Bodies of facts about the ledger's own keeping: proved copies, returns from one, settled cases."""

from sync_engine.protocol.context import Context


class BackupVerifiedBody(Context, frozen=True, kw_only=True):
    """A copy that holds every event up to position `up_to` was read back and proved whole.

    `digest` is SHA-256 over the hashes of these events in the order of their positions (hex); `file` its name without
    the folder.
    """

    up_to: int
    digest: str
    file: str


class LedgerRestoredBody(Context, frozen=True, kw_only=True):
    """The books were put back from the copy `file`, which ends at `common_pos`, and began a new `epoch`.

    What the lost ledger had beyond that position is of `old_epoch`; the tills send again what they still have of it.
    """

    old_epoch: str
    epoch: str
    common_pos: int
    file: str


class CaseResolvedBody(Context, frozen=True, kw_only=True):
    """A person settled the case `case`; the context's `staff` is who, `note` what was found and done."""

    case: str
    note: str
