"""Which foreign cash a store takes, as its file says it."""

import pytest

from sync_engine.ledger.importing.stores import foreign_of
from sync_engine.ledger.importing.values import RowRefused


def test_rates_are_read_to_the_millionth() -> None:
    assert foreign_of(" USD=0.79; EUR = 0.856501 ;", "GBP") == {"USD": 790_000, "EUR": 856_501}
    assert foreign_of("", "GBP") == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("XXX=1", "unknown_currency"),
        ("USD=1;USD=2", "unknown_currency"),
        ("GBP=1", "unknown_currency"),
        ("USD=0", "out_of_range"),
        ("USD=-1", "out_of_range"),
        ("USD=1000000", "out_of_range"),
    ],
)
def test_a_rate_that_cannot_be_meant_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RowRefused) as caught:
        foreign_of(text, "GBP")
    assert caught.value.reason == reason
