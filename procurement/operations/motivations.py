"""Sharpening the words of a final score: the score stays, the reasons become fit to send."""

from datetime import datetime

from procurement.assessment import obstacles_to_motivation
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import ConsensusScore
from procurement.motivation_check import findings_in
from procurement.operations.assessment_stage import obstacles_outside
from procurement.queries.motivations import motivations_to_tell
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import Obstacle, refuse_if


def obstacles_to_rewording(agreed: ConsensusScore) -> list[Obstacle]:
    """Why these words stay: quality is fixed, so only what the check of the letters holds back may be sharpened.

    After the decision nothing changes any more: the report and the letters say the same (art. 2.130 Aanbestedingswet
    2012); who wants other words then withdraws the decision.
    """
    tender = agreed.bid.tender
    obstacles = obstacles_outside(tender, TenderStatus.RANKED)
    if obstacles:
        return obstacles
    held_back = {(each.text.bid_id, each.text.criterion_id) for each in findings_in(motivations_to_tell(tender))}
    if (agreed.bid_id, agreed.criterion_id) in held_back:
        return []
    text = "Deze motivering kan zo in de brief. De kwaliteit ligt vast, dus verandert zij niet meer."
    return [Obstacle("motivation-is-fixed", text)]


def reword_motivation(agreed: ConsensusScore, motivation: str, *, actor: Actor, now: datetime) -> None:
    """Give the reasons of a final score in better words, before the decision; the score cannot change here."""
    refuse_if(obstacles_to_rewording(agreed) or obstacles_to_motivation(motivation))
    before, agreed.motivation = agreed.motivation, motivation.strip()
    trail.record(
        "assessment.motivation_reworded",
        agreed,
        actor=actor,
        now=now,
        before={"motivation": before},
        after={"motivation": agreed.motivation},
    )
