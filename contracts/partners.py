"""Municipalities that share in a contract: their part of volume and costs, and what becomes of it when one leaves.

Only authorities that were clearly named from the start may order under a framework (art. 2.140 lid 1
Aanbestedingswet 2012). A track that was begun before its municipality left may run on (recital 62 of directive
2014/24/EU). A share that was not agreed is something else than a share of nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from contracts.lifecycle import ContractStatus
from townhall.money import ZERO
from townhall.refusal import Obstacle

WHOLE = Decimal(100)


class TracksAfterLeaving(StrEnum):
    """Who pays for the tracks that run when a partner leaves."""

    RUN_ON = "run_on"
    TAKEN_OVER = "taken_over"


class VolumeAfterLeaving(StrEnum):
    """What becomes of the part of the volume that a partner leaves behind."""

    LAPSES = "lapses"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True)
class PartnerFacts:
    """One partner: the agreed percentage of volume and costs, and its last day when it leaves."""

    name: str
    share: Decimal | None = None
    left_on: date | None = None
    volume_after: VolumeAfterLeaving | None = None
    tracks_after: TracksAfterLeaving | None = None

    def takes_part_on(self, day: date) -> bool:
        """Whether it may refer on this day; its last day belongs to it."""
        return self.left_on is None or day <= self.left_on

    def pays_for(self, reached_on: date) -> bool:
        """Whether it pays what its people reach on this day: always, or until its tracks were taken over."""
        return self.tracks_after is not TracksAfterLeaving.TAKEN_OVER or self.takes_part_on(reached_on)


def own_share(partners: Sequence[PartnerFacts], *, on: date) -> Decimal | None:
    """The percentage of the contracting municipality itself on this day; none when a partner has none agreed.

    The share of a partner that left goes to the municipality when it takes the volume over; when it lapses, to nobody.
    """
    taken = ZERO
    for partner in partners:
        is_gone = not partner.takes_part_on(on)
        if is_gone and partner.volume_after is VolumeAfterLeaving.TAKEN_OVER:
            continue
        if partner.share is None:
            return None
        taken += partner.share
    return WHOLE - taken


def split_promise(left: Decimal, *, possible_after: Decimal) -> tuple[Decimal, Decimal]:
    """What is left of the promise for a track that is taken over: the part of the partner, and of the municipality.

    The municipality promises at most what was or can be reached after the partner's last day; the rest was reached
    before it and is still to be paid by the partner.
    """
    own = min(left, possible_after)
    return left - own, own


def obstacles_to_joining(
    partners: Sequence[PartnerFacts], *, name: str, share: Decimal | None, contract: ContractStatus
) -> list[Obstacle]:
    """Why this municipality cannot share in the contract with this percentage."""
    if contract not in (ContractStatus.DRAFT, ContractStatus.SIGNED):
        return [Obstacle("ended", "Dit contract is geëindigd. Een gemeente toevoegen kan niet meer.")]
    if any(partner.name == name for partner in partners):
        return [Obstacle("already-partner", f"{name} doet al mee in dit contract.", "organisation")]
    agreed = sum((partner.share or ZERO for partner in partners), ZERO)
    if share is not None and agreed + share > WHOLE:
        text = f"Samen is dat meer dan 100 %: er is nog {f'{WHOLE - agreed:f}'.replace('.', ',')} % te verdelen."
        return [Obstacle("more-than-whole", text, "share")]
    return []


def obstacles_to_leaving(
    partner: PartnerFacts,
    *,
    left_on: date,
    tracks: TracksAfterLeaving,
    reason: str,
    contract_starts_on: date,
    contract_ends_on: date,
    today: date,
) -> list[Obstacle]:
    """Every reason why this partner cannot leave like this."""
    if partner.left_on is not None:
        return [Obstacle("already-left", f"{partner.name} is al uit dit contract gestapt.")]
    found = []
    if not contract_starts_on <= left_on < contract_ends_on:
        found.append(
            Obstacle(
                "left-outside-term", "Kies een dag in de looptijd, vóór de laatste dag van het contract.", "left_on"
            )
        )
    if tracks is TracksAfterLeaving.TAKEN_OVER and left_on > today:
        found.append(
            Obstacle(
                "taken-over-too-early",
                "Trajecten overnemen legt u vast op of na de laatste dag van de partner: tot dan betaalt die zelf.",
                "tracks",
            )
        )
    if not reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom deze gemeente stopt.", "reason"))
    return found


def obstacles_to_referring_for(partner: PartnerFacts | None, *, on: date) -> list[Obstacle]:
    """Why no client of this municipality can be referred; none for the contracting municipality itself."""
    if partner is None or partner.takes_part_on(on):
        return []
    return [
        Obstacle(
            "partner-left",
            f"{partner.name} deed tot en met {partner.left_on:%d-%m-%Y} mee in dit contract. Meld deze deelnemer "
            "aan bij een contract van de eigen gemeente.",
            "participant",
        )
    ]
