"""Everything the gunningsverslag says, as plain data: the source of page, PDF and attachment alike."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from procurement.admissibility import ABNORMALLY_LOW, GROUND_LABELS, RejectionGround
from procurement.award_report import Answer, Item, Named, ReportFacts, ReportItem, items_of
from procurement.award_terms import scale_in_words, terms_in_words
from procurement.awarding import LotAwardStatus
from procurement.models.assessment import BidCheck
from procurement.models.award import LotAward
from procurement.models.tenders import Tender
from procurement.procedures import CriterionKind, StandstillKind
from procurement.queries.assessment import (
    checks_of,
    rejected_checks,
    statements_of,
)
from procurement.queries.award_report_course import (
    bulletins_of_report,
    committee_of_report,
    openings_of_report,
    reassessments_of_report,
    rectifications_of_report,
    timeline_of_report,
)
from procurement.queries.award_report_lots import (
    allocation_of_report,
    lot_name,
    lots_of_report,
    not_chosen_of_report,
    winners_of_report,
)
from procurement.queries.award_report_parties import (
    bidding_along_with,
    candidates_in,
    declared_prior_involvement,
)
from procurement.queries.award_terms import award_of
from procurement.queries.awards import standing_awards
from procurement.queries.bids import opened_bids
from procurement.queries.cpv import names_of_cpv
from procurement.queries.questions import withheld_parts_of
from procurement.ranking import CriterionFacts, formula_in_words
from procurement.selection import RequestStatus
from procurement.standstill import (
    STATUTORY_DAYS,
    BothEnds,
    Standstill,
    both_ends,
    standstill_after,
    standstill_without_award,
)
from procurement.tender_formulas import FORMULAS, PARAMETER_LABELS
from townhall.decrees.queries import equated_days
from townhall.filters import euro, euro_or_none, number
from townhall.installation import installation
from townhall.money import sum_of
from townhall.organisations.queries import the_municipality

Data = dict[str, Any]

#: Which layout prints this data. Raise it when the layout changes, so that an older report is not called altered.
FORMAT = 3
ADMITTED = "Tijdig, volledig en aan alle eisen voldaan."
NOT_CHECKED = "Tijdig ontvangen; niet verder getoetst, omdat het perceel niet wordt gegund."


def report_data(tender: Tender, answers: Mapping[Item, Answer], *, version: int, now: datetime) -> Data:
    """The report as it would read now, as this version."""
    authority = the_municipality()
    items = items_of(report_facts(tender, answers))
    return {
        "format": FORMAT,
        "number": version,
        "made_at": now,
        "authority": {
            "name": authority.name, "address": authority.address, "kvk": authority.kvk_number,
            "department": installation().department,
        },
        "tender": _tender(tender),
        "items": [_item(each) for each in items],
        "timeline": timeline_of_report(tender),
        "bulletins": bulletins_of_report(tender),
        "rectifications": rectifications_of_report(tender),
        "regime": tender.regime_advice,
        "openings": openings_of_report(tender),
        "committee": committee_of_report(tender),
        "reassessments": reassessments_of_report(tender),
        "criteria": [
            {"code": each.code, "title": each.title, "weight": str(each.weight), "kind": each.kind.value}
            for each in tender.criteria
        ],
        "formula": _formula(tender),
        "lots": lots_of_report(tender),
        "allocation": allocation_of_report(tender),
        "rejected": [_rejected(check) for check in rejected_checks(tender)],
        "standstill": _standstill(tender, now),
        "not_awarded": {
            str(award.lot.number): award.reason
            for award in standing_awards(tender).values()
            if award.status == LotAwardStatus.NOT_AWARDED
        },
        "decision": None,
    }


def report_facts(tender: Tender, answers: Mapping[Item, Answer]) -> ReportFacts:
    """What the records say, for the fifteen items."""
    authority = the_municipality()
    rejected = rejected_checks(tender)
    standing = standing_awards(tender)
    bids = opened_bids(tender)
    set_aside = {check.bid_id for check in rejected}
    checked = checks_of([bid.id for bid in bids])
    return ReportFacts(
        authority=authority.name,
        address=authority.address,
        subject=f"{tender.title} ({tender.reference}), een raamovereenkomst per perceel",
        value_lines=_values(tender),
        procedure=tender.procedure,
        considered=tuple(
            Named(bid.supplier.name, lot_name(bid.lot), ADMITTED if bid.id in checked else NOT_CHECKED)
            for bid in bids
            if bid.id not in set_aside
        ),
        excluded=_by_ground(rejected, {RejectionGround.EXCLUDED}),
        rejected=(
            *_by_ground(rejected, set(RejectionGround) - {RejectionGround.EXCLUDED}),
            *not_chosen_of_report(tender),
        ),
        abnormally_low=_by_ground(rejected, ABNORMALLY_LOW),
        winners=winners_of_report(tender),
        not_awarded=tuple(
            (lot_name(award.lot), award.reason)
            for award in standing.values()
            if award.status == LotAwardStatus.NOT_AWARDED
        ),
        stepped_down=tuple(
            (each.member.account.name, each.explanation) for each in statements_of(tender) if each.has_conflict
        ),
        declared_prior_involvement=declared_prior_involvement(bids),
        selected=candidates_in(tender, RequestStatus.SELECTED),
        turned_down=candidates_in(tender, RequestStatus.NOT_SELECTED),
        bidding_along=bidding_along_with(tender),
        withheld=tuple(
            f"Nota van inlichtingen {nota}, vraag {number}: een deel is op verzoek weggelaten. {why}"
            for nota, number, why in withheld_parts_of(tender)
        ),
        answers=answers,
    )


def _values(tender: Tender) -> tuple[str, ...]:
    total = sum_of(lot.expected_value for lot in tender.lots)
    lines = [f"Geraamde waarde over de hele looptijd met verlengingen: {euro(total)} exclusief btw"]
    return (
        *lines,
        *(
            f"{lot_name(lot)}: geraamd {euro(lot.expected_value)}, maximumwaarde {euro_or_none(lot.maximum_value)}"
            for lot in tender.lots
        ),
    )


def _by_ground(checks: Sequence[BidCheck], grounds: Set[RejectionGround]) -> tuple[Named, ...]:
    return tuple(
        Named(
            check.bid.supplier.name,
            lot_name(check.bid.lot),
            f"{GROUND_LABELS[check.ground]}: {check.reason}",
        )
        for check in checks
        if check.ground is not None and check.ground in grounds
    )


def _item(item: ReportItem) -> Data:
    return {
        "item": item.item.value,
        "title": item.title,
        "article": item.article,
        "lines": list(item.lines),
        "not_applicable": item.not_applicable,
    }


def _tender(tender: Tender) -> Data:
    names = names_of_cpv(part.code for part in tender.cpv_parts)
    return {
        "reference": tender.reference,
        "title": tender.title,
        "description": tender.description,
        "procedure": tender.procedure.value,
        "procedure_reason": tender.procedure_reason,
        "cpv": [
            {
                "code": part.code,
                "name": names.get(part.code, ""),
                "value": str(part.value),
                "is_main": part.is_main,
            }
            for part in tender.cpv_parts
        ],
    }


def _formula(tender: Tender) -> Data | None:
    if tender.price_formula is None:
        return None
    return {
        "words": formula_in_words(tender.price_formula),
        "parameters": [
            {"label": PARAMETER_LABELS[name], "value": number_or_text(value)}
            for name, value in tender.price_parameters.items()
            if name in FORMULAS[tender.price_formula].takes
        ],
        "terms": [[name, words] for name, words in terms_in_words(award_of(tender).terms)],
        "scales": [[each.code, scale_in_words(each.scale)] for each in quality_criteria_in(tender)],
    }


def quality_criteria_in(tender: Tender) -> list[CriterionFacts]:
    """The criteria that assessors scored, as they were published."""
    return [each for each in award_of(tender).criteria if each.kind == CriterionKind.QUALITY]


def number_or_text(value: object) -> str:
    """A parameter as people write it."""
    try:
        return number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _rejected(check: BidCheck) -> Data:
    assert check.ground is not None
    return {
        "bidder": check.bid.supplier.name,
        "lot": check.bid.lot.number,
        "ground": GROUND_LABELS[check.ground],
        "reason": check.reason,
    }


def _standstill(tender: Tender, now: datetime) -> Data:
    standstill = standstill_of(tender, now.date())
    return {"label": standstill.label, "days": standstill.days, "kind": standstill.kind.value, "why": standstill.why}


def is_nothing_awarded(tender: Tender) -> bool:
    """Whether every lot of this tender is declined."""
    standing = standing_awards(tender)
    return len(standing) == len(tender.lots) and all(
        award.status == LotAwardStatus.NOT_AWARDED for award in standing.values()
    )


def standstill_of(tender: Tender, sent_on: date) -> Standstill:
    """The standstill when the letters leave on this day."""
    if is_nothing_awarded(tender):
        return standstill_without_award(sent_on)
    return standstill_after(sent_on, tender.standstill_kind, standstill_days_of(tender), equated=equated_days())


def ends_of_standstills(tender: Tender, awards: Sequence[LotAward]) -> dict[int, BothEnds]:
    """Per award with a standstill its last day by the act and by the documents, by the day its letters left."""
    equated, days = equated_days(), standstill_days_of(tender)
    return {
        award.id: both_ends(award.decision.letters_sent_at.date(), days, equated=equated)
        for award in awards
        if award.standstill_ends_on and award.decision is not None and award.decision.letters_sent_at is not None
    }


def standstill_days_of(tender: Tender) -> int:
    """The days of the standstill; the act's twenty are a minimum where the act applies."""
    if tender.standstill_kind == StandstillKind.STATUTORY:
        return max(STATUTORY_DAYS, tender.standstill_days)
    return tender.standstill_days
