"""Beginning a minicompetition: a small tender among the contractors of a framework, on its terms."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from procurement.lifecycle import TenderStatus
from procurement.minicompetitions import FrameworkLot, obstacles_to_starting
from procurement.models.tenders import AwardCriterion, Lot, LotMilestone, Tender, TenderInvitation
from procurement.procedures import Procedure, StandstillKind
from procurement.queries.frameworks import framework_lot
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year
from townhall.refusal import refuse_if

MAXIMUM_REASON = "Het deel van de raamovereenkomst dat met deze nadere opdracht wordt besteld."


@dataclass(frozen=True)
class Order:
    """What the contractors bid for."""

    title: str
    starts_on: date
    months: int
    participants_per_year: int
    maximum_value: Decimal
    description: str = ""


def start_minicompetition(framework: FrameworkLot, order: Order, *, actor: Actor, now: datetime) -> Tender:
    """Begin the draft: lot, fees, criteria and formula of the framework, and an invitation for each who has room.

    No statutory standstill holds for an order under a framework; the buyer may still choose one.
    """
    refuse_if(obstacles_to_starting(framework, maximum=order.maximum_value, starts_on=order.starts_on))
    source = framework_lot(framework.lot_id)
    tender = _draft_on_terms_of(source, order)
    tender.owner_id, tender.reference = actor.account_id, f"{now.year}-{next_in_year('tender', now.year):03d}"
    able = [each for each in framework.contractors if each.can_take(order.maximum_value)]
    tender.calls_off = {
        "contractors": [
            {"supplier_id": each.supplier_id, "supplier": each.supplier_name, "contract": each.contract_number}
            for each in able
        ],
        "criteria": [criterion.code for criterion in source.tender.criteria],
        "tender": source.tender.reference,
    }
    db.session.add(tender)
    db.session.flush()
    db.session.add_all(
        TenderInvitation(tender_id=tender.id, supplier_id=each.supplier_id, invited_at=now) for each in able
    )
    after = {"title": order.title, "tender": source.tender.reference, "supplier": [each.supplier_name for each in able]}
    trail.record("tender.minicompetition_begun", tender, actor=actor, now=now, after=after)
    return tender


def _draft_on_terms_of(source: Lot, order: Order) -> Tender:
    terms = source.tender
    tender = Tender(
        title=order.title,
        description=order.description,
        status=TenderStatus.DRAFT,
        procedure=Procedure.MINICOMPETITION,
        procedure_reason=f"Nadere opdracht onder de raamovereenkomsten van aanbesteding {terms.reference}.",
        budget_programme=terms.budget_programme,
        starts_on=order.starts_on,
        duration_months=order.months,
        standstill_kind=StandstillKind.NONE,
        standstill_days=0,
        quality_method=terms.quality_method,
        price_formula=terms.price_formula,
        price_parameters=dict(terms.price_parameters),
        award_basis_reason=terms.award_basis_reason,
        total_points=terms.total_points,
        rounding_place=terms.rounding_place,
        rounding_decimals=terms.rounding_decimals,
        tie_rule=terms.tie_rule,
        drop_out_rule=terms.drop_out_rule,
    )
    tender.criteria = [
        AwardCriterion(
            sequence=each.sequence, code=each.code, title=each.title, kind=each.kind, weight=each.weight,
            guidance=each.guidance, minimum_score=each.minimum_score, scale=each.scale,
        )
        for each in terms.criteria
    ]  # fmt: skip
    tender.lots = [_lot_of(source, order)]
    lot = tender.lots[0]
    lot.expected_value = lot.worksheet().expected_value
    return tender


def _lot_of(source: Lot, order: Order) -> Lot:
    return Lot(
        number=1,
        title=source.title,
        target_group=source.target_group,
        clients_per_year=order.participants_per_year,
        financing=source.financing,
        expected_value=order.maximum_value,
        maximum_value=order.maximum_value,
        maximum_reason=MAXIMUM_REASON,
        milestones=[
            LotMilestone(
                sequence=each.sequence, kind=each.kind, label=each.label, share_percent=each.share_percent,
                expected_attainment=each.expected_attainment, highest_fee=each.highest_fee,
            )
            for each in source.milestones
        ],
    )  # fmt: skip
