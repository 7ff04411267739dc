"""A tender as the rules want it: its values, and what others have done for it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select

from procurement.award_set_up import AwardSetUp, CriterionFacts
from procurement.estimates import LotValue
from procurement.models.assessment import CommitteeMember
from procurement.models.award_terms import PriceSimulation
from procurement.models.tenders import CpvPart, Lot, Tender, TenderInvitation
from procurement.notice_fields import SUBTYPES
from procurement.procedures import EXCLUDING_KINDS, RequirementKind
from procurement.queries.award_terms import award_of, criteria_tree, simulations_of, state_of
from procurement.queries.frameworks import minicompetition_facts
from procurement.queries.notices import notice_facts_of
from procurement.queries.openings import has_tender_keys, openers_of
from procurement.queries.planning import dates_of, kept_planning
from procurement.queries.policy import policy_bands, thresholds
from procurement.queries.selection import selection_facts
from procurement.reachability import Reach, dearest_price
from procurement.regime_facts import CpvValue, RegimeFacts
from procurement.regime_snapshot import is_same, snapshot_of
from procurement.regimes import advise
from procurement.selection import has_selection
from procurement.simulation_remarks import UNREACHABLE
from procurement.simulation_state import SimulationState
from procurement.tender_facts import AdviceFacts, LotFacts, Readiness, TenderFacts
from procurement.timeline import Planning
from procurement.worksheets import reasons_of_method
from townhall.database import db
from townhall.money import sum_of


def regime_facts_of(tender: Tender) -> RegimeFacts | None:
    """The facts for a regime advice; None while the day of the notice, lots or codes are lacking."""
    if tender.notice_on is None or not tender.lots or not tender.cpv_parts:
        return None
    maxima = [lot.maximum_value for lot in tender.lots if lot.maximum_value is not None]
    names = {lot.id: f"Perceel {lot.number}: {lot.title}" for lot in tender.lots}
    return RegimeFacts(
        estimate=sum_of(lot.expected_value for lot in tender.lots),
        notice_on=tender.notice_on,
        cpv_parts=_cpv_values(tender.cpv_parts),
        maximum=sum_of(maxima) if len(maxima) == len(tender.lots) else None,
        lots=tuple(LotValue(names[lot.id], lot.expected_value) for lot in tender.lots),
        methods=tuple(
            reason for lot in tender.lots for reason in reasons_of_method(names[lot.id], lot.valuation())
        ),
    )


def _cpv_values(parts: Sequence[CpvPart]) -> tuple[CpvValue, ...]:
    return tuple(CpvValue(part.code, part.value, part.is_main) for part in parts)


def advice_facts(tender: Tender) -> AdviceFacts:
    """The advice in the file, against what the rules would say now."""
    kept = tender.regime_advice
    facts = regime_facts_of(tender)
    if facts is None:
        return AdviceFacts(is_kept=kept is not None, is_current=False, now=None)
    advice = advise(facts, thresholds=thresholds(), bands=policy_bands())
    current = kept is not None and is_same(kept, snapshot_of(facts, advice))
    return AdviceFacts(is_kept=kept is not None, is_current=current, now=advice)


def planning_of(tender: Tender) -> Planning:
    """The dates of the tender, and whether it was planned with the short terms of art. 2.74 AW."""
    return dates_of(tender, kept_planning(tender))


def award_set_up_of(tender: Tender) -> AwardSetUp:
    """How the tender says it compares bids."""
    wishes = [each for each in tender.requirements if each.kind == RequirementKind.WISH]
    return AwardSetUp(
        criteria=tuple(CriterionFacts(each.code, each.kind, each.weight) for each in tender.criteria),
        formula=tender.price_formula,
        parameters=tender.price_parameters,
        reason=tender.award_basis_reason,
        terms=tender.award_terms(),
        empty_groups=tuple(
            branch.group.code for branch in criteria_tree(tender) if branch.group and not branch.criteria
        ),
        loose_wishes=tuple(wish.code for wish in wishes if wish.criterion_id is None),
    )


def _reach_of(tender: Tender, runs: Sequence[PriceSimulation], state: SimulationState) -> Reach:
    """What is known of the prices: the highest fees, and what the simulation found when it fits."""
    prices = [(lot.number, dearest_price([each.facts() for each in lot.milestones])) for lot in tender.lots]
    found = runs[0].result["remarks"] if state == SimulationState.CURRENT else []
    return Reach(
        dearest=tuple((number, price) for number, price in prices if price is not None),
        unreachable=next((remark["text"] for remark in found if remark["code"] == UNREACHABLE), ""),
        reason=tender.reach_reason,
    )


def readiness_of(tender: Tender) -> Readiness:
    """What openers and assessors have done."""
    return Readiness(
        openers=len(openers_of(tender)),
        keys_are_made=has_tender_keys(tender),
        assessors=_count_of_assessors(tender),
    )


def _count_of_assessors(tender: Tender) -> int:
    return (
        db.session.scalar(
            select(func.count(CommitteeMember.id)).where(
                CommitteeMember.tender_id == tender.id, CommitteeMember.stepped_down_at.is_(None)
            )
        )
        or 0
    )


def facts_of(tender: Tender) -> TenderFacts:
    """The whole tender as values."""
    kept, runs = kept_planning(tender), simulations_of(tender)
    simulation = state_of(runs, award_of(tender))
    return TenderFacts(
        status=tender.status,
        procedure=tender.procedure,
        procedure_reason=tender.procedure_reason,
        duration_months=tender.duration_months,
        total_months=tender.total_months(),
        planning=dates_of(tender, kept),
        standstill_kind=tender.standstill_kind,
        lots=tuple(_lot_facts(lot) for lot in tender.lots),
        cpv_parts=_cpv_values(tender.cpv_parts),
        award=replace(award_set_up_of(tender), reach=_reach_of(tender, runs, simulation)),
        knock_outs=sum(each.kind in EXCLUDING_KINDS for each in tender.requirements),
        advice=advice_facts(tender),
        readiness=readiness_of(tender),
        invited=_count_of_invited(tender),
        notice=notice_facts_of(tender, kept) if tender.procedure in SUBTYPES else None,
        selection=selection_facts(tender) if has_selection(tender.procedure) else None,
        simulation=simulation,
        exclusion_codes=None if tender.exclusion_codes is None else tuple(tender.exclusion_codes),
        four_years=tender.four_years,
        long_term_reason=tender.long_term_reason,
        minicompetition=minicompetition_facts(tender),
    )


def _lot_facts(lot: Lot) -> LotFacts:
    return LotFacts(
        number=lot.number,
        title=lot.title,
        expected_value=lot.expected_value,
        maximum_value=lot.maximum_value,
        milestones=tuple(each.facts() for each in lot.milestones),
        turnover_required=lot.turnover_required,
        turnover_reason=lot.turnover_reason,
        is_maximum_explained=bool(lot.maximum_reason) or lot.follows_worksheet(),
    )


def _count_of_invited(tender: Tender) -> int:
    return (
        db.session.scalar(
            select(func.count(TenderInvitation.id)).where(TenderInvitation.tender_id == tender.id)
        )
        or 0
    )
