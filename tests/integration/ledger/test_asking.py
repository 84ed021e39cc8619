"""What tills ask while a person waits, on real databases and over a real server."""

import httpx
import pytest

from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.verify import verify
from sync_engine.protocol import facts
from sync_engine.protocol.codec import decode_message
from sync_engine.protocol.messages import ErrorAnswer
from sync_engine.protocol.questions import PurchaseLine, PurchasesAsked, PurchasesTold, TermsNotUnderstood
from sync_engine.till.http_client import LedgerClient
from sync_engine.till.ports import DeclinedByLedger
from tests.helpers.ledgers import KEYS, FakeTill, Item, articles, sale_body
from tests.integration.ledger.asking import push
from tests.integration.ledger.conftest import Joining


def sold_to(customer: str, till: FakeTill, store: str, number: int, *items: Item) -> None:
    doc_no = f"{store}-T1a-{number:06d}"
    plain = sale_body(*items, store=store, doc_no=doc_no)
    more = {name: getattr(plain, name) for name in plain.__struct_fields__}
    more["lines"] = tuple(
        facts.SaleLineBodyV2(**{name: getattr(line, name) for name in line.__struct_fields__}) for line in plain.lines
    )
    more["tenders"] = tuple(facts.TenderBodyV2(kind=one.kind, amount=one.amount) for one in plain.tenders)
    till.record(facts.SaleBodyV2(**more, customer=customer))


@pytest.fixture
def shop(ledger: Ledger, join: Joining) -> FakeTill:
    """Two stores in which the customer k1 bought, others too, and the books are whole."""
    ledger.append("reference_changed", 1, articles("A", "B"))
    here, there = join("S01", "T1"), join("S02", "T1")
    sold_to("k1", here, "S01", 1, Item("A", 2, 15_000))
    sold_to("", here, "S01", 2, Item("A"))
    sold_to("k2", here, "S01", 3, Item("A"))
    sold_to("k1", there, "S02", 1, Item("B", 1_250, 40_000, 3), Item("A", 1, 15_000, is_return=True))
    push(ledger, here)
    push(ledger, there)
    with ledger.databases.read.connect() as connection:
        assert check_rebuild(connection).breaches == ()
        findings = verify(connection, KEYS.signer.public_key)
        assert [found.invariant for found in findings if not found.is_ok] == []
    return here


def test_a_customer_s_purchases_are_those_of_every_store(ledger: Ledger, shop: FakeTill) -> None:
    told = ledger.door.ask(shop.token, "purchases", {"customer": "k1"})
    assert isinstance(told, PurchasesTold)
    assert [(one.doc_no, one.store, one.total, one.currency) for one in told.purchases] == [
        ("S02-T1a-000001", "S02", 350, "EUR"),
        ("S01-T1a-000001", "S01", 300, "EUR"),
    ]
    assert told.purchases[0].lines == (
        PurchaseLine(name="Article B", qty=1_250, scale=3),
        PurchaseLine(name="Article A", qty=1, kind="return"),
    )
    assert told.pos == 9
    newest = ledger.door.ask(shop.token, "purchases", {"customer": "k1", "limit": "1"})
    assert isinstance(newest, PurchasesTold)
    assert [one.doc_no for one in newest.purchases] == ["S02-T1a-000001"]


@pytest.mark.parametrize(("name", "terms"), [("weather", {}), ("purchases", {}), ("purchases", {"customer": ""})])
def test_what_is_no_question_is_refused(ledger: Ledger, join: Joining, name: str, terms: dict[str, str]) -> None:
    token = join().token
    with pytest.raises(TermsNotUnderstood):
        ledger.door.ask(token, name, terms)


def test_a_till_asks_over_http_with_its_token(address: str, shop: FakeTill) -> None:
    client = LedgerClient(address, lambda: shop.token)
    try:
        told = client.ask(PurchasesAsked(customer="k1"))
        assert isinstance(told, PurchasesTold)
        assert len(told.purchases) == 2
    finally:
        client.close()
    stranger = LedgerClient(address, lambda: "wrong")
    try:
        with pytest.raises(DeclinedByLedger) as declined:
            stranger.ask(PurchasesAsked(customer="k1"))
    finally:
        stranger.close()
    assert declined.value.error.error == "auth"


def test_a_question_that_is_none_is_answered_like_every_mistake(client: httpx.Client, join: Joining) -> None:
    headers = {"Authorization": f"Bearer {join().token}"}
    found = {
        path: client.get(path, headers=headers)
        for path in ("/v1/ask/purchases", "/v1/ask/weather", "/v1/ask/purchases?limit=x&customer=k")
    }
    assert [(answer.status_code, decode_message(ErrorAnswer, answer.content).error) for answer in found.values()] == [
        (400, "malformed"),
        (404, "no_route"),
        (400, "malformed"),
    ]
