"""Proves a journal whole, from its first event to its head: gaps, chain, signatures, sums, goods. Only reads.

It recomputes everything from the stored bytes; the tables beside the events are held against them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.chain import events_from
from pos_client.store.journal_file import Device, read_device
from sync_engine.domain.stock import place
from sync_engine.protocol.codec import BodyNotUnderstood, decode_body
from sync_engine.protocol.envelope import GENESIS, SignedEvent, check_hash
from sync_engine.protocol.facts import Body, ReissuedBody, SaleBody, StockAdjustedBody
from sync_engine.protocol.signing import verify

MOST_BREACHES = 20

Moves = Mapping[str, int]


@dataclass(slots=True)
class Check:
    """One thing proved: how many elements were examined, and the first breaches found as `what at where`."""

    name: str
    examined: int = 0
    breach_count: int = 0
    breaches: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Nothing was found."""
        return not self.breach_count

    def note(self, is_right: bool, where: str) -> None:  # noqa: FBT001 - the finding itself
        """Count one element; keep where it was wrong."""
        self.examined += 1
        if not is_right:
            self.breach_count += 1
            if len(self.breaches) < MOST_BREACHES:
                self.breaches.append(where)


@dataclass(slots=True)
class _Walk:
    """Where the walk along one incarnation stands."""

    seq: int = 0
    hash: bytes = GENESIS


class Proof:
    """Walks a journal once. `public_key` is the device's; `tick` hears of every event examined."""

    def __init__(self, public_key: bytes, tick: Callable[[], None]) -> None:
        self._public_key, self._tick = public_key, tick
        names = ("gapless", "chain", "signatures", "bodies", "sums", "goods", "documents", "head")
        self._checks = {name: Check(name) for name in names}
        self._documents: set[str] = set()
        self._restated: set[tuple[int, int]] = set()

    def of(self, connection: sa.Connection) -> tuple[Check, ...]:
        """All checks over one snapshot of the journal."""
        device = read_device(connection)
        self._restated = _restated(connection)
        columns = tables.event.c
        found = connection.execute(sa.select(columns.incarnation).distinct().order_by(columns.incarnation))
        walks = {number: _Walk() for number in found.scalars()}
        for incarnation, walk in walks.items():
            for event, moves in _with_moves(connection, device, incarnation):
                self._examine(event, moves, walk, device)
        self._head(device, walks.get(device.incarnation, _Walk()))
        return tuple(self._checks.values())

    def _examine(self, event: SignedEvent, moves: Moves, walk: _Walk, device: Device) -> None:
        where = f"{event.header.incarnation}/{event.header.seq}"
        self._checks["gapless"].note(event.header.seq == walk.seq + 1, where)
        self._checks["chain"].note(event.prev_hash == walk.hash and check_hash(event), where)
        self._checks["signatures"].note(verify(self._public_key, event.hash, event.signature), where)
        walk.seq, walk.hash = event.header.seq, event.hash
        self._contents(event, moves, device, where)
        self._tick()

    def _contents(self, event: SignedEvent, moves: Moves, device: Device, where: str) -> None:
        try:
            body = decode_body(event.header.kind, event.header.version, event.body)
        except BodyNotUnderstood:
            self._checks["bodies"].note(False, where)
            return
        self._checks["bodies"].note(True, where)
        if isinstance(body, SaleBody):
            self._checks["sums"].note(_sums_hold(body), f"{where} {body.doc_no}")
            self._checks["documents"].note(body.doc_no not in self._documents, f"{where} {body.doc_no}")
            self._documents.add(body.doc_no)
        is_restated = (event.header.incarnation, event.header.seq) in self._restated
        self._checks["goods"].note(moves == ({} if is_restated else _moves_of(body, device.store_id)), where)

    def _head(self, device: Device, walk: _Walk) -> None:
        is_head = device.next_seq == walk.seq + 1 and device.head_hash == walk.hash
        self._checks["head"].note(is_head, f"{device.incarnation}/{device.next_seq - 1}")


def _sums_hold(body: SaleBody) -> bool:
    amounts = sum(line.amount for line in body.lines)
    tax_of_lines = sum(line.tax for line in body.lines)
    taxes = sum(part.tax for part in body.taxes)
    due = amounts + (0 if body.inclusive else taxes)
    paid = sum(tender.amount for tender in body.tenders) - body.change
    return due == body.total and paid == body.total + body.cash_rounding and tax_of_lines == taxes


def _moves_of(body: Body, store_id: str) -> Moves:
    """Article -> change of the own floor, zeros left out, straight from the body."""
    moves: dict[str, int] = {}
    if isinstance(body, ReissuedBody):
        try:
            return _moves_of(decode_body(body.kind, body.version, body.body.encode()), store_id)
        except BodyNotUnderstood:
            return {}
    if isinstance(body, SaleBody):
        changes = [(line.sku, line.qty if line.kind == "return" else -line.qty, line.stocked) for line in body.lines]
    elif isinstance(body, StockAdjustedBody):
        changes = [(line.sku, line.delta, line.stocked) for line in body.lines]
    else:
        changes = []
    for sku, delta, is_stocked in changes:
        if is_stocked:
            moves[_key(store_id, sku)] = moves.get(_key(store_id, sku), 0) + delta
    return {key: delta for key, delta in moves.items() if delta}


def _key(store_id: str, sku: str) -> str:
    return f"{place(store_id)}|{sku}"


def _restated(connection: sa.Connection) -> set[tuple[int, int]]:
    """(incarnation, seq) of events that a later incarnation states again: what they moved counts there. One that stated
    another again and was itself stated again is among them.
    """
    columns = tables.event.c
    query = sa.select(columns.incarnation, columns.seq, columns.version, columns.body).where(columns.kind == "reissued")
    found: set[tuple[int, int]] = set()
    last: dict[str, tuple[int, int]] = {}
    for row in connection.execute(query.order_by(columns.incarnation, columns.seq)):
        body = decode_body("reissued", row.version, row.body)
        assert isinstance(body, ReissuedBody)
        found |= {(body.incarnation, body.seq), last.get(body.id, (body.incarnation, body.seq))}
        last[body.id] = (row.incarnation, row.seq)
    return found


def _with_moves(connection: sa.Connection, device: Device, incarnation: int) -> Iterator[tuple[SignedEvent, Moves]]:
    """Each event with the moves stored beside it."""
    columns = tables.own_move.c
    query = (
        sa.select(columns.seq, columns.place, columns.article_id, columns.delta)
        .where(columns.incarnation == incarnation)
        .order_by(columns.seq)
    )
    by_seq: dict[int, dict[str, int]] = {}
    for row in connection.execute(query):
        by_seq.setdefault(row.seq, {})[f"{row.place}|{row.article_id}"] = row.delta
    for event in events_from(connection, device.device_id, incarnation):
        yield event, by_seq.get(event.header.seq, {})
