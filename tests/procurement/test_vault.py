"""The vault: what two openers can and one opener, a wrong word or a changed byte cannot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement import vault
from procurement.vault import LEAST_EFFORT, CannotUnlock, LockedKey

WORDS = {1: "paard batterij nietje", 2: "regen boven het Spaarne", 3: "zeven fietsen te veel"}
KEYS = {number: vault.make_opener_key(words, effort=LEAST_EFFORT) for number, words in WORDS.items()}
TENDER = vault.make_tender_key({number: key.public_key for number, key in KEYS.items()})


def released(first: int, second: int) -> bytes:
    return vault.release(
        TENDER.shares[first, second],
        first=KEYS[first],
        first_passphrase=WORDS[first],
        second=KEYS[second],
        second_passphrase=WORDS[second],
    )


@pytest.mark.parametrize("pair", [(1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)])
def test_any_two_openers_in_any_order_release_the_key(pair: tuple[int, int]) -> None:
    private_key = released(*pair)

    assert vault.is_pair(private_key, TENDER.public_key)
    assert vault.open_(private_key, vault.seal(TENDER.public_key, b"een bod")) == b"een bod"


def test_one_opener_alone_gets_no_further_than_his_own_layer() -> None:
    remainder = vault.peel(TENDER.shares[1, 2], KEYS[1], WORDS[1])

    assert not vault.is_pair(remainder, TENDER.public_key)
    with pytest.raises(CannotUnlock):
        vault.peel(remainder, KEYS[1], WORDS[1])


def test_one_opener_cannot_play_both_parts() -> None:
    for share in TENDER.shares.values():
        with pytest.raises(CannotUnlock):
            vault.release(
                share,
                first=KEYS[1],
                first_passphrase=WORDS[1],
                second=KEYS[1],
                second_passphrase=WORDS[1],
            )


def test_the_second_opener_cannot_start_on_a_share_for_the_other_order() -> None:
    with pytest.raises(CannotUnlock):
        vault.peel(TENDER.shares[1, 2], KEYS[2], WORDS[2])


def test_a_wrong_passphrase_opens_nothing() -> None:
    with pytest.raises(CannotUnlock):
        vault.peel(TENDER.shares[1, 2], KEYS[1], WORDS[1] + " ")
    assert not vault.is_passphrase_of(KEYS[1], WORDS[2])


def test_a_passphrase_typed_with_other_code_points_is_the_same_passphrase() -> None:
    key = vault.make_opener_key("caf\u00e9 aan de gracht", effort=LEAST_EFFORT)

    assert vault.is_passphrase_of(key, "cafe\u0301 aan de gracht")


def test_a_changed_passphrase_opens_what_was_sealed_before() -> None:
    changed = vault.change_passphrase(KEYS[2], old=WORDS[2], new="een heel andere zin")

    remainder = vault.peel(TENDER.shares[2, 3], changed, "een heel andere zin")

    assert vault.is_pair(vault.peel(remainder, KEYS[3], WORDS[3]), TENDER.public_key)
    assert not vault.is_passphrase_of(changed, WORDS[2])


def test_somebody_elses_public_key_under_a_name_is_noticed() -> None:
    swapped = LockedKey(KEYS[2].public_key, KEYS[1].locked_private_key, KEYS[1].salt, LEAST_EFFORT)

    assert not vault.is_passphrase_of(swapped, WORDS[1])


def test_no_share_and_no_locked_key_holds_the_private_key_in_clear() -> None:
    private_key = released(1, 2)

    assert all(private_key not in share for share in TENDER.shares.values())
    assert all(private_key not in key.locked_private_key for key in KEYS.values())


def test_two_openers_are_too_few() -> None:
    with pytest.raises(AssertionError):
        vault.make_tender_key({number: KEYS[number].public_key for number in (1, 2)})


@given(plaintext=st.binary(max_size=2000))
def test_what_goes_in_comes_out(plaintext: bytes) -> None:
    assert vault.open_(released(1, 3), vault.seal(TENDER.public_key, plaintext)) == plaintext


@given(plaintext=st.binary(max_size=200), data=st.data())
@settings(max_examples=60)
def test_one_changed_byte_anywhere_is_noticed(plaintext: bytes, data: st.DataObject) -> None:
    ciphertext = bytearray(vault.seal(TENDER.public_key, plaintext))
    place = data.draw(st.integers(0, len(ciphertext) - 1))
    # Bit 255 of a curve point is ignored by definition, so flip a lower bit.
    ciphertext[place] ^= 1

    with pytest.raises(CannotUnlock):
        vault.open_(released(2, 3), bytes(ciphertext))


def test_the_same_text_never_looks_the_same() -> None:
    assert vault.seal(TENDER.public_key, b"4500.00") != vault.seal(TENDER.public_key, b"4500.00")


@given(plaintext=st.binary(max_size=500))
def test_a_draft_is_read_only_with_its_own_key_in_its_own_place(plaintext: bytes) -> None:
    key, other = b"k" * 32, b"x" * 32
    locked = vault.lock_away(key, "draft:1", plaintext)

    assert vault.take_out(key, "draft:1", locked) == plaintext
    with pytest.raises(CannotUnlock):
        vault.take_out(key, "draft:2", locked)
    with pytest.raises(CannotUnlock):
        vault.take_out(other, "draft:1", locked)


def test_a_manifest_has_one_hash_whatever_the_order_of_its_parts() -> None:
    assert vault.receipt_hash({"a": 1, "b": ["é"]}) == vault.receipt_hash({"b": ["é"], "a": 1})
    assert vault.receipt_hash({"a": 1}) != vault.receipt_hash({"a": 2})
    assert vault.receipt_code("0123456789abcdef" * 4) == "0123-4567-89AB-CDEF"


def test_two_receipts_of_one_content_differ_by_their_salt() -> None:
    assert vault.random_salt() != vault.random_salt()


HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=20, unique=True)


@given(hashes=HASHES, data=st.data())
def test_every_submission_is_proven_by_its_path_to_the_root(hashes: list[str], data: st.DataObject) -> None:
    root = vault.merkle_root(hashes)
    position = data.draw(st.integers(0, len(hashes) - 1))

    proof = vault.merkle_proof(hashes, position)

    assert vault.is_in_tree(hashes[position], proof, root)
    assert not vault.is_in_tree(vault.sha256(b"een ander"), proof, root)


@given(hashes=HASHES, data=st.data())
def test_a_removed_added_changed_or_moved_submission_changes_the_root(
    hashes: list[str], data: st.DataObject
) -> None:
    root = vault.merkle_root(hashes)
    position = data.draw(st.integers(0, len(hashes) - 1))
    other = vault.sha256(b"een ander")

    assert vault.merkle_root(hashes[:position] + hashes[position + 1 :]) != root
    assert vault.merkle_root([*hashes[:position], other, *hashes[position:]]) != root
    assert vault.merkle_root([*hashes[:position], other, *hashes[position + 1 :]]) != root
    if len(hashes) > 1:
        assert vault.merkle_root(hashes[::-1]) != root


def test_a_tender_without_submissions_has_a_root_too() -> None:
    assert vault.merkle_root([]) == vault.sha256(b"")


def test_an_inner_node_cannot_pass_for_a_submission() -> None:
    one, two = vault.sha256(b"1"), vault.sha256(b"2")
    inner = vault.merkle_root([one, two])

    assert vault.merkle_root([inner]) != inner
