"""Every milestone of a supplier's tracks, with how it stands towards an invoice; a fixed number of queries."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from contracts.milestones import LIVE_ACHIEVEMENTS
from contracts.models import Achievement, ContractMilestone, FrameworkContract, Track
from contracts.models.track_terms import step_of
from contracts.progress import steps_of
from contracts.tracks import TrackStatus
from invoices.claims import AchievementFacts
from invoices.invoiceable import InvoiceableStep, Standing, of_achievement, of_step
from invoices.queries.claimables import achievements_of_supplier
from townhall.database import db

_ORDER = list(Standing)


def invoiceable_steps(
    supplier_id: int, *, today: date, contract_number: str = "", track_number: str = ""
) -> list[InvoiceableStep]:
    """The milestones of this supplier; of one contract and of tracks with this in their number, when given.

    First what can be invoiced, then what comes, and per kind in the order of contract and track.
    """
    facts = {each.achievement_id: each for each in achievements_of_supplier(supplier_id)}
    found = [
        step for track in _tracks(supplier_id, contract_number, track_number) for step in _of_track(track, facts, today)
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.standing), each.contract_number, each.track_number))


def _tracks(supplier_id: int, contract_number: str, track_number: str) -> list[Track]:
    statement = (
        select(Track)
        .join(Track.contract)
        .where(FrameworkContract.supplier_id == supplier_id, Track.status != TrackStatus.RETURNED)
        .options(
            contains_eager(Track.contract)
            .selectinload(FrameworkContract.milestones)
            .selectinload(ContractMilestone.rates),
            selectinload(Track.placements),
            selectinload(Track.achievements).selectinload(Achievement.questions),
        )
        .order_by(Track.id)
    )
    if contract_number:
        statement = statement.where(FrameworkContract.number == contract_number)
    if track_number:
        statement = statement.where(Track.number.icontains(track_number, autoescape=True))
    return list(db.session.scalars(statement))


def _of_track(track: Track, known: dict[int, AchievementFacts], today: date) -> list[InvoiceableStep]:
    reported = [each for each in track.achievements if each.status in LIVE_ACHIEVEMENTS]
    found = [
        of_achievement(
            known[each.id],
            supplier_id=known[each.id].supplier_id,
            today=today,
            open_question=each.open_question.question if each.open_question else None,
        )
        for each in reported
    ]
    facts, milestones = track.facts(), {each.id: each for each in track.contract.milestones}
    for view in steps_of(facts, today=today):
        milestone = milestones[view.step.milestone_id]
        step = of_step(
            view,
            facts,
            contract_number=track.contract.number,
            track_number=track.number,
            amount=step_of(milestone, track.contract, on=today).amount,
            evidence=milestone.evidence,
            today=today,
        )
        if step is not None:
            found.append(step)
    return found
