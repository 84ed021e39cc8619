"""The visual language as numbers: colours, and lengths in millimetres. It must not know any control.

Colours were measured: text and text2 reach 7:1 on bg and surface, everything that is read reaches 4.5:1. Four pairs of
hues look alike to a colour-blind person, so a state always has its own icon and word beside its colour.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette; every value is `#rrggbb`. A `_tint` is a ground for text of the same name."""

    bg: str
    surface: str
    surface2: str
    text: str
    text2: str
    text3: str
    line: str
    line_strong: str
    brand: str
    on_brand: str
    brand_deep: str
    brand_pressed: str
    brand_tint: str
    brand_flash: str
    ok: str
    ok_tint: str
    warn: str
    warn_tint: str
    err: str
    err_tint: str
    err_fill: str
    on_err: str
    flag: str
    flag_tint: str
    paper: str
    ink: str
    ink2: str


LIGHT = Colours(
    bg="#F4F5F7",
    surface="#FFFFFF",
    surface2="#EBEDF1",
    text="#14181F",
    text2="#4A5261",
    text3="#667082",
    line="#D5D9E0",
    line_strong="#858C99",
    brand="#0B5FD9",
    on_brand="#FFFFFF",
    brand_deep="#084BAD",
    brand_pressed="#063A86",
    brand_tint="#E8F0FD",
    brand_flash="#BBD5FB",
    ok="#0F7A3D",
    ok_tint="#E3F5EA",
    warn="#8A5200",
    warn_tint="#FFF2DC",
    err="#C0271D",
    err_tint="#FDE8E6",
    err_fill="#C0271D",
    on_err="#FFFFFF",
    flag="#5B4BC4",
    flag_tint="#EEEBFB",
    paper="#FFFFFF",
    ink="#14181F",
    ink2="#4A5261",
)

DARK = Colours(
    bg="#0E1116",
    surface="#171B22",
    surface2="#212733",
    text="#F2F4F8",
    text2="#B4BCC9",
    text3="#8F99A8",
    line="#2F3744",
    line_strong="#717B8C",
    brand="#6CA8FF",
    on_brand="#08172E",
    brand_deep="#94C0FF",
    brand_pressed="#79A9F0",
    brand_tint="#17263E",
    brand_flash="#25446F",
    ok="#4ED38A",
    ok_tint="#10301F",
    warn="#FFC04D",
    warn_tint="#3A2A0B",
    err="#FF8A80",
    err_tint="#43191A",
    err_fill="#C0271D",
    on_err="#FFFFFF",
    flag="#B3A6FF",
    flag_tint="#262048",
    paper="#F2F1EC",
    ink="#14181F",
    ink2="#4A5261",
)

GRID = 4
RADIUS_CHIP, RADIUS_BUTTON, RADIUS_CARD = 6, 10, 14
RING, RING_GAP = 3, 2

# Text roles: millimetres of font size and weight. Sized for a screen 80 cm away.
ROLES: dict[str, tuple[float, int]] = {
    "mega": (32, 700),
    "total": (14, 700),
    "display": (9, 600),
    "title": (7, 600),
    "price": (6, 600),
    "name": (5.5, 500),
    "button": (5, 600),
    "body": (4.5, 400),
    "strong": (4.5, 600),
    "small": (3.8, 400),
    "mark": (3.8, 600),
}

# Controls: millimetres, rounded to the grid.
LENGTHS: dict[str, float] = {
    "target_min": 9,
    "target": 13,
    "target_big": 18,
    "key": 20,
    "gap": 2,
    "status": 12,
    "entry": 15,
    "row": 14,
}


def on_grid(length_mm: float, px_per_mm: float) -> int:
    """Pixels on the 4 px grid: the nearest step, the next one up where the nearest is over a pixel too small."""
    wanted = length_mm * px_per_mm
    steps = round(wanted / GRID)
    if steps * GRID < wanted - 1:
        steps += 1
    return max(1, steps) * GRID


def font_px(length_mm: float, px_per_mm: float) -> int:
    """Pixel size of a font; the two largest roles stand on the grid too."""
    wanted = length_mm * px_per_mm
    return round(wanted / GRID) * GRID if length_mm >= 14 else round(wanted)
