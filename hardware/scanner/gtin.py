"""GTIN arithmetic (GS1 General Specifications, sections 3 and 7.9); it must not know what an article is.

Every function takes any text and returns None, or false, for what is no GTIN; none of them raises.
"""

_LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> int | None:
    """The check digit (modulo 10, weights 3 and 1 from the right) that belongs behind `body`."""
    if not is_digits(body):
        return None
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10


def is_digits(text: str) -> bool:
    """Whether `text` is one or more of the digits 0 to 9, and none of the other scripts' digits."""
    return text.isascii() and text.isdigit()


def is_gtin(code: str) -> bool:
    """Whether `code` has 8, 12, 13 or 14 digits and the last is the right check digit."""
    return len(code) in _LENGTHS and is_digits(code) and check_digit(code[:-1]) == int(code[-1])


def normalise(code: str) -> str | None:
    """`code` as GTIN-14, filled with zeros on the left; None when it is no GTIN. UPC-E has `expand_upce`."""
    return code.zfill(14) if is_gtin(code) else None


def candidates(code: str) -> tuple[str, ...]:
    """Every GTIN-14 that `code` may stand for: eight digits can be an EAN-8, a UPC-E or both. The likelier first."""
    whole = normalise(code)
    expanded = expand_upce(code) if len(code) in {6, 7, 8} else None
    found = [gtin for gtin in (whole, expanded.zfill(14) if expanded else None) if gtin]
    return tuple(dict.fromkeys(found))


def expand_upce(code: str) -> str | None:
    """The UPC-A (12 digits) of a UPC-E of 8 digits, 7 (no check digit) or 6 (number system 0, no check digit).

    None when the check digit is wrong or the number system is neither 0 nor 1.
    """
    if not is_digits(code) or len(code) not in {6, 7, 8}:
        return None
    number = code if len(code) > 6 else f"0{code}"
    if number[0] not in "01":
        return None
    body = number[0] + _expanded(number[1:7])
    check = str(check_digit(body))
    return body + check if len(number) == 7 or number[7] == check else None


def _expanded(six: str) -> str:
    """The ten digits of manufacturer and item that six zero-suppressed ones stand for."""
    head, last = six[:5], six[5]
    if last in "012":
        return f"{head[:2]}{last}0000{head[2:]}"
    if last == "3":
        return f"{head[:3]}00000{head[3:]}"
    if last == "4":
        return f"{head[:4]}00000{head[4]}"
    return f"{head}0000{last}"
