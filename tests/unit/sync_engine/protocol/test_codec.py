"""Canonical bytes and strict decoding."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.protocol import facts
from sync_engine.protocol.codec import (
    BodyNotUnderstood,
    MessageNotUnderstood,
    NotCanonical,
    canonical,
    decode_body,
    decode_message,
    encode_message,
)
from sync_engine.protocol.facts import BODIES, Body, ShiftOpenedBody
from sync_engine.protocol.messages import PushAnswer, PushRequest, cursor_text, read_cursor

WHERE: Any = {
    "store": "S01",
    "till": "T1",
    "shift": "s",
    "business_on": "2026-11-21",
    "staff": "c1",
    "at": "2026-11-21T10:00:00.000Z",
}
SHIFT = ShiftOpenedBody(**WHERE, currency="EUR")
_LINE: Any = {"n": 1, "sku": "A", "name": "A", "qty": 1, "unit_e4": 48000, "amount": 480, "tax_code": "S", "tax": 80}
LINE_V2 = facts.SaleLineBodyV2(
    **_LINE,
    listed_e4=50000,
    price_reason="damaged",
    discount_reason="staff",
    note="wrap",
    serial="SN-1",
    gift=True,
    age_checked=True,
    staff="c2",
)
_SALE: Any = {
    **WHERE,
    "doc_no": "S01-T1a-000001",
    "currency": "EUR",
    "inclusive": True,
    "rounding": "line",
    "total": 480,
    "taxes": (),
    "change": 20,
}
SALE = facts.SaleBody(
    **_SALE, lines=(facts.SaleLineBody(**_LINE),), tenders=(facts.TenderBody(kind="cash", amount=500),)
)
SALE_V2 = facts.SaleBodyV2(
    **_SALE,
    lines=(LINE_V2,),
    tenders=(
        facts.TenderBodyV2(
            kind="cash", amount=500, foreign=facts.ForeignBody(currency="USD", amount=540, rate_e6=925926)
        ),
        facts.TenderBodyV2(kind="card", amount=0, reference="slip 12"),
    ),
    customer="c",
    note="call first",
    discount_reason="regular",
)

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def test_canonical_bytes_are_sorted_tight_and_utf8() -> None:
    assert canonical({"b": 1, "a": "ё", "c": [True, None]}) == '{"a":"ё","b":1,"c":[true,null]}'.encode()


@given(plain_json)
def test_canonical_bytes_of_what_they_say_are_the_same_bytes(value: Any) -> None:
    once = canonical(value)

    assert canonical(json.loads(once)) == once


@pytest.mark.parametrize("value", [1.5, {"a": [0.0]}, {"a": {"b": float("inf")}}])
def test_a_float_is_refused_anywhere(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(NotCanonical):
        canonical({"name": "\ud800"})


def test_a_body_comes_back_as_it_was() -> None:
    assert decode_body("shift_opened", 1, canonical(SHIFT)) == SHIFT


@pytest.mark.parametrize(
    ("kind", "version", "body"),
    [
        ("sale", 1, SALE),
        ("sale", 2, SALE_V2),
        ("sale_voided", 1, facts.SaleVoidedBody(**WHERE, lines=(LINE_V2,), total=480, currency="EUR", reason="left")),
        (
            "sale_parked",
            1,
            facts.SaleParkedBody(
                **WHERE, park="p", code="XCP1", note="red hat", items=1, total=480, currency="EUR", sale="{}"
            ),
        ),
        ("parked_resumed", 1, facts.ParkedResumedBody(**WHERE, park="p")),
        (
            "age_check_refused",
            1,
            facts.AgeCheckRefusedBody(**WHERE, sku="W", name="Wine", min_age=18, reason="too_young"),
        ),
        ("drawer_opened", 1, facts.DrawerOpenedBody(**WHERE, reason="change")),
        (
            "customer_saved",
            1,
            facts.CustomerSavedBody(
                **WHERE,
                customer="c",
                name="Customer 1",
                phone="+49 30 1",
                consents=(facts.ConsentBody(purpose="receipts", given=True, text_version="1", at=WHERE["at"]),),
            ),
        ),
        ("receipt_asked", 1, facts.ReceiptAskedBody(**WHERE, doc_no="d", to="a@b", language="de", sale_ref="e")),
    ],
)
def test_bodies_of_a_counter_come_back_as_they_were(kind: str, version: int, body: Body) -> None:
    assert decode_body(kind, version, canonical(body)) == body


def test_the_first_version_of_a_sale_is_written_as_ever() -> None:
    assert canonical(SALE) == (
        b'{"at":"2026-11-21T10:00:00.000Z","business_on":"2026-11-21","cash_rounding":0,"change":20,"currency":"EUR",'
        b'"discount":0,"doc_no":"S01-T1a-000001","inclusive":true,"lines":[{"amount":480,"barcode":null,"discount":0,'
        b'"kind":"sale","n":1,"name":"A","qty":1,"scale":0,"sku":"A","stocked":true,"tax":80,"tax_code":"S","unit":'
        b'"piece","unit_e4":48000}],"offset_min":0,"rounding":"line","server_offset_ms":null,"shift":"s","staff":"c1",'
        b'"store":"S01","taxes":[],"tenders":[{"amount":500,"kind":"cash"}],"ticket":null,"till":"T1","total":480}'
    )


def test_a_sale_says_only_what_differs_from_the_ordinary() -> None:
    line = facts.SaleLineBodyV2(n=1, sku="A", name="A", qty=1, unit_e4=48000, amount=480, tax_code="S", tax=80)

    assert canonical(line) == (
        b'{"amount":480,"n":1,"name":"A","qty":1,"sku":"A","tax":80,"tax_code":"S","unit_e4":48000}'
    )


@pytest.mark.parametrize(
    ("kind", "version", "body", "reason"),
    [
        ("time_travel", 1, b"{}", "kind_unknown"),
        ("sale", 99, b"{}", "schema_unknown"),
        ("sale", 1, b"{}", "body_malformed"),
        ("sale", 1, b"not json", "body_malformed"),
        ("sale", 1, b"\xff\xfe", "body_malformed"),
        ("sale", 1, b"[" * 100_000, "body_malformed"),
    ],
)
def test_a_body_that_is_not_understood_says_why(kind: str, version: int, body: bytes, reason: str) -> None:
    with pytest.raises(BodyNotUnderstood) as caught:
        decode_body(kind, version, body)

    assert caught.value.reason == reason


@given(st.sampled_from(sorted(BODIES)), st.binary(max_size=200))
def test_no_bytes_at_all_raise_anything_else(kind_version: tuple[str, int], body: bytes) -> None:
    with pytest.raises(BodyNotUnderstood, match="body_malformed"):
        decode_body(*kind_version, body)


def test_messages_come_back_as_they_were() -> None:
    answer = PushAnswer(acked_seq=3, positions=(5, 7))

    assert decode_message(PushAnswer, encode_message(answer)) == answer


@pytest.mark.parametrize("raw", [b"<html>", b"", b"null", b"{}", b'{"acked_seq":"3"}'])
def test_a_message_that_is_not_what_was_agreed_is_refused(raw: bytes) -> None:
    with pytest.raises(MessageNotUnderstood):
        decode_message(PushRequest, raw)


def test_a_cursor_comes_back_as_it_was() -> None:
    assert read_cursor(cursor_text("epoch", 12, 1)) == ("epoch", 12, 1)


@pytest.mark.parametrize("text", ["", "epoch", "epoch:12", "epoch:x:1", ":1:1", "epoch:1:-1", "epoch:²:1"])
def test_text_that_is_no_cursor_is_none(text: str) -> None:
    assert read_cursor(text) is None
