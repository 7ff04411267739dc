"""With whom a bidder bids: the members of a combination, and the subcontractors with their shares.

Law: Aanbestedingswet 2012 art. 2.52 (a combination may bid; no legal form is asked at bidding), 2.79 (a bidder says
which part he subcontracts, and to whom), 2.84 (everybody whose capacity counts declares about the exclusion grounds
himself), 2.92 and 2.94 (relying on somebody else's economic or technical capacity). Who hands in is the penvoerder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from townhall.identifiers import is_kvk_number
from townhall.refusal import Obstacle

WHOLE = Decimal(100)
MOST_PARTIES = 20


class PartyKind(StrEnum):
    """What a firm is in a bid of another."""

    MEMBER = "member"
    SUBCONTRACTOR = "subcontractor"


class Reliance(StrEnum):
    """Whose capacity a bidder needs to meet the requirements on suitability."""

    NONE = "none"
    ECONOMIC = "economic"
    TECHNICAL = "technical"
    BOTH = "both"


KIND_LABELS: dict[PartyKind, str] = {
    PartyKind.MEMBER: "Lid van de combinatie",
    PartyKind.SUBCONTRACTOR: "Onderaannemer",
}
RELIANCE_LABELS: dict[Reliance, str] = {
    Reliance.NONE: "Nee",
    Reliance.ECONOMIC: "Ja, op de financiële draagkracht",
    Reliance.TECHNICAL: "Ja, op de bekwaamheid en ervaring",
    Reliance.BOTH: "Ja, op beide",
}


@dataclass(frozen=True)
class Party:
    """A firm that bids along: its share of the contract, what it does, and its own declaration."""

    number: int
    kind: PartyKind
    name: str
    kvk_number: str
    share: Decimal
    part: str
    relies_on: Reliance = Reliance.NONE
    is_excluded: bool | None = None
    """Whether one of the exclusion grounds applies to it; None when nothing was said."""
    declared_by: str = ""

    @property
    def must_declare(self) -> bool:
        """Members always, subcontractors when the bidder relies on them (art. 2.84 AW)."""
        return self.kind == PartyKind.MEMBER or self.relies_on != Reliance.NONE


@dataclass(frozen=True)
class Parties:
    """Everybody who bids along; nobody when a firm bids alone."""

    firms: tuple[Party, ...] = ()
    is_jointly_liable: bool = False

    @property
    def members(self) -> tuple[Party, ...]:
        """The members of the combination beside the bidder himself."""
        return tuple(party for party in self.firms if party.kind == PartyKind.MEMBER)

    @property
    def subcontractors(self) -> tuple[Party, ...]:
        """The subcontractors, of the bidder or of the combination."""
        return tuple(party for party in self.firms if party.kind == PartyKind.SUBCONTRACTOR)

    @property
    def own_share(self) -> Decimal:
        """What is left of the contract for the penvoerder beside the members."""
        return WHOLE - share_of(self.members)

    def next_number(self) -> int:
        """A number no party has yet."""
        return max((party.number for party in self.firms), default=0) + 1


def share_of(parties: Sequence[Party]) -> Decimal:
    """What these firms do of the contract together, in percent."""
    return sum((party.share for party in parties), Decimal(0))


def obstacles_to_adding(party: Party, present: Parties, *, own_kvk_number: str) -> list[Obstacle]:
    """Why this firm cannot be added to a bid."""
    obstacles = []
    if not is_kvk_number(party.kvk_number):
        obstacles.append(Obstacle("no-kvk", "Een KvK-nummer heeft acht cijfers.", "kvk_number"))
    if party.kvk_number == own_kvk_number:
        text = "Dit is uw eigen bedrijf. U bent zelf de penvoerder; voeg alleen anderen toe."
        obstacles.append(Obstacle("own-firm", text, "kvk_number"))
    if (party.kind, party.kvk_number) in {(each.kind, each.kvk_number) for each in present.firms}:
        obstacles.append(Obstacle("party-twice", "Dit bedrijf staat er al bij in deze rol.", "kvk_number"))
    if not 0 < party.share <= WHOLE:
        obstacles.append(Obstacle("no-share", "Vul een aandeel in van meer dan 0 en hooguit 100 procent.", "share"))
    if len(present.firms) >= MOST_PARTIES:
        obstacles.append(Obstacle("too-many-parties", f"U kunt hooguit {MOST_PARTIES} bedrijven noemen."))
    return [*obstacles, *_obstacles_of_shares([*present.firms, party])]


def obstacles_of_parties(parties: Parties) -> list[Obstacle]:
    """What is still missing before a bid with these firms is complete."""
    obstacles = _obstacles_of_shares(parties.firms)
    if parties.members and not parties.is_jointly_liable:
        text = (
            "Samenwerking: alle leden van een combinatie zijn hoofdelijk aansprakelijk. Zet daar een vinkje bij, "
            "of haal de leden weg."
        )
        obstacles.append(Obstacle("not-jointly-liable", text))
    return obstacles + [obstacle for party in parties.firms for obstacle in obstacles_of(party)]


def obstacles_of(party: Party) -> list[Obstacle]:
    """What this firm still has to declare."""
    if not party.must_declare or (party.is_excluded is not None and party.declared_by):
        return []
    text = (
        f"Samenwerking: {party.name} moet zelf verklaren of een uitsluitingsgrond geldt. "
        "Vul dat in met de naam van wie het verklaart."
    )
    return [Obstacle("party-undeclared", text)]


def _obstacles_of_shares(firms: Sequence[Party]) -> list[Obstacle]:
    obstacles = []
    if share_of([each for each in firms if each.kind == PartyKind.MEMBER]) >= WHOLE:
        text = "De leden doen samen al de hele opdracht. Er moet een aandeel voor u als penvoerder overblijven."
        obstacles.append(Obstacle("no-share-left", text, "share"))
    if share_of([each for each in firms if each.kind == PartyKind.SUBCONTRACTOR]) > WHOLE:
        text = "Uw onderaannemers doen samen meer dan de hele opdracht. Maak de aandelen kleiner."
        obstacles.append(Obstacle("more-than-whole", text, "share"))
    return obstacles


def facts_of_parties(parties: Parties) -> dict[str, Any]:
    """The firms as facts that can be written as JSON; empty for who bids alone."""
    if not parties.firms:
        return {}
    return {
        "is_jointly_liable": parties.is_jointly_liable,
        "firms": [
            {
                "number": party.number,
                "kind": party.kind.value,
                "name": party.name,
                "kvk_number": party.kvk_number,
                "share": str(party.share),
                "part": party.part,
                "relies_on": party.relies_on.value,
                "is_excluded": party.is_excluded,
                "declared_by": party.declared_by,
            }
            for party in parties.firms
        ],
    }


def parties_of(facts: Mapping[str, Any]) -> Parties:
    """The firms from these facts."""
    if not facts:
        return Parties()
    firms = tuple(
        Party(
            **{
                **firm,
                "kind": PartyKind(firm["kind"]),
                "share": Decimal(firm["share"]),
                "relies_on": Reliance(firm["relies_on"]),
            }
        )
        for firm in facts["firms"]
    )
    return Parties(firms, facts["is_jointly_liable"])
