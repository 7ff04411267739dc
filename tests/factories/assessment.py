"""Tenders on their way from opened bids to final award. Everything goes through the real operations."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from procurement.award_report import Answer, Item
from procurement.bids import EnvelopeKind
from procurement.models.award import AwardReport, LotAward
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.assessment import (
    agree_consensus,
    appoint_committee,
    declare_no_conflict,
    enter_score,
    lock_quality,
    start_assessment,
    submit_scores,
)
from procurement.operations.award_reports import adopt_award_report, draft_award_report
from procurement.operations.awards import check_proofs, make_award_final, send_award_letters
from procurement.operations.bid_checks import check_bid
from procurement.operations.ranking import rank_tender
from procurement.procedures import StandstillKind
from procurement.queries.assessment import (
    admitted_bids,
    check_of,
    committee_of,
    knock_outs_for,
    member_of,
    quality_criteria_of,
)
from procurement.queries.awards import lot_awards_of
from procurement.queries.bids import opened_bids
from procurement.tender_formulas import PriceFormula
from tests.factories.bids import CLOSES_AT, account_of, opened, opened_tender
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Mandate
from townhall.database import db
from townhall.money import euros

ASSESSORS = ("Anouk", "Bram")
CHECKED_AT = CLOSES_AT + timedelta(days=1)
SCORED_AT = CLOSES_AT + timedelta(days=3)
LOCKED_AT = CLOSES_AT + timedelta(days=7)
DECIDED_AT = CLOSES_AT + timedelta(days=14)
#: Reads back what the factory's bids say ("Wij beginnen bij de werkgever"), and is another text for every bid.
MOTIVATION = "Het plan van {name} noemt {step} stappen en laat een traject beginnen bij de werkgever."
ANSWERS = {
    Item.WITHHELD_INFORMATION: Answer(False, "Geen ondernemer heeft hierom verzocht."),
    Item.CONFLICTS: Answer(False, "Er zijn geen belangenconflicten geconstateerd."),
    Item.PRIOR_INVOLVEMENT: Answer(False, "Geen inschrijver was betrokken bij de voorbereiding."),
    Item.WINNERS: Answer(True, "De winnaar voert de opdracht zonder onderaannemers uit."),
}


def assessable_tender(
    *,
    lots: int = 1,
    formula: PriceFormula = PriceFormula.LINEAR_FIXED_BOUNDS,
    standstill: StandstillKind = StandstillKind.STATUTORY,
    **terms: object,
) -> Tender:
    """A tender with opened bids of Sanne and Rik on every lot, a formula and a maximum per lot.

    ``terms`` are the rules of comparing that matter, by their columns.
    """
    tender = opened_tender(lots=lots)
    tender.price_formula = formula
    tender.price_parameters = {"full_at": "2000", "zero_at": "4000", "max_value": "3000"}
    tender.standstill_kind = standstill
    for name, value in terms.items():
        setattr(tender, name, value)
    for lot in tender.lots:
        lot.maximum_value = euros("400000")
    db.session.flush()
    return tender


def admit_all(tender: Tender, *, now: datetime = CHECKED_AT) -> None:
    """Admit every opened bid that was not checked yet."""
    for bid in opened_bids(tender):
        if check_of(bid) is None:
            check_bid(
                bid,
                is_complete=True,
                knock_outs={each.id: True for each in knock_outs_for(bid)},
                actor=account_of("Inge").actor(),
                now=now,
            )


def assessment_begun(*, lots: int = 1, **what_matters: object) -> Tender:
    """A tender whose assessors may score: bids admitted, committee named, no conflicts."""
    tender = assessable_tender(lots=lots, **what_matters)  # type: ignore[arg-type]
    begin_assessment(tender)
    return tender


def begin_assessment(tender: Tender) -> None:
    """Name the committee, let it declare, admit what was not checked, and begin."""
    inge = account_of("Inge").actor()
    admit_all(tender)
    appoint_committee(tender, [account_of(name) for name in ASSESSORS], actor=inge, now=CHECKED_AT)
    for member in committee_of(tender):
        declare_no_conflict(member, actor=member.account.actor(), now=CHECKED_AT)
    start_assessment(tender, actor=inge, now=CHECKED_AT)


def score_all(
    tender: Tender, first_name: str, scores: Mapping[str, int] | None = None, *, hand_in: bool = True
) -> None:
    """Let this assessor score every bid: per firm's first word, else an eight."""
    account = account_of(first_name)
    member = member_of(tender, account.id)
    assert member is not None
    for bid in admitted_bids(tender):
        for criterion in quality_criteria_of(tender):
            enter_score(
                member,
                bid,
                criterion,
                Decimal(score_for(bid, scores)),
                MOTIVATION.format(name=bid.supplier.name, step=bid.id),
                actor=account.actor(),
                now=SCORED_AT,
            )
    if hand_in:
        submit_scores(member, actor=account.actor(), now=SCORED_AT)


def score_for(bid: Bid, scores: Mapping[str, int] | None) -> int:
    """The score wanted for this bid."""
    return (scores or {}).get(bid.supplier.name.split()[0], 8)


def quality_locked(tender: Tender, scores: Mapping[str, int] | None = None) -> Tender:
    """Score, agree and lock; the committee agrees on what was asked."""
    inge = account_of("Inge").actor()
    for name in ASSESSORS:
        score_all(tender, name, scores)
    for bid in admitted_bids(tender):
        for criterion in quality_criteria_of(tender):
            agree_consensus(
                bid,
                criterion,
                Decimal(score_for(bid, scores)),
                MOTIVATION.format(name=bid.supplier.name, step=bid.id),
                actor=inge,
                now=LOCKED_AT,
            )
    lock_quality(tender, actor=inge, now=LOCKED_AT)
    return tender


def ranked_tender(
    *, lots: int = 1, scores: Mapping[str, int] | None = None, **what_matters: object
) -> Tender:
    """A tender with prices opened and ranked. Werkvooruit (Sanne) wins unless scores say otherwise."""
    tender = assessment_begun(lots=lots, **what_matters)
    quality_locked(tender, {"Werkvooruit": 10, "Baanbrug": 6} if scores is None else scores)
    opened(tender, kind=EnvelopeKind.PRICE, by=("Gert", "Hanna"), now=LOCKED_AT + timedelta(hours=1))
    rank_tender(tender, actor=account_of("Inge").actor(), now=LOCKED_AT + timedelta(hours=2))
    return tender


def give_mandate(first_name: str = "Wim", *, up_to: str | None = None) -> None:
    """Let this member of the cast take award decisions."""
    db.session.add(
        Mandate(
            account_id=account_of(first_name).id,
            kind=MandateKind.AWARD_DECISION,
            up_to=None if up_to is None else euros(up_to),
            starts_on=date(2026, 1, 1),
            decision_reference="Mandaatregister 2026, nr. 14",
            granted_at=datetime.fromisoformat("2026-01-01T09:00:00+01:00"),
        )
    )
    db.session.flush()


def drafted_report(tender: Tender, *, now: datetime = DECIDED_AT) -> AwardReport:
    """A draft with an answer to every item."""
    return draft_award_report(tender, ANSWERS, actor=account_of("Inge").actor(), now=now)


def decided_tender(*, lots: int = 1, **what_matters: object) -> Tender:
    """A tender on which Wim decided by adopting the report."""
    tender = ranked_tender(lots=lots, **what_matters)  # type: ignore[arg-type]
    give_mandate()
    adopt_award_report(
        drafted_report(tender),
        "Mandaatregister 2026, nr. 14",
        actor=account_of("Wim").actor(),
        now=DECIDED_AT,
    )
    return tender


def told_tender(*, lots: int = 1, **what_matters: object) -> Tender:
    """A tender whose letters have left: the standstill runs."""
    tender = decided_tender(lots=lots, **what_matters)
    send_award_letters(tender, actor=account_of("Inge").actor(), now=DECIDED_AT)
    return tender


def after_standstill(tender: Tender) -> datetime:
    """Nine o'clock on the first day on which a contract may be signed."""
    first = max(award.earliest_signing_on for award in lot_awards_of(tender) if award.earliest_signing_on)
    return datetime.combine(first, DECIDED_AT.time(), DECIDED_AT.tzinfo)


def final_award(**what_matters: object) -> LotAward:
    """The award of the first lot, final."""
    tender = told_tender(**what_matters)  # type: ignore[arg-type]
    award = lot_awards_of(tender)[0]
    check_proofs(award, "KvK-uittreksel en GVA gezien.", actor=account_of("Inge").actor(), now=DECIDED_AT)
    make_award_final(award, actor=account_of("Wim").actor(), now=after_standstill(tender))
    return award
