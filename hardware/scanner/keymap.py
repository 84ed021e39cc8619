"""Characters of a US keyboard by scan code, which undoes any layout the window system has put on the keys.

Scanners act as US keyboards unless told otherwise: on a Russian layout `]C1Ab` arrives as `ъС1Фи`. X11 and Wayland
give evdev codes plus 8 (linux/input-event-codes.h), whatever the layout.
"""

_ROWS = (
    (10, "1234567890-=", "!@#$%^&*()_+"),
    (24, "qwertyuiop[]", "QWERTYUIOP{}"),
    (38, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (51, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (79, "789-456+1230.", "789-456+1230."),  # the number pad
)
_SINGLE = {63: ("*", "*"), 65: (" ", " "), 106: ("/", "/")}

X11: dict[int, tuple[str, str]] = {
    first + place: marks
    for first, plain, shifted in _ROWS
    for place, marks in enumerate(zip(plain, shifted, strict=True))
} | _SINGLE


def us_character(scan_code: int, *, shift: bool) -> str | None:
    """The character of that key on a US keyboard, None for a key that has none (or a code that is not X11's)."""
    marks = X11.get(scan_code)
    return marks[shift] if marks else None
