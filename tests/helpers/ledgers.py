"""What tests of the ledger need from outside it: keys, tills that chain and sign, and bodies of facts.

Nothing here looks into the ledger; a till of these tests makes the same bytes as a real one.
"""

import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from sync_engine.domain.cart import Cart, CartLine, totals
from sync_engine.domain.identity import new_event_id
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.sale import Sale, complete
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime
from sync_engine.ledger.keys import LedgerKeys
from sync_engine.protocol import facts
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.envelope import GENESIS, Header, SignedEvent, event_hash
from sync_engine.protocol.messages import EnrollRequest, Head, HelloRequest, PushedEvent, PushRequest
from sync_engine.protocol.signing import Signer

KEYS = LedgerKeys("test-ledger", bytes(range(32)), bytes(range(32, 64)))
REGIME = TaxRegime(is_inclusive=True, rounding="line")
RATES = {"S20": TaxRate("S20", (TaxPart("VAT", 200_000),)), "Z": TaxRate("Z", ())}
AT = "2026-11-21T10:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Item:
    """A line to be sold: 2 pieces of "A" at 1.50 is Item("A", 2, 15_000)."""

    sku: str
    qty: int = 1
    unit_e4: int = 10_000
    scale: int = 0
    tax_code: str = "S20"
    is_return: bool = False
    is_stocked: bool = True


def context(store: str = "S01", till: str = "T1") -> dict[str, Any]:
    """The part that every body begins with."""
    return {"store": store, "till": till, "shift": "sh1", "business_on": "2026-11-21", "staff": "c1", "at": AT}


def sale_of(items: Sequence[Item], doc_no: str = "S01-T1a-000001") -> Sale:
    """A sale paid with exact cash."""
    lines = tuple(
        CartLine(n, i.sku, f"Article {i.sku}", None, Quantity(i.qty, i.scale), i.unit_e4, i.tax_code, *_flags(i))
        for n, i in enumerate(items, 1)
    )
    cart = Cart(currency("EUR"), REGIME, RATES, lines)
    total_minor = totals(cart).total_minor
    paid = [Tender("cash", total_minor)] if total_minor else []
    return complete(cart, paid, sale_id="", doc_no=doc_no, cash_step_minor=1)


def _flags(item: Item) -> tuple[bool, bool]:
    return item.is_return, item.is_stocked


def sale_body(*items: Item, store: str = "S01", till: str = "T1", doc_no: str = "S01-T1a-000001") -> facts.SaleBody:
    """The body of a sale paid with exact cash."""
    sale = sale_of(items, doc_no)
    return facts.SaleBody(
        **context(store, till),
        doc_no=doc_no,
        currency=sale.currency_code,
        inclusive=sale.regime.is_inclusive,
        rounding=sale.regime.rounding,
        lines=tuple(_line(line) for line in sale.lines),
        discount=sale.discount_minor,
        total=sale.total_minor,
        taxes=tuple(
            facts.TaxBody(code=t.code, name=t.name, rate_ppm=t.rate_ppm, net=t.net_minor, tax=t.tax_minor)
            for t in sale.tax_amounts
        ),
        tenders=tuple(facts.TenderBody(kind=t.kind, amount=t.amount_minor) for t in sale.tenders),
        change=sale.change_minor,
        cash_rounding=sale.rounding_minor,
    )


def _line(line: Any) -> facts.SaleLineBody:
    return facts.SaleLineBody(
        n=line.line_no,
        sku=line.article_id,
        name=line.name,
        qty=line.quantity.value,
        scale=line.quantity.scale,
        unit_e4=line.unit_e4,
        kind=line.kind,
        discount=line.discount_minor,
        amount=line.amount_minor,
        tax_code=line.tax_code,
        tax=line.tax_minor,
        stocked=line.is_stocked,
    )


def adjusted(sku: str, delta: int, *, store: str = "S01", till: str = "T1", scale: int = 0) -> facts.StockAdjustedBody:
    """Goods found or written off."""
    line = facts.AdjustmentLineBody(n=1, sku=sku, name=f"Article {sku}", delta=delta, scale=scale)
    return facts.StockAdjustedBody(**context(store, till), reason="test", lines=(line,))


def counted(*rows: tuple[str, str, int], batch: str | None = None) -> facts.StockCountedBody:
    """Counts of (place, sku, qty)."""
    found = tuple(facts.CountedRow(place=place, sku=sku, qty=qty) for place, sku, qty in rows)
    return facts.StockCountedBody(**context("", ""), batch=batch, rows=found)


def article_row(sku: str, **changes: Any) -> facts.ReferenceRow:
    """A reference row of an article."""
    body = {
        "name": f"Article {sku}",
        "names": {},
        "description": "",
        "descriptions": {},
        "unit": "piece",
        "scale": 0,
        "tax": "S20",
        "stocked": True,
        "barcodes": [{"code": f"code-{sku}", "qty": 1}],
        "attributes": {},
        "picture": None,
        "brand": None,
        "category": None,
    }
    return facts.ReferenceRow(scope="*", key=sku, body={**body, **changes})


def articles(*skus: str, batch: str | None = None, **changes: Any) -> facts.ReferenceChangedBody:
    """Articles as the catalogue states them."""
    return reference("article", *(article_row(sku, **changes) for sku in skus), batch=batch)


def reference(topic: str, *rows: facts.ReferenceRow, batch: str | None = None) -> facts.ReferenceChangedBody:
    """Reference rows of one topic."""
    return facts.ReferenceChangedBody(**context("", ""), topic=topic, batch=batch, rows=rows)


_KINDS: Mapping[type, tuple[str, int]] = {body: kind for kind, body in facts.BODIES.items()}


def kind_of(body: facts.Body) -> str:
    """The kind of event that such a body is of."""
    return _KINDS[type(body)][0]


@dataclass(slots=True)
class FakeTill:
    """A till's journal in memory: numbers, chains and signs what it is told."""

    device_id: str = "d_test"
    seed: bytes = field(default_factory=lambda: os.urandom(32))
    incarnation: int = 1
    epoch: str = "e"
    ref_pos: int = 0
    events: list[SignedEvent] = field(default_factory=list)
    token: str = ""
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1_700_000_000_000))

    @property
    def signer(self) -> Signer:
        return Signer(self.seed)

    @property
    def head(self) -> tuple[int, bytes]:
        """(seq, hash) of the last event."""
        return (self.events[-1].header.seq, self.events[-1].hash) if self.events else (0, GENESIS)

    def record(self, body: facts.Body) -> SignedEvent:
        """One more event with this body."""
        return self.record_raw(*_KINDS[type(body)], canonical(body))

    def record_raw(self, kind: str, version: int, body: bytes, event_id: str | None = None) -> SignedEvent:
        """One more event with these bytes."""
        seq, prev = self.head
        event_id = event_id or new_event_id(next(self._ids), os.urandom(10))
        header = Header(self.device_id, self.incarnation, seq + 1, event_id, kind, version, self.epoch, self.ref_pos)
        digest = event_hash(header, body, prev)
        event = SignedEvent(header, prev, digest, self.signer.sign(digest), body)
        self.events.append(event)
        return event

    def push(self, first: int = 1, last: int | None = None) -> PushRequest:
        """A request with the events of these sequence numbers."""
        run = self.events[first - 1 : last]
        prev = run[0].prev_hash if run else self.head[1]
        return PushRequest(
            incarnation=self.incarnation, from_seq=first, prev=prev.hex(), events=tuple(pushed(event) for event in run)
        )

    def hello(self, cursor: str | None = None) -> HelloRequest:
        """What this till says first."""
        seq, digest = self.head
        head = Head(incarnation=self.incarnation, seq=seq, hash=digest.hex())
        return HelloRequest(
            incarnation=self.incarnation,
            install_id="i",
            app="test",
            protocol=1,
            replica_schema=1,
            head=head,
            cursor=cursor,
        )

    def enroll_request(self, code: str) -> EnrollRequest:
        """How this till joins."""
        return EnrollRequest(code=code, public_key=self.signer.public_key.hex(), install_id="i", app="test")


def pushed(event: SignedEvent) -> PushedEvent:
    """An event as a push carries it."""
    header = event.header
    return PushedEvent(
        seq=header.seq,
        id=header.event_id,
        kind=header.kind,
        version=header.version,
        ref_epoch=header.ref_epoch,
        ref_pos=header.ref_pos,
        hash=event.hash.hex(),
        sig=event.signature.hex(),
        body=event.body.decode(),
    )


def changed(body: facts.SaleBody, **changes: Any) -> facts.SaleBody:
    """The body with other fields."""
    return msgspec.structs.replace(body, **changes)
