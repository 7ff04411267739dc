"""Referring a client to a supplier, and the supplier's answer."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts import ceilings
from contracts.lifecycle import ContractStatus
from contracts.milestones import highest_fee
from contracts.models.frameworks import FrameworkContract
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Participant, Track
from contracts.operations.track_money import commitment_for, settle_commitment
from contracts.partners import obstacles_to_referring_for
from contracts.privacy import obstacles_to_free_text
from contracts.queries.ceilings import levels_of
from contracts.queries.partners import partner_for
from contracts.queries.referrals import locked_for_ordering
from contracts.queries.tracks import (
    live_track_of,
    live_tracks_elsewhere,
    number_is_taken,
    participant_with_key,
    works_on,
)
from contracts.referrals import ReferralRule, obstacles_to_client_key
from contracts.tracks import (
    NUMBER_LENGTH,
    RESPONSE_DAYS,
    ReturnReason,
    TrackStatus,
    digits_of_number,
    obstacles_to_accepting,
    obstacles_to_moving,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year
from townhall.mail import add_mail
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality
from townhall.refusal import Obstacle, refuse_if

#: Gives a random whole number below its argument.
Draw = Callable[[int], int]


def refer_participant(
    contract: FrameworkContract,
    participant: Participant | None = None,
    *,
    choice_reason: str = "",
    advice: str = "",
    rule: ReferralRule | None = ReferralRule.ROTATION,
    client_key: str = "",
    ladder_step: int | None = None,
    lot_advice: str = "",
    municipality_id: int | None = None,
    draw: Draw = secrets.randbelow,
    actor: Actor,
    now: datetime,
) -> Track:
    """Refer somebody to the supplier of this contract; without a participant a new one gets a number.

    ``client_key`` is the hash of the client system: whoever is here already by that hash, is meant. ``advice`` are the
    words of the rule for dividing, kept when the case manager gives no reason of their own. The most that the track
    can cost is committed on the budget of the contract, when that budget exists.
    """
    today = now.date()
    contract = locked_for_ordering(contract.id)
    known = participant_with_key(client_key) if client_key else None
    refuse_if(obstacles_to_client_key(client_key, is_of_another=bool(known and participant and known != participant)))
    participant = participant or known
    fee = highest_fee(steps_under(contract, on=today))
    refuse_if(
        [
            *_obstacles_to_contract(contract, today, actor),
            *_obstacles_to_room(contract, fee),
            *_obstacles_to_participant(contract, participant),
            *_obstacles_to_second_track(contract, participant, choice_reason, actor),
            *_obstacles_to_payer(contract, participant.municipality_id if participant else municipality_id, today),
            *obstacles_to_free_text(choice_reason, field="choice_reason"),
        ]
    )
    participant = participant or _new_participant(draw, municipality_id=municipality_id, now=now)
    participant.client_key = participant.client_key or client_key or None
    track = Track(
        number=f"T-{today.year}-{next_in_year('track', today.year):04d}",
        contract=contract,
        participant=participant,
        case_manager_id=actor.account_id,
        status=TrackStatus.REFERRED,
        referred_on=today,
        respond_by=today + timedelta(days=RESPONSE_DAYS),
        referral_rule=rule,
        choice_reason=choice_reason or advice,
        ladder_step=ladder_step,
        lot_advice=lot_advice,
        created_at=now,
    )
    db.session.add(track)
    db.session.flush()
    track.commitment = commitment_for(track, fee, actor=actor, now=now)
    _tell_supplier(track, now)
    after = {
        "contract": contract.number,
        "participant": participant.number,
        "highest_fee": fee,
        "rule": rule,
        "lot_advice": lot_advice,
    }
    trail.record("track.referred", track, actor=actor, now=now, after=after, reason=track.choice_reason)
    return track


def accept_referral(track: Track, *, actor: Actor, now: datetime) -> None:
    """Take the client: the supplier will invite this person."""
    refuse_if(obstacles_to_accepting(track.life()))
    track.status, track.accepted_on = TrackStatus.ACCEPTED, now.date()
    trail.record("track.accepted", track, actor=actor, now=now, after={"accepted_on": now.date()})


def return_referral(track: Track, reason: ReturnReason, *, actor: Actor, now: datetime) -> None:
    """Give the client back to the municipality; what was committed for it is released."""
    refuse_if(obstacles_to_moving(track.life(), TrackStatus.RETURNED))
    track.status, track.returned_on, track.return_reason = TrackStatus.RETURNED, now.date(), reason
    settle_commitment(track, actor=actor, now=now)
    trail.record("track.returned", track, actor=actor, now=now, after={"reason": reason})


def _obstacles_to_contract(contract: FrameworkContract, today: date, actor: Actor) -> list[Obstacle]:
    obstacles = []
    if contract.status is not ContractStatus.SIGNED:
        obstacles.append(
            Obstacle(
                "contract-not-signed",
                f"Contract {contract.number} is niet getekend of al afgelopen. Kies een lopend contract.",
                "contract",
            )
        )
    if not contract.starts_on <= today <= contract.ends_on:
        obstacles.append(
            Obstacle(
                "outside-the-term",
                f"Contract {contract.number} loopt van {contract.starts_on:%d-%m-%Y} tot en met "
                f"{contract.ends_on:%d-%m-%Y}. Nieuwe aanmeldingen kunnen alleen in die tijd.",
                "contract",
            )
        )
    if not works_on(actor, contract):
        obstacles.append(
            Obstacle(
                "not-assigned",
                f"U werkt niet aan contract {contract.number}. Vraag de contractmanager om u toe te voegen.",
                "contract",
            )
        )
    return obstacles


def _obstacles_to_room(contract: FrameworkContract, fee: Decimal) -> list[Obstacle]:
    return ceilings.obstacles_under_all(levels_of([contract])[contract.id], amount=fee)


def _obstacles_to_participant(contract: FrameworkContract, participant: Participant | None) -> list[Obstacle]:
    live = live_track_of(participant, contract) if participant is not None else None
    if live is None:
        return []
    return [
        Obstacle(
            "already-referred",
            f"Deze deelnemer heeft onder dit contract al een lopend traject ({live.number}).",
            "participant",
        )
    ]


def _obstacles_to_payer(contract: FrameworkContract, municipality_id: int | None, today: date) -> list[Obstacle]:
    partner = partner_for(contract, municipality_id)
    if partner is None and municipality_id not in (None, the_municipality().id):
        text = f"Deze gemeente doet niet mee in contract {contract.number}. Kies een contract waarin zij meedoet."
        return [Obstacle("no-party", text, "municipality")]
    return obstacles_to_referring_for(partner.facts() if partner else None, on=today)


def _obstacles_to_second_track(
    contract: FrameworkContract, participant: Participant | None, reason: str, actor: Actor
) -> list[Obstacle]:
    """Somebody who is being helped elsewhere gets a second track on purpose or not at all.

    Only what this person may see is named: the lot itself may be a secret.
    """
    if participant is None or reason.strip():
        return []
    return [
        Obstacle(
            "second-track",
            f"Deze deelnemer heeft al een lopend traject: {track.number} bij {track.contract.supplier.name} "
            f"({track.contract.title}). Schrijf op waarom een tweede traject nodig is.",
            "choice_reason",
        )
        for track in live_tracks_elsewhere(actor, participant, contract)
    ]


def _new_participant(draw: Draw, *, municipality_id: int | None, now: datetime) -> Participant:
    """Somebody with a random number that nobody had before."""
    number = digits_of_number([draw(10) for _ in range(NUMBER_LENGTH)])
    while number_is_taken(number):
        number = digits_of_number([draw(10) for _ in range(NUMBER_LENGTH)])
    return Participant(number=number, municipality_id=municipality_id, created_at=now)


def _tell_supplier(track: Track, now: datetime) -> None:
    """A mail with the number only: who it is, the supplier hears from the case manager."""
    supplier = db.session.get_one(Organisation, track.contract.supplier_id)
    if supplier.email:
        add_mail(
            to=supplier.email,
            subject=f"Nieuwe aanmelding {track.number}",
            template="mail/track_referred.txt",
            now=now,
            number=track.number,
            respond_by=track.respond_by,
            firm=supplier.name,
        )
