"""Recording the work that participants found, and its end."""

from dataclasses import asdict, replace
from datetime import date, datetime

from contracts.milestones import LIVE_ACHIEVEMENTS, months_of
from contracts.models.track_terms import placement_terms_of, step_of
from contracts.models.tracks import Placement, Track
from contracts.placement_kinds import ContractForm, PlacementEnd, PlacementStatus
from contracts.placements import PlacementFacts, placed_on, sustained_on
from contracts.privacy import obstacles_to_free_text
from contracts.queries.employers import employer_key
from contracts.tracks import UNDER_WAY, EndReason
from contracts.work_records import obstacles_to_employer, obstacles_to_ending_work, obstacles_to_recording
from procurement.lots import MilestoneKind
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.organisations.models import Organisation
from townhall.periods import add_months
from townhall.refusal import Obstacle, refuse_if


def record_placement(
    track: Track,
    work: PlacementFacts,
    *,
    contract_form: ContractForm,
    employer_sector: str = "",
    employer_kvk: str = "",
    proof: Document | None = None,
    actor: Actor,
    now: datetime,
) -> Placement:
    """Record work that the participant found; whether it counts as a placement, the rules say.

    Of the number of the employer in the trade register only a hash is kept, to see that two employers are the same.
    """
    if employer_kvk and employer_kvk == _supplier_of(track).kvk_number:
        work = replace(work, employer_is_supplier=True)
    refuse_if(
        [
            *_obstacles_to_track(track),
            *obstacles_to_recording(work, track.placements_that_stand(), today=now.date()),
            *obstacles_to_free_text(employer_sector, field="employer_sector"),
            *obstacles_to_employer(employer_kvk),
        ]
    )
    by_supplier = actor.organisation_id == track.contract.supplier_id
    placement = Placement(
        starts_on=work.starts_on,
        agreed_until=work.agreed_until,
        work_kind=work.work_kind,
        contract_form=contract_form,
        hours_per_week=work.hours_per_week,
        employer_sector=employer_sector,
        employer_key=employer_key(employer_kvk) if employer_kvk else None,
        employer_is_supplier=work.employer_is_supplier,
        status=PlacementStatus.REPORTED if by_supplier else PlacementStatus.CONFIRMED,
        recorded_by_id=actor.account_id,
        recorded_at=now,
        proof=proof,
    )
    track.placements.append(placement)
    _work_out_days(track)
    trail.record("placement.recorded", placement, actor=actor, now=now, after=_as_recorded(track, work))
    return placement


def end_placement(placement: Placement, ended_on: date, kind: PlacementEnd, *, actor: Actor, now: datetime) -> None:
    """Record that the work ended, earlier than agreed or as agreed."""
    refuse_if(
        obstacles_to_ending_work(
            placement.facts(),
            ended_on,
            today=now.date(),
            is_withdrawn=placement.status == PlacementStatus.WITHDRAWN,
        )
    )
    placement.ended_on, placement.end_kind = ended_on, kind
    _work_out_days(placement.track)
    after = {"track": placement.track.number, "ended_on": ended_on, "kind": kind}
    trail.record("placement.ended", placement, actor=actor, now=now, after=after)


def withdraw_placement(placement: Placement, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take back a placement that was recorded by mistake; it stays in sight as withdrawn."""
    refuse_if([*_obstacles_to_withdrawing(placement), *obstacles_to_free_text(reason, field="reason")])
    placement.status = PlacementStatus.WITHDRAWN
    _work_out_days(placement.track)
    after = {"track": placement.track.number}
    trail.record("placement.withdrawn", placement, actor=actor, now=now, after=after, reason=reason)


def _supplier_of(track: Track) -> Organisation:
    return db.session.get_one(Organisation, track.contract.supplier_id)


def _obstacles_to_track(track: Track) -> list[Obstacle]:
    # After a track that ended in work, a next contract may still be recorded: it decides whether work lasts.
    if track.status in UNDER_WAY or track.end_reason == EndReason.WORK:
        return []
    return [
        Obstacle(
            "not-under-way",
            "Een plaatsing hoort bij een traject dat loopt. Leg eerst de start vast, of meld opnieuw aan.",
        )
    ]


def _obstacles_to_withdrawing(placement: Placement) -> list[Obstacle]:
    if placement.status == PlacementStatus.WITHDRAWN:
        return [Obstacle("withdrawn-already", "Deze plaatsing is al ingetrokken.")]
    contract = placement.track.contract
    rests_on_work = any(
        achievement.milestone.kind == MilestoneKind.PLACEMENT
        or months_of(step_of(achievement.milestone, contract)) is not None
        for achievement in placement.track.achievements
        if achievement.status in LIVE_ACHIEVEMENTS
    )
    if not rests_on_work:
        return []
    return [
        Obstacle(
            "milestone-rests-on-it",
            "Er is al een mijlpaal gemeld die op deze plaatsing steunt. Wijs die melding eerst af.",
        )
    ]


def _work_out_days(track: Track) -> None:
    """Keep what the rules say of the work, so that the database can count it."""
    jobs, terms = track.placements_that_stand(), placement_terms_of(track.contract)
    first_day = placed_on(jobs, terms, referred_on=track.referred_on)
    track.placed_on = first_day
    track.six_months_due_on = None if first_day is None else add_months(first_day, 6)
    track.six_months_on = sustained_on(jobs, terms, referred_on=track.referred_on, months=6)


def _as_recorded(track: Track, work: PlacementFacts) -> dict[str, object]:
    return {"track": track.number, **asdict(work)}
