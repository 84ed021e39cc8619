"""The public address of one receipt. Nobody can guess it: it holds a digest of the event's signature, which only the
till and its ledger have ever seen. Knows no HTTP and no store.
"""

import base64
import binascii
import hashlib
import hmac
import uuid
from typing import Final

PATH: Final = "/r/"
_SALT: Final = b"receipt link 1"
_PROOF_BYTES: Final = 12


def receipt_link(url: str, event_id: str, signature: bytes) -> str:
    """The address below `url` of the receipt of a signed sale; "" where a shop has no public address."""
    return f"{url}{PATH}{code_of(event_id, signature)}" if url else ""


def code_of(event_id: str, signature: bytes) -> str:
    """The code of a signed event: 38 letters, digits, `-` and `_`. ValueError when the id is no UUID."""
    return base64.urlsafe_b64encode(uuid.UUID(event_id).bytes + _proof(signature)).decode().rstrip("=")


def event_of(code: str) -> str | None:
    """The event id that a code names; None for anything that is no code."""
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)) if code.isascii() else b""
    except (binascii.Error, ValueError):
        return None
    return str(uuid.UUID(bytes=raw[:16])) if len(raw) == 16 + _PROOF_BYTES else None


def is_code_of(code: str, event_id: str, signature: bytes) -> bool:
    """Whether `code` belongs to that event; takes the same time whatever is wrong with it."""
    return hmac.compare_digest(code.encode(), code_of(event_id, signature).encode())


def _proof(signature: bytes) -> bytes:
    return hashlib.sha256(_SALT + signature).digest()[:_PROOF_BYTES]
