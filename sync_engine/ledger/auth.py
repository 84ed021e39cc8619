"""Who is asking: bearer tokens of tills, and PINs of people. The only home of argon2 at this end.

Only the SHA-256 of a token is stored; a token is 32 random bytes, in hex on the wire.

A token is exchanged at every hello: the next one is good at once, the present one until a hello was made with the
next. A lost answer therefore locks nobody out.
"""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.store.tables import SHARD, device

TOKEN_BYTES = 32
REMEMBERED_S = 5.0
"""How long a token is taken as known without looking again: a till that is shut out notices within this time."""
_MOST_REMEMBERED = 10_000


class NotKnown(Refusal):
    """No device has this token."""


class Revoked(Refusal):
    """The device was shut out."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A till that has shown its token. `token_sha256` is the token it showed."""

    device_id: str
    store_id: str
    till_id: str
    public_key: bytes
    is_revoked: bool
    token_sha256: str


def hashed(token: str) -> str:
    """SHA-256 of a token, hex: what the database keeps."""
    return hashlib.sha256(token.encode()).hexdigest()


class Doorkeeper:
    """Finds the till of a token and remembers it until a token changes, or for some seconds."""

    def __init__(self, reading: sa.Engine, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._reading, self._monotonic_s = reading, monotonic_s
        self._known: dict[str, tuple[Caller, float]] = {}
        self._lock = threading.Lock()
        self._changes = 0

    def caller(self, token: str) -> Caller:
        """The till of this token. Raises NotKnown, Revoked."""
        found = self.caller_even_revoked(token)
        if found.is_revoked:
            raise Revoked
        return found

    def caller_even_revoked(self, token: str) -> Caller:
        """The till of this token, also one that was shut out. Raises NotKnown."""
        key = hashed(token)
        at_s = self._monotonic_s()
        known = self._known.get(key)
        if known is not None and at_s < known[1]:
            return known[0]
        with self._lock:
            changes = self._changes
        found = self._read(key)
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            if changes == self._changes:
                self._known[key] = (found, at_s + REMEMBERED_S)
        return found

    def forget(self) -> None:
        """A token has changed: look again."""
        with self._lock:
            self._changes += 1
            self._known.clear()

    def _read(self, token_sha256: str) -> Caller:
        is_it = sa.or_(device.c.token_sha256 == token_sha256, device.c.next_token_sha256 == token_sha256)
        with self._reading.connect() as connection:
            row = connection.execute(sa.select(device).where(device.c.shard_id == SHARD, is_it)).one_or_none()
        if row is None:
            raise NotKnown
        key = bytes.fromhex(row.public_key)
        return Caller(row.device_id, row.store_id, row.till_id, key, row.status == "revoked", token_sha256)


def rotate(connection: sa.Connection, device_id: str, shown_sha256: str, next_sha256: str, app: str) -> None:
    """Make `next` good beside the token that was shown; when that was the next one already, the old one is over."""
    is_device = sa.and_(device.c.shard_id == SHARD, device.c.device_id == device_id)
    promote = sa.update(device).where(is_device, device.c.next_token_sha256 == shown_sha256)
    connection.execute(promote.values(token_sha256=shown_sha256))
    connection.execute(sa.update(device).where(is_device).values(next_token_sha256=next_sha256, app=app))


def set_token(connection: sa.Connection, device_id: str, token_sha256: str, app: str) -> None:
    """The first token of a device, or a new one after its enrolment was repeated; earlier ones are over."""
    is_device = sa.and_(device.c.shard_id == SHARD, device.c.device_id == device_id)
    values = {"token_sha256": token_sha256, "next_token_sha256": None, "app": app}
    connection.execute(sa.update(device).where(is_device).values(values))


_HASHER = PasswordHasher()


def pin_verifier(pepper: bytes, pin: str) -> str:
    """Argon2id of the PIN under its store's pepper, in the standard encoded form: what facts carry instead of a PIN."""
    return _HASHER.hash(_peppered(pepper, pin))


def pin_matches(verifier: str, pepper: bytes, pin: str) -> bool:
    """Whether `pin` is the one behind `verifier`. A verifier that cannot be read matches nothing."""
    try:
        return _HASHER.verify(verifier, _peppered(pepper, pin))
    except (VerifyMismatchError, InvalidHashError):
        return False


def _peppered(pepper: bytes, pin: str) -> bytes:
    """Without the pepper, the few digits of a PIN would be guessed from the database alone."""
    return hmac.new(pepper, pin.encode(), hashlib.sha256).digest()
