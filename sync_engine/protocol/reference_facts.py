"""Bodies of the ledger's own events: imports, counts, codes and the tills that joined. Knows shapes, no rules.

Units as in `facts`. A body once shipped stays readable for ever: a change is a new version beside the old one.
"""

from typing import Any

import msgspec

from sync_engine.protocol.context import Context


class ReferenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of reference facts: a whole new body, or `deleted`."""

    scope: str
    key: str
    deleted: bool = False
    body: dict[str, Any] | None = None


class ReferenceChangedBody(Context, frozen=True, kw_only=True):
    """Articles, prices, stores, staff ... as imported or edited; at most 1,000 rows. The first fact of an import names
    its file as `source`, without its folder.
    """

    topic: str
    batch: str | None = None
    source: str | None = None
    rows: tuple[ReferenceRow, ...]


class CountedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of one article in one place."""

    place: str
    sku: str
    qty: int
    scale: int = 0


class StockCountedBody(Context, frozen=True, kw_only=True):
    """A count (or an opening balance): sets what is on hand by a movement from or to a virtual place. `source` as in
    ReferenceChangedBody.
    """

    batch: str | None = None
    source: str | None = None
    rows: tuple[CountedRow, ...]


class ImportUndoneBody(Context, frozen=True, kw_only=True):
    """Rows of the import `batch`, at most 1,000, go back to what they were before: (scope, key) of a topic, (place,
    article) of counts. The import is undone with the fact that `is_last`.
    """

    batch: str
    topic: str
    rows: tuple[tuple[str, str], ...]
    is_last: bool = False


class EnrollCodeIssuedBody(Context, frozen=True, kw_only=True):
    """A one-time code for a till; only its SHA-256 is kept. `store` and `till` of the context say for which."""

    code_sha256: str


class DeviceEnrolledBody(Context, frozen=True, kw_only=True):
    """A till joined with its public key (hex). The context's `store` and `till` say where it stands."""

    device: str
    public_key: str
    code_sha256: str
    install_id: str
