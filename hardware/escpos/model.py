"""What is known about one model of receipt printer; it must not know where the printer is.

Profiles are those of escpos-printer-db as python-escpos 3.1 carries them. Clones number their code pages as they
like, so every answer of the profile can be overruled; `text="raster"` draws every line and is right on any of them.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Model:
    """Settings of a printer model; None asks the profile.

    `columns` of font A (42 or 48 on 80 mm paper, 32 on 58 mm) and `dots` across (None: 12 a column); `code_pages` as
    (name, number) in the order of preference; `substitutes` are replaced in every text before it is laid out, such as
    ("₽", "руб."); `drawer_pin` is 2 or 5.
    """

    profile: str = "default"
    columns: int = 42
    dots: int | None = None
    code_pages: tuple[tuple[str, int], ...] | None = None
    text: Literal["auto", "raster"] = "auto"
    codes: Literal["auto", "raster"] = "auto"
    has_cutter: bool | None = None
    drawer_pin: Literal[2, 5] = 2
    substitutes: tuple[tuple[str, str], ...] = ()
