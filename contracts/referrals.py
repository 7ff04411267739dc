"""To which supplier of a lot the next client goes, and why: advice that the case manager may overrule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from townhall.refusal import Obstacle

#: Stands for no agreed maximum of places, and for a place behind everybody who has one.
ENDLESS = 10**6
#: Nobody agrees on more months of aftercare than this; two to six are usual.
MOST_AFTERCARE = 24


class ReferralRule(StrEnum):
    """How a lot with several suppliers divides its clients."""

    ROTATION = "rotation"
    RANK = "rank"
    CAPACITY = "capacity"
    #: The participant chooses, as in an open house.
    CLIENT_CHOICE = "client_choice"


@dataclass(frozen=True)
class Candidate:
    """One contract that could take the client."""

    contract_id: int
    supplier_name: str
    #: The place in the award; none for a contract without a ranking.
    rank: int | None
    live_tracks: int
    last_referred_on: date | None
    #: Which referral that was: several on one day have their own order.
    last_turn: int = 0
    capacity: int | None = None
    room: Decimal | None = None
    highest_fee: Decimal = Decimal("0.00")
    contract_number: str = ""
    #: What its contract says about dividing; none when it says nothing.
    agreed_rule: ReferralRule | None = None


@dataclass(frozen=True)
class Advice:
    """A candidate in the order of the rule, with the reason in words and what stands in the way."""

    candidate: Candidate
    reason: str
    obstacles: tuple[Obstacle, ...] = ()


def rule_of(candidates: Sequence[Candidate]) -> ReferralRule:
    """The rule that the contracts of the lot agree on; by turns when they say nothing, or not the same."""
    agreed = {candidate.agreed_rule for candidate in candidates}
    rule = agreed.pop() if len(agreed) == 1 else None
    return rule or ReferralRule.ROTATION


def advise(candidates: Sequence[Candidate], rule: ReferralRule) -> list[Advice]:
    """Best choice first; who cannot take a client stands last, with the reason."""
    advices = [
        Advice(candidate, _reason(candidate, rule), tuple(obstacles_to_taking(candidate))) for candidate in candidates
    ]
    return sorted(advices, key=lambda advice: (bool(advice.obstacles), *_order(advice.candidate, rule)))


def obstacles_to_taking(candidate: Candidate) -> list[Obstacle]:
    """Why this supplier cannot take one more client."""
    obstacles = []
    if candidate.capacity is not None and candidate.live_tracks >= candidate.capacity:
        obstacles.append(
            Obstacle(
                "no-capacity",
                f"{candidate.supplier_name} heeft {candidate.live_tracks} lopende trajecten en plaats voor "
                f"{candidate.capacity}. Kies een andere aanbieder of wacht tot er plaats is.",
                "contract",
            )
        )
    if candidate.room is not None and candidate.room < candidate.highest_fee:
        obstacles.append(
            Obstacle(
                "ceiling-reached",
                f"De maximumwaarde van het contract met {candidate.supplier_name} laat geen nieuw "
                "traject toe. Bespreek dit met de contractmanager.",
                "contract",
            )
        )
    return obstacles


def obstacles_to_choosing(
    advices: Sequence[Advice], contract_id: int, *, reason: str, rule: ReferralRule = ReferralRule.ROTATION
) -> list[Obstacle]:
    """Why this contract cannot be chosen: it has no place, or it is not next and no reason was given.

    Where the participant chooses, nobody is next.
    """
    chosen = next((each for each in advices if each.candidate.contract_id == contract_id), None)
    if chosen is None:
        return [Obstacle("no-such-contract", "Kies een contract uit de lijst.", "contract")]
    if chosen.obstacles:
        return list(chosen.obstacles)
    is_free = rule is ReferralRule.CLIENT_CHOICE or chosen is advices[0]
    if not is_free and not reason.strip():
        return [
            Obstacle(
                "choice-without-reason",
                f"{advices[0].candidate.supplier_name} is aan de beurt. Schrijf op waarom u anders kiest, "
                "bijvoorbeeld de keuze van de deelnemer. Noem geen gezondheid of strafverleden.",
                "choice_reason",
            )
        ]
    return []


def obstacles_to_terms(places: int | None, aftercare_months: int | None) -> list[Obstacle]:
    """Why these agreements about referrals cannot be."""
    obstacles = []
    if places is not None and places < 1:
        obstacles.append(Obstacle("no-places", "Vul ten minste 1 plaats in, of laat het veld leeg.", "places"))
    if aftercare_months is not None and not 1 <= aftercare_months <= MOST_AFTERCARE:
        text = f"Vul 1 tot en met {MOST_AFTERCARE} maanden nazorg in, of laat het veld leeg."
        obstacles.append(Obstacle("impossible-aftercare", text, "aftercare_months"))
    return obstacles


def obstacles_to_client_key(client_key: str, *, is_of_another: bool) -> list[Obstacle]:
    """Why this hash cannot stand for the participant: it is no keyed hash, or it is another's."""
    if client_key and not is_client_key(client_key):
        text = (
            "Dit is geen versleuteld kenmerk (64 tekens, 0-9 en a-f). Neem het over uit het cliëntsysteem, of laat "
            "het veld leeg. Vul nooit een BSN in."
        )
        return [Obstacle("no-client-key", text, "client_key")]
    if is_of_another:
        text = "Dit kenmerk hoort bij een ander deelnemernummer. Controleer beide, of laat een van de twee leeg."
        return [Obstacle("key-of-another", text, "client_key")]
    return []


def is_client_key(text: str) -> bool:
    """Is this what a client system makes of a person with HMAC-SHA-256 and a key of its own?"""
    return _KEYED_HASH.fullmatch(text) is not None


_KEYED_HASH = re.compile(r"[0-9a-f]{64}")


def _order(candidate: Candidate, rule: ReferralRule) -> tuple[int | date, ...]:
    rank = ENDLESS if candidate.rank is None else candidate.rank
    turn = candidate.last_referred_on or date.min
    if rule == ReferralRule.RANK:
        return (rank, candidate.contract_id)
    if rule == ReferralRule.CLIENT_CHOICE:
        return (candidate.contract_id,)
    if rule == ReferralRule.CAPACITY:
        # Most free places first; a supplier without an agreed maximum has more than any other.
        free = ENDLESS if candidate.capacity is None else candidate.capacity - candidate.live_tracks
        return (-free, candidate.live_tracks, rank, candidate.contract_id)
    return (turn, candidate.last_turn, candidate.live_tracks, rank, candidate.contract_id)


def _reason(candidate: Candidate, rule: ReferralRule) -> str:
    if rule == ReferralRule.RANK and candidate.rank is None:
        return "Zonder rangorde gegund."
    if rule == ReferralRule.RANK:
        return f"Nummer {candidate.rank} in de rangorde van de gunning."
    if rule == ReferralRule.CLIENT_CHOICE:
        return "Keuze van de deelnemer."
    if rule == ReferralRule.CAPACITY:
        if candidate.capacity is None:
            return f"{candidate.live_tracks} lopende trajecten; geen maximum afgesproken."
        return f"{candidate.capacity - candidate.live_tracks} van de {candidate.capacity} plaatsen vrij."
    if candidate.last_referred_on is None:
        return "Kreeg nog geen deelnemer; is aan de beurt."
    return f"Kreeg het laatst een deelnemer op {candidate.last_referred_on.strftime('%d-%m-%Y')}."
