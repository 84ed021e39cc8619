"""The envelope: what the hash covers, and that it is the same for ever."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.protocol.envelope import GENESIS, Header, SignedEvent, check_hash, event_hash

HEADER = Header("d_1", 1, 7, "0193-id", "sale", 1, "epoch", 42)


def test_the_hash_of_a_known_event_never_changes() -> None:
    digest = event_hash(HEADER, b'{"total":1}', GENESIS).hex()

    assert digest == "2c319c0b6e6d617efd275080cd475ae33089c582a89d3fdfe3886eb4dc7ea411"


@pytest.mark.parametrize(
    "changed",
    [
        replace(HEADER, device_id="d_2"),
        replace(HEADER, incarnation=2),
        replace(HEADER, seq=8),
        replace(HEADER, event_id="other"),
        replace(HEADER, kind="stock_adjusted"),
        replace(HEADER, version=2),
        replace(HEADER, ref_epoch="other"),
        replace(HEADER, ref_pos=43),
    ],
    ids=str,
)
def test_the_hash_covers_every_field_of_the_header(changed: Header) -> None:
    assert event_hash(changed, b"{}", GENESIS) != event_hash(HEADER, b"{}", GENESIS)


def test_the_hash_covers_the_body_and_the_hash_before_it() -> None:
    assert event_hash(HEADER, b"{ }", GENESIS) != event_hash(HEADER, b"{}", GENESIS)
    assert event_hash(HEADER, b"{}", b"\1" * 32) != event_hash(HEADER, b"{}", GENESIS)


@given(st.text(max_size=8), st.text(max_size=8))
def test_moving_a_letter_from_one_field_to_the_next_changes_the_hash(left: str, right: str) -> None:
    one = replace(HEADER, event_id=left + "x", kind=right)
    other = replace(HEADER, event_id=left, kind="x" + right)

    assert event_hash(one, b"", GENESIS) != event_hash(other, b"", GENESIS)


def test_a_changed_body_does_not_pass_the_check() -> None:
    event = SignedEvent(HEADER, GENESIS, event_hash(HEADER, b"{}", GENESIS), b"", b"{}")

    assert check_hash(event)
    assert not check_hash(replace(event, body=b'{"x":1}'))
