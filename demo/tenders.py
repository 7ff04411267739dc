"""How a tender goes, from draft to final award, along a plan. Each function is a part of a story line."""

from collections.abc import Generator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from demo.firm_words import offer
from demo.plans import CRITERIA, BidPlan, TenderPlan
from demo.requirements import write_requirements
from demo.second_round import second_round
from demo.telling import Line, Story, at
from procurement.award_terms import AllocationRule
from procurement.back_planning import Wishes
from procurement.bid_content import Answer, BidContent, Declaration
from procurement.bids import EnvelopeKind
from procurement.exclusion import GROUNDS
from procurement.lots import MilestoneFacts
from procurement.models.tenders import Lot, Tender
from procurement.operations.bids import submit_bid
from procurement.operations.bulletins import publish_bulletin
from procurement.operations.criteria import add_criterion
from procurement.operations.drafts import register_interest, save_draft
from procurement.operations.exclusion import choose_exclusion_grounds
from procurement.operations.lots import add_lot, set_cpv_parts
from procurement.operations.openers import create_tender_keys, make_opener_key, name_openers
from procurement.operations.openings import begin_opening, complete_opening
from procurement.operations.planning import accept_planning
from procurement.operations.questions import answer_question, ask_question
from procurement.operations.regime import store_regime_advice
from procurement.operations.simulation import store_simulation
from procurement.operations.tenders import change_tender, create_tender, publish_tender
from procurement.procedures import CriterionKind, StandstillKind
from procurement.queries.award_terms import award_of
from procurement.queries.bids import milestones_for, quality_criteria, registration_of, requirements_for
from procurement.regime_facts import CpvValue
from procurement.simulation_plan import SimulationPlan, spread
from procurement.tender_content import CriterionContent, LotContent
from procurement.tender_formulas import PriceFormula
from procurement.worksheets import LotOptionFacts
from townhall.clock import AMSTERDAM
from townhall.money import euros, round_to_cents

#: Says when the next steps come, and gives what it made.
Drafting = Generator[datetime, None, Tender]

#: What Inge expected of prices and quality when she tried the formula, before each publication.
_RANGE = (euros(1300), euros(2200), Decimal(50), Decimal(95))
SIMULATED = SimulationPlan(*_RANGE, bids=spread(*_RANGE, count=7), is_generated=True)

OPENERS = ("Gert", "Hanna", "Bram")


def passphrase_of(opener: str) -> str:
    """The passphrase of an opener in the demo, printed with the log-ins."""
    return f"sleutel van {opener.lower()} in de demo"


#: The mandatory grounds, and of the others those that matter for people who need help on their way to work.
ASKED_GROUNDS = ["crimes", "taxes_decided", "environment_labour", "bankruptcy", "misconduct", "shortcomings"]


def make_keys(story: Story) -> Line:
    """Each opener makes a key of his own, once."""
    yield at("2017-07-06")
    for name in OPENERS:
        story.do(make_opener_key, story.accounts[name], passphrase_of(name), by=name, on=at("2017-07-06"))


def draft(story: Story, plan: TenderPlan) -> Drafting:
    """Write the tender down: lots, estimate, requirements, criteria, planning."""
    on = at(plan.begun_on, 10)
    yield on
    tender: Tender = story.do(
        create_tender, title=plan.title, procedure=plan.procedure, description=plan.description,
        budget_programme=plan.budget_programme, by="Inge", on=on,
    )  # fmt: skip
    if plan.bid_days is not None:
        wishes = Wishes(tender.procedure, plan.starts_on, bid_days=plan.bid_days)
        story.do(accept_planning, tender, wishes, by="Inge", on=on)
    story.do(change_tender, tender, _changes(plan), by="Inge", on=on)
    for lot in plan.lots:
        content = LotContent(
            title=lot.title, target_group=lot.target_group, clients_per_year=lot.clients_per_year,
            financing=lot.financing, description=lot.description, maximum_value=euros(lot.maximum_value),
            maximum_reason=lot.maximum_reason,
            options=tuple(LotOptionFacts(label, euros(amount)) for label, amount in lot.options),
            turnover_required=euros(lot.turnover[0]) if lot.turnover else None,
            turnover_reason=lot.turnover[1] if lot.turnover else "",
            milestones=tuple(
                MilestoneFacts(
                    kind=step.kind, label=step.label, share_percent=Decimal(step.share),
                    expected_attainment=Decimal(step.attainment), highest_fee=euros(step.highest_fee),
                )
                for step in lot.milestones
            ),
        )  # fmt: skip
        story.do(add_lot, tender, content, by="Inge", on=on)
    parts = [CpvValue(code, euros(value), is_main) for code, value, is_main in plan.cpv]
    story.do(set_cpv_parts, tender, parts, by="Inge", on=on)
    yield on + timedelta(days=7)
    _criteria_and_requirements(story, tender, on + timedelta(days=7))
    story.do(store_regime_advice, tender, by="Inge", on=on + timedelta(days=7, hours=2))
    story.do(choose_exclusion_grounds, tender, ASKED_GROUNDS, by="Inge", on=on + timedelta(days=7, hours=2))
    story.do(store_simulation, tender, SIMULATED, by="Inge", on=on + timedelta(days=7, hours=3))
    return tender


def _changes(plan: TenderPlan) -> dict[str, object]:
    return {
        "starts_on": plan.starts_on,
        "duration_months": plan.duration_months,
        "extension_count": plan.extension_count,
        "extension_months": plan.extension_months,
        "notice_on": plan.notice_on,
        "questions_until": noon(plan.questions_until),
        "answers_by": plan.answers_by,
        "closes_at": noon(plan.closes_on),
        "decision_on": plan.decision_on,
        "standstill_kind": StandstillKind.VOLUNTARY,
        "standstill_days": 20,
        "most_lots": plan.most_lots,
        "allocation_rule": AllocationRule.BIDDER_PREFERENCE if plan.most_lots else AllocationRule.LOT_ORDER,
        "price_formula": PriceFormula.LINEAR_FIXED_BOUNDS,
        "price_parameters": {"full_at": "500", "zero_at": "4000"},
        "reach_reason": "De grenzen zijn ruim: ook een prijs die wij niet verwachten krijgt punten naar verhouding.",
    }


def noon(day: date) -> datetime:
    """Twelve o'clock, when terms of the demo close."""
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=AMSTERDAM)


def _criteria_and_requirements(story: Story, tender: Tender, on: datetime) -> None:
    for code, title, is_quality, weight, guidance in CRITERIA:
        kind = CriterionKind.QUALITY if is_quality else CriterionKind.PRICE
        content = CriterionContent(code, title, kind, Decimal(weight), guidance)
        story.do(add_criterion, tender, content, by="Inge", on=on)
    write_requirements(story, tender, on)


def publish(story: Story, tender: Tender, plan: TenderPlan) -> Line:
    """Name the openers, make the keys, and open the tender for bids."""
    before = at(plan.notice_on, 9)
    yield before - timedelta(days=2)
    openers = [story.accounts[name] for name in OPENERS]
    story.do(name_openers, tender, openers, by="Inge", on=before - timedelta(days=2))
    story.do(create_tender_keys, tender, by="Inge", on=before - timedelta(days=2))
    yield before
    story.do(publish_tender, tender, by="Inge", on=before)


def ask_and_answer(story: Story, tender: Tender, plan: TenderPlan) -> Line:
    """Questions of suppliers and the nota van inlichtingen, sometimes in two rounds."""
    if not plan.questions:
        return
    asked_at = at(plan.notice_on, 14) + timedelta(days=4)
    rows = []
    for number, (firm, question, _answer) in enumerate(plan.questions):
        on = asked_at + timedelta(hours=number)
        yield on
        rows.append(story.do(ask_question, tender, question, by=firm, on=on))
    answered_at = at(plan.questions_until, 15) + timedelta(days=1)
    yield answered_at
    for row, (_firm, _question, answer) in zip(rows, plan.questions, strict=True):
        story.do(answer_question, row, answer, by="Inge", on=answered_at)
    published_at = at(plan.answers_by, 10) - timedelta(days=2)
    yield published_at
    story.do(publish_bulletin, tender, by="Inge", on=published_at)
    if plan.second_round is not None:
        yield from second_round(story, tender, plan.second_round)


def bid(story: Story, tender: Tender, plan: TenderPlan) -> Line:
    """Every firm registers, drafts and submits, in the last days."""
    lots = {lot.number: lot for lot in tender.lots}
    closes = noon(plan.closes_on)
    yield closes - timedelta(days=12)
    for planned in plan.bids:
        firm = story.firms[planned.firm]
        if registration_of(tender, firm.id) is None:
            story.do(register_interest, tender, firm, by=planned.firm, on=closes - timedelta(days=12))
    for number, planned in enumerate(plan.bids):
        on = closes - timedelta(hours=3 * (len(plan.bids) - number), minutes=7)
        yield on
        lot, firm = lots[planned.lot], story.firms[planned.firm]
        story.do(save_draft, tender, lot, firm, content_of(lot, planned), by=planned.firm, on=on)
        story.do(submit_bid, tender, lot, firm, by=planned.firm, on=on + timedelta(minutes=2))


def content_of(lot: Lot, planned: BidPlan) -> BidContent:
    """What this firm writes for this lot."""
    return BidContent(
        declaration=Declaration(
            applies={ground.code: False for ground in GROUNDS}, signatory=f"Directie {planned.firm}",
            signatory_function="Directeur",
        ),
        answers={
            requirement.id: Answer(complies=requirement.code != planned.fails, holds_from=requirement.holds_from)
            for requirement in requirements_for(lot)
        },
        qualities={
            criterion.id: offer(planned.firm, criterion.code, criterion.title)
            for criterion in quality_criteria(lot.tender_id)
        },
        prices={
            milestone.id: round_to_cents((milestone.highest_fee or Decimal(0)) * planned.price_percent / 100)
            for milestone in milestones_for(lot)
        },
        # Everybody likes the first lots best: they are the largest.
        preference=planned.lot if award_of(lot.tender).terms.asks_preference else None,
    )  # fmt: skip


def open_bids(
    story: Story, tender: Tender, on: datetime, *, kind: EnvelopeKind, by: Sequence[str] = ("Gert", "Hanna")
) -> Line:
    """Two openers, one after the other."""
    first, second = by
    yield on
    story.do(begin_opening, tender, passphrase_of(first), kind=kind, by=first, on=on)
    story.do(complete_opening, tender, passphrase_of(second), kind=kind, by=second, on=on + timedelta(minutes=4))
