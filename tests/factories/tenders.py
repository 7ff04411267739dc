"""Tenders for tests: a draft that is ready to be published, and a published one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.estimates import EstimateMethod
from procurement.lifecycle import TenderStatus
from procurement.lots import Financing, MilestoneFacts, MilestoneKind, TargetGroup
from procurement.models.requirements import RequirementSection
from procurement.models.tenders import (
    AwardCriterion,
    CpvPart,
    Lot,
    LotMilestone,
    Requirement,
    Tender,
)
from procurement.procedures import CriterionKind, Procedure, RequirementKind
from procurement.queries.policy import policy_bands, thresholds
from procurement.queries.tender_facts import regime_facts_of
from procurement.regime_snapshot import snapshot_of
from procurement.regimes import advise
from procurement.tender_formulas import PriceFormula
from townhall.clock import AMSTERDAM
from townhall.database import db, next_in_year
from townhall.money import euros

#: The usual dates around Monday 23 November 2026.
NOTICE_ON = date(2026, 11, 23)
QUESTIONS_UNTIL = datetime(2026, 12, 7, 12, 0, tzinfo=AMSTERDAM)
ANSWERS_BY = date(2026, 12, 18)
CLOSES_AT = datetime(2027, 1, 11, 12, 0, tzinfo=AMSTERDAM)
DECISION_ON = date(2027, 2, 8)
STARTS_ON = date(2027, 4, 1)

MILESTONES = (
    MilestoneFacts(MilestoneKind.INTAKE, "Intake", Decimal(20), Decimal(100), euros(1000)),
    MilestoneFacts(MilestoneKind.PLACEMENT, "Plaatsing", Decimal(50), Decimal(60), euros(2500)),
    MilestoneFacts(
        MilestoneKind.SUSTAINED_6M, "6 maanden aan het werk", Decimal(30), Decimal(40), euros(1500)
    ),
)


def saved_lot(tender: Tender, **what_matters: Any) -> Lot:
    """A lot with three milestones, added to the tender."""
    milestones = what_matters.pop("milestones", MILESTONES)
    given: dict[str, Any] = {
        "number": len(tender.lots) + 1,
        "title": "Statushouders",
        "target_group": TargetGroup.STATUS_HOLDERS,
        "clients_per_year": 120,
        "financing": Financing.NO_CURE_LESS_PAY,
    }
    values = {
        name: what_matters.pop(name) for name in ("expected_value", "maximum_value") if name in what_matters
    }
    lot = Lot(**{**given, **what_matters})
    lot.milestones = [
        LotMilestone(
            sequence=sequence,
            kind=each.kind,
            label=each.label,
            share_percent=each.share_percent,
            expected_attainment=each.expected_attainment,
            highest_fee=each.highest_fee,
        )
        for sequence, each in enumerate(milestones, start=1)
    ]
    tender.lots.append(lot)
    lot.estimate_method = lot.estimate_method or EstimateMethod.WHOLE_TERM
    lot.expected_value = values.get("expected_value", lot.worksheet().expected_value)
    lot.maximum_value = values.get("maximum_value", max(lot.expected_value * 2, euros(1)))
    lot.maximum_reason = "Meer stelt de raad niet beschikbaar."
    return lot


def saved_tender(
    *, lots: int = 1, with_advice: bool = True, lot: dict[str, Any] | None = None, **what_matters: Any
) -> Tender:
    """A draft with everything in it, but openers; name only what matters, ``lot`` for each of its lots."""
    given: dict[str, Any] = {
        "title": "Re-integratiediensten 2027",
        "description": "Trajecten naar werk voor inwoners van Haarlem.",
        "procedure": Procedure.SAS,
        "starts_on": STARTS_ON,
        "duration_months": 24,
        "extension_count": 2,
        "extension_months": 12,
        "notice_on": NOTICE_ON,
        "questions_until": QUESTIONS_UNTIL,
        "answers_by": ANSWERS_BY,
        "closes_at": CLOSES_AT,
        "decision_on": DECISION_ON,
        "price_formula": PriceFormula.LINEAR_FIXED_BOUNDS,
        "price_parameters": {"full_at": "2000", "zero_at": "4000"},
        "status": TenderStatus.DRAFT,
    }
    tender = Tender(**{**given, **what_matters})
    if tender.reference is None:
        tender.reference = f"2026-{next_in_year('tender', 2026):03d}"
    db.session.add(tender)
    target_groups = list(TargetGroup)
    for index in range(lots):
        group = target_groups[index % len(target_groups)]
        saved_lot(tender, **{"title": f"Perceel {index + 1}", "target_group": group, **(lot or {})})
    _add_the_rest(tender)
    db.session.flush()
    if with_advice and (facts := regime_facts_of(tender)):
        advice = advise(facts, thresholds=thresholds(), bands=policy_bands())
        made = {"made_at": "2026-11-23T09:00:00+01:00", "made_by": "Inge Inkoop"}
        tender.regime_advice = {**snapshot_of(facts, advice), **made}
        db.session.flush()
    return tender


def _add_the_rest(tender: Tender) -> None:
    total = sum((lot.expected_value for lot in tender.lots), euros(0))
    if total:
        tender.cpv_parts = [CpvPart(code="79611000", value=total, is_main=True)]
    quality = AwardCriterion(
        sequence=1, code="K1", title="Plan van aanpak", kind=CriterionKind.QUALITY, weight=Decimal(60)
    )
    price = AwardCriterion(sequence=2, code="P", title="Prijs", kind=CriterionKind.PRICE, weight=Decimal(40))
    tender.criteria = [quality, price]
    db.session.flush()
    tender.sections = [RequirementSection(number=1, title="Algemeen")]
    tender.requirements = [
        Requirement(number=1, key="E-00000001", text="U heeft een keurmerk.", kind=RequirementKind.KNOCK_OUT),
        Requirement(
            number=2,
            key="E-00000002",
            text="U biedt begeleiding in het weekend.",
            kind=RequirementKind.WISH,
            criterion_id=quality.id,
        ),
    ]


def published_tender(*, lots: int = 1, **what_matters: Any) -> Tender:
    """A tender as suppliers see it, published at nine o'clock on Monday 23 November 2026. No vault keys."""
    given: dict[str, Any] = {
        "status": TenderStatus.PUBLISHED,
        "published_at": datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM),
    }
    return saved_tender(lots=lots, **{**given, **what_matters})
