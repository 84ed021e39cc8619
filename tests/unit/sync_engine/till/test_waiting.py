"""Backoff and credential: the two small states between requests."""

from hypothesis import given
from hypothesis import strategies as st

from sync_engine.till.backoff import LONGEST_MS, SHORTEST_MS, Backoff
from sync_engine.till.credential import Credential


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=40))
def test_every_wait_lies_between_a_tenth_of_a_second_and_ten_seconds(chances: list[float]) -> None:
    drawn = iter(chances)
    backoff = Backoff(lambda: next(drawn))
    assert all(SHORTEST_MS <= backoff.next_ms() <= LONGEST_MS for _ in chances)


def test_a_success_begins_with_short_waits_again() -> None:
    backoff = Backoff(lambda: 0.5)
    assert [backoff.next_ms() for _ in range(4)] == [150, 250, 450, 850]
    backoff.reset()
    assert not backoff.is_waiting
    assert backoff.next_ms() == 150


def test_a_credential_is_used_only_after_it_was_stored() -> None:
    credential = Credential("a")
    assert credential.offer("b")
    assert credential.current() == "a"
    credential.saved()
    assert credential.current() == "b"


def test_of_two_credentials_on_their_way_only_the_newest_is_used() -> None:
    credential = Credential("a")
    credential.offer("b")
    credential.offer("c")
    credential.saved()
    assert credential.current() == "a"
    credential.saved()
    assert credential.current() == "c"


def test_the_credential_in_use_is_not_stored_again() -> None:
    assert not Credential("a").offer("a")


def test_a_word_of_storing_out_of_turn_changes_nothing() -> None:
    credential = Credential("a")
    credential.saved()
    assert credential.current() == "a"
