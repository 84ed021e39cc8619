"""Keys in a keyring or in files, and PINs."""

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from pos_client import secrets
from pos_client.secrets import (
    FileVault,
    KeyringVault,
    SecretsUnavailable,
    kept_or_new,
    keys_of,
    open_vault,
    pin_matches,
    pin_verifier,
)


class DesktopKeyring(keyring.backend.KeyringBackend):  # type: ignore[misc, unused-ignore]
    """A keyring that answers, until it is locked."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse_locked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse_locked()
        self.kept[(service, username)] = password

    def _refuse_locked(self) -> None:
        if self.is_locked:
            raise keyring.errors.KeyringLocked


@pytest.fixture
def desktop() -> Iterator[DesktopKeyring]:
    before = keyring.get_keyring()
    backend = DesktopKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_without_a_real_keyring_secrets_go_to_files_that_only_their_owner_reads(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    vault.put("token", b"secret")
    assert vault.kind == "file"
    assert open_vault(tmp_path).get("token") == b"secret"
    assert b"secret" not in (tmp_path / "secrets" / "token").read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_secret_in_a_file_cannot_be_read_under_another_name_or_changed(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "secrets")
    vault.put("token", b"one")
    (tmp_path / "secrets" / "pepper").write_bytes((tmp_path / "secrets" / "token").read_bytes())
    with pytest.raises(SecretsUnavailable) as failed:
        vault.get("pepper")
    assert failed.value.name == "pepper"
    assert vault.get("nothing") is None


def test_a_keyring_that_answers_is_used_and_remembered(tmp_path: Path, desktop: DesktopKeyring) -> None:
    vault = open_vault(tmp_path)
    vault.put("token", b"\x00secret")
    assert vault.kind == "keyring"
    assert list(desktop.kept.values()) == [b"\x00secret".hex()]
    assert open_vault(tmp_path, preferred="file").get("token") == b"\x00secret"
    assert not (tmp_path / "secrets").exists()


def test_two_homes_do_not_share_a_keyring_entry(tmp_path: Path, desktop: DesktopKeyring) -> None:
    open_vault(tmp_path / "one").put("token", b"1")
    assert open_vault(tmp_path / "two").get("token") is None
    assert len(desktop.kept) == 1


def test_a_locked_keyring_is_said_so_and_never_replaced_by_files(tmp_path: Path, desktop: DesktopKeyring) -> None:
    vault = open_vault(tmp_path)
    desktop.is_locked = True
    with pytest.raises(SecretsUnavailable):
        vault.get("token")
    with pytest.raises(SecretsUnavailable):
        vault.put("token", b"1")
    assert isinstance(open_vault(tmp_path), KeyringVault)


def test_a_keyring_that_is_locked_at_the_first_start_leads_to_files(tmp_path: Path, desktop: DesktopKeyring) -> None:
    desktop.is_locked = True
    assert open_vault(tmp_path).kind == "file"


def test_a_new_secret_is_made_once(tmp_path: Path) -> None:
    vault = FileVault(tmp_path)
    assert kept_or_new(vault, "install_id", b"first") == b"first"
    assert kept_or_new(vault, "install_id", b"second") == b"first"


def test_a_missing_key_is_named_and_keys_never_show_in_a_log(tmp_path: Path) -> None:
    vault = FileVault(tmp_path)
    for name in (secrets.JOURNAL_KEY, secrets.REPLICA_KEY, secrets.DEVICE_SEED):
        vault.put(name, b"\x01" * 32)
    with pytest.raises(SecretsUnavailable) as failed:
        keys_of(vault)
    assert failed.value.name == "pepper"
    vault.put(secrets.PEPPER, b"\x02" * 32)
    assert repr(keys_of(vault)) == "Keys()"


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SecretsUnavailable):
        FileVault(tmp_path / "file" / "secrets").put("token", b"1")


def test_a_pin_matches_its_own_verifier_under_its_own_pepper_only() -> None:
    verifier = pin_verifier(b"p" * 32, "1234")
    assert verifier.startswith("$argon2id$")
    assert "1234" not in verifier
    assert pin_matches(verifier, b"p" * 32, "1234")
    assert not pin_matches(verifier, b"p" * 32, "1235")
    assert not pin_matches(verifier, b"q" * 32, "1234")
    assert not pin_matches("no verifier", b"p" * 32, "1234")
