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
    warn_fill: str
    on_warn: str
    err: str
    err_tint: str
    err_fill: str
    on_err: str
    flag: str
    flag_tint: str
    train: str
    train_tint: str
    veil: str
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
    warn_fill="#F2A516",
    on_warn="#14181F",
    err="#C0271D",
    err_tint="#FDE8E6",
    err_fill="#C0271D",
    on_err="#FFFFFF",
    flag="#5B4BC4",
    flag_tint="#EEEBFB",
    train="#7A2E8E",
    train_tint="#F6E8F9",
    veil="#F4F5F7",
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
    warn_fill="#F2A516",
    on_warn="#14181F",
    err="#FF8A80",
    err_tint="#43191A",
    err_fill="#C0271D",
    on_err="#FFFFFF",
    flag="#B3A6FF",
    flag_tint="#262048",
    train="#E3A0F2",
    train_tint="#3A1B45",
    veil="#0E1116",
    paper="#F2F1EC",
    ink="#14181F",
    ink2="#4A5261",
)

GRID = 4
VEIL_ALPHA = 0.38  # how much of the ground lies over a locked screen: cart and change stay readable
RADIUS_CHIP, RADIUS_BUTTON, RADIUS_CARD = 6, 10, 14
RING, RING_GAP = 3, 2

# Where text of a colour may stand, and the contrast it needs there. Screens draw from these pairs; tests measure them.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("text", "surface", 7), ("text", "bg", 7), ("text", "surface2", 7), ("text", "brand_tint", 7),
    ("text", "warn_tint", 7), ("text", "err_tint", 7), ("text", "flag_tint", 7), ("text", "train_tint", 7),
    ("text", "ok_tint", 7), ("text", "brand_flash", 7), ("text2", "surface", 7), ("text2", "bg", 7),
    ("text2", "surface2", 4.5), ("text2", "brand_tint", 4.5), ("text2", "warn_tint", 4.5), ("text2", "err_tint", 4.5),
    ("text3", "surface", 4.5), ("text3", "bg", 4.5), ("text3", "surface2", 3.9), ("text3", "brand_tint", 4.3),
    ("on_brand", "brand_deep", 7), ("on_brand", "brand_pressed", 7), ("brand", "surface", 4.5), ("brand", "bg", 4.5),
    ("brand", "brand_tint", 4.5), ("ok", "surface", 4.5), ("ok", "ok_tint", 4.5), ("warn", "surface", 4.5),
    ("warn", "warn_tint", 4.5), ("on_warn", "warn_fill", 7), ("err", "surface", 4.5), ("err", "err_tint", 4.5),
    ("on_err", "err_fill", 5.5), ("flag", "surface", 4.5), ("flag", "flag_tint", 4.5), ("train", "surface", 4.5),
    ("train", "train_tint", 4.5), ("ink", "paper", 7), ("ink2", "paper", 4.5),
)  # fmt: skip
# What is seen but not read: borders of controls and the focus ring.
STROKES: tuple[tuple[str, str, float], ...] = (
    ("line_strong", "surface", 3), ("line_strong", "bg", 3), ("brand", "surface", 3), ("brand", "bg", 3),
    ("brand", "surface2", 3), ("warn", "warn_tint", 3), ("err", "err_tint", 3),
)  # fmt: skip

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
    "row_open": 24,
    "legend": 6,
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
