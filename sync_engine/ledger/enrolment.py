"""How a till joins: a person is given a one-time code, the till shows it once with its public key.

A lost answer may be asked for again with the same code and key; a used code with another key is refused. Codes are
twelve letters and digits that nobody confuses, written in groups of four; only their SHA-256 is kept.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from sync_engine.domain.errors import Refusal
from sync_engine.domain.identity import PROVISIONAL_FROM, check_till_id
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.store.tables import SHARD, device, device_head, enroll_code
from sync_engine.protocol.facts import DeviceEnrolledBody, EnrollCodeIssuedBody
from sync_engine.protocol.messages import EnrollRequest

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without 0 O 1 I L U: 30 letters, 58 bits in a code."""
_LENGTH = 12
_GROUP = 4
_KEY_HEX_CHARS = 64


class CodeNotKnown(Refusal):
    """No such code was issued."""


class CodeTaken(Refusal):
    """Another till has joined with this code."""


class KeyMalformed(Refusal):
    """The public key is not 32 bytes in hexadecimal digits."""


def new_code(pick: Callable[[str], str] = secrets.choice) -> str:
    """A fresh code as a person reads it: `ABCD-EFGH-JKMN`."""
    letters = "".join(pick(ALPHABET) for _ in range(_LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def code_sha256(code: str) -> str:
    """What is kept of a code, however a person typed it (case, spaces and dashes do not matter)."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def issue_code(appender: Appender, store_id: str, till_id: str, at: datetime) -> str:
    """State that a code was issued for this till and return the code; it is shown once and kept nowhere.

    Raises UnusableTillId: receipt numbers of that till could be another till's.
    """
    check_till_id(till_id)
    code = new_code()
    body = EnrollCodeIssuedBody(**_context(store_id, till_id, at), code_sha256=code_sha256(code))
    appender.append("enroll_code_issued", 1, body)
    return code


def enrolled_device(appender: Appender, reading: sa.Engine, request: EnrollRequest, at: datetime) -> Any:
    """Let the till in, or find it again; returns its row. Raises CodeNotKnown, CodeTaken, KeyMalformed."""
    public_key = _checked_key(request.public_key)
    code = code_sha256(request.code)
    row = _code_row(reading, code)
    if row.state == "open":
        appender.append("device_enrolled", 1, _enrolled(request, row, public_key, at))
        row = _code_row(reading, code)
    with reading.connect() as connection:
        is_it = sa.and_(device.c.shard_id == SHARD, device.c.device_id == row.used_by)
        found = connection.execute(sa.select(device).where(is_it)).one()
    if found.public_key != public_key:
        raise CodeTaken
    return found


def first_incarnation(reading: sa.Engine, joined: Any) -> int:
    """With which incarnation a device begins: 1, or the first that no device before it used at this till.

    A receipt number holds the incarnation's letter, so a till that joins anew never repeats a number of its
    predecessor.
    """
    with reading.connect() as connection:
        return _free(connection, joined.store_id, joined.till_id, device.c.enrolled_pos < joined.enrolled_pos)


def free_incarnation(connection: sa.Connection, store_id: str, till_id: str) -> int:
    """An incarnation under which nothing was stated at this till yet, nor will be by a device that has joined."""
    return _free(connection, store_id, till_id, sa.true())


def _free(connection: sa.Connection, store_id: str, till_id: str, which: sa.ColumnElement[bool]) -> int:
    column, head = device.c, device_head.c
    stood = sa.and_(column.shard_id == SHARD, column.store_id == store_id, column.till_id == till_id, which)
    count = connection.execute(sa.select(sa.func.count()).select_from(device).where(stood)).scalar_one()
    joined = sa.join(device_head, device, sa.and_(head.shard_id == SHARD, head.device_id == column.device_id))
    used = sa.select(sa.func.max(head.incarnation)).select_from(joined)
    most = connection.execute(used.where(stood, head.incarnation < PROVISIONAL_FROM)).scalar_one()
    return max(int(count), int(most or 0)) + 1


def _enrolled(request: EnrollRequest, code: Any, public_key: str, at: datetime) -> DeviceEnrolledBody:
    return DeviceEnrolledBody(
        **_context(code.store_id, code.till_id, at),
        device=f"d_{secrets.token_hex(16)}",
        public_key=public_key,
        code_sha256=code.code_sha256,
        install_id=request.install_id,
    )


def _code_row(reading: sa.Engine, code: str) -> Any:
    is_it = sa.and_(enroll_code.c.shard_id == SHARD, enroll_code.c.code_sha256 == code)
    with reading.connect() as connection:
        row = connection.execute(sa.select(enroll_code).where(is_it)).one_or_none()
    if row is None:
        raise CodeNotKnown
    return row


def _checked_key(text: str) -> str:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) * 2 != _KEY_HEX_CHARS:
        raise KeyMalformed
    return key.hex()


def _context(store_id: str, till_id: str, at: datetime) -> dict[str, Any]:
    instant = at.astimezone(UTC)
    return {
        "store": store_id,
        "till": till_id,
        "shift": "",
        "business_on": instant.date().isoformat(),
        "staff": "",
        "at": instant.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
