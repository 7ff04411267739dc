"""A draw for a shared place: its outcome as an event on record, and what it does to the places.

The documents say that a draw decides what stays equal after the published rules (domain practice 5.4.5); it is held
by a notary or before witnesses, never by this application, and only its outcome is recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from procurement.standings import Standing


@dataclass(frozen=True)
class Draw:
    """Which bid was drawn first, and between which bids."""

    first: int
    among: frozenset[int]

    def as_data(self) -> dict[str, Any]:
        """The draw as plain data, for the snapshot of a ranking."""
        return {"first": self.first, "among": sorted(self.among)}

    @classmethod
    def read_back(cls, data: Mapping[str, Any] | None) -> "Draw | None":
        """The draw in a snapshot, when there was one."""
        return None if data is None else cls(data["first"], frozenset(data["among"]))


def after_draw(pairs: Sequence[tuple[int, Standing]], draw: Draw) -> list[tuple[int, Standing]]:
    """The places after a draw: the drawn bid keeps its place, those it was drawn among stand one lower."""
    shared = next(each.rank for bid_id, each in pairs if bid_id == draw.first)
    assert shared is not None, "who has no place takes part in no draw"
    return [
        (bid_id, replace(each, rank=shared + 1))
        if each.rank == shared and bid_id in draw.among - {draw.first}
        else (bid_id, each)
        for bid_id, each in pairs
    ]


def still_decides(draw: Draw, pairs: Sequence[tuple[int, Standing]]) -> bool:
    """Whether a draw of an earlier ranking settles this one too: the drawn bid is equal to others of that draw only.

    A draw that was held is not held again because another lot is ranked again, or a third bid fell away.
    """
    standings = dict(pairs)
    drawn = standings.get(draw.first)
    if drawn is None or drawn.rank is None:
        return False
    equal = {bid_id for bid_id in draw.among & standings.keys() if standings[bid_id].total == drawn.total}
    sharing = {bid_id for bid_id, each in pairs if each.rank == drawn.rank}
    return len(equal) > 1 and sharing <= draw.among
