"""A customer and what they agreed to. It knows no store, no sale and no price: a group leads to a price list.

Consents are a list that only grows: who took down what, when, and which wording was shown (GDPR article 7(1): it must
be possible to show that consent was given).
"""

from dataclasses import dataclass, replace
from typing import Final

from sync_engine.domain.card_number import has_card_number
from sync_engine.domain.errors import NameTooLong, Refusal
from sync_engine.domain.limits import MAX_NAME

LONGEST_PHONE: Final = 15
"""Digits (ITU-T E.164)."""
LONGEST_EMAIL: Final = 254
"""Characters (RFC 5321)."""
LONGEST_CARD: Final = 64


@dataclass(unsafe_hash=True)
class CustomerNameless(Refusal):
    """A customer is kept under a name."""


@dataclass(unsafe_hash=True)
class NotAPhoneNumber(Refusal):
    """The text holds no telephone number."""

    text: str


@dataclass(unsafe_hash=True)
class NotAnAddress(Refusal):
    """The text is no e-mail address."""

    text: str


@dataclass(unsafe_hash=True)
class PaymentCardNumber(Refusal):
    """A payment card's number would be kept, which nobody may. `field` is where it stands."""

    field: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What was allowed, or refused, for one purpose: when (UTC text), in which wording, taken down by whom."""

    purpose: str
    is_given: bool
    text_version: str
    at: str
    staff_id: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody the shop knows. `card` is the shop's own card; `price_list` that of the group ("": the store's)."""

    customer_id: str
    name: str
    phone: str = ""
    email: str = ""
    card: str = ""
    group: str = ""
    price_list: str = ""
    language: str = ""
    consents: tuple[Consent, ...] = ()


def checked(customer: Customer) -> Customer:
    """The customer without blanks around what was written down.

    Refuses with CustomerNameless, NameTooLong, NotAPhoneNumber, NotAnAddress, PaymentCardNumber.
    """
    found = replace(
        customer,
        name=_line(customer.name),
        phone=_line(customer.phone),
        email=_line(customer.email),
        card=_line(customer.card),
    )
    if not found.name:
        raise CustomerNameless
    for length, limit in ((len(found.name), MAX_NAME), (len(found.card), LONGEST_CARD)):
        if length > limit:
            raise NameTooLong(length, limit)
    _check_no_card_number(found)
    _check_phone(found.phone)
    _check_email(found.email)
    return found


def standing(customer: Customer, purpose: str) -> Consent | None:
    """What holds for a purpose: what was taken down last; None when nobody asked."""
    said = [consent for consent in customer.consents if consent.purpose == purpose]
    return max(said, key=lambda consent: consent.at) if said else None


def _line(text: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _check_no_card_number(customer: Customer) -> None:
    # A telephone number is checked by its length alone: one in ten would pass for a card's.
    for field in ("name", "email", "card"):
        if has_card_number(getattr(customer, field)):
            raise PaymentCardNumber(field)


def _check_phone(text: str) -> None:
    digits = sum(mark.isdecimal() for mark in text)
    if text and not 3 <= digits <= LONGEST_PHONE:
        raise NotAPhoneNumber(text)


def _check_email(text: str) -> None:
    local, at, host = text.rpartition("@")
    if text and not (at and local and host and " " not in text and len(text) <= LONGEST_EMAIL):
        raise NotAnAddress(text)
