"""Signatures, sealed keys and derived keys."""

import pytest

from sync_engine.protocol.signing import (
    SealBroken,
    Signer,
    decrypt,
    derived_key,
    encrypt,
    new_seed,
    open_sealed,
    seal,
    sealing_public_key,
    verify,
)


def test_a_signature_is_known_by_its_public_key_alone() -> None:
    signer, other = Signer(new_seed()), Signer(new_seed())
    signature = signer.sign(b"h" * 32)

    assert verify(signer.public_key, b"h" * 32, signature)
    assert not verify(signer.public_key, b"i" * 32, signature)
    assert not verify(other.public_key, b"h" * 32, signature)


@pytest.mark.parametrize(("key", "signature"), [(b"", b""), (b"k" * 31, b"s" * 64), (b"k" * 32, b"s")])
def test_malformed_keys_and_signatures_are_simply_false(key: bytes, signature: bytes) -> None:
    assert verify(key, b"h" * 32, signature) is False


def test_a_seed_never_shows_in_text() -> None:
    seed = bytes(range(32))

    assert repr(seed) not in repr(Signer(seed))


def test_only_the_holder_of_the_master_secret_opens_a_sealed_key() -> None:
    master, stranger = new_seed(), new_seed()
    sealed = seal(sealing_public_key(master), b"journal key")

    assert open_sealed(master, sealed) == b"journal key"
    with pytest.raises(SealBroken):
        open_sealed(stranger, sealed)


def test_a_sealed_key_with_no_key_in_front_does_not_open() -> None:
    with pytest.raises(SealBroken):
        open_sealed(new_seed(), bytes(100))


@pytest.mark.parametrize("length", [0, 10, 44])
def test_a_cut_sealed_key_does_not_open(length: int) -> None:
    master = new_seed()

    with pytest.raises(SealBroken):
        open_sealed(master, seal(sealing_public_key(master), b"journal key")[:length])


def test_encrypted_bytes_open_only_where_they_belong() -> None:
    key = new_seed()
    sealed = encrypt(key, b"token", b"till 1")

    assert decrypt(key, sealed, b"till 1") == b"token"
    with pytest.raises(SealBroken):
        decrypt(key, sealed, b"till 2")


def test_keys_for_different_purposes_differ_and_stay() -> None:
    master = b"m" * 32

    assert derived_key(master, "pepper/S01") == derived_key(master, "pepper/S01")
    assert derived_key(master, "pepper/S01") != derived_key(master, "pepper/S02")
