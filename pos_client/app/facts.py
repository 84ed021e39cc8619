"""What a till's files say about it, read from beside whoever writes them: for `status` and `verify`."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pos_client.app.till import SYNC_STATE_NAME
from pos_client.secrets import DEVICE_SEED, JOURNAL_KEY, REPLICA_KEY, needed, open_vault
from pos_client.store.journal_file import JOURNAL_NAME, read_device, reading_journal
from pos_client.store.journal_view import unsent
from pos_client.store.lock import HomeLock
from pos_client.store.proof import Check, Proof
from pos_client.store.replica_book import AckState, read_ack
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.trouble import CatalogueMissing, HomeInUse, JournalUnavailable, NotEnrolled
from sync_engine.protocol.signing import Signer


def status_of(home: Path) -> dict[str, Any]:
    """The keys of `pos-client status --json`. Raises NotEnrolled, SecretsUnavailable, JournalUnavailable."""
    _refuse_unknown(home)
    vault = open_vault(home)
    ack = _ack(home, needed(vault, REPLICA_KEY))
    with reading_journal(home, needed(vault, JOURNAL_KEY)) as connection:
        device = read_device(connection)
        is_mine = ack is not None and ack.incarnation == device.incarnation
        acked_seq = ack.acked_seq if ack is not None and is_mine else 0
        waiting = unsent(connection, device.incarnation, acked_seq)
    return {
        "unsent": waiting.count,
        "unsent_minor": waiting.amount_minor,
        "last_acked_seq": acked_seq,
        "last_acked_at": ack.acked_at if ack else None,
        "archived_seq": ack.archived_seq if ack is not None and is_mine else 0,
        "feed_position": ack.feed_pos if ack else 0,
        "feed_head": ack.feed_head if ack else 0,
        "feed_at": ack.updated_at if ack else None,
        "chain_head": device.head_hash.hex(),
        "last_seq": device.next_seq - 1,
        "incarnation": device.incarnation,
        "device": device.device_id,
        "store": device.store_id,
        "till": device.till_id,
        "epoch": (ack.epoch if ack else None) or device.epoch,
        "ledger_url": device.ledger_url,
        "secrets_in": vault.kind,
        **_running(home),
    }


def verify_journal(home: Path, tick: Callable[[], None]) -> tuple[Check, ...]:
    """Prove the home's journal whole. Raises NotEnrolled, SecretsUnavailable, JournalUnavailable."""
    _refuse_unknown(home)
    vault = open_vault(home)
    proof = Proof(Signer(needed(vault, DEVICE_SEED)).public_key, tick)
    with reading_journal(home, needed(vault, JOURNAL_KEY)) as connection:
        return proof.of(connection)


def is_running(home: Path) -> bool:
    """Whether a program writes this home's journal now."""
    try:
        HomeLock(home).close()
    except HomeInUse:
        return True
    except JournalUnavailable:
        return False
    return False


def _running(home: Path) -> dict[str, Any]:
    """Whether a program runs on this home, and what it said last about its connection (null when none runs)."""
    state: dict[str, Any] = {}
    is_open = is_running(home)
    if is_open:
        with suppress(OSError, ValueError):
            state = json.loads((home / SYNC_STATE_NAME).read_text(encoding="utf-8"))
    return {"is_running": is_open, "sync_state": state.get("state"), "sync_detail": state.get("detail")}


def _refuse_unknown(home: Path) -> None:
    if not (home / JOURNAL_NAME).exists():
        raise NotEnrolled(home)


def _ack(home: Path, key: bytes) -> AckState | None:
    file = ReplicaFile(home, key)
    try:
        with file.read() as connection:
            return read_ack(connection)
    except CatalogueMissing:
        return None
    finally:
        file.close()
