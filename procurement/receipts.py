"""What a receipt says, as facts that anybody can hash again, and what the Merkle tree is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from procurement import vault


@dataclass(frozen=True)
class SealedPart:
    """An envelope or a document as it was received: the hash of what is in it, and of how it is kept."""

    name: str
    sha256: str
    sealed_sha256: str


@dataclass(frozen=True)
class Receipt:
    """Everything the hash on a receipt is made of."""

    tender: str
    lot: int
    supplier: str
    begun_at: datetime
    received_at: datetime
    parts: tuple[SealedPart, ...]

    def manifest(self) -> dict[str, Any]:
        """The facts in their canonical shape; moments in UTC."""
        return {
            "tender": self.tender,
            "lot": self.lot,
            "supplier": self.supplier,
            "begun_at": self.begun_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "received_at": self.received_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "parts": [
                {"name": part.name, "sha256": part.sha256, "sealed_sha256": part.sealed_sha256}
                for part in sorted(self.parts, key=lambda part: part.name)
            ],
        }

    def hash(self) -> str:
        """The SHA-256 on the receipt."""
        return vault.receipt_hash(self.manifest())


@dataclass(frozen=True)
class Leaf:
    """One submission in the Merkle tree."""

    received_at: datetime
    bid_id: int
    content_hash: str


def leaves_in_order(leaves: Iterable[Leaf]) -> list[str]:
    """The receipt hashes in order of receipt, also of bids that were replaced or withdrawn."""
    ordered = sorted(leaves, key=lambda leaf: (leaf.received_at, leaf.bid_id))
    return [leaf.content_hash for leaf in ordered]


@dataclass(frozen=True)
class Flaw:
    """Something that does not fit; ``what`` is a Dutch sentence for people."""

    where: str
    what: str


def flaws_in_part(part: SealedPart, ciphertext: bytes, opened: bytes | None, *, where: str) -> list[Flaw]:
    """Whether what is kept of an envelope or document is what was received; ``opened`` when it was opened."""
    flaws = []
    if vault.sha256(ciphertext) != part.sealed_sha256:
        flaws.append(Flaw(where, f"De verzegelde inhoud van ‘{part.name}’ is veranderd."))
    if opened is not None and vault.sha256(opened) != part.sha256:
        flaws.append(Flaw(where, f"De geopende inhoud van ‘{part.name}’ is veranderd."))
    return flaws


def flaws_in_receipt(receipt: Receipt, content_hash: str, receipt_code: str) -> list[Flaw]:
    """Whether the stored facts still give the hash and the code on the receipt."""
    where = f"{receipt.tender}, perceel {receipt.lot}, {receipt.supplier}"
    if receipt.hash() != content_hash:
        return [Flaw(where, "De gegevens geven niet meer de hash van het ontvangstbewijs.")]
    if vault.receipt_code(content_hash) != receipt_code:
        return [Flaw(where, "De code hoort niet bij de hash van het ontvangstbewijs.")]
    return []


def flaws_in_tree(hashes: Sequence[str], root: str, *, where: str) -> list[Flaw]:
    """Whether the submissions still give the root that was mailed at the opening."""
    if vault.merkle_root(hashes) == root:
        return []
    text = "Er is een inschrijving verwijderd, toegevoegd of veranderd: de boomwortel klopt niet."
    return [Flaw(where, text)]
