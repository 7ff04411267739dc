"""The other roads beside the large tenders: one offer, an open house, and a selection of candidates."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from demo import tenders
from demo.plans import NO_CURE_LESS_PAY, LotPlan, TenderPlan
from demo.telling import Line, Story, at
from procurement.admissibility import RejectionGround
from procurement.bid_content import Answer, BidContent, Declaration
from procurement.exclusion import GROUNDS
from procurement.lots import Financing, MilestoneFacts, MilestoneKind, TargetGroup
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.lots import add_lot, set_cpv_parts
from procurement.operations.offers import open_received
from procurement.operations.regime import store_regime_advice
from procurement.operations.requirement_sections import add_section
from procurement.operations.requirements import add_requirement
from procurement.operations.selection import (
    RequestContent,
    add_selection_criterion,
    judge_request,
    open_requests,
    submit_request,
)
from procurement.operations.tender_documents import invite_supplier
from procurement.operations.tenders import change_tender, create_tender, publish_tender, withdraw_tender
from procurement.procedures import Procedure, RequirementKind, StandstillKind
from procurement.queries.assessment import knock_outs_for
from procurement.queries.bids import milestones_for, requirements_for
from procurement.queries.selection import selection_criteria_of
from procurement.regime_facts import CpvValue
from procurement.selection import SelectionKind
from procurement.tender_content import LotContent, RequirementContent
from townhall.money import euros

RESTRICTED = TenderPlan(
    title="Arbeidsdeskundig onderzoek 2027–2029",
    description="Niet-openbaar: eerst een selectie op ervaring. De waarde is verzonnen voor deze demo.",
    cpv=(("85312510", "876800", True),),
    begun_on=date(2026, 10, 12),
    notice_on=date(2026, 10, 21),
    questions_until=date(2026, 12, 11),
    answers_by=date(2026, 12, 22),
    closes_on=date(2027, 1, 22),
    decision_on=date(2027, 2, 16),
    starts_on=date(2027, 4, 1),
    duration_months=24,
    extension_count=2,
    extension_months=12,
    lots=(
        LotPlan(
            1, "Arbeidsdeskundig onderzoek", TargetGroup.LONG_TERM_UNEMPLOYED, "Wat kan iemand nog, en wat helpt.", 100,
            Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "1200000",
        ),
    ),
    budget_programme="Re-integratie",
    procedure=Procedure.EU_RESTRICTED,
)  # fmt: skip

REQUIRED = ("U heeft een klachtenregeling voor deelnemers.", "Uw begeleiders hebben een verklaring omtrent het gedrag.")

#: Firm, whether it is suitable, points for experience, and what the buyer writes; the last one waits for a judgement.
CANDIDATES: tuple[tuple[str, bool | None, str, str], ...] = (
    ("Werkvooruit", True, "8", "Twee vergelijkbare opdrachten, met cijfers over wat het onderzoek opleverde."),
    ("Baanbrug", False, "0", "De referentie gaat over bemiddeling en niet over arbeidsdeskundig onderzoek."),
    ("Spaarne Werkt", None, "0", ""),
)


def tell(story: Story) -> list[Line]:
    """Four story lines of the last months, and one of the winter before."""
    return [
        _one_offer(story), _open_house(story), _restricted(story), _restricted_begun(story), _given_up(story)
    ]  # fmt: skip


def _given_up(story: Story) -> Line:
    """A tender that was planned for after New Year, and withdrawn before it was published."""
    on = at("2025-11-24", 11)
    yield on
    tender = story.do(
        create_tender, title="Sollicitatietraining 2026", procedure=Procedure.MULTIPLE_PRIVATE, by="Inge", on=on
    )
    story.do(change_tender, tender, {"notice_on": date(2026, 1, 12)}, by="Inge", on=on)
    on = at("2025-12-15", 10)
    yield on
    reason = "De training hoort bij de begeleiding naar werk. Wij vragen haar in de aanbesteding van 2026."
    story.do(withdraw_tender, tender, reason=reason, by="Inge", on=on)


def _small(
    story: Story,
    title: str,
    procedure: Procedure,
    why: str,
    changes: dict[str, object],
    *,
    lot: LotContent,
    value: str,
    on: datetime,
) -> Tender:
    tender: Tender = story.do(create_tender, title=title, procedure=procedure, by="Inge", on=on)
    basics = {"procedure_reason": why, "budget_programme": "Re-integratie"}
    story.do(change_tender, tender, {**basics, **changes}, by="Inge", on=on)
    story.do(add_lot, tender, lot, by="Inge", on=on)
    story.do(set_cpv_parts, tender, [CpvValue("85312300", euros(value), True)], by="Inge", on=on)
    story.do(add_section, tender, "Algemeen", by="Inge", on=on)
    for text in REQUIRED:
        story.do(add_requirement, tender, RequirementContent(text, RequirementKind.KNOCK_OUT), by="Inge", on=on)
    story.do(store_regime_advice, tender, by="Inge", on=on)
    return tender


def _lot(title: str, group: TargetGroup, clients: int, maximum: str, *, fee: str) -> LotContent:
    steps = (
        (MilestoneKind.START, "Start", "50", "100"),
        (MilestoneKind.COMPLETION, "Traject afgerond", "50", "80"),
    )
    return LotContent(
        title=title, target_group=group, clients_per_year=clients, financing=Financing.EFFORT,
        maximum_value=euros(maximum), maximum_reason="Afgerond naar boven.",
        milestones=tuple(
            MilestoneFacts(kind, label, Decimal(share), Decimal(attainment), euros(fee))
            for kind, label, share, attainment in steps
        ),
    )  # fmt: skip


def _offer(story: Story, tender: Tender, firm: str, on: datetime, *, with_prices: bool) -> Bid:
    lot = tender.lots[0]
    content = BidContent(
        declaration=Declaration({ground.code: False for ground in GROUNDS}, "", f"Directie {firm}", "Directeur"),
        answers={each.id: Answer(True) for each in requirements_for(lot)},
        prices={each.id: each.highest_fee or euros(0) for each in milestones_for(lot)} if with_prices else {},
    )
    story.do(save_draft, tender, lot, story.firms[firm], content, by=firm, on=on)
    made: Bid = story.do(submit_bid, tender, lot, story.firms[firm], by=firm, on=on + timedelta(minutes=5))
    return made


def _admit(story: Story, bid: Bid, remarks: str, on: datetime) -> None:
    met = {each.id: True for each in knock_outs_for(bid)}
    story.do(check_bid, bid, is_complete=True, knock_outs=met, remarks=remarks, by="Inge", on=on)


def _one_offer(story: Story) -> Line:
    """Opened and checked; Wim still has to choose it."""
    on = at("2026-11-04", 9)
    yield on
    changes = {
        "starts_on": date(2027, 1, 4), "duration_months": 12, "notice_on": date(2026, 11, 4),
        "closes_at": tenders.noon(date(2026, 11, 18)), "decision_on": date(2026, 11, 30),
        "standstill_kind": StandstillKind.NONE, "standstill_days": 0,
    }  # fmt: skip
    lot = _lot("Rouw en werk", TargetGroup.GENERAL, 12, "20000", fee="800")
    why = "Eén groep van twaalf mensen; dit bureau heeft als enige in de regio ervaring met rouw en werk."
    value = str(12 * (800 + 640))
    tender = _small(story, "Rouw en werk 2027", Procedure.SINGLE_PRIVATE, why, changes, lot=lot, value=value, on=on)
    story.do(invite_supplier, tender, story.firms["Ervaring Telt"], by="Inge", on=on)
    story.do(publish_tender, tender, by="Inge", on=on)
    on = at("2026-11-12", 14)
    yield on
    bid = _offer(story, tender, "Ervaring Telt", on, with_prices=True)
    on = at("2026-11-13", 9)
    yield on
    story.do(open_received, tender, by="Inge", on=on)
    _admit(story, bid, "Het plan is concreet; de prijs is gelijk aan onze raming.", on)


def _open_house(story: Story) -> Line:
    """One let in, one refused, one that came in yesterday."""
    on = at("2026-10-19", 9)
    yield on
    changes = {
        "starts_on": date(2027, 1, 1), "duration_months": 24, "notice_on": date(2026, 10, 19),
        "closes_at": tenders.noon(date(2028, 11, 30)), "standstill_kind": StandstillKind.NONE, "standstill_days": 0,
    }  # fmt: skip
    lot = _lot("Jobcoaching naar keuze", TargetGroup.OVER_FIFTY, 40, "150000", fee="750")
    value = str(2 * 40 * (750 + 600))
    why = "De deelnemer kiest zelf een jobcoach. Ieder die voldoet, krijgt een contract op dezelfde voorwaarden."
    title = "Jobcoaching 50-plus (open house)"
    tender = _small(story, title, Procedure.OPEN_HOUSE, why, changes, lot=lot, value=value, on=on)
    story.do(publish_tender, tender, by="Inge", on=on)
    on = at("2026-11-02", 11)
    yield on
    first = _offer(story, tender, "Spaarne Werkt", on, with_prices=False)
    second = _offer(story, tender, "Tweede Kans", on + timedelta(hours=1), with_prices=False)
    on = at("2026-11-05", 10)
    yield on
    story.do(open_received, tender, by="Inge", on=on)
    _admit(story, first, "Volledig.", on)
    reason = "De klachtenregeling noemt geen onafhankelijke behandeling. Stuur een aangepaste regeling mee."
    story.do(reject_bid, second, reason, ground=RejectionGround.KNOCK_OUT, by="Inge", on=on)
    on = at("2026-11-19", 15)
    yield on
    _offer(story, tender, "Ervaring Telt", on, with_prices=False)


def _restricted(story: Story) -> Line:
    """Requests came in and were opened; one of them still has to be judged."""
    tender = yield from tenders.draft(story, RESTRICTED)
    on = at("2026-10-19", 15)
    yield on
    changes = {
        "standstill_kind": StandstillKind.STATUTORY, "standstill_days": 20, "most_candidates": 5,
        "requests_until": tenders.noon(date(2026, 11, 20)),
    }  # fmt: skip
    story.do(change_tender, tender, changes, by="Inge", on=on)
    for title, kind, question, points in (
        ("Referentie", SelectionKind.SUITABILITY, "Eén opdracht voor arbeidsdeskundig onderzoek in drie jaar.", None),
        ("Ervaring", SelectionKind.RANKING, "Wat leverde dat onderzoek de deelnemers op?", Decimal(10)),
    ):
        story.do(
            add_selection_criterion, tender, title, kind=kind, question=question, most_points=points, by="Inge",
            on=on,
        )  # fmt: skip
    yield from tenders.publish(story, tender, RESTRICTED)
    on = at("2026-11-03", 11)
    yield on
    asked = {}
    for firm, *_judgement in CANDIDATES:
        words = f"{firm} deed dit in 2025 voor een gemeente in de regio. (Verzonnen.)"
        answers = {each.id: words for each in selection_criteria_of(tender)}
        content = RequestContent(answers, True, "", f"Directie {firm}")
        asked[firm] = story.do(submit_request, tender, story.firms[firm], content, by=firm, on=on)
    on = at("2026-11-20", 15)
    yield on
    story.do(open_requests, tender, by="Inge", on=on)
    suitability, ranking = selection_criteria_of(tender)
    for firm, is_suitable, given, why in CANDIDATES:
        if is_suitable is not None:
            story.do(
                judge_request, asked[firm], {suitability.id: is_suitable}, {ranking.id: Decimal(given)}, why,
                by="Inge", on=on,
            )  # fmt: skip


def _restricted_begun(story: Story) -> Line:
    """Begun last week, with nothing in it yet."""
    on = at("2026-11-18", 16)
    yield on
    story.do(
        create_tender, title="Medische keuringen 2028", procedure=Procedure.EU_RESTRICTED, by="Inge", on=on
    )
