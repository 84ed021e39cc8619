"""Bodies of facts about a till's own chain: a new incarnation begins, what the old one alone knew is stated again."""

import hashlib
from collections.abc import Iterator
from typing import Literal

from sync_engine.domain.identity import new_event_id
from sync_engine.protocol.context import Context

MOST_BRANCHES = 64
"""Incarnations of one till that are looked through for an event that was stated again before."""


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


def reissued_id(event_id: str, incarnation: int) -> str:
    """The id of the event that states another one again: every copy of the till comes to the same."""
    digest = hashlib.sha256(f"unified-pos/reissued/1\n{incarnation}\n{event_id}".encode()).digest()
    return new_event_id(0, digest[:10])


def every_id(event_id: str) -> Iterator[str]:
    """The ids under which an event can have come: its own, and those of events that state it again."""
    yield event_id
    for incarnation in range(2, MOST_BRANCHES + 1):
        yield reissued_id(event_id, incarnation)
