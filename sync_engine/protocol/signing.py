"""Keys and signatures of both ends: Ed25519 for events, X25519 with AES-GCM for the sealed journal key.

The one home of `cryptography`. Knows no storage: seeds come in as bytes and are kept by `pos_client.secrets` or the
ledger's keys.
"""

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SEAL_INFO = b"unified-pos/sealed-key/1"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealBroken(ValueError):
    """Sealed or encrypted bytes do not open with this key: another key, or changed bytes."""


def new_seed() -> bytes:
    """32 random bytes: the private half of a device or of the ledger."""
    return os.urandom(_KEY_BYTES)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs event hashes. Built from a 32-byte seed."""

    seed: bytes = field(repr=False)
    _key: Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", Ed25519PrivateKey.from_private_bytes(self.seed))

    @property
    def public_key(self) -> bytes:
        """32 bytes to give away."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, event_hash: bytes) -> bytes:
        """64-byte signature over the event's hash."""
        return self._key.sign(event_hash)


def verify(public_key: bytes, event_hash: bytes, signature: bytes) -> bool:
    """True when `signature` over `event_hash` is by the holder of `public_key`. Malformed input is False, never an
    error.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, event_hash)
    except (InvalidSignature, ValueError):
        return False
    return True


def derived_key(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from one master secret (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose.encode()).derive(master)


def sealing_public_key(master: bytes) -> bytes:
    """The X25519 public key to which tills seal their journal key; the private half is derived from the ledger's
    master secret.
    """
    return _sealing_key(master).public_key().public_bytes_raw()


def seal(public_key: bytes, secret: bytes) -> bytes:
    """Encrypt `secret` so that only the holder of the private half reads it: ephemeral key + nonce + ciphertext."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    return ephemeral.public_key().public_bytes_raw() + encrypt(derived_key(shared, _SEAL_INFO.decode()), secret)


def open_sealed(master: bytes, sealed: bytes) -> bytes:
    """The secret inside `sealed`. Raises SealBroken."""
    if len(sealed) <= _KEY_BYTES + _NONCE_BYTES:
        message = "too short"
        raise SealBroken(message)
    try:
        shared = _sealing_key(master).exchange(X25519PublicKey.from_public_bytes(sealed[:_KEY_BYTES]))
    except ValueError as error:
        message = "no key in front"
        raise SealBroken(message) from error
    return decrypt(derived_key(shared, _SEAL_INFO.decode()), sealed[_KEY_BYTES:])


def encrypt(key: bytes, plain: bytes, bound_to: bytes = b"") -> bytes:
    """AES-256-GCM: nonce and ciphertext. `bound_to` must be given again to decrypt."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes = b"") -> bytes:
    """The plain bytes. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        message = "wrong key or changed bytes"
        raise SealBroken(message) from error


def _sealing_key(master: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(derived_key(master, "unified-pos/sealing"))
