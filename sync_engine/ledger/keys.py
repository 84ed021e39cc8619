"""The ledger's own secrets, kept in `<home>/keys/<ledger_id>.json` and never in its database.

Two secrets per ledger: the seed of its signing key, and a master secret from which every store's PIN pepper and
replica key are derived. Who copies the database has neither. Knows no table and no network.
"""

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.signing import Signer, derived_key, new_seed, open_sealed, sealing_public_key

_LEDGER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET_BYTES = 32


class KeysMissing(Unavailable):
    """No key file for this ledger at `path`: another home, another machine, or a lost file."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class KeysUnreadable(Unavailable):
    """The key file at `path` is not what this program wrote."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class LedgerKeys:
    """The two secrets of one ledger (32 bytes each) and what follows from them."""

    ledger_id: str
    signing_seed: bytes = field(repr=False)
    master_secret: bytes = field(repr=False)

    @property
    def signer(self) -> Signer:
        """Signs what the ledger itself states."""
        return Signer(self.signing_seed)

    @property
    def sealing_public_key(self) -> bytes:
        """To this 32-byte key tills seal their journal key."""
        return sealing_public_key(self.master_secret)

    def unsealed(self, sealed: bytes) -> bytes:
        """A journal key that a till sealed to this ledger. Raises SealBroken."""
        return open_sealed(self.master_secret, sealed)

    def store_pepper(self, store_id: str) -> bytes:
        """32 bytes mixed into every PIN of this store's staff."""
        return derived_key(self.master_secret, f"unified-pos/pepper/{store_id}")

    def replica_key(self, store_id: str) -> bytes:
        """32-byte SQLCipher key of the replica files of this store's tills."""
        return derived_key(self.master_secret, f"unified-pos/replica/{store_id}")


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The key files below one home. Files are readable by their owner alone."""

    home: Path

    def path(self, ledger_id: str) -> Path:
        """Where the keys of `ledger_id` are. Raises ValueError when the id could leave the folder."""
        if not _LEDGER_ID.fullmatch(ledger_id):
            raise ValueError(ledger_id)
        return self.home / "keys" / f"{ledger_id}.json"

    def load(self, ledger_id: str) -> LedgerKeys:
        """Raises KeysMissing, KeysUnreadable."""
        path = self.path(ledger_id)
        try:
            text = path.read_text(encoding="ascii")
        except FileNotFoundError:
            raise KeysMissing(path) from None
        except (OSError, UnicodeDecodeError) as error:
            raise KeysUnreadable(path) from error
        return _read(path, text)

    def create(self, ledger_id: str) -> LedgerKeys:
        """New secrets for a new ledger. Raises FileExistsError rather than overwrite secrets that are in use."""
        keys = LedgerKeys(ledger_id, new_seed(), new_seed())
        path = self.path(ledger_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(_plain(keys), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        return keys


def _plain(keys: LedgerKeys) -> dict[str, str]:
    return {
        "ledger_id": keys.ledger_id,
        "signing_seed": keys.signing_seed.hex(),
        "master_secret": keys.master_secret.hex(),
    }


def _read(path: Path, text: str) -> LedgerKeys:
    try:
        plain = json.loads(text)
        keys = LedgerKeys(
            plain["ledger_id"], bytes.fromhex(plain["signing_seed"]), bytes.fromhex(plain["master_secret"])
        )
    except (ValueError, KeyError, TypeError) as error:
        raise KeysUnreadable(path) from error
    if keys.ledger_id != path.stem or {len(keys.signing_seed), len(keys.master_secret)} != {_SECRET_BYTES}:
        raise KeysUnreadable(path)
    return keys
