"""Joining a ledger: codes, lost answers, strangers at the address."""

import stat
from pathlib import Path

import pytest

from pos_client import config
from pos_client.app.enrolment import (
    AlreadyEnrolled,
    CodeUnknown,
    CodeUsed,
    Enrolled,
    EnrolmentRefused,
    LedgerGarbled,
    LedgerUnreachable,
    LedgerUntrusted,
    enroll,
)
from pos_client.app.facts import status_of
from pos_client.secrets import JOURNAL_KEY, open_vault
from pos_client.store.journal_file import JOURNAL_NAME, SEALED_KEY_NAME
from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.messages import EnrollAnswer, EnrollRequest, ErrorAnswer
from sync_engine.protocol.signing import open_sealed, sealing_public_key
from sync_engine.till.http_client import InsecureAddress
from sync_engine.till.ports import DeclinedByLedger, NoAnswer
from tests.helpers.raw_server import RawServer, says, serving

URL = "http://127.0.0.1:9"
MASTER = bytes(range(32))
ANSWER = EnrollAnswer(
    device="d_1",
    store="S01",
    till="T1",
    incarnation=1,
    token="t1",
    ledger_public_key="00" * 32,
    sealing_key=sealing_public_key(MASTER).hex(),
    epoch="e1",
    pepper="01" * 32,
    replica_key="02" * 32,
)


class PatientLedger:
    """Answers as it is told, and knows a till by its key as the real one does."""

    def __init__(self, *failures: Unavailable) -> None:
        self.failures = list(failures)
        self.requests: list[EnrollRequest] = []

    def enroll(self, request: EnrollRequest) -> EnrollAnswer:
        self.requests.append(request)
        if self.failures:
            raise self.failures.pop(0)
        return ANSWER

    def close(self) -> None:
        pass


def test_a_home_becomes_a_till(tmp_path: Path) -> None:
    ledger = PatientLedger()
    assert enroll(tmp_path, URL, " ABCD-EFGH ", ledger) == Enrolled("d_1", "S01", "T1")
    assert ledger.requests[0].code == "ABCD-EFGH"
    assert len(ledger.requests[0].public_key) == 64
    assert config.load(tmp_path).ledger_url == URL
    status = status_of(tmp_path)
    assert (status["device"], status["last_seq"], status["epoch"], status["ledger_url"]) == ("d_1", 0, "e1", URL)
    assert open_vault(tmp_path).get("token") == b"t1"


def test_the_journal_key_is_kept_sealed_beside_the_journal_for_the_ledger_alone(tmp_path: Path) -> None:
    enroll(tmp_path, URL, "ABCD", PatientLedger())
    sealed = tmp_path / SEALED_KEY_NAME
    key = open_vault(tmp_path).get(JOURNAL_KEY)
    assert key is not None
    assert open_sealed(MASTER, sealed.read_bytes()) == key
    assert key not in sealed.read_bytes()
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600


def test_a_lost_answer_is_asked_for_again_with_the_same_key(tmp_path: Path) -> None:
    ledger = PatientLedger(NoAnswer("interrupted"))
    with pytest.raises(LedgerUnreachable):
        enroll(tmp_path, URL, "ABCD", ledger)
    assert not (tmp_path / JOURNAL_NAME).exists()
    enroll(tmp_path, URL, "ABCD", ledger)
    first, second = ledger.requests
    assert first == second


def test_a_till_does_not_join_twice(tmp_path: Path) -> None:
    enroll(tmp_path, URL, "ABCD", PatientLedger())
    ledger = PatientLedger()
    with pytest.raises(AlreadyEnrolled) as refused:
        enroll(tmp_path, URL, "EFGH", ledger)
    assert (refused.value.store, refused.value.till, ledger.requests) == ("S01", "T1", [])


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (DeclinedByLedger(409, ErrorAnswer(error="code_used", sentence="Used.")), CodeUsed),
        (DeclinedByLedger(404, ErrorAnswer(error="code_unknown", sentence="Unknown.")), CodeUnknown),
        (DeclinedByLedger(503, ErrorAnswer(error="busy", sentence="Busy.")), EnrolmentRefused),
        (NoAnswer("unreachable"), LedgerUnreachable),
        (NoAnswer("tls"), LedgerUntrusted),
        (NoAnswer("not_the_ledger"), LedgerGarbled),
    ],
)
def test_every_answer_has_its_own_name_and_leaves_no_till(
    tmp_path: Path, failure: Unavailable, kind: type[Unavailable]
) -> None:
    with pytest.raises(kind) as failed:
        enroll(tmp_path, URL, "ABCD", PatientLedger(failure))
    assert type(failed.value) is kind
    assert not (tmp_path / JOURNAL_NAME).exists()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
        b"HTTP/1.1 501 Unsupported\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_a_stranger_at_the_address_is_found_out(tmp_path: Path, answer: bytes) -> None:
    with serving(says(answer)) as server:
        with pytest.raises(LedgerGarbled) as failed:
            enroll(tmp_path, server.url, "ABCD")
        assert failed.value.url == server.url


def test_nobody_at_the_address_is_said_so(tmp_path: Path) -> None:
    server = RawServer()
    url = server.url
    server.close()
    with pytest.raises(LedgerUnreachable) as failed:
        enroll(tmp_path, url, "ABCD")
    assert type(failed.value) is LedgerUnreachable


def test_secrets_do_not_cross_a_network_in_the_clear(tmp_path: Path) -> None:
    with pytest.raises(InsecureAddress):
        enroll(tmp_path, "http://ledger.example", "ABCD")
