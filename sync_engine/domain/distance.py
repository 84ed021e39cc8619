"""How far apart two shops lie, as the crow flies: enough to say which is the nearest. It knows no roads."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final, Self

_EARTH_M: Final = 6_371_009
"""Mean radius of the Earth in metres (IUGG 1980, rounded)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Degrees north and east, WGS 84. Not for money, so ordinary floats are good enough (a millimetre)."""

    lat: float
    lon: float

    @classmethod
    def read(cls, lat: object, lon: object) -> Self | None:
        """Coordinates as decimal text (or numbers); None unless both are there and on the globe."""
        try:
            spot = cls(float(str(lat)), float(str(lon)))
        except ValueError:
            return None
        return spot if -90 <= spot.lat <= 90 and -180 <= spot.lon <= 180 else None


def metres_between(one: Spot, other: Spot) -> int:
    """The length of the great circle, rounded to metres; half a percent off at most, the Earth being no sphere."""
    north, east = radians(other.lat - one.lat) / 2, radians(other.lon - one.lon) / 2
    chord = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return round(2 * _EARTH_M * asin(sqrt(min(1.0, chord))))
