"""What a rule can answer instead of a result. It knows no words: the presenters have them, in the person's language.

    Exception
    |-- Refusal                  a rule says no; expected, carries data, never a sentence
    |   |-- UnknownCurrency, CurrencyMismatch
    |   |-- NotANumber, TooManyDecimals
    |   |-- QuantityOutOfRange, AmountOutOfRange, NameTooLong, TextTooLong, TooManyLines
    |   |-- UnknownArticle, UnknownTaxCode, UnknownStaff, UnknownTimeZone
    |   |-- NoPrice, NoRules
    |   |-- EmptyCart, LineNotFound, DiscountTooLarge, NeedsApproval
    |   |-- NotPaid, ChangeWithoutCash, RefundTooLarge
    |   |-- DuplicateTicket, ReturnExceedsSale, UnusableTillId
    |   `-- UnusablePin, WrongPin, LockedOut
    `-- Unavailable              a printer, a disk, the network: shown and tried again; each package adds its own below

Everything else that is raised is a bug.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class _Coded(Exception):
    @property
    def code(self) -> str:
        """The class name in snake_case: what a presenter looks its sentence up by and what the wire carries."""
        return _CAPITAL.sub("_", type(self).__name__).lower()


class Refusal(_Coded):
    """A rule says no. Subclasses are dataclasses: equal when their facts are equal, and safe to pickle."""

    def __reduce__(self) -> tuple[type["Refusal"], tuple[object, ...]]:
        fields: Iterable[str] = getattr(self, "__dataclass_fields__", ())
        return type(self), tuple(getattr(self, name) for name in fields)

    def __str__(self) -> str:
        return repr(self)


class Unavailable(_Coded):
    """Something outside the program does not answer; trying again may help."""


@dataclass(unsafe_hash=True)
class UnknownCurrency(Refusal):
    """No money of that ISO 4217 code."""

    currency_code: str


@dataclass(unsafe_hash=True)
class CurrencyMismatch(Refusal):
    """Amounts of two currencies met."""

    expected: str
    found: str


@dataclass(unsafe_hash=True)
class NotANumber(Refusal):
    """The text is no plain decimal number."""

    text: str


@dataclass(unsafe_hash=True)
class TooManyDecimals(Refusal):
    """The number has more decimals than can be kept."""

    text: str
    digits: int


@dataclass(unsafe_hash=True)
class QuantityOutOfRange(Refusal):
    """No line can have that quantity, given as decimal text at the article's scale."""

    quantity: str


@dataclass(unsafe_hash=True)
class AmountOutOfRange(Refusal):
    """No line or tender can have that amount: minor units, or 10^-4 of a unit for a unit price."""

    amount: int


@dataclass(unsafe_hash=True)
class NameTooLong(Refusal):
    """The name has more characters than the limit."""

    length: int
    limit: int


@dataclass(unsafe_hash=True)
class TextTooLong(Refusal):
    """A note, a reason or a serial number has more characters than the limit."""

    length: int
    limit: int


@dataclass(unsafe_hash=True)
class TooManyLines(Refusal):
    """The sale would have more lines than the limit."""

    limit: int


@dataclass(unsafe_hash=True)
class UnknownArticle(Refusal):
    """No article has that code, be it article code or barcode."""

    article_code: str


@dataclass(unsafe_hash=True)
class UnknownTaxCode(Refusal):
    """The store's rules have no rate for that tax code."""

    tax_code: str


@dataclass(unsafe_hash=True)
class UnknownStaff(Refusal):
    """Nobody of that id may sign in here."""

    staff_id: str


@dataclass(unsafe_hash=True)
class UnknownTimeZone(Refusal):
    """No IANA time zone has that name."""

    time_zone: str


@dataclass(unsafe_hash=True)
class NoPrice(Refusal):
    """No price of the article holds on that day in that store."""

    article_id: str


@dataclass(unsafe_hash=True)
class NoRules(Refusal):
    """The store has no rules yet on that day."""

    store_id: str
    on: str


@dataclass(unsafe_hash=True)
class EmptyCart(Refusal):
    """There is nothing to sell or take back."""


@dataclass(unsafe_hash=True)
class LineNotFound(Refusal):
    """The cart has no line of that id."""

    line_id: int


@dataclass(unsafe_hash=True)
class DiscountTooLarge(Refusal):
    """The discount is larger than what it is taken from: minor units, or parts per million."""

    value: int
    limit: int


@dataclass(unsafe_hash=True)
class NeedsApproval(Refusal):
    """More than the person may do alone: `action` as in `staff.LIMITS`, `limit` what they may."""

    action: str
    limit: int


@dataclass(unsafe_hash=True)
class NotPaid(Refusal):
    """So much is still to be paid; below zero: to be paid out to the customer."""

    missing_minor: int


@dataclass(unsafe_hash=True)
class ChangeWithoutCash(Refusal):
    """More than the total without cash to give change from."""

    excess_minor: int


@dataclass(unsafe_hash=True)
class RefundTooLarge(Refusal):
    """More paid out than is due to the customer."""

    excess_minor: int


@dataclass(unsafe_hash=True)
class DuplicateTicket(Refusal):
    """The ticket was booked already, under that receipt number."""

    ticket: str
    doc_no: str


@dataclass(unsafe_hash=True)
class ReturnExceedsSale(Refusal):
    """More would come back than was sold; quantities as decimal text."""

    article_id: str
    sold: str
    returned: str


@dataclass(unsafe_hash=True)
class UnusableTillId(Refusal):
    """Receipt numbers of that till could be another till's."""

    till_id: str


@dataclass(unsafe_hash=True)
class UnusablePin(Refusal):
    """The PIN has not so many digits."""

    digits: int


@dataclass(unsafe_hash=True)
class WrongPin(Refusal):
    """The PIN is not the person's."""

    tries_left: int


@dataclass(unsafe_hash=True)
class LockedOut(Refusal):
    """Too many wrong PINs: none is looked at for so long."""

    seconds: int
