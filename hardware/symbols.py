"""Bar codes and QR codes as rows of dark and light modules; it must not know where they are drawn.

EAN-13 after ISO/IEC 15420, Code 128 after ISO/IEC 15417 (code sets B and C), QR after ISO/IEC 18004 by segno.
"""

import segno

_EAN_ODD = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
_EAN_PARITY = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")
# Widths of bar, space, bar, space, bar, space for the values 0 to 105; 103 to 105 start code sets A, B and C.
_CODE128 = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 "
    "113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 "
    "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 "
    "113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 "
    "241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 "
    "211232"
)
_STOP = "2331112"
_START_B, _START_C = 104, 105


def ean13(digits: str) -> tuple[bool, ...]:
    """The 95 modules of an EAN-13 of 13 digits, dark is true, quiet zones not included."""
    parity = _EAN_PARITY[int(digits[0])]
    left = "".join(_ean_left(int(digit), kind) for digit, kind in zip(digits[1:7], parity, strict=True))
    right = "".join(_EAN_ODD[int(digit)] for digit in digits[7:])
    guarded = "111" + left + "11111" + right + "111"
    # Left digits begin with a space, right ones with a bar: bars and spaces alternate through the whole symbol.
    return _modules(guarded)


def _ean_left(digit: int, kind: str) -> str:
    return _EAN_ODD[digit] if kind == "O" else _EAN_ODD[digit][::-1]


def code128(text: str) -> tuple[bool, ...]:
    """The modules of a Code 128 of printable ASCII, quiet zones not included; even runs of digits use code set C."""
    values = _set_c(text) if len(text) % 2 == 0 and text.isdigit() else _set_b(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return _modules("".join(_CODE128[7 * value : 7 * value + 6] for value in [*values, check]) + _STOP)


def _set_b(text: str) -> list[int]:
    return [_START_B, *(ord(mark) - 32 for mark in text)]


def _set_c(text: str) -> list[int]:
    return [_START_C, *(int(text[place : place + 2]) for place in range(0, len(text), 2))]


def _modules(widths: str) -> tuple[bool, ...]:
    return tuple(place % 2 == 0 for place, width in enumerate(widths) for _ in range(int(width)))


def qr(payload: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of a QR code (error correction M) of `payload`, quiet zone not included."""
    symbol = segno.make_qr(payload, error="m", boost_error=False, encoding="utf-8" if not payload.isascii() else None)
    return tuple(tuple(bool(module) for module in row) for row in symbol.matrix)
