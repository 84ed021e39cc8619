"""Addresses of mails: what can be one, checked where it is typed and again where it is sent. It knows no server."""

import re
from dataclasses import dataclass
from typing import Final

from sync_engine.domain.errors import Refusal

_LONGEST: Final = 254  # RFC 5321, 4.5.3.1.3, less the brackets
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)


@dataclass(unsafe_hash=True)
class NoMailAddress(Refusal):
    """What was given is no address that a mail can be sent to."""


@dataclass(unsafe_hash=True)
class ReceiptNotFound(Refusal):
    """There is no receipt of that number here."""

    doc_no: str


def mail_address(text: str) -> str:
    """`text` as an address: trimmed, its domain in small letters and in the form that the DNS has (RFC 5321, 5890).

    Quoted local parts and bare host names are refused: at a counter they are typing errors. Refuses with NoMailAddress.
    """
    local, mark, domain = text.strip().rpartition("@")
    try:
        plain = domain.encode("idna").decode().lower()
    except UnicodeError:
        raise NoMailAddress from None
    labels = plain.split(".")
    is_one = (
        mark
        and len(local) <= 64
        and _LOCAL.fullmatch(local)
        and len(labels) >= 2
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
        and len(f"{local}@{plain}") <= _LONGEST
    )
    if not is_one:
        raise NoMailAddress
    return f"{local}@{plain}"
