"""Check digits of trade item numbers (GS1 General Specifications, section 7.9). Knows no article and no scanner."""

_LENGTHS = frozenset({8, 12, 13, 14})


def has_check_digit(code: str) -> bool:
    """True when `code` has the form of a GTIN: 8, 12, 13 or 14 ASCII digits. Other codes are the shop's own."""
    return len(code) in _LENGTHS and code.isascii() and code.isdecimal()


def is_valid_gtin(code: str) -> bool:
    """True when the check digit of a GTIN is right. Eight digits may also be a UPC-E, which is right expanded."""
    if not has_check_digit(code):
        return False
    return _sums_to_ten(code) or (len(code) == 8 and code[0] in "01" and _sums_to_ten(expanded_upc_e(code)))


def check_digit(digits: str) -> str:
    """The digit that follows `digits`: weights 3 and 1 from the right, to the next multiple of ten."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def expanded_upc_e(code: str) -> str:
    """The 12 digits that the eight of a UPC-E stand for (number system, six digits, check digit)."""
    system, body, check = code[0], code[1:7], code[7]
    last = body[5]
    if last in "012":
        middle = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        middle = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        middle = f"{body[:4]}00000{body[4]}"
    else:
        middle = f"{body[:5]}0000{last}"
    return f"{system}{middle}{check}"


def _sums_to_ten(code: str) -> bool:
    return check_digit(code[:-1]) == code[-1]
