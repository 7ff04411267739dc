"""Questions about how a tender compares bids: as it stands, or as it was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select

from procurement.award_terms import scale_of_data
from procurement.models.award_terms import CriterionGroup, PriceSimulation
from procurement.models.tenders import AwardCriterion, Tender
from procurement.published_award import PublishedAward, read_back
from procurement.ranking import CriterionFacts
from procurement.simulation_state import SimulationState
from procurement.tender_formulas import FORMULAS, PARAMETER_LABELS, PriceFormula
from townhall.database import db
from townhall.filters import number


def parameters_in_words(formula: PriceFormula | None, parameters: Mapping[str, str]) -> list[tuple[str, str]]:
    """The parameters that belong to the formula, each with its name and as people write it."""
    if formula is None:
        return []
    takes = FORMULAS[formula].takes
    return [(PARAMETER_LABELS[name], _number_or_text(value)) for name, value in parameters.items() if name in takes]


def _number_or_text(value: object) -> str:
    try:
        return number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


@dataclass(frozen=True)
class Branch:
    """A main criterion with its sub-criteria; without a main criterion, those that stand alone."""

    group: CriterionGroup | None
    criteria: list[AwardCriterion]


def award_of(tender: Tender) -> PublishedAward:
    """How bids are compared: the snapshot once there is one, else what the draft says now."""
    if tender.published_award is not None:
        return read_back(tender.published_award)
    return award_of_now(tender)


def award_of_now(tender: Tender) -> PublishedAward:
    """How bids are compared by what stands in the tables."""
    groups = {each.id: f"{each.code} {each.title}" for each in tender.criterion_groups}
    return PublishedAward(
        criteria=tuple(
            CriterionFacts(
                id=each.id,
                code=each.code,
                title=each.title,
                kind=each.kind,
                weight=each.weight,
                group=groups.get(each.group_id or 0, ""),
                minimum=each.minimum_score,
                scale=scale_of_data(each.scale),
            )
            for branch in criteria_tree(tender)
            for each in branch.criteria
        ),
        formula=tender.price_formula,
        parameters=tender.price_parameters,
        quality_method=tender.quality_method,
        terms=tender.award_terms(),
    )


def criteria_tree(tender: Tender) -> list[Branch]:
    """Main criteria with what is under them, where their first sub-criterion stands; the empty ones last."""
    groups = {each.id: Branch(each, []) for each in tender.criterion_groups}
    tree: list[Branch] = []
    for criterion in tender.criteria:
        branch = groups.get(criterion.group_id or 0) or Branch(None, [])
        branch.criteria.append(criterion)
        if branch not in tree:
            tree.append(branch)
    return tree + [branch for branch in groups.values() if not branch.criteria]


def simulations_of(tender: Tender) -> list[PriceSimulation]:
    """Every simulation in the file, newest first."""
    return list(
        db.session.scalars(
            select(PriceSimulation)
            .where(PriceSimulation.tender_id == tender.id)
            .order_by(PriceSimulation.number.desc())
        )
    )


def simulation_state_of(tender: Tender) -> SimulationState:
    """Whether the file has a simulation that fits criteria and formula as they stand."""
    return state_of(simulations_of(tender), award_of(tender))


def state_of(simulations: Sequence[PriceSimulation], award: PublishedAward) -> SimulationState:
    """Whether the newest of these simulations fits this award."""
    if not simulations:
        return SimulationState.MISSING
    is_current = simulations[0].award == award.as_data()
    return SimulationState.CURRENT if is_current else SimulationState.OUTDATED
