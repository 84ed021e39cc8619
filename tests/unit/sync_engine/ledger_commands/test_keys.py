"""The ledger's own secrets in files."""

import json
import stat
from pathlib import Path

import pytest

from sync_engine.ledger.keys import KeyFolder, KeysMissing, KeysUnreadable, LedgerKeys


def test_keys_are_read_as_they_were_made(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path)
    made = folder.create("l_1")
    assert folder.load("l_1") == made
    assert (len(made.signing_seed), len(made.master_secret)) == (32, 32)


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    KeyFolder(tmp_path).create("l_1")
    assert stat.S_IMODE((tmp_path / "keys" / "l_1.json").stat().st_mode) == 0o600


def test_keys_in_use_are_never_overwritten(tmp_path: Path) -> None:
    made = KeyFolder(tmp_path).create("l_1")
    with pytest.raises(FileExistsError):
        KeyFolder(tmp_path).create("l_1")
    assert KeyFolder(tmp_path).load("l_1") == made


def test_missing_keys_name_their_file(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing) as caught:
        KeyFolder(tmp_path).load("l_1")
    assert caught.value.path == tmp_path / "keys" / "l_1.json"


@pytest.mark.parametrize("text", ["", "{}", "[]", json.dumps({"ledger_id": "l_1", "signing_seed": "00"})])
def test_a_damaged_file_is_unreadable(tmp_path: Path, text: str) -> None:
    KeyFolder(tmp_path).create("l_1")
    (tmp_path / "keys" / "l_1.json").write_text(text, encoding="ascii")
    with pytest.raises(KeysUnreadable):
        KeyFolder(tmp_path).load("l_1")


def test_a_file_under_another_name_is_unreadable(tmp_path: Path) -> None:
    KeyFolder(tmp_path).create("l_1")
    (tmp_path / "keys" / "l_1.json").rename(tmp_path / "keys" / "l_2.json")
    with pytest.raises(KeysUnreadable):
        KeyFolder(tmp_path).load("l_2")


def test_an_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.\./l"):
        KeyFolder(tmp_path).load("../l")


def test_every_store_has_its_own_pepper_and_replica_key() -> None:
    keys = LedgerKeys("l", bytes(32), bytes(range(32)))
    derived = [keys.store_pepper("S01"), keys.store_pepper("S02"), keys.replica_key("S01"), keys.replica_key("S02")]
    assert len(set(derived)) == 4
    assert {len(key) for key in derived} == {32}


def test_secrets_are_not_printed() -> None:
    assert repr(LedgerKeys("l", bytes(32), bytes(32))) == "LedgerKeys(ledger_id='l')"
