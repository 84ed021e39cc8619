"""Joins a ledger with a one-time code. Everything secret is kept before it is needed, so a lost answer can be asked
for again.

    Unavailable
      |-- AlreadyEnrolled          this home belongs to a till
      |-- LedgerUnreachable        nobody answers at that address
      |-- LedgerGarbled            somebody answers, but no ledger
      |-- LedgerUntrusted          somebody answers, with a certificate that this machine does not trust
      |-- CodeUsed, CodeUnknown    the ledger's answer about the code
      `-- EnrolmentRefused         anything else the ledger says
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import sync_engine
from pos_client import config
from pos_client.secrets import (
    DEVICE_SEED,
    INSTALL_ID,
    JOURNAL_KEY,
    PEPPER,
    REPLICA_KEY,
    TOKEN,
    Vault,
    kept_or_new,
    open_vault,
    write_private,
)
from pos_client.store.journal_file import JOURNAL_NAME, SEALED_KEY_NAME, Device, create_journal, enrolled_device
from pos_client.store.lock import HomeLock
from pos_client.store.trouble import disk_trouble
from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.messages import EnrollAnswer, EnrollRequest
from sync_engine.protocol.signing import Signer, new_seed, seal
from sync_engine.till.http_client import LedgerClient
from sync_engine.till.ports import DeclinedByLedger, NoAnswer


class AlreadyEnrolled(Unavailable):
    """The home belongs to a till of a store already."""

    def __init__(self, store: str, till: str) -> None:
        super().__init__(f"{store} {till}")
        self.store, self.till = store, till


class LedgerUnreachable(Unavailable):
    """Nobody answers at `url`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class LedgerGarbled(LedgerUnreachable):
    """Somebody answers at `url`, but not as a ledger does."""


class LedgerUntrusted(LedgerUnreachable):
    """The certificate at `url` is not trusted here."""


class CodeUsed(Unavailable):
    """Another till has joined with this code."""


class CodeUnknown(Unavailable):
    """The ledger issued no such code."""


class EnrolmentRefused(Unavailable):
    """The ledger says no for another reason, in its own sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EnrollsAt(Protocol):
    """What is needed of a ledger."""

    def enroll(self, request: EnrollRequest) -> EnrollAnswer: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A till that has joined."""

    device: str
    store: str
    till: str


def enroll(home: Path, ledger_url: str, code: str, ledger: EnrollsAt | None = None) -> Enrolled:
    """Make `home` a till of the ledger at `ledger_url`. Repeating it with the same code after a failure is safe.

    Raises AlreadyEnrolled, HomeInUse, InsecureAddress, LedgerUnreachable, LedgerGarbled, LedgerUntrusted, CodeUsed,
    CodeUnknown, EnrolmentRefused, SecretsUnavailable, JournalUnavailable.
    """
    with HomeLock(home):
        vault = open_vault(home)
        journal_key = kept_or_new(vault, JOURNAL_KEY, new_seed())
        _refuse_enrolled(home, journal_key)
        seed = kept_or_new(vault, DEVICE_SEED, new_seed())
        install_id = kept_or_new(vault, INSTALL_ID, uuid.uuid4().hex.encode()).decode()
        request = EnrollRequest(
            code=code.strip(),
            public_key=Signer(seed).public_key.hex(),
            install_id=install_id,
            app=sync_engine.__version__,
        )
        answer = _asked(ledger_url, request, ledger)
        _keep(vault, answer)
        _seal_journal_key(home, journal_key, bytes.fromhex(answer.sealing_key))
        settings = config.load(home)
        config.save(home, replace(settings, ledger_url=ledger_url))
        create_journal(home, journal_key, _device(answer, install_id, ledger_url))
    return Enrolled(answer.device, answer.store, answer.till)


def _refuse_enrolled(home: Path, journal_key: bytes) -> None:
    if not (home / JOURNAL_NAME).exists():
        return
    device = enrolled_device(home, journal_key)
    if device is not None:
        raise AlreadyEnrolled(device.store_id, device.till_id)


def _asked(url: str, request: EnrollRequest, ledger: EnrollsAt | None) -> EnrollAnswer:
    client = ledger or LedgerClient(url)
    try:
        return client.enroll(request)
    except NoAnswer as error:
        raise _NO_ANSWER.get(error.reason, LedgerGarbled)(url) from error
    except DeclinedByLedger as error:
        raise _declined(error) from error
    finally:
        client.close()


_NO_ANSWER: Mapping[str, type[LedgerUnreachable]] = {
    "unreachable": LedgerUnreachable,
    "timeout": LedgerUnreachable,
    "interrupted": LedgerUnreachable,
    "tls": LedgerUntrusted,
}


def _declined(declined: DeclinedByLedger) -> Unavailable:
    match declined.error.error:
        case "code_taken" | "code_used":
            return CodeUsed()
        case "code_not_known" | "code_unknown":
            return CodeUnknown()
        case _:
            return EnrolmentRefused(declined.error.sentence)


def _keep(vault: Vault, answer: EnrollAnswer) -> None:
    vault.put(TOKEN, answer.token.encode())
    vault.put(PEPPER, bytes.fromhex(answer.pepper))
    vault.put(REPLICA_KEY, bytes.fromhex(answer.replica_key))


def _seal_journal_key(home: Path, journal_key: bytes, sealing_key: bytes) -> None:
    with disk_trouble():
        write_private(home / SEALED_KEY_NAME, seal(sealing_key, journal_key))


def _device(answer: EnrollAnswer, install_id: str, ledger_url: str) -> Device:
    return Device(
        device_id=answer.device,
        incarnation=answer.incarnation,
        install_id=install_id,
        store_id=answer.store,
        till_id=answer.till,
        ledger_url=ledger_url,
        epoch=answer.epoch,
        ledger_public_key=bytes.fromhex(answer.ledger_public_key),
    )
