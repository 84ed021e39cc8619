"""A badge of the staff list signs in at the till."""

import hashlib
from pathlib import Path

import pytest

from pos_client.counter.session import Session, UnknownBadge
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_file import ReplicaFile
from tests.helpers.counter_fakes import FakeClock
from tests.helpers.till_home import REPLICA_KEY, make_replica, small_catalogue


def staff_row(staff_id: str, badge: str | None, *, active: bool = True) -> tuple[object, ...]:
    body = {"name": staff_id, "role": "cashier", "pin_hash": None, "active": active}
    if badge is not None:
        body["badge_sha256"] = hashlib.sha256(badge.encode()).hexdigest()
    return ("staff", "S01", staff_id, 6, False, body)


def test_a_badge_signs_in_its_owner_alone_while_they_work_here(tmp_path: Path) -> None:
    rows = [staff_row("C1", "XCBONE"), staff_row("C2", None), staff_row("C3", "XCBGONE", active=False)]
    make_replica(tmp_path, [*small_catalogue(), *rows])
    file = ReplicaFile(tmp_path, REPLICA_KEY)
    session = Session(ReplicaBook(file, "S01", lambda _verifier, _pin: False), FakeClock())
    assert session.sign_in_badge("xcbone").staff_id == "C1"
    for badge in ("XCBGONE", "XCBTWO", ""):
        with pytest.raises(UnknownBadge):
            session.sign_in_badge(badge)
    assert session.signed_in().staff_id == "C1"
    file.close()
