"""Questions about tracks, each asked by somebody: what is not theirs does not exist for them."""

from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.track_records import AchievementQuestion
from contracts.models.tracks import (
    Achievement,
    ContractCaseManager,
    Participant,
    Placement,
    Track,
)
from contracts.permissions import ContractsPermission
from contracts.privacy import SENSITIVE_GROUPS, is_sensitive
from contracts.tracks import LIVE, TrackStatus
from procurement.lots import TargetGroup
from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.database import db


def may_see_contract(actor: Actor) -> ColumnElement[bool]:
    """The contracts whose tracks this person may see, as a condition on ``FrameworkContract``.

    A supplier sees their own. Staff see all but the sensitive lots; those are for who was assigned to the
    contract, and for who reads everything and changes nothing.
    """
    if holds(actor, ContractsPermission.TRACK_DELIVER):
        return FrameworkContract.supplier_id == actor.organisation_id
    if holds(actor, ContractsPermission.TRACK_READ_EVERY_LOT):
        return FrameworkContract.id.is_not(None)
    if not holds(actor, ContractsPermission.TRACK_READ):
        return FrameworkContract.id.is_(None)
    assigned = exists().where(
        ContractCaseManager.contract_id == FrameworkContract.id,
        ContractCaseManager.account_id == actor.account_id,
    )
    return or_(FrameworkContract.target_group.not_in(SENSITIVE_GROUPS), assigned)


def tracks_visible_to(
    actor: Actor,
    *,
    number: str = "",
    status: TrackStatus | None = None,
    target_group: TargetGroup | None = None,
    contract_id: int | None = None,
    mine: bool = False,
) -> Select[Track]:
    """The tracks this person may see, newest referral first, for a page; ``number`` is part of any number."""
    statement = (
        select(Track)
        .join(Track.contract)
        .join(Track.participant)
        .where(may_see_contract(actor))
        .options(
            contains_eager(Track.contract).joinedload(FrameworkContract.supplier),
            contains_eager(Track.participant),
            joinedload(Track.case_manager),
        )
        .order_by(Track.referred_on.desc(), Track.id.desc())
    )
    if number:
        statement = statement.where(
            or_(
                Track.number.icontains(number, autoescape=True),
                Participant.number.icontains(number, autoescape=True),
            )
        )
    if status is not None:
        statement = statement.where(Track.status == status)
    if target_group is not None:
        statement = statement.where(FrameworkContract.target_group == target_group)
    if contract_id is not None:
        statement = statement.where(Track.contract_id == contract_id)
    if mine:
        statement = statement.where(Track.case_manager_id == actor.account_id)
    return statement


def track_visible_to(actor: Actor, number: str) -> Track | None:
    """The track with this number, with all that its page shows, if this person may see it."""
    return db.session.scalar(
        tracks_visible_to(actor)
        .where(Track.number == number)
        .options(
            selectinload(Track.contract, FrameworkContract.milestones).selectinload(ContractMilestone.rates),
            selectinload(Track.placements).joinedload(Placement.proof),
            selectinload(Track.achievements).options(
                joinedload(Achievement.milestone),
                joinedload(Achievement.proof),
                joinedload(Achievement.reported_by),
                joinedload(Achievement.verified_by),
                selectinload(Achievement.questions).joinedload(AchievementQuestion.proof),
            ),
            selectinload(Track.pauses),
            joinedload(Track.commitment),
        )
    )


def participants_visible_to(actor: Actor, *, number: str = "") -> Select[Participant, int, int]:
    """Participants with a track that this person may see: with how many tracks, and how many of them live."""
    live = func.count(Track.id).filter(Track.status.in_(LIVE))
    statement = (
        select(Participant, func.count(Track.id).label("tracks"), live.label("live"))
        .join(Track, Track.participant_id == Participant.id)
        .join(Track.contract)
        .where(may_see_contract(actor))
        .group_by(Participant.id)
        .order_by(Participant.id.desc())
    )
    if number:
        statement = statement.where(Participant.number.icontains(number, autoescape=True))
    return statement


def participant_visible_to(actor: Actor, number: str) -> Participant | None:
    """The participant with this number, if this person may see one of the tracks."""
    return db.session.scalar(
        select(Participant).where(
            Participant.number == number,
            exists().where(
                Track.participant_id == Participant.id,
                Track.contract_id == FrameworkContract.id,
                may_see_contract(actor),
            ),
        )
    )


def live_track_of(participant: Participant, contract: FrameworkContract) -> Track | None:
    """The track that this person has under this contract at the moment."""
    return db.session.scalar(
        select(Track).where(
            Track.participant_id == participant.id,
            Track.contract_id == contract.id,
            Track.status.in_(LIVE),
        )
    )


def live_tracks_elsewhere(actor: Actor, participant: Participant, contract: FrameworkContract) -> list[Track]:
    """The live tracks of this person under other contracts, as far as who asks may see them."""
    return list(
        db.session.scalars(
            tracks_visible_to(actor).where(
                Track.participant_id == participant.id,
                Track.contract_id != contract.id,
                Track.status.in_(LIVE),
            )
        )
    )


def participant_with_key(client_key: str) -> Participant | None:
    """Who the client system means by this hash, if they are here already."""
    return db.session.scalar(select(Participant).where(Participant.client_key == client_key))


def number_is_taken(number: str) -> bool:
    """Is there a participant with this number?"""
    return db.session.scalar(select(Participant.id).where(Participant.number == number)) is not None


def works_on(actor: Actor, contract: FrameworkContract) -> bool:
    """May this person work with the tracks of this contract?"""
    return (
        db.session.scalar(
            select(FrameworkContract.id).where(FrameworkContract.id == contract.id, may_see_contract(actor))
        )
        is not None
    )


def sees_people(actor: Actor, contract: FrameworkContract) -> bool:
    """May this person read what points at participants: small groups, and complaints in their own words?

    Everybody who reads the contract may, but of a sensitive lot only who works on it.
    """
    return not is_sensitive(contract.target_group) or works_on(actor, contract)


def referrals_to_answer(actor: Actor) -> int:
    """How many referrals wait for an answer of this supplier."""
    return (
        db.session.scalar(
            select(func.count(Track.id))
            .join(Track.contract)
            .where(may_see_contract(actor), Track.status == TrackStatus.REFERRED)
        )
        or 0
    )


def late_answers(on: date) -> list[Track]:
    """Referrals that a supplier should have answered before this day."""
    return list(
        db.session.scalars(
            select(Track)
            .join(Track.contract)
            .where(Track.status == TrackStatus.REFERRED, Track.respond_by < on)
            .options(contains_eager(Track.contract))
            .order_by(Track.respond_by)
        )
    )


def tracks_with_document(document_id: int) -> Select[int]:
    """The contracts of the tracks in which this document is proof."""
    by_achievement = exists().where(Achievement.track_id == Track.id, Achievement.proof_id == document_id)
    by_answer = exists().where(
        Achievement.track_id == Track.id,
        AchievementQuestion.achievement_id == Achievement.id,
        AchievementQuestion.proof_id == document_id,
    )
    by_placement = exists().where(Placement.track_id == Track.id, Placement.proof_id == document_id)
    return select(Track.contract_id).where(or_(by_achievement, by_answer, by_placement))


def may_read_proof(actor: Actor, document_id: int) -> bool:
    """May this person read this proof: is it of a track that they may see?"""
    return (
        db.session.scalar(
            select(FrameworkContract.id).where(
                FrameworkContract.id.in_(tracks_with_document(document_id)), may_see_contract(actor)
            )
        )
        is not None
    )


def placement_visible_to(actor: Actor, number: str, placement_id: int) -> Placement | None:
    """One placement of the track with this number, with the track around it, if this person may see it."""
    track = track_visible_to(actor, number)
    if track is None:
        return None
    return next((placement for placement in track.placements if placement.id == placement_id), None)


def tracks_of(actor: Actor, participant: Participant) -> list[Track]:
    """The tracks of this participant that this person may see, newest first."""
    return list(db.session.scalars(tracks_visible_to(actor).where(Track.participant_id == participant.id)).unique())
