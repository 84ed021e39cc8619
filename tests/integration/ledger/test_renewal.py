"""A till whose token is not known any more gets a new one by the key it joined with, and nobody else does."""

import pytest
import sqlalchemy as sa

from sync_engine.ledger.auth import NotKnown, Revoked
from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.renewal import GOOD_FOR_MS, Renewals
from sync_engine.ledger.store.tables import device
from sync_engine.protocol.envelope import renewal_digest
from sync_engine.protocol.messages import RenewRequest
from sync_engine.protocol.signing import Signer
from tests.helpers.ledgers import FakeTill
from tests.integration.ledger.conftest import Joining


def asked(till: FakeTill, challenge: str, *, signer: Signer | None = None, device_id: str = "") -> RenewRequest:
    named = device_id or till.device_id
    signature = (signer or till.signer).sign(renewal_digest(named, challenge)).hex()
    return RenewRequest(device=named, app="test", challenge=challenge, signature=signature)


def challenged(ledger: Ledger, till: FakeTill) -> str:
    return ledger.door.renew(RenewRequest(device=till.device_id, app="test")).challenge


def test_a_till_proves_its_key_and_speaks_on(ledger: Ledger, join: Joining) -> None:
    till = join()
    lost, till.token = till.token, "0" * 64
    with pytest.raises(NotKnown):
        ledger.door.hello(till.token, till.hello())
    till.token = ledger.door.renew(asked(till, challenged(ledger, till))).token
    assert ledger.door.hello(till.token, till.hello()).verdict == "ok"
    with pytest.raises(NotKnown):
        ledger.door.caller(lost)


def test_another_key_gets_nothing(ledger: Ledger, join: Joining) -> None:
    till, other = join("S01", "T1"), join("S01", "T2")
    challenge = challenged(ledger, till)
    for request in (
        asked(till, challenge, signer=other.signer),
        asked(other, challenge),
        asked(till, challenge, device_id="d_nobody"),
        RenewRequest(device=till.device_id, app="test", challenge=challenge, signature="no hex"),
        RenewRequest(device=till.device_id, app="test", challenge=challenge),
    ):
        with pytest.raises(NotKnown):
            ledger.door.renew(request)
    assert ledger.door.caller(till.token).till_id == "T1"


@pytest.mark.parametrize("challenge", ["x", "1.", "99999999999999999999.ab", "-1.ab", "1" * 15, "٣.ab"])
def test_a_challenge_that_is_not_ours_is_good_for_nothing(ledger: Ledger, join: Joining, challenge: str) -> None:
    till = join()
    with pytest.raises(NotKnown):
        ledger.door.renew(asked(till, challenge))


def test_a_challenge_is_good_for_a_minute(ledger: Ledger, join: Joining) -> None:
    till, now = join(), [1_000_000]
    renewals = Renewals(ledger.databases.read, ledger.writer, lambda: now[0])
    challenge = renewals.answer(RenewRequest(device=till.device_id, app="test")).challenge
    now[0] += GOOD_FOR_MS
    assert renewals.answer(asked(till, challenge)).token
    now[0] += 1
    with pytest.raises(NotKnown):
        renewals.answer(asked(till, challenge))


def test_a_till_that_was_shut_out_stays_out(ledger: Ledger, join: Joining) -> None:
    till = join()
    ledger.writer.chore(lambda c: c.execute(sa.update(device).values(status="revoked"))).result()
    with pytest.raises(Revoked):
        ledger.door.renew(asked(till, challenged(ledger, till)))
