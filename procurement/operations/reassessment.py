"""Assessing anew after a decision on a lot was withdrawn: who does it, and the score that replaces the old one.

Good practice (domain rule 5.4.6): after a successful complaint the same committee may only score again when it is still
without bias, although it knows the prices by now; otherwise a new committee does.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from procurement.assessment import obstacles_to_score, obstacles_to_second_committee
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember, ConsensusScore, Reassessment
from procurement.models.tenders import Tender
from procurement.operations.assessment_stage import obstacles_outside
from procurement.queries.assessment import everyone_ever_in
from procurement.queries.awards import decisions_of, lots_reopened
from procurement.queries.conflicts import has_declared_about
from procurement.queries.reassessment import reassessment_of, reassessors_of
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def obstacles_to_choosing_reassessors(tender: Tender) -> list[Obstacle]:
    """Why there is nobody to choose: no lot is open again."""
    obstacles = obstacles_outside(tender, TenderStatus.STANDSTILL, TenderStatus.RANKED)
    if not obstacles and not lots_reopened(tender):
        text = "Over elk perceel staat een beslissing. Opnieuw beoordelen kan pas als er een is ingetrokken."
        obstacles.append(Obstacle("no-lot-reopened", text))
    return obstacles


def choose_reassessors(
    tender: Tender,
    accounts: Sequence[Account],
    reason: str,
    *,
    keeps_committee: bool,
    actor: Actor,
    now: datetime,
) -> Reassessment:
    """Say who assesses anew: the committee that did it before, with why it still can, or these new people."""
    ever = everyone_ever_in(tender)
    before = {each.account_id for each in ever}
    refuse_if(
        obstacles_to_choosing_reassessors(tender)
        + obstacles_to_second_committee(
            keeps=keeps_committee,
            reason=reason,
            chosen=[account.id for account in accounts],
            known=sorted(account.name for account in accounts if account.id in before),
        )
    )
    if not keeps_committee:
        _replace_second(tender, ever, accounts, actor=actor, now=now)
    made = Reassessment(
        tender_id=tender.id,
        decision_id=decisions_of(tender)[0].id,
        keeps_committee=keeps_committee,
        reason=reason.strip(),
        chosen_at=now,
        chosen_by_id=actor.account_id,
    )
    db.session.add(made)
    db.session.flush()
    trail.record(
        "assessment.reassessors_chosen",
        tender,
        actor=actor,
        now=now,
        after={"members": [each.account.name for each in reassessors_of(tender)], "keeps_committee": keeps_committee},
        reason=reason.strip(),
    )
    return made


def _replace_second(
    tender: Tender, ever: Sequence[CommitteeMember], accounts: Sequence[Account], *, actor: Actor, now: datetime
) -> None:
    """These people instead of an earlier second committee; the first keeps its scores as they were."""
    for member in ever:
        if member.is_second and member.stepped_down_at is None:
            member.stepped_down_at = now
    for account in accounts:
        db.session.add(
            CommitteeMember(
                tender=tender, account=account, is_second=True, appointed_at=now, appointed_by_id=actor.account_id
            )
        )
    db.session.flush()


def obstacles_to_reassessing(agreed: ConsensusScore, *, actor: Actor) -> list[Obstacle]:
    """Why this person cannot score this again, for page and operation alike."""
    tender = agreed.bid.tender
    obstacles = obstacles_outside(tender, TenderStatus.STANDSTILL)
    if not obstacles and agreed.bid.lot_id not in {lot.id for lot in lots_reopened(tender)}:
        text = "Over dit perceel staat een beslissing. Opnieuw beoordelen kan pas als die is ingetrokken."
        obstacles.append(Obstacle("lot-not-reopened", text))
    elif not obstacles and reassessment_of(tender) is None:
        text = "De inkoper kiest eerst wie opnieuw beoordeelt: dezelfde commissie, met een reden, of een nieuwe."
        obstacles.append(Obstacle("reassessors-not-chosen", text))
    member = next((each for each in reassessors_of(tender) if each.account_id == actor.account_id), None)
    if member is None:
        text = "Alleen wie deze percelen opnieuw beoordeelt, kan dit doen."
        obstacles.append(Obstacle("not-in-the-committee", text))
    elif not has_declared_about(member, agreed.bid.supplier_id):
        text = "Verklaar eerst of u een belang heeft bij een van de inschrijvers."
        obstacles.append(Obstacle("conflict-undeclared", text))
    return obstacles


def reassess_score(
    agreed: ConsensusScore,
    score: Decimal | None,
    motivation: str,
    *,
    is_unbiased: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Replace a final score on a lot that is open again; what it was stays in the trail and in the earlier report."""
    obstacles = obstacles_to_reassessing(agreed, actor=actor)
    obstacles = obstacles or obstacles_to_score(score, motivation, agreed.criterion.scores())
    if not is_unbiased:
        text = (
            "Verklaar dat de commissie onbevangen oordeelt, ook nu de uitkomst bekend is. Kan dat niet, laat de "
            "inkoper dan een nieuwe commissie kiezen of het perceel niet gunnen."
        )
        obstacles = [*obstacles, Obstacle("committee-biased", text, "is_unbiased")]
    refuse_if(obstacles)
    assert score is not None
    before = {"score": agreed.score, "motivation": agreed.motivation}
    agreed.score, agreed.motivation = score, motivation.strip()
    agreed.agreed_at, agreed.agreed_by_id = now, actor.account_id
    trail.record(
        "assessment.score_reassessed",
        agreed,
        actor=actor,
        now=now,
        before=before,
        after={"score": agreed.score, "motivation": agreed.motivation},
    )
