"""Facts of tenders: thresholds, closing days, openings, standstill, awards without contract."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from sqlalchemy import exists, func, select

from alerts.due import Fact
from alerts.occasion import OccasionKind
from contracts.accumulation import Measure, Standing
from contracts.models.frameworks import FrameworkContract
from contracts.queries.frameworks import awards_without_contract
from contracts.queries.need_standings import need_standings
from procurement.award_notice import notice_term
from procurement.awarding import LotAwardStatus
from procurement.lifecycle import TenderStatus
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.questions import ExtraRound
from procurement.models.tenders import CpvPart, Lot, Tender
from procurement.procedures import Procedure
from procurement.queries.policy import thresholds
from procurement.regime_facts import CpvValue
from procurement.regime_snapshot import read_back
from procurement.regimes import main_object
from procurement.thresholds import (
    SAS_SINCE,
    Threshold,
    ThresholdKind,
    change_of_period,
    period_of_threshold,
    threshold_on,
)
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.filters import day, euro, moment, words


def facts(today: date) -> list[Fact]:
    """All facts of procurement."""
    table = thresholds()
    return [
        *estimates_near_a_threshold(today, table),
        *missing_threshold_rows(today, table),
        *notices_in_the_next_period(today),
        *accumulations(today),
        *closing_days(today),
        *later_rounds(today),
        *bids_to_open(today),
        *standstill_ends(),
        *awards_to_sign(),
        *notices_to_publish(today),
    ]


def estimates_near_a_threshold(today: date, table: Sequence[Threshold]) -> list[Fact]:
    """Drafts whose estimate comes near the threshold of their kind; above it the procedure is European anyway."""
    estimates = db.session.execute(
        select(Tender, func.coalesce(func.sum(Lot.expected_value), 0))
        .join(Lot, Lot.tender_id == Tender.id)
        .where(Tender.status == TenderStatus.DRAFT)
        .group_by(Tender.id)
    ).all()
    parts = _parts_of([tender.id for tender, _ in estimates])
    found = []
    for tender, estimate in estimates:
        on = tender.notice_on or today
        row = threshold_on(_kind_of_threshold(parts[tender.id], on), on, table=table)
        if row is None or estimate >= row.amount:
            continue
        about = (
            f"{tender.reference} {tender.title}: geraamd op {euro(estimate)}, de drempel op {day(on)} is "
            f"{euro(row.amount)}."
        )
        level = Fraction(estimate) / Fraction(row.amount)
        found.append(_about(OccasionKind.THRESHOLD_NEAR, tender, about, "regime", level=level))
    return found


def missing_threshold_rows(today: date, table: Sequence[Threshold]) -> list[Fact]:
    """The first period to come for which the table has no amount."""
    first_missing = period_of_threshold(today)[0]
    while threshold_on(ThresholdKind.SERVICES_SUBCENTRAL, first_missing, table=table) is not None:
        first_missing = period_of_threshold(first_missing)[1] + timedelta(days=1)
    about = f"Voor de periode vanaf {day(first_missing)} staan nog geen drempelbedragen in Raamwerk."
    return [
        Fact(
            OccasionKind.THRESHOLD_ROW_MISSING, f"threshold:{first_missing}", about, "/aanbestedingen/",
            due_on=first_missing,
        )
    ]  # fmt: skip


def notices_in_the_next_period(today: date) -> list[Fact]:
    """Drafts whose notice falls in another threshold period than their advice, with the day the amounts change."""
    tenders = db.session.scalars(
        select(Tender)
        .where(
            Tender.status == TenderStatus.DRAFT, Tender.notice_on.is_not(None),
            # The framework went through it.
            Tender.procedure != Procedure.MINICOMPETITION,
        )
        .order_by(Tender.id)
    )  # fmt: skip
    found = []
    for tender in tenders:
        assert tender.notice_on is not None, "asked for above"
        advised_for = read_back(tender.regime_advice).facts.notice_on if tender.regime_advice else None
        changes_on = change_of_period(tender.notice_on, advised_for=advised_for, today=today)
        if changes_on is not None:
            about = (
                f"{tender.reference} {tender.title}: de aankondiging staat op {day(tender.notice_on)}, en vanaf "
                f"{day(changes_on)} gelden andere drempelbedragen."
            )
            found.append(_about(OccasionKind.NOTICE_IN_NEXT_PERIOD, tender, about, "regime", due_on=changes_on))
    return found


def accumulations(today: date) -> list[Fact]:
    """Per need and limit: what was bought and is being prepared, by the sum that comes nearest to the limit."""
    needs, _nowhere = need_standings(today)
    found = []
    for need in needs:
        for limit in need.limits:
            nearest = need.nearest(limit)
            if nearest.level <= 0:
                continue
            subject = f"need:{need.group.key}:{limit.procedure.value}"[:80]
            url = f"/rapportages/drempelbewaking/{need.group.key}"
            about = _about_need(need.name, nearest)
            found.append(Fact(OccasionKind.ACCUMULATION, subject, about, url, level=nearest.level))
    return found


def _about_need(name: str, nearest: Standing) -> str:
    limit = nearest.limit
    what = "de Europese drempel" if limit.is_european else f"de grens voor {words(limit.procedure).lower()}"
    over = "in twaalf maanden" if nearest.measure == Measure.TWELVE_MONTHS else "over de looptijden"
    how = "samen" if limit.is_european else "niet zo gekocht als het beleid vraagt:"
    about = f"{name}: {how} {euro(nearest.measured)} {over}, {what} is {euro(limit.amount)}."
    if nearest.is_exempt:
        about += f" Buiten de aanbesteding om: {euro(nearest.outside)}, hooguit 20 % van het geheel mag."
    if nearest.forecast.on is not None:
        about += f" Bij dit tempo wordt die bereikt op {day(nearest.forecast.on)}."
    return about


def closing_days(today: date) -> list[Fact]:
    """Published tenders: the end of questions, requests to take part and bids, as long as it is still to come."""
    found = []
    tenders = db.session.scalars(select(Tender).where(Tender.status == TenderStatus.PUBLISHED))
    for tender in tenders:
        if tender.questions_until is not None and tender.questions_until.date() >= today:
            about = f"{tender.reference} {tender.title}: vragen kunnen tot {moment(tender.questions_until)}."
            due_on = tender.questions_until.date()
            found.append(_about(OccasionKind.QUESTIONS_CLOSE, tender, about, "vragen", due_on=due_on))
        if tender.requests_until is not None and tender.requests_until.date() >= today:
            about = f"{tender.reference} {tender.title}: aanmelden kan tot {moment(tender.requests_until)}."
            subject, url = f"tender_requests:{tender.id}", f"/aanbestedingen/{tender.reference}/selectie"
            found.append(Fact(OccasionKind.BIDS_CLOSE, subject, about, url, due_on=tender.requests_until.date()))
        if tender.closes_at is not None and tender.closes_at.date() >= today:
            about = f"{tender.reference} {tender.title}: inschrijven kan tot {moment(tender.closes_at)}."
            due_on = tender.closes_at.date()
            found.append(_about(OccasionKind.BIDS_CLOSE, tender, about, "opening", due_on=due_on))
    return found


def later_rounds(today: date) -> list[Fact]:
    """Published tenders: the end of the second and later rounds of questions, as long as it is still to come."""
    rows = db.session.execute(
        select(ExtraRound, Tender)
        .join(Tender, Tender.id == ExtraRound.tender_id)
        .where(Tender.status == TenderStatus.PUBLISHED)
    )
    return [
        Fact(
            OccasionKind.QUESTIONS_CLOSE,
            f"question_round:{extra.id}",
            f"{tender.reference} {tender.title}: vragen in ronde {extra.number} kunnen tot "
            f"{moment(extra.questions_until)}.",
            f"/aanbestedingen/{tender.reference}/vragen",
            due_on=extra.questions_until.date(),
        )
        for extra, tender in rows
        if extra.questions_until.date() >= today
    ]


def bids_to_open(today: date) -> list[Fact]:
    """Closed tenders with bids that nobody opened yet."""
    start_of_day = datetime.combine(today, time.min, AMSTERDAM)
    tenders = db.session.scalars(
        select(Tender).where(
            Tender.status == TenderStatus.PUBLISHED,
            Tender.closes_at < start_of_day,
            exists().where(Bid.tender_id == Tender.id),
        )
    )
    return [
        _about(
            OccasionKind.BIDS_WAIT_FOR_OPENING, tender,
            f"{tender.reference} {tender.title}: gesloten op {moment(tender.closes_at)}.",
            "opening", due_on=tender.closes_at.date() + timedelta(days=1),
        )
        for tender in tenders
        if tender.closes_at is not None
    ]  # fmt: skip


def standstill_ends() -> list[Fact]:
    """Provisional awards, with the end of their standstill."""
    rows = db.session.execute(
        select(LotAward.id, LotAward.standstill_ends_on, LotAward.status, Tender, Lot.number, Lot.title)
        .join(Tender, Tender.id == LotAward.tender_id)
        .join(Lot, Lot.id == LotAward.lot_id)
        .where(
            LotAward.status.in_([LotAwardStatus.PROVISIONAL, LotAwardStatus.DISPUTED]),
            LotAward.standstill_ends_on.is_not(None),
        )
        .order_by(LotAward.id)
    )
    return [
        Fact(
            OccasionKind.STANDSTILL_ENDS,
            f"lot_award:{award_id}",
            f"{tender.reference} {tender.title}, perceel {number} ({title}): tot en met {day(ends_on)}."
            + (" Op dit perceel loopt een bezwaar of kort geding." if status == LotAwardStatus.DISPUTED else ""),
            f"/aanbestedingen/{tender.reference}/gunning",
            due_on=ends_on,
        )
        for award_id, ends_on, status, tender, number, title in rows
    ]


def awards_to_sign() -> list[Fact]:
    """Final awards that still need their contract."""
    return [
        Fact(
            OccasionKind.AWARD_WITHOUT_CONTRACT,
            f"lot_award:{award.id}",
            f"{award.tender.reference}, perceel {award.lot.number} ({award.lot.title}): definitief gegund op "
            f"{day(award.made_final_at)}.",
            "/contracten/uit-gunning",
            due_on=award.made_final_at.date(),
        )
        for award in awards_without_contract()
        if award.made_final_at is not None
    ]


def notices_to_publish(today: date) -> list[Fact]:
    """Contracts signed in the last year of which no notice of the result is on record, with the last day for it.

    What was signed longer ago was announced before the house kept the notices.
    """
    rows = db.session.execute(
        select(LotAward, FrameworkContract.signed_on, Tender, Lot)
        .join(FrameworkContract, FrameworkContract.lot_award_id == LotAward.id)
        .join(Tender, Tender.id == LotAward.tender_id)
        .join(Lot, Lot.id == LotAward.lot_id)
        .where(FrameworkContract.signed_on > today - timedelta(days=365), LotAward.notice_sent_on.is_(None))
        .order_by(LotAward.id)
    )
    found = []
    for award, signed_on, tender, lot in rows:
        term = notice_term(signed_on, tender.procedure) if signed_on else None
        if signed_on is None or term is None:
            continue
        about = (
            f"{tender.reference}, perceel {lot.number} ({lot.title}): getekend op {day(signed_on)}. Aankondigen kan "
            f"tot en met {day(term.last_day)}"
        )
        about += f", of met het kwartaal tot en met {day(term.last_day_together)}." if term.last_day_together else "."
        url = f"/aanbestedingen/{tender.reference}/gunning"
        found.append(Fact(OccasionKind.AWARD_NOTICE, f"lot_award:{award.id}", about, url, due_on=term.due_on))
    return found


def _parts_of(tender_ids: list[int]) -> dict[int, list[CpvValue]]:
    parts: dict[int, list[CpvValue]] = defaultdict(list)
    for part in db.session.scalars(select(CpvPart).where(CpvPart.tender_id.in_(tender_ids))):
        parts[part.tender_id].append(CpvValue(code=part.code, value=part.value))
    return parts


def _kind_of_threshold(parts: list[CpvValue], on: date) -> ThresholdKind:
    """SAS when the heaviest part is SAS, as for the regime."""
    is_sas = bool(parts) and main_object(parts).is_sas and on >= SAS_SINCE
    return ThresholdKind.SAS if is_sas else ThresholdKind.SERVICES_SUBCENTRAL


def _about(
    kind: OccasionKind, tender: Tender, about: str, page: str, *, due_on: date | None = None,
    level: Fraction | None = None,
) -> Fact:  # fmt: skip
    url = f"/aanbestedingen/{tender.reference}/{page}"
    return Fact(kind, f"tender:{tender.id}", about, url, due_on=due_on, level=level)
