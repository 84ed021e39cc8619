"""Distances between shops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.distance import Spot, metres_between

spots = st.builds(Spot, st.floats(-90, 90), st.floats(-180, 180))


def test_a_degree_of_the_equator_and_half_the_earth() -> None:
    assert metres_between(Spot(0, 0), Spot(0, 1)) == 111_195
    assert metres_between(Spot(90, 0), Spot(-90, 0)) == 20_015_115


def test_a_walk_through_a_town() -> None:
    assert metres_between(Spot(45.8150, 15.9819), Spot(45.8131, 15.9775)) == 401


@given(spots, spots)
def test_the_way_back_is_as_long_and_nothing_is_farther_than_the_other_side(one: Spot, other: Spot) -> None:
    assert metres_between(one, other) == metres_between(other, one) <= 20_015_116
    assert metres_between(one, one) == 0


@pytest.mark.parametrize(
    ("lat", "lon"), [(None, None), ("45.8", None), ("", ""), ("north", "1"), ("91", "0"), ("0", "181"), ("nan", "0")]
)
def test_what_is_no_place_on_the_globe_is_none(lat: object, lon: object) -> None:
    assert Spot.read(lat, lon) is None


def test_coordinates_are_read_from_text_and_numbers() -> None:
    assert Spot.read("45.815", -15) == Spot(45.815, -15.0)
