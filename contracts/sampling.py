"""A sample of tracks whose data somebody checks against the file: drawn by chance, and the same for the same seed.

Seed and period go with the list, so that anybody can draw it again (domain: sample checks on what was typed in).
"""

from collections.abc import Iterable
from hashlib import sha256

#: Larger than this is no sample any more.
LARGEST = 200


def drawn(numbers: Iterable[str], *, size: int, seed: str) -> list[str]:
    """So many of these numbers, in their own order; each is as likely as any other.

    A number that comes in later can only take a place; it never changes the turn of the others.
    """
    by_chance = sorted(numbers, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())
    return sorted(by_chance[:size])
