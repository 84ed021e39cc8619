"""Cells into values, by the rules of the domain: a cell that breaks one is a RowRefused with a stable reason.

Text is taken as it stands, less the blanks around it; control characters become blanks, because a printer would
obey them. Numbers are plain decimals with a point. Knows no file and no ledger.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sync_engine.domain import limits
from sync_engine.domain.errors import AmountOutOfRange, NotANumber, QuantityOutOfRange, Refusal, TooManyDecimals
from sync_engine.domain.gtin import has_check_digit, is_valid_gtin
from sync_engine.domain.money import parse_scaled
from sync_engine.domain.product import NEEDS

LONGEST_CODE = 64
LONGEST_TEXT = 10_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAME_OF_PLACE = re.compile(r"[A-Za-z0-9_.-]{1,32}", re.ASCII)
_OLDEST = 99
_YES = frozenset({"yes", "y", "true", "t", "1"})
_NO = frozenset({"no", "n", "false", "f", "0"})


@dataclass(unsafe_hash=True)
class RowRefused(Refusal):
    """One row cannot be taken. `reason` is a stable code, `detail` the cell or what stands against it."""

    reason: str
    detail: str = ""


def clean(text: str) -> str:
    """Text without blanks around it and without control characters."""
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return text.strip()


def long_text(text: str) -> str:
    """Text that may be empty, of at most 10,000 characters. Reason: text_too_long."""
    cleaned = clean(text)
    if len(cleaned) > LONGEST_TEXT:
        raise RowRefused("text_too_long", f"{len(cleaned)} characters")
    return cleaned


def code(text: str, reason: str = "blank_code") -> str:
    """An article's code: case-sensitive, 1 to 64 characters. Reasons: `reason` when blank, code_too_long."""
    cleaned = clean(text)
    if not cleaned:
        raise RowRefused(reason)
    if len(cleaned) > LONGEST_CODE:
        raise RowRefused("code_too_long", cleaned)
    return cleaned


def place_code(text: str, reason: str) -> str:
    """A store's or till's code: letters, digits, `_`, `.` and `-`, since it is part of receipt numbers and places."""
    cleaned = clean(text)
    if not _NAME_OF_PLACE.fullmatch(cleaned):
        raise RowRefused(reason, cleaned)
    return cleaned


def name(text: str) -> str:
    """A name of 1 to 200 characters in composed form. Reasons: blank_name, name_too_long."""
    cleaned = unicodedata.normalize("NFC", clean(text))
    if not cleaned:
        raise RowRefused("blank_name")
    if len(cleaned) > limits.MAX_NAME:
        raise RowRefused("name_too_long", f"{len(cleaned)} characters")
    return cleaned


def barcode(text: str) -> tuple[str, int]:
    """`code` or `code*pieces` for a pack. Reasons: check_digit, pack_size."""
    printed, _, pieces = clean(text).partition("*")
    printed = code(printed)
    if has_check_digit(printed) and not is_valid_gtin(printed):
        raise RowRefused("check_digit", printed)
    if pieces and not (pieces.isascii() and pieces.isdecimal() and 0 < int(pieces) <= limits.MAX_UNITS):
        raise RowRefused("pack_size", pieces)
    return printed, int(pieces or 1)


def unit_price_e4(text: str) -> int:
    """A price at 10^-4 of the major unit. Reasons: not_a_number, too_many_decimals, negative_price, out_of_range."""
    value = number(text, 4)
    if value < 0:
        raise RowRefused("negative_price", text.strip())
    try:
        limits.check_unit_price(value)
    except AmountOutOfRange:
        raise RowRefused("out_of_range", text.strip()) from None
    return value


def quantity(text: str, scale: int) -> int:
    """A counted quantity at `scale` decimals. Reasons: as unit_price_e4, negative_quantity."""
    value = number(text, scale)
    if value < 0:
        raise RowRefused("negative_quantity", text.strip())
    try:
        limits.check_magnitude(value, scale)
    except QuantityOutOfRange:
        raise RowRefused("out_of_range", text.strip()) from None
    return value


def number(text: str, digits: int) -> int:
    """Decimal text as an integer at 10^-digits. Reasons: not_a_number, too_many_decimals."""
    try:
        return parse_scaled(text.strip(), digits)
    except NotANumber:
        raise RowRefused("not_a_number", text.strip()) from None
    except TooManyDecimals:
        raise RowRefused("too_many_decimals", text.strip()) from None


def decimals(text: str) -> int:
    """How many decimals the text shows, zeros at the end not counted."""
    return len(text.strip().partition(".")[2].rstrip("0"))


def flag(text: str, *, blank: bool) -> bool:
    """yes/no, true/false, 1/0; `blank` when there is nothing. Reason: not_yes_or_no."""
    word = text.strip().lower()
    if not word:
        return blank
    if word not in _YES | _NO:
        raise RowRefused("not_yes_or_no", word)
    return word in _YES


def age(text: str) -> int | None:
    """An age in whole years, None when blank. Reasons: as number, out_of_range."""
    if not text.strip():
        return None
    years = number(text, 0)
    if not 0 < years <= _OLDEST:
        raise RowRefused("out_of_range", text.strip())
    return years


def needs(text: str) -> list[str]:
    """What an article wants to be told at each sale: words of `product.NEEDS` with blanks between them, in order.

    Reason: unknown_need.
    """
    words = set(text.split())
    if unknown := sorted(words - NEEDS):
        raise RowRefused("unknown_need", unknown[0])
    return sorted(words)


def day(text: str) -> str | None:
    """An ISO date, None when blank. Reason: not_a_date."""
    stripped = text.strip()
    if not stripped:
        return None
    try:
        return date.fromisoformat(stripped).isoformat()
    except ValueError:
        raise RowRefused("not_a_date", stripped) from None


def pairs(text: str) -> dict[str, str]:
    """`key=value;key=value`. Reason: not_pairs."""
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, long_text(text).split(";"))):
        key, equals, value = part.partition("=")
        if not equals or not key.strip():
            raise RowRefused("not_pairs", part)
        found[key.strip()] = value.strip()
    return found
