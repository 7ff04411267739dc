"""Objections of losers: on record, and settled."""

from datetime import date, datetime

from procurement.awarding import (
    LotAwardStatus,
    ObjectionKind,
    ObjectionOutcome,
    obstacles_to_moving_award,
)
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward, Objection
from procurement.operations.awards import SHORTEST_REASON
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def record_objection(
    award: LotAward,
    *,
    kind: ObjectionKind,
    supplier_id: int,
    received_on: date,
    grounds: str,
    actor: Actor,
    now: datetime,
) -> Objection:
    """A bidder opposes the award of this lot; the other lots go on.

    A final award stays final, but no contract is signed as long as this is pending (art. 2.131 Aanbestedingswet).
    """
    obstacles = []
    stays_final = award.status == LotAwardStatus.FINAL and award.decision_id is not None
    if award.status != LotAwardStatus.DISPUTED and not stays_final:
        obstacles += obstacles_to_moving_award(award.status, LotAwardStatus.DISPUTED)
    if received_on > now.date():
        text = "De dag van ontvangst ligt in de toekomst. Vul een dag tot en met vandaag in."
        obstacles.append(Obstacle("received-in-the-future", text, "received_on"))
    if not grounds.strip():
        text = "Schrijf kort op waartegen de inschrijver zich verzet."
        obstacles.append(Obstacle("objection-without-grounds", text, "grounds"))
    refuse_if(obstacles)
    objection = Objection(
        lot_award=award,
        kind=kind,
        supplier_id=supplier_id,
        received_on=received_on,
        grounds=grounds.strip(),
        recorded_at=now,
        recorded_by_id=actor.account_id,
        outcome=ObjectionOutcome.PENDING,
    )
    db.session.add(objection)
    if not stays_final:
        award.status = LotAwardStatus.DISPUTED
    trail.record(
        "award.objection_recorded",
        award,
        actor=actor,
        now=now,
        after={"kind": kind, "received_on": received_on},
    )
    return objection


def settle_objection(
    objection: Objection,
    outcome: ObjectionOutcome,
    settlement: str,
    *,
    settled_on: date,
    actor: Actor,
    now: datetime,
) -> None:
    """Close an objection or summons; when it is upheld the decision on this lot is withdrawn."""
    award = objection.lot_award
    obstacles = []
    if not objection.is_pending or outcome == ObjectionOutcome.PENDING:
        obstacles.append(Obstacle("objection-settled", "Dit bezwaar is al afgehandeld, of u koos geen uitkomst."))
    if not objection.received_on <= settled_on <= now.date():
        text = "Kies een dag van de ontvangst tot en met vandaag."
        obstacles.append(Obstacle("settled-on-impossible", text, "settled_on"))
    if len(settlement.strip()) < SHORTEST_REASON:
        text = "Leg uit waarom: de motivering van uw antwoord, of de kern van het vonnis."
        obstacles.append(Obstacle("settlement-unmotivated", text, "settlement"))
    refuse_if(obstacles)
    objection.outcome, objection.settlement = outcome, settlement.strip()
    objection.settled_on, objection.settled_by_id = settled_on, actor.account_id
    if outcome == ObjectionOutcome.UPHELD:
        _take_away(award, settlement.strip())
    elif award.status == LotAwardStatus.DISPUTED and not any(
        each.is_pending for each in award.objections if each is not objection
    ):
        award.status = LotAwardStatus.PROVISIONAL
    trail.record(
        "award.objection_settled",
        award,
        actor=actor,
        now=now,
        after={"outcome": outcome, "award": award.status},
        reason=settlement.strip(),
    )


def _take_away(award: LotAward, reason: str) -> None:
    """The award does not stand any more; the tender of a final one opens again for a new decision on this lot."""
    award.status, award.reason, award.made_final_at = LotAwardStatus.WITHDRAWN, reason, None
    if award.tender.status == TenderStatus.AWARDED:
        award.tender.status = TenderStatus.STANDSTILL
