"""A new credential for a till that can prove its key: after a restore the ledger knows no token that came later.

The till signs a challenge of ours with the key it joined with. A challenge is good for one device and one minute; we
keep none of them, it carries our own mark. Knows no HTTP.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from sync_engine.ledger.auth import TOKEN_BYTES, NotKnown, Revoked, hashed, set_token
from sync_engine.ledger.store.tables import SHARD, device
from sync_engine.ledger.writer import Writer
from sync_engine.protocol.envelope import renewal_digest
from sync_engine.protocol.messages import RenewAnswer, RenewRequest
from sync_engine.protocol.signing import verify

GOOD_FOR_MS = 60_000


class Renewals:
    """`now_ms` is milliseconds since 1970."""

    def __init__(self, reading: sa.Engine, writer: Writer, now_ms: Callable[[], int]) -> None:
        self._reading, self._writer, self._now_ms = reading, writer, now_ms
        self._secret = os.urandom(32)

    def answer(self, request: RenewRequest) -> RenewAnswer:
        """A challenge for who brings none, a token for who has signed one.

        Raises NotKnown, Revoked, Busy, SteppedDown.
        """
        if not request.challenge:
            return RenewAnswer(challenge=self._challenge(request.device, self._now_ms() + GOOD_FOR_MS))
        self._check(request)
        token = secrets.token_hex(TOKEN_BYTES)
        self._writer.chore(lambda c: set_token(c, request.device, hashed(token), request.app)).result()
        return RenewAnswer(token=token)

    def _challenge(self, device_id: str, until_ms: int) -> str:
        mark = hmac.new(self._secret, f"{device_id}|{until_ms}".encode(), hashlib.sha256).hexdigest()
        return f"{until_ms}.{mark}"

    def _check(self, request: RenewRequest) -> None:
        until, _, _ = request.challenge.partition(".")
        is_time = until.isdecimal() and len(until) < 16 and self._now_ms() <= int(until)
        if not is_time or not hmac.compare_digest(self._challenge(request.device, int(until)), request.challenge):
            raise NotKnown
        is_it = sa.and_(device.c.shard_id == SHARD, device.c.device_id == request.device)
        with self._reading.connect() as connection:
            row = connection.execute(sa.select(device).where(is_it)).one_or_none()
        if row is None or not _is_signed(bytes.fromhex(row.public_key), request):
            raise NotKnown
        if row.status == "revoked":
            raise Revoked


def _is_signed(public_key: bytes, request: RenewRequest) -> bool:
    try:
        signature = bytes.fromhex(request.signature)
    except ValueError:
        return False
    return verify(public_key, renewal_digest(request.device, request.challenge), signature)
