"""Taking a decision back: the whole of it before its letters left, or lot by lot afterwards; nothing is deleted.

The decision is no acceptance (Aanbestedingswet 2012 art. 2.129), so it can be taken back for a reason the bidders may
read. A new decision has a new report, new letters and a new standstill.
"""

from datetime import datetime

from procurement.awarding import LotAwardStatus, ReportStatus, obstacles_to_moving_award
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.models.award import LotAward
from procurement.models.tenders import Tender
from procurement.operations.award_endings import take_back_objections, tell_bidders
from procurement.operations.awards import SHORTEST_REASON
from procurement.queries.awards import unsent_decision_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import Obstacle, refuse_if


def obstacles_to_withdrawing(tender: Tender) -> list[Obstacle]:
    """Why there is no whole decision to take back, for page and operation alike."""
    if unsent_decision_of(tender) is None:
        text = "Er is geen beslissing waarvan de brieven nog niet weg zijn. Trek daarna per perceel in."
        return [Obstacle("no-decision-to-withdraw", text)]
    return obstacles_to_moving(tender.status, TenderStatus.RANKED)


def withdraw_decision(tender: Tender, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take the decision back before a letter left; the ranking stands, and a new report can be written."""
    refuse_if(obstacles_to_withdrawing(tender) + _obstacles_to_reason(reason))
    decision = unsent_decision_of(tender)
    assert decision is not None, "an obstacle otherwise"
    decision.withdrawn_at, decision.withdrawal_reason = now, reason.strip()
    decision.report.status = ReportStatus.SUPERSEDED
    tender.status = TenderStatus.RANKED
    trail.record("award.decision_withdrawn", tender, actor=actor, now=now, reason=reason.strip())


def obstacles_to_withdrawing_award(award: LotAward) -> list[Obstacle]:
    """Why the municipality cannot take this award back itself: it ended already, or it is final."""
    if award.status == LotAwardStatus.FINAL:
        text = (
            "Deze gunning is definitief. Zij vervalt alleen door een bezwaar of vonnis dat gegrond is. "
            "Leg dat vast bij ‘Bezwaar vastleggen’."
        )
        return [Obstacle("award-is-final", text)]
    return obstacles_to_moving_award(award.status, LotAwardStatus.WITHDRAWN)


def withdraw_award(award: LotAward, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take the provisional award of one lot back and tell everybody who bid on it; the other lots go on."""
    refuse_if(obstacles_to_withdrawing_award(award) + _obstacles_to_reason(reason))
    award.status, award.reason = LotAwardStatus.WITHDRAWN, reason.strip()
    take_back_objections(award, actor=actor, now=now)
    subject = f"Gunningsbeslissing over perceel {award.lot.number} van {award.tender.reference} ingetrokken"
    tell_bidders(award, subject, "mail/award_withdrawn.txt", now)
    trail.record("award.withdrawn", award, actor=actor, now=now, reason=reason.strip())


def _obstacles_to_reason(reason: str) -> list[Obstacle]:
    if len(reason.strip()) >= SHORTEST_REASON:
        return []
    text = "Leg in een volledige zin uit waarom u de beslissing intrekt. Inschrijvers kunnen deze reden lezen."
    return [Obstacle("withdrawal-unmotivated", text, "reason")]
