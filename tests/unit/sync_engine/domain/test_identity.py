"""Event ids sort by time, receipt numbers are never given twice."""

import uuid
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import UnusableTillId
from sync_engine.domain.identity import PROVISIONAL_FROM, check_till_id, doc_no, incarnation_letter, new_event_id
from tests.unit.sync_engine.domain.shop import thorough


def test_an_event_id_is_a_uuid_of_version_seven() -> None:
    # The example of RFC 9562, appendix A.6.
    found = new_event_id(0x017F22E279B0, ((0xCC3 << 62) | 0x18C4DC0C0C07398F).to_bytes(10, "big"))
    assert found == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@thorough
@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_every_event_id_is_well_formed(now_ms: int, random: bytes) -> None:
    found = uuid.UUID(new_event_id(now_ms, random))
    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert found.int >> 80 == now_ms


def test_a_later_event_id_sorts_later() -> None:
    assert new_event_id(1_000, bytes([255] * 10)) < new_event_id(1_001, bytes(10))


@pytest.mark.parametrize("count", [0, 9, 11])
def test_an_event_id_takes_exactly_ten_random_bytes(count: int) -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        new_event_id(0, bytes(count))


@pytest.mark.parametrize(
    ("incarnation", "letter"),
    [
        (1, "a"),
        (26, "z"),
        (27, "aa"),
        (28, "ab"),
        (702, "zz"),
        (703, "aaa"),
        (2**31, "~caaaaaa"),
        (2**32 - 1, "~d777777"),
    ],
)
def test_an_incarnation_has_its_letter(incarnation: int, letter: str) -> None:
    assert incarnation_letter(incarnation) == letter


def test_incarnations_count_from_one() -> None:
    with pytest.raises(ValueError, match="count from 1"):
        incarnation_letter(0)


def test_a_receipt_number_names_store_till_incarnation_and_number() -> None:
    assert doc_no("S01", "T1", 1, 42) == "S01-T1a-000042"
    assert doc_no("S01", "T1", 2, 1_234_567) == "S01-T1b-1234567"
    assert doc_no("S01", "T1", 2**31, 1) == "S01-T1~caaaaaa-000001"


@pytest.mark.parametrize("till_id", ["T1", "1", "Front_2", "K.A", "tillX"])
def test_a_till_id_keeps_its_receipt_numbers_its_own(till_id: str) -> None:
    check_till_id(till_id)


@pytest.mark.parametrize("till_id", ["", "Ta", "front", "T-1", "T~1", "T 1", "T/1", "Т1", "T1\n", "T" * 33])
def test_a_till_id_that_could_be_taken_for_another_is_refused(till_id: str) -> None:
    with pytest.raises(UnusableTillId) as caught:
        check_till_id(till_id)
    assert caught.value == UnusableTillId(till_id)


def is_usable(till_id: str) -> bool:
    try:
        check_till_id(till_id)
    except UnusableTillId:
        return False
    return True


sources = st.tuples(
    st.text(alphabet="S0-ab", min_size=1, max_size=4),
    st.text(alphabet="T1ab", min_size=1, max_size=3).filter(is_usable),
    st.one_of(st.integers(1, 800), st.integers(PROVISIONAL_FROM, 2**32 - 1)),
    st.integers(1, 2_000_000),
)


@thorough
@given(st.sets(sources, min_size=2, max_size=30))
def test_a_receipt_number_is_never_given_twice(given_by: set[tuple[str, str, int, int]]) -> None:
    assert len({doc_no(*source) for source in given_by}) == len(given_by)


@thorough
@given(
    st.from_regex(r"[A-Za-z0-9_.-]{1,32}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_.]{0,31}[A-Z0-9_.]", fullmatch=True),
    st.one_of(st.integers(1, 800), st.integers(PROVISIONAL_FROM, 2**32 - 1)),
    st.integers(1, 2_000_000),
)
def test_a_receipt_number_can_be_read_in_one_way_only(store: str, till: str, incarnation: int, number: int) -> None:
    check_till_id(till)
    stem, digits = doc_no(store, till, incarnation, number).rsplit("-", 1)
    found_store, rest = stem.rsplit("-", 1)
    letter = rest[rest.index("~") :] if "~" in rest else rest[len(rest.rstrip(ascii_lowercase)) :]
    assert (found_store, rest.removesuffix(letter), letter, int(digits)) == (
        store,
        till,
        incarnation_letter(incarnation),
        number,
    )


def test_no_two_incarnations_share_a_letter() -> None:
    letters = [incarnation_letter(incarnation) for incarnation in range(1, 3_000)]
    assert len(set(letters)) == len(letters)
