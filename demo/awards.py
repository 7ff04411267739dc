"""How bids are checked, scored, ranked and awarded. Each function is a part of a story line."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from demo.bidder_questions import explained, measured, repaired
from demo.firm_words import motivation
from demo.plans import BidPlan, TenderPlan
from demo.telling import Line, Story
from demo.tenders import open_bids
from procurement.admissibility import RejectionGround
from procurement.award_report import Answer, Item
from procurement.awarding import LotAwardStatus, ObjectionKind
from procurement.bids import EnvelopeKind
from procurement.models.assessment import CommitteeMember
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.tenders import AwardCriterion, Tender
from procurement.operations.assessment import (
    agree_consensus,
    appoint_committee,
    declare_no_conflict,
    enter_score,
    lock_quality,
    start_assessment,
    submit_scores,
)
from procurement.operations.award_notices import record_notice
from procurement.operations.award_reports import adopt_award_report, draft_award_report
from procurement.operations.awards import check_proofs, make_award_final, send_award_letters
from procurement.operations.bid_checks import check_bid, reject_bid
from procurement.operations.dossier import request_dossier
from procurement.operations.objections import record_objection
from procurement.operations.ranking import rank_tender
from procurement.operations.reassessment import choose_reassessors
from procurement.operations.withdrawals import withdraw_award
from procurement.procedures import EXCLUDING_KINDS
from procurement.queries.assessment import member_of
from procurement.queries.awards import lot_awards_of
from procurement.queries.bids import opened_bids, quality_criteria, requirements_for
from townhall.clock import AMSTERDAM

COMMITTEE = ("Anouk", "Bram")

def assess(story: Story, tender: Tender, plan: TenderPlan, opened_at: datetime) -> Line:
    """From opening the quality envelopes to locking quality."""
    yield from open_bids(story, tender, opened_at, kind=EnvelopeKind.QUALITY)
    on = opened_at + timedelta(days=1)
    yield on
    members = [story.accounts[name] for name in COMMITTEE]
    story.do(appoint_committee, tender, members, by="Inge", on=on)
    bids = {(bid.supplier_id, bid.lot.number): bid for bid in opened_bids(tender)}
    planned = {bids[story.firms[p.firm].id, p.lot]: p for p in plan.bids}
    repair = plan.repair
    to_repair = (repair.firm, repair.lot) if repair else None
    flawed = next((bid for bid, each in planned.items() if (each.firm, each.lot) == to_repair), None)
    for bid, each in planned.items():
        if bid is not flawed:
            _check(story, bid, each, on)
    for name in COMMITTEE:
        member = _member(story, tender, name)
        story.do(declare_no_conflict, member, by=name, on=on + timedelta(hours=1))
    if flawed is not None and repair is not None:
        yield from repaired(story, flawed, repair, lambda then: _check(story, flawed, planned[flawed], then), on)
        on += timedelta(days=1, hours=4)
    story.do(start_assessment, tender, by="Inge", on=on + timedelta(hours=2))
    admitted = {bid: each for bid, each in planned.items() if each.fails is None}
    criteria = quality_criteria(tender.id)
    for days, name in enumerate(COMMITTEE, start=5):
        scored_at = on + timedelta(days=days + (plan.late_days if name == COMMITTEE[-1] else 0))
        yield scored_at
        _score(story, tender, name, admitted, criteria, scored_at)
    agreed_at = on + timedelta(days=9 + plan.late_days)
    yield agreed_at
    for bid, each in admitted.items():
        for criterion in criteria:
            grade = each.grades[criterion.code]
            words = motivation(each.firm, criterion.code, grade)
            story.do(agree_consensus, bid, criterion, Decimal(grade), words, by="Anouk", on=agreed_at)
    story.do(lock_quality, tender, by="Inge", on=agreed_at + timedelta(hours=1))


def _check(story: Story, bid: Bid, planned: BidPlan, on: datetime) -> None:
    knock_outs = {
        requirement.id: requirement.code != planned.fails
        for requirement in requirements_for(bid.lot)
        if requirement.kind in EXCLUDING_KINDS
    }
    if planned.fails is None:
        enough = True if bid.lot.turnover_required is not None else None
        story.do(check_bid, bid, is_complete=True, knock_outs=knock_outs, meets_turnover=enough, by="Inge", on=on)
        return
    reason = f"{planned.firm} voldoet niet aan eis {planned.fails}: het gevraagde keurmerk ontbreekt."
    story.do(reject_bid, bid, reason, ground=RejectionGround.KNOCK_OUT, by="Inge", on=on)


def _member(story: Story, tender: Tender, name: str) -> CommitteeMember:
    member = member_of(tender, story.accounts[name].id)
    assert member is not None, f"{name} sits in the committee"
    return member


def _score(
    story: Story, tender: Tender, name: str, admitted: Mapping[Bid, BidPlan], criteria: list[AwardCriterion],
    on: datetime,
) -> None:  # fmt: skip
    """One assessor on his own: Bram is a step stricter on the network than the committee will be."""
    member = _member(story, tender, name)
    for bid, planned in admitted.items():
        for criterion in criteria:
            grade = planned.grades[criterion.code]
            if name == "Bram" and criterion.code == "K2":
                grade = max(4, grade - 2)
            words = motivation(planned.firm, criterion.code, grade)
            story.do(enter_score, member, bid, criterion, Decimal(grade), words, by=name, on=on)
    story.do(submit_scores, member, by=name, on=on + timedelta(minutes=30))


def rank(story: Story, tender: Tender, plan: TenderPlan, on: datetime) -> Line:
    """Open the prices, have a strikingly low one explained, and make the ranking."""
    if plan.low_price is not None:
        yield on - timedelta(hours=1)
        measured(story, tender, plan.low_price, on - timedelta(hours=1))
    yield from open_bids(story, tender, on, kind=EnvelopeKind.PRICE)
    if plan.low_price is not None:
        yield from explained(story, tender, plan.low_price, on + timedelta(hours=1))
        on += timedelta(days=4, hours=1)
    story.do(rank_tender, tender, by="Inge", on=on + timedelta(hours=1))


ANSWERS = {
    Item.WITHHELD_INFORMATION: Answer(
        False, "Geen van de ondernemers heeft gevraagd om inlichtingen vertrouwelijk te houden."
    ),
    Item.CONFLICTS: Answer(False, "Alle beoordelaars hebben verklaard geen belang te hebben bij een inschrijver."),
    Item.PRIOR_INVOLVEMENT: Answer(False, "Geen van de inschrijvers was betrokken bij de voorbereiding."),
    Item.WINNERS: Answer(True, "De winnaars voeren de opdracht zelf uit; er zijn geen onderaannemers opgegeven."),
}


def decide(story: Story, tender: Tender, on: datetime) -> Line:
    """The report, the decision, and all letters at once."""
    yield on
    report = story.do(draft_award_report, tender, ANSWERS, by="Inge", on=on)
    adopted_at = on + timedelta(days=1)
    yield adopted_at
    mandate = f"Mandaatregister Haarlem {adopted_at.year}, nr. 14 (fictief)"
    story.do(adopt_award_report, report, mandate, by="Wim", on=adopted_at)
    yield adopted_at + timedelta(hours=2)
    story.do(send_award_letters, tender, by="Inge", on=adopted_at + timedelta(hours=2))


def object_to(story: Story, tender: Tender, lot_number: int, firm: str, grounds: str, on: datetime) -> Line:
    """A bidder goes to court over one lot; the others go on."""
    yield on
    award = _award(tender, lot_number)
    story.do(
        record_objection, award, kind=ObjectionKind.SUMMONS, supplier_id=story.firms[firm].id,
        received_on=on.date(), grounds=grounds, by="Inge", on=on,
    )  # fmt: skip


def take_back(story: Story, tender: Tender, lot_number: int, reason: str, why_same: str, on: datetime) -> Line:
    """The decision on one lot is taken back; the same committee will score anew, and says why it still can."""
    yield on
    story.do(withdraw_award, _award(tender, lot_number), reason, by="Inge", on=on)
    chosen_at = on + timedelta(hours=1)
    yield chosen_at
    story.do(choose_reassessors, tender, [], why_same, keeps_committee=True, by="Inge", on=chosen_at)


def announce(story: Story, tender: Tender, number: str, on: datetime) -> Line:
    """The result of every lot was published."""
    yield on
    for award in lot_awards_of(tender):
        story.do(record_notice, award, on.date(), number, by="Inge", on=on)


def hand_over(story: Story, tender: Tender, name: str, on: datetime) -> Line:
    """The auditor asks for the whole file of a tender; the job process packs it."""
    yield on
    story.places[name] = story.do(request_dossier, tender, by="Ria", on=on)


def finish(story: Story, tender: Tender) -> Line:
    """After the standstill: proofs seen, and every lot that nobody opposes final."""
    awards = [award for award in lot_awards_of(tender) if award.status == LotAwardStatus.PROVISIONAL]
    last = max(award.earliest_signing_on for award in awards if award.earliest_signing_on)
    on = datetime(last.year, last.month, last.day, 10, tzinfo=AMSTERDAM) + timedelta(days=1)
    yield on
    remarks = "KvK-uittreksel, verklaring Belastingdienst en gedragsverklaring aanbesteden gezien; alle in termijn."
    for award in awards:
        story.do(check_proofs, award, remarks, by="Inge", on=on)
    for award in awards:
        story.do(make_award_final, award, by="Wim", on=on + timedelta(hours=1))


def _award(tender: Tender, lot_number: int) -> LotAward:
    return next(award for award in lot_awards_of(tender) if award.lot.number == lot_number)
