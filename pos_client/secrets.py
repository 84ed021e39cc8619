"""Keeps the till's keys, and checks PINs. The only home of keyring and argon2; knows no database and no network.

Where keys are kept. With a desktop session they go to the system's keyring, which is locked with the person's
password. Without one (a till that starts by itself, a server, a container) they go to files in `<home>/secrets`, mode
0600, encrypted with AES-GCM under a key that lies beside them. Plainly: the files protect against other accounts of
the machine and against a copy of the journal alone. They do not protect against the administrator, nor against
someone who takes the disk or the whole home. Use disk encryption there. `Vault.kind` lets the screens say which one
is in use.
"""

import hashlib
import hmac
import json
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import keyring
import keyring.errors
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.signing import SealBroken, decrypt, encrypt

Kind = Literal["keyring", "file"]

JOURNAL_KEY = "journal_key"
REPLICA_KEY = "replica_key"
DEVICE_SEED = "device_seed"
INSTALL_ID = "install_id"
PEPPER = "pepper"
TOKEN = "token"  # noqa: S105 - a name, not a password

_CHOICE_NAME = "vault.json"
_FOLDER = "secrets"
_KEY_NAME = "key"
_KEY_BYTES = 32


class SecretsUnavailable(Unavailable):
    """The place where the keys are kept does not answer or does not open. `name` is the secret that was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Vault(Protocol):
    """Named secrets of one home."""

    @property
    def kind(self) -> Kind:
        """Where they are."""

    def get(self, name: str) -> bytes | None:
        """The secret, or None when there is none. Raises SecretsUnavailable."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep it; on return it survives a power cut. Raises SecretsUnavailable."""


def open_vault(home: Path, *, preferred: Kind | None = None) -> Vault:
    """The vault this home has used before; for a new home the keyring if a real one answers, else files.

    Raises SecretsUnavailable when the home's secrets are in a keyring that does not answer.
    """
    choice = home / _CHOICE_NAME
    if choice.exists():
        kept = json.loads(choice.read_text(encoding="utf-8"))
        return KeyringVault(kept["id"]) if kept["kind"] == "keyring" else FileVault(home / _FOLDER)
    kind = preferred or ("keyring" if is_keyring_usable() else "file")
    vault_id = uuid.uuid4().hex
    home.mkdir(parents=True, exist_ok=True)
    write_private(choice, json.dumps({"kind": kind, "id": vault_id}).encode())
    return KeyringVault(vault_id) if kind == "keyring" else FileVault(home / _FOLDER)


def is_keyring_usable() -> bool:
    """Whether a keyring that encrypts answers; the plain-text, null and fail back ends do not count."""
    backend = keyring.get_keyring()
    module = type(backend).__module__
    if module.startswith(("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")):
        return False
    try:
        keyring.get_password("unified-pos", "probe")
    except keyring.errors.KeyringError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class KeyringVault:
    """Secrets in the system's keyring, under a name of this home's own."""

    vault_id: str

    @property
    def kind(self) -> Kind:
        return "keyring"

    def get(self, name: str) -> bytes | None:
        try:
            text = keyring.get_password(self._service, name)
        except keyring.errors.KeyringError as error:
            raise SecretsUnavailable(name) from error
        return None if text is None else bytes.fromhex(text)

    def put(self, name: str, secret: bytes) -> None:
        try:
            keyring.set_password(self._service, name, secret.hex())
        except keyring.errors.KeyringError as error:
            raise SecretsUnavailable(name) from error

    @property
    def _service(self) -> str:
        return f"unified-pos {self.vault_id}"


@dataclass(frozen=True, slots=True)
class FileVault:
    """Secrets in files; see the module for what that protects against."""

    folder: Path

    @property
    def kind(self) -> Kind:
        return "file"

    def get(self, name: str) -> bytes | None:
        path = self.folder / name
        if not path.exists():
            return None
        try:
            return decrypt(self._key(), path.read_bytes(), name.encode())
        except (SealBroken, OSError) as error:
            raise SecretsUnavailable(name) from error

    def put(self, name: str, secret: bytes) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self.folder / name, encrypt(self._key(), secret, name.encode()))
        except OSError as error:
            raise SecretsUnavailable(name) from error

    def _key(self) -> bytes:
        path = self.folder / _KEY_NAME
        if not path.exists():
            write_private(path, os.urandom(_KEY_BYTES))
        return path.read_bytes()


def needed(vault: Vault, name: str) -> bytes:
    """A secret that must be there. Raises SecretsUnavailable."""
    secret = vault.get(name)
    if secret is None:
        raise SecretsUnavailable(name)
    return secret


def kept_or_new(vault: Vault, name: str, fresh: bytes) -> bytes:
    """The secret of that name; `fresh` is kept and returned when there is none."""
    secret = vault.get(name)
    if secret is None:
        vault.put(name, fresh)
        return fresh
    return secret


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of an enrolled till."""

    journal_key: bytes = field(repr=False)
    replica_key: bytes = field(repr=False)
    device_seed: bytes = field(repr=False)
    pepper: bytes = field(repr=False)


def keys_of(vault: Vault) -> Keys:
    """All keys of an enrolled till. Raises SecretsUnavailable."""
    return Keys(
        journal_key=needed(vault, JOURNAL_KEY),
        replica_key=needed(vault, REPLICA_KEY),
        device_seed=needed(vault, DEVICE_SEED),
        pepper=needed(vault, PEPPER),
    )


# --- PINs ---

_HASHER = PasswordHasher()


def peppered(pepper: bytes, pin: str) -> bytes:
    """What is hashed in place of a PIN: without the store's pepper four digits are guessed in seconds."""
    return hmac.new(pepper, pin.encode(), hashlib.sha256).digest()


def pin_verifier(pepper: bytes, pin: str) -> str:
    """Argon2id of the peppered PIN in its standard encoded form."""
    return _HASHER.hash(peppered(pepper, pin))


def pin_matches(verifier: str, pepper: bytes, pin: str) -> bool:
    """Whether `pin` is the one behind `verifier`. A verifier that cannot be read matches nothing."""
    try:
        return _HASHER.verify(verifier, peppered(pepper, pin))
    except (VerifyMismatchError, InvalidHashError):
        return False


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` as a whole, readable by its owner alone, and on the disk when this returns."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
