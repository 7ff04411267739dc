"""The sealed vault: what a bid is locked with, and who together can unlock it.

Every envelope of a tender has a key pair of its own. Bids are sealed with the public half. The
private half is never stored: it exists only sealed for each pair of named openers, one layer per
opener, so that two of them together release it and one alone learns nothing. An opener's own key
is locked with a passphrase that only the opener knows.

No I/O here, and no clock; randomness comes from libsodium. PyNaCl is the one package this file
leans on besides the standard library.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from nacl import exceptions, pwhash, utils
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from procurement.openings import LEAST_OPENERS


class CannotUnlock(Exception):
    """The passphrase is wrong, the key is not the right one, or the bytes were changed."""


@dataclass(frozen=True)
class Effort:
    """How much work argon2id asks for every guess of a passphrase."""

    operations: int
    memory: int


#: What people's passphrases get: about half a second and 256 MB per guess.
FULL_EFFORT = Effort(pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE)
#: For automatic tests only: safe against nobody.
LEAST_EFFORT = Effort(pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)


@dataclass(frozen=True)
class LockedKey:
    """An opener's key pair: the public half in clear, the private half locked with the passphrase."""

    public_key: bytes
    locked_private_key: bytes
    salt: bytes
    effort: Effort


@dataclass(frozen=True)
class SharedKey:
    """A key pair for one kind of envelope: the public half, and a share per ordered pair of openers."""

    public_key: bytes
    shares: Mapping[tuple[int, int], bytes]


# Passphrases and openers' keys


def make_opener_key(passphrase: str, *, effort: Effort = FULL_EFFORT) -> LockedKey:
    """A new key pair for an opener, locked with this passphrase."""
    return _lock(PrivateKey.generate(), passphrase, effort)


def change_passphrase(key: LockedKey, *, old: str, new: str) -> LockedKey:
    """The same key pair, locked with another passphrase; what was sealed for it stays readable."""
    return _lock(_unlock(key, old), new, key.effort)


def is_passphrase_of(key: LockedKey, passphrase: str) -> bool:
    """Whether this passphrase unlocks the key."""
    try:
        _unlock(key, passphrase)
    except CannotUnlock:
        return False
    return True


def _lock(private_key: PrivateKey, passphrase: str, effort: Effort) -> LockedKey:
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    box = SecretBox(_stretch(passphrase, salt, effort))
    return LockedKey(bytes(private_key.public_key), bytes(box.encrypt(bytes(private_key))), salt, effort)


def _unlock(key: LockedKey, passphrase: str) -> PrivateKey:
    box = SecretBox(_stretch(passphrase, key.salt, key.effort))
    try:
        private_key = PrivateKey(box.decrypt(key.locked_private_key))
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError) as error:
        raise CannotUnlock("wrong passphrase") from error
    if bytes(private_key.public_key) != key.public_key:
        raise CannotUnlock("the public key does not belong to the locked private key")
    return private_key


def _stretch(passphrase: str, salt: bytes, effort: Effort) -> bytes:
    # The same words typed on another keyboard may arrive as other code points.
    words = unicodedata.normalize("NFKC", passphrase).encode()
    key: bytes = pwhash.argon2id.kdf(
        SecretBox.KEY_SIZE, words, salt, opslimit=effort.operations, memlimit=effort.memory
    )
    return key


# Tender keys


def make_tender_key(openers: Mapping[int, bytes]) -> SharedKey:
    """A new key pair whose private half is kept by pairs of these openers only.

    ``openers`` gives the public key per opener. The plain private key lives in this function and
    nowhere else. Every pair gets a share in both orders, so that any opener can go first.
    """
    assert len(openers) >= LEAST_OPENERS, "with fewer openers one illness locks the tender for good"
    assert len(set(openers.values())) == len(openers), "two openers with one key are one opener"
    private_key = PrivateKey.generate()
    shares = {
        (first, second): seal(openers[first], seal(openers[second], bytes(private_key)))
        for first, second in permutations(openers, 2)
    }
    return SharedKey(bytes(private_key.public_key), shares)


def make_key_pair() -> tuple[bytes, bytes]:
    """A new public and private key, for what needs no two openers; whoever asks locks the private half away at once."""
    private_key = PrivateKey.generate()
    return bytes(private_key.public_key), bytes(private_key)


def peel(sealed: bytes, key: LockedKey, passphrase: str) -> bytes:
    """What is inside one layer that was sealed for this opener."""
    return peel_all([sealed], key, passphrase)[0]


def peel_all(layers: Sequence[bytes], key: LockedKey, passphrase: str) -> list[bytes]:
    """What is inside each of these layers, for the price of stretching the passphrase once."""
    private_key = _unlock(key, passphrase)
    return [_open_with(private_key, sealed) for sealed in layers]


def pass_on(layers: Sequence[bytes], key: LockedKey, passphrase: str, *, to: bytes) -> list[bytes]:
    """These shares with this opener's layer replaced by one for somebody else, who then takes his place.

    What is under the layer stays sealed for the second opener of the share: nobody learns anything, and
    the key of the tender comes together nowhere.
    """
    return [seal(to, inner) for inner in peel_all(layers, key, passphrase)]


def release(
    share: bytes, *, first: LockedKey, first_passphrase: str, second: LockedKey, second_passphrase: str
) -> bytes:
    """The private key of the tender, from a share that this pair of openers holds in this order."""
    remainder = peel(share, first, first_passphrase)
    return peel(remainder, second, second_passphrase)


def is_pair(private_key: bytes, public_key: bytes) -> bool:
    """Whether these two are halves of one key pair."""
    try:
        return bytes(PrivateKey(private_key).public_key) == public_key
    except (exceptions.TypeError, exceptions.ValueError):
        return False


# Envelopes


def seal(public_key: bytes, plaintext: bytes) -> bytes:
    """The plaintext as only the holder of the private half can read it; not even the sealer can."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(plaintext))


def open_(private_key: bytes, ciphertext: bytes) -> bytes:
    """What was sealed. Raises ``CannotUnlock`` when the key is not the right one or a byte was changed."""
    return _open_with(PrivateKey(private_key), ciphertext)


def _open_with(private_key: PrivateKey, ciphertext: bytes) -> bytes:
    try:
        return bytes(SealedBox(private_key).decrypt(ciphertext))
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError) as error:
        raise CannotUnlock("wrong key, or changed bytes") from error


def open_chunk(key: bytes, ciphertext: bytes) -> bytes:
    """A part of a document that was encrypted with its own key when it was uploaded."""
    try:
        return bytes(SecretBox(key).decrypt(ciphertext))
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError) as error:
        raise CannotUnlock("wrong key, or changed bytes") from error


# What is kept for the supplier alone: drafts and the copy to read again


def lock_away(outside_key: bytes, context: str, plaintext: bytes) -> bytes:
    """The plaintext under a key that is not in the database; ``context`` ties it to one place."""
    return bytes(_box_for(outside_key, context).encrypt(plaintext))


def take_out(outside_key: bytes, context: str, ciphertext: bytes) -> bytes:
    """What was locked away in this place."""
    try:
        return bytes(_box_for(outside_key, context).decrypt(ciphertext))
    except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError) as error:
        raise CannotUnlock("another outside key, another place, or changed bytes") from error


def _box_for(outside_key: bytes, context: str) -> SecretBox:
    assert len(outside_key) >= SecretBox.KEY_SIZE, "an outside key is at least 32 random bytes"
    return SecretBox(
        hashlib.blake2b(context.encode(), key=outside_key[:64], digest_size=SecretBox.KEY_SIZE).digest()
    )


# Hashes, receipts and the Merkle tree


def canonical(value: object) -> bytes:
    """The one way to write this value as JSON bytes, so that equal values have equal hashes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_parts(parts: Iterable[bytes]) -> str:
    """The SHA-256 of these parts one after the other, without joining them."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()


def random_salt() -> str:
    """Goes into every envelope, so that its hash does not give away a guessable price."""
    return utils.random(32).hex()


def receipt_hash(manifest: object) -> str:
    """The hash on a receipt: over what was received, from whom, for what, and when."""
    return sha256(canonical(manifest))


def receipt_code(hash_: str) -> str:
    """A short form of the receipt hash that people can read to each other over the telephone."""
    short = hash_[:16].upper()
    return "-".join(short[start : start + 4] for start in range(0, 16, 4))


def merkle_root(hashes: Sequence[str]) -> str:
    """One hash over all hashes in this order (the tree of RFC 6962)."""
    return _root([_leaf(hash_) for hash_ in hashes]).hex()


def merkle_proof(hashes: Sequence[str], position: int) -> list[str]:
    """The hashes that, with the one at this position, lead to the root; each with the side it is on."""
    return _proof([_leaf(hash_) for hash_ in hashes], position)


def is_in_tree(hash_: str, proof: Iterable[str], root: str) -> bool:
    """Whether the proof leads from this hash to the root."""
    node = _leaf(hash_)
    for step in proof:
        side, _, other = step.partition(":")
        sibling = bytes.fromhex(other)
        node = _node(sibling, node) if side == "L" else _node(node, sibling)
    return node.hex() == root


def _leaf(hash_: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(hash_)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two below this count."""
    return 1 << (count - 1).bit_length() - 1


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node(_root(leaves[:middle]), _root(leaves[middle:]))


def _proof(leaves: Sequence[bytes], position: int) -> list[str]:
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if position < middle:
        return [*_proof(leaves[:middle], position), f"R:{_root(leaves[middle:]).hex()}"]
    return [*_proof(leaves[middle:], position - middle), f"L:{_root(leaves[:middle]).hex()}"]
