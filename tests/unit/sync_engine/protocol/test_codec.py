"""Canonical bytes and strict decoding."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.protocol.codec import (
    BodyNotUnderstood,
    MessageNotUnderstood,
    NotCanonical,
    canonical,
    decode_body,
    decode_message,
    encode_message,
)
from sync_engine.protocol.facts import BODIES, ShiftOpenedBody
from sync_engine.protocol.messages import PushAnswer, PushRequest, cursor_text, read_cursor

SHIFT = ShiftOpenedBody(
    store="S01",
    till="T1",
    shift="s",
    business_on="2026-11-21",
    staff="c1",
    at="2026-11-21T10:00:00.000Z",
    currency="EUR",
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
