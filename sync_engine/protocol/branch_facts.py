"""Bodies of facts about a till's own chain: a new incarnation begins, what the old one alone knew is stated again."""

from typing import Literal

from sync_engine.protocol.context import Context


class IncarnationOpenedBody(Context, frozen=True, kw_only=True):
    """The first event of a chain that goes on where another of the same till cannot: the incarnation `before` is agreed
    with the ledger up to `common_seq`.

    fork: another copy of this till wrote to the ledger from there on. behind: this till is an older copy of itself that
    had not sold since; what it does not have any more, the ledger has.
    """

    before: int
    common_seq: int
    reason: Literal["fork", "behind"]


class ReissuedBody(Context, frozen=True, kw_only=True):
    """An event of a closed incarnation, byte for byte as it was signed: `body` is its exact text, `hash`, `prev` and
    `sig` are hex.
    """

    device: str
    incarnation: int
    seq: int
    id: str
    kind: str
    version: int
    ref_epoch: str
    ref_pos: int
    prev: str
    hash: str
    sig: str
    body: str
