"""Assessing anew after a decision on a lot was withdrawn: the committee gives a score again, with its reasons.

Good practice (domain rule 5.4.6): after a successful complaint the same committee may only score again when it is still
without bias, although it knows the prices by now; otherwise a new committee begins from the start.
"""

from datetime import datetime
from decimal import Decimal

from procurement.assessment import obstacles_to_score
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import ConsensusScore
from procurement.operations.assessment_stage import obstacles_outside
from procurement.queries.assessment import member_of
from procurement.queries.awards import lots_reopened
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import Obstacle, refuse_if


def obstacles_to_reassessing(agreed: ConsensusScore, *, actor: Actor) -> list[Obstacle]:
    """Why this person cannot score this again, for page and operation alike."""
    tender = agreed.bid.tender
    obstacles = obstacles_outside(tender, TenderStatus.STANDSTILL)
    if not obstacles and agreed.bid.lot_id not in {lot.id for lot in lots_reopened(tender)}:
        text = "Over dit perceel staat een beslissing. Opnieuw beoordelen kan pas als die is ingetrokken."
        obstacles.append(Obstacle("lot-not-reopened", text))
    if member_of(tender, actor.account_id) is None:
        obstacles.append(Obstacle("not-in-the-committee", "Alleen een beoordelaar van deze aanbesteding kan dit doen."))
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
            "Verklaar dat de commissie nog onbevangen kan oordelen, ook nu zij de prijzen kent. Kan dat niet, besluit "
            "dan het perceel niet te gunnen en begin opnieuw met een nieuwe commissie."
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
