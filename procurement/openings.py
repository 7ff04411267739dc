"""When two openers may open an envelope, and what their record proves.

The law asks that nobody sees a bid before the deadline (Aanbestedingswet art. 2.108) and that
access takes the simultaneous action of authorised persons (Aanbestedingsbesluit art. 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.bids import EnvelopeKind, is_in_time
from procurement.lifecycle import TenderStatus
from townhall.refusal import Obstacle

#: The status in which each kind of envelope may be opened.
OPENS_IN: Mapping[EnvelopeKind, TenderStatus] = {
    EnvelopeKind.QUALITY: TenderStatus.PUBLISHED,
    EnvelopeKind.PRICE: TenderStatus.QUALITY_LOCKED,
}
LEAST_OPENERS = 3
SHORTEST_PASSPHRASE = 16
#: A bid of the closing second may still be on its way to the database; no request lasts this long.
SETTLING_TIME = timedelta(minutes=2)


def has_settled(closes_at: datetime | None, now: datetime) -> bool:
    """Whether everything that was in time is in the database by now, so that its Merkle root can be fixed."""
    return closes_at is not None and now > closes_at + SETTLING_TIME


@dataclass(frozen=True)
class OpeningFacts:
    """What decides whether an opener may take his step."""

    kind: EnvelopeKind
    status: TenderStatus
    closes_at: datetime | None
    opener_ids: frozenset[int]
    first_opener_id: int | None = None
    completed_at: datetime | None = None
    #: Bids begun before the closing and received after it, about which nobody has decided yet.
    held: int = 0
    #: Until when a bid may still follow whose hash came in time (art. 2.109a AW); None when none is awaited.
    announced_until: datetime | None = None
    #: Openers for whom the first step left nothing: they were let in later, and only go first.
    left_out_ids: frozenset[int] = frozenset()


def takes_first_step(opening: OpeningFacts, opener_id: int | None) -> bool:
    """Whether this opener's turn is the first step: nobody began, or who began left nothing for him."""
    return opening.first_opener_id is None or opener_id in opening.left_out_ids


def obstacles_to_beginning(opening: OpeningFacts, opener_id: int | None, now: datetime) -> list[Obstacle]:
    """Why this person cannot take the first of the two steps now."""
    obstacles = _obstacles_to_any_step(opening, opener_id, now)
    if not obstacles and not takes_first_step(opening, opener_id):
        text = "De eerste stap is al gezet. Vraag een andere opener om de tweede stap te zetten."
        return [Obstacle("opening-begun", text)]
    return obstacles


def obstacles_to_completing(opening: OpeningFacts, opener_id: int | None, now: datetime) -> list[Obstacle]:
    """Why this person cannot take the second of the two steps now."""
    obstacles = _obstacles_to_any_step(opening, opener_id, now)
    if obstacles:
        return obstacles
    if opening.first_opener_id is None:
        text = "De eerste stap is nog niet gezet. Zet eerst de eerste stap."
        return [Obstacle("opening-not-begun", text)]
    if opening.first_opener_id == opener_id:
        text = "U zette de eerste stap. De tweede stap moet een andere opener zetten."
        return [Obstacle("same-opener-twice", text)]
    if opener_id in opening.left_out_ids:
        text = "U bent later toegelaten. Zet eerst zelf de eerste stap; daarna zet een andere opener de tweede."
        return [Obstacle("goes-first-only", text)]
    return []


def _obstacles_to_any_step(opening: OpeningFacts, opener_id: int | None, now: datetime) -> list[Obstacle]:
    obstacles = []
    if opener_id not in opening.opener_ids:
        text = "U bent bij deze aanbesteding niet aangewezen als opener. Vraag de inkoper wie dat wel zijn."
        obstacles.append(Obstacle("not-an-opener", text))
    if opening.completed_at is not None:
        text = "Deze enveloppen zijn al geopend. Bekijk het proces-verbaal."
        obstacles.append(Obstacle("opened-already", text))
    elif opening.closes_at is None or is_in_time(now, opening.closes_at):
        text = "De inschrijving is nog niet gesloten. Openen kan pas na de sluiting."
        obstacles.append(Obstacle("before-the-deadline", text))
    elif not has_settled(opening.closes_at, now):
        from_ = opening.closes_at + SETTLING_TIME
        text = (
            "De inschrijving is net gesloten. Wat op de laatste seconde binnenkwam, wordt nog verzegeld. "
            f"Open na {from_:%H:%M:%S} uur."
        )
        obstacles.append(Obstacle("bids-not-settled", text))
    elif opening.status != OPENS_IN[opening.kind]:
        obstacles.append(Obstacle("status-does-not-allow", _WRONG_STATUS[opening.kind]))
    else:
        obstacles += _obstacles_of_late_bids(opening, now)
    return obstacles


def _obstacles_of_late_bids(opening: OpeningFacts, now: datetime) -> list[Obstacle]:
    obstacles = []
    if opening.held:
        text = (
            "Er is een inschrijving die vóór de sluiting begon en daarna pas binnenkwam. "
            "Laat eerst twee mensen daarover beslissen, op de pagina ‘Rond de sluiting’."
        )
        obstacles.append(Obstacle("held-bids-undecided", text))
    if opening.announced_until is not None and now <= opening.announced_until:
        text = (
            "Een inschrijver leverde vóór de sluiting een hash. Zijn inschrijving mag nog volgen tot "
            f"{opening.announced_until:%d-%m-%Y %H:%M:%S} uur (art. 2.109a Aanbestedingswet). Open daarna."
        )
        obstacles.append(Obstacle("announced-bid-awaited", text))
    return obstacles


_WRONG_STATUS: Mapping[EnvelopeKind, str] = {
    EnvelopeKind.QUALITY: "Openen kan alleen bij een gepubliceerde aanbesteding na de sluiting.",
    EnvelopeKind.PRICE: "De prijzen blijven dicht tot de kwaliteit is vastgesteld. Doe dat eerst.",
}


def obstacles_to_naming(account_ids: frozenset[int], *, has_keys: bool) -> list[Obstacle]:
    """Why these people cannot become the openers of a tender."""
    obstacles = []
    if has_keys:
        text = (
            "De sleutels van deze aanbesteding zijn al gemaakt voor de openers die er nu staan. "
            "De openers liggen daarmee vast."
        )
        obstacles.append(Obstacle("openers-are-fixed", text))
    if len(account_ids) < LEAST_OPENERS:
        text = (
            f"Wijs ten minste {LEAST_OPENERS} openers aan. Twee van hen openen samen; "
            "de derde is er voor als iemand ziek is of zijn wachtzin kwijt is."
        )
        obstacles.append(Obstacle("too-few-openers", text, "openers"))
    return obstacles


def obstacles_to_making_keys(*, openers: int, with_key: int, has_keys: bool) -> list[Obstacle]:
    """Why the keys of a tender cannot be made now."""
    if has_keys:
        return [Obstacle("keys-exist", "De sleutels van deze aanbesteding zijn al gemaakt.")]
    if openers < LEAST_OPENERS:
        text = f"Wijs eerst ten minste {LEAST_OPENERS} openers aan."
        return [Obstacle("too-few-openers", text)]
    if with_key < openers:
        missing = openers - with_key
        who = "1 opener heeft" if missing == 1 else f"{missing} openers hebben"
        text = f"{who} nog geen sleutel. Vraag hun een wachtzin te kiezen op de pagina ‘Mijn sleutel’."
        return [Obstacle("openers-without-key", text)]
    return []


def obstacles_to_passphrase(passphrase: str) -> list[Obstacle]:
    """Why this passphrase is too easy to guess. Who steals a back-up can guess as long as he likes."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE or len(passphrase.split()) < 3:
        text = (
            f"Kies een wachtzin van ten minste drie woorden en {SHORTEST_PASSPHRASE} tekens, "
            "die u nergens anders gebruikt."
        )
        return [Obstacle("passphrase-too-weak", text, "passphrase")]
    if len(set(passphrase.lower())) < 8:
        text = "Kies een wachtzin met meer verschillende letters."
        return [Obstacle("passphrase-too-simple", text, "passphrase")]
    return []
