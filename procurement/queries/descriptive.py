"""What the beschrijvend document is made of, and which versions of it there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from procurement.award_terms import scale_in_words, terms_in_words
from procurement.back_planning import PlannedStep, StepCode
from procurement.draft_agreement import DraftAgreement, draft_agreement
from procurement.exclusion import ExclusionGround
from procurement.models.notices import DescriptiveDocument
from procurement.models.selection import SelectionCriterion
from procurement.models.tenders import Tender, TenderDocument
from procurement.notice_questions import answer_to
from procurement.planning_snapshot import for_suppliers, phases_of
from procurement.procedures import CriterionKind
from procurement.published_award import PublishedAward
from procurement.queries.award_terms import award_of, parameters_in_words
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.queries.notices import notice_data_of
from procurement.queries.planning import kept_planning, steps_of
from procurement.queries.requirements import requirements_text_of
from procurement.queries.selection import selection_criteria_of
from procurement.queries.tenders import documents_of
from procurement.ranking import formula_in_words
from procurement.requirement_texts import RequirementsText
from procurement.selection import has_selection
from procurement.tender_formulas import LOWEST_TOTAL, PriceFormula
from procurement.timeline import MinimumTerm, minimum_terms
from procurement.worked_example import WorkedExample, worked_example
from townhall.database import db
from townhall.documents.models import Document
from townhall.money import sum_of
from townhall.organisations.models import Organisation
from townhall.organisations.queries import municipality_or_none
from townhall.timeline_chart import TimelineDrawing, timeline_chart


@dataclass(frozen=True)
class DescriptivePage:
    """Everything the template of the document says, beside the tender itself."""

    tender: Tender
    town: Organisation | None
    steps: list[PlannedStep]
    drawing: TimelineDrawing | None
    rounds: int
    terms: list[MinimumTerm]
    grounds: Sequence[ExclusionGround]
    requirements: RequirementsText
    award: PublishedAward
    award_words: list[tuple[str, str]]
    scales: list[tuple[str, str]]
    formula: str
    parameters: list[tuple[str, str]]
    example: WorkedExample | None
    total_name: str
    has_costs: bool
    annexes: list[tuple[TenderDocument, Document]]
    agreement: DraftAgreement | None
    """What the draft agreement says; None when the buyer added his own among the annexes."""
    estimate: Decimal
    selection: Sequence[SelectionCriterion]
    """How candidates are selected; empty but for a restricted procedure."""
    suitability: str
    performance: str
    complaints: str
    court: str
    validity_days: int | None


def descriptive_page(tender: Tender) -> DescriptivePage:
    """The document of this tender as it stands now."""
    award = award_of(tender)
    data = notice_data_of(tender)
    answers = data.answers if data else {}
    steps = for_suppliers(steps_of(tender, kept_planning(tender)))
    requirements = requirements_text_of(tender)
    own = {row.document_id for row in descriptive_documents_of(tender)}
    annexes = [pair for pair in documents_of(tender) if pair[1].id not in own and pair[0].replaced_at is None]
    return DescriptivePage(
        tender=tender,
        town=municipality_or_none(),
        steps=steps,
        drawing=_drawing(steps),
        rounds=sum(step.code.startswith(StepCode.QUESTIONS) for step in steps),
        terms=minimum_terms(tender.procedure),
        grounds=exclusion_grounds_of(tender),
        requirements=requirements,
        award=award,
        award_words=terms_in_words(award.terms),
        scales=[
            (f"{each.code} {each.title}", scale_in_words(each.scale))
            for each in award.criteria
            if each.kind == CriterionKind.QUALITY
        ],
        formula=formula_in_words(award.formula) if award.formula else "",
        parameters=parameters_in_words(award.formula, award.parameters),
        total_name=LOWEST_TOTAL.get(award.formula, "Totaal") if award.formula else "Totaal",
        has_costs=award.formula == PriceFormula.LIFE_CYCLE_COST,
        example=worked_example(award, [each.facts() for each in tender.lots[0].milestones]) if tender.lots else None,
        annexes=annexes,
        agreement=None if any(attached.is_agreement for attached, _ in annexes) else _agreement(tender, requirements),
        estimate=sum_of(lot.expected_value for lot in tender.lots),
        selection=selection_criteria_of(tender) if has_selection(tender.procedure) else [],
        # The usual answer says that nothing is asked; a turnover that a lot asks stands with the lot.
        suitability=(answers.get("BT-750") if asks_turnover(tender) else answer_to("BT-750", answers)) or "",
        performance=answer_to("BT-70", answers) or "",
        complaints=answer_to("BT-300", answers) or "",
        court=answer_to("BT-500", answers) or "",
        validity_days=answer_to("BT-98", answers),
    )


def _agreement(tender: Tender, requirements: RequirementsText) -> DraftAgreement:
    return draft_agreement(
        tender.starts_on,
        tender.duration_months,
        extension_count=tender.extension_count,
        extension_months=tender.extension_months,
        requirements=requirements,
    )


def _drawing(steps: list[PlannedStep]) -> TimelineDrawing | None:
    phases = [(phase.label, phase.starts_on, phase.ends_on) for phase in phases_of(steps)]
    return timeline_chart(phases) if phases else None


def descriptive_documents_of(tender: Tender) -> Sequence[DescriptiveDocument]:
    """Every published version, first to last."""
    return db.session.scalars(
        select(DescriptiveDocument)
        .where(DescriptiveDocument.tender_id == tender.id)
        .order_by(DescriptiveDocument.number)
    ).all()


def asks_turnover(tender: Tender) -> bool:
    """Whether a lot asks a turnover of its bidders."""
    return any(lot.turnover_required is not None for lot in tender.lots)


def latest_descriptive_number(tender: Tender) -> int:
    """The number of the last version; 0 while there is none."""
    latest = select(func.max(DescriptiveDocument.number)).where(DescriptiveDocument.tender_id == tender.id)
    return db.session.scalar(latest) or 0


def descriptive_document(tender: Tender, number: int) -> DescriptiveDocument:
    """The published version with this number."""
    found: DescriptiveDocument = db.session.scalars(
        select(DescriptiveDocument).where(
            DescriptiveDocument.tender_id == tender.id, DescriptiveDocument.number == number
        )
    ).one()
    return found
