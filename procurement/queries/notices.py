"""A notice as values: from the tender, the municipality, and the answers that were given."""

import csv
from functools import cache
from pathlib import Path

from sqlalchemy import select

from procurement.award_set_up import WITHOUT_COMPARISON
from procurement.back_planning import StepCode
from procurement.models.notices import NoticeData
from procurement.models.planning import TenderPlanning
from procurement.models.tenders import Tender
from procurement.notice_facts import Buyer, NoticeCriterion, NoticeFacts, NoticeLot, SoleCriterion
from procurement.notice_withholding import NOTHING, Withholding
from procurement.planning_snapshot import steps_in
from procurement.procedures import StandstillKind
from procurement.queries.award_terms import parameters_in_words
from procurement.queries.cpv import cpv_code
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.ranking import formula_in_words
from procurement.tender_formulas import FORMULAS, WITHOUT_QUALITY, PriceFormula
from townhall.database import db
from townhall.organisations.queries import municipality_or_none

_REGIONS = Path(__file__).parent.parent / "data" / "nuts3_nl.csv"


@cache
def regions() -> tuple[tuple[str, str], ...]:
    """The NUTS 3 regions of the Netherlands: code and name."""
    with _REGIONS.open(encoding="utf-8", newline="") as file:
        return tuple((row["code"], row["name"]) for row in csv.DictReader(file))


def notice_data_of(tender: Tender) -> NoticeData | None:
    """The answers that were given for the notice of this tender; None when nobody gave any."""
    return db.session.scalar(select(NoticeData).where(NoticeData.tender_id == tender.id))


def withholding_of(data: NoticeData | None) -> Withholding:
    """What of the result is published later; nothing when nobody chose anything."""
    return Withholding.read_back(data.withheld) if data and data.withheld else NOTHING


def notice_facts_of(tender: Tender, kept: TenderPlanning | None, *, address: str = "") -> NoticeFacts:
    """Everything the notice of this tender is made of, with the planning that was kept; ``address`` is its page."""
    given = notice_data_of(tender)
    named = {part.code: (known.printed, known.name) for part in tender.cpv_parts if (known := cpv_code(part.code))}
    main = next((part.code for part in tender.cpv_parts if part.is_main), None)
    opening = [step.day for step in steps_in(kept.content) if step.code == StepCode.OPENING] if kept else []
    return NoticeFacts(
        reference=tender.reference,
        title=tender.title,
        description=tender.description,
        procedure=tender.procedure,
        # Tenders of before this column gave the reason with the procedure.
        long_term_reason=tender.long_term_reason or tender.procedure_reason,
        buyer=_buyer(),
        main_cpv=named.get(main) if main else None,
        other_cpv=tuple(pair for code, pair in named.items() if code != main),
        lots=tuple(
            NoticeLot(
                lot.number,
                lot.title,
                lot.description,
                lot.clients_per_year,
                lot.expected_value,
                lot.maximum_value,
                tuple(each.label for each in lot.options),
                lot.turnover_required,
                lot.turnover_reason,
            )
            for lot in tender.lots
        ),
        criteria=tuple(
            NoticeCriterion(each.code, each.title, each.kind, each.weight, each.guidance) for each in tender.criteria
        ),
        formula=formula_in_words(tender.price_formula) if tender.price_formula else "",
        most_lots=tender.most_lots,
        starts_on=tender.starts_on,
        duration_months=tender.duration_months,
        extension_count=tender.extension_count,
        extension_months=tender.extension_months,
        questions_until=tender.questions_until,
        closes_at=tender.closes_at,
        opening_on=opening[0] if opening else None,
        standstill=_standstill_words(tender),
        address=address or "Raamwerk",
        grounds=tuple((ground.code, ground.article) for ground in exclusion_grounds_of(tender)),
        answers=given.answers if given else {},
        sole_criterion=_sole_criterion(tender),
    )


def _sole_criterion(tender: Tender) -> SoleCriterion | None:
    """Price or cost, when that alone decides; with the published lines and the reason."""
    formula = tender.price_formula
    if formula not in WITHOUT_QUALITY or formula is None or tender.procedure in WITHOUT_COMPARISON:
        return None
    by_cost = formula == PriceFormula.LIFE_CYCLE_COST
    code, words = ("cost", "Kosten") if by_cost else ("price", "Prijs")
    told = [f"{name}: {value}" for name, value in parameters_in_words(formula, tender.price_parameters)]
    description = ". ".join([formula_in_words(formula), *told, *filter(None, [tender.award_basis_reason])])
    return SoleCriterion(code, words, FORMULAS[formula].name, description)


def _buyer() -> Buyer:
    town = municipality_or_none()
    if town is None:
        return Buyer("", "", "", "", "", "", "")
    return Buyer(town.name, town.kvk_number or "", town.street, town.postcode, town.city, town.email, town.phone)


def _standstill_words(tender: Tender) -> str:
    if tender.standstill_kind == StandstillKind.NONE or not tender.standstill_days:
        return "Er is geen opschortende termijn."
    return (
        f"{tender.standstill_days} dagen, te rekenen vanaf de dag na verzending van de gunningsbeslissing. "
        "Wie het niet eens is met de beslissing, begint binnen deze termijn een kort geding."
    )
