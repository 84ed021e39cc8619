"""Characters of a US keyboard by scan code, which undoes any layout the window system has put on the keys.

Scanners act as US keyboards unless told otherwise: on a Russian layout `]C1Ab` arrives as `ъС1Фи`. X11 and Wayland
give evdev codes plus 8 (linux/input-event-codes.h); Windows gives the codes of the PC/XT keyboard (set 1), with 0x100
for the keys that came later. The keys that both have were numbered alike. macOS tells no codes.
"""

from collections.abc import Callable

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (71, "789-456+1230.", "789-456+1230."),  # the number pad
)
_BOTH: dict[int, tuple[str, str]] = {
    first + place: marks
    for first, plain, shifted in _ROWS
    for place, marks in enumerate(zip(plain, shifted, strict=True))
} | {55: ("*", "*"), 57: (" ", " ")}

X11: dict[int, tuple[str, str]] = {code + 8: marks for code, marks in _BOTH.items()} | {106: ("/", "/")}
WINDOWS: dict[int, tuple[str, str]] = _BOTH | {0x135: ("/", "/")}


def us_character(scan_code: int, *, shift: bool) -> str | None:
    """The character of that key on a US keyboard, None for a key that has none (or a code that is not X11's)."""
    marks = X11.get(scan_code)
    return marks[shift] if marks else None


def us_character_windows(scan_code: int, *, shift: bool) -> str | None:
    """The same for the scan codes of Windows."""
    marks = WINDOWS.get(scan_code)
    return marks[shift] if marks else None


def characters_of(platform: str) -> Callable[..., str | None] | None:
    """What undoes the layout on a platform as Qt names it ("xcb", "windows", ...); None where nothing can.

    Without a window system (offscreen) keys are sent with the codes of X11, or with none.
    """
    if platform in {"windows", "direct2d"}:
        return us_character_windows
    return None if platform == "cocoa" else us_character
