"""The verbs of a tender as a whole: begin, change, publish, move its closing, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from procurement.lifecycle import TenderStatus, obstacles_to_changing, obstacles_to_moving
from procurement.models.tenders import ClosingMove, Lot, Tender
from procurement.operations.descriptive import publish_descriptive_document
from procurement.operations.followers import tell_followers
from procurement.operations.offers import make_keys_without_openers
from procurement.operations.requirement_versions import freeze_requirements_version
from procurement.procedures import OPENED_BY_ONE, Procedure, StandstillKind
from procurement.publication import obstacles_to_in_house_award, obstacles_to_publishing
from procurement.queries.award_terms import award_of
from procurement.queries.exclusion import exclusion_grounds_of
from procurement.queries.openings import has_tender_keys
from procurement.queries.planning import haste_of
from procurement.queries.questions import last_promised_answers
from procurement.queries.tender_facts import facts_of, planning_of
from procurement.queries.tenders import latest_bulletin_day
from procurement.tender_formulas import PriceFormula
from procurement.timeline import ANSWERS_BEFORE_CLOSING, latest_answer_day, obstacles_to_planning
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, next_in_year
from townhall.refusal import Obstacle, refuse_if

#: What may be changed in a draft through ``change_tender``.
CHANGEABLE = frozenset(
    {
        "title", "description", "procedure", "procedure_reason", "budget_programme",
        "starts_on", "duration_months", "extension_count", "extension_months",
        "notice_on", "questions_until", "answers_by", "closes_at", "decision_on",
        "standstill_kind", "standstill_days", "four_years", "long_term_reason",
        "quality_method", "price_formula", "price_parameters", "award_basis_reason",
        "total_points", "rounding_place", "rounding_decimals", "tie_rule", "drop_out_rule", "most_lots",
        "allocation_rule", "reach_reason", "requests_until", "most_candidates",
    }
)  # fmt: skip

#: What counts for the terms of bidders; dates that do not fit are refused as soon as they are typed.
PLANNED = frozenset(
    {"notice_on", "questions_until", "answers_by", "closes_at", "decision_on", "standstill_days", "starts_on"}
)

#: Why nothing is compared when one supplier is asked.
ONE_OFFER = "Er is één aanbieder uitgenodigd; er valt niets te vergelijken."


def create_tender(
    *,
    title: str,
    procedure: Procedure,
    description: str = "",
    budget_programme: str = "",
    actor: Actor,
    now: datetime,
) -> Tender:
    """Begin a tender as a draft; its reference is the year and a number without gaps."""
    tender = Tender(
        title=title,
        procedure=procedure,
        description=description,
        budget_programme=budget_programme,
        status=TenderStatus.DRAFT,
        owner_id=actor.account_id,
        reference=f"{now.year}-{next_in_year('tender', now.year):03d}",
    )
    db.session.add(tender)
    trail.record(
        "tender.created", tender, actor=actor, now=now, after={"title": title, "procedure": procedure.value}
    )
    return tender


def change_tender(tender: Tender, changes: Mapping[str, Any], *, actor: Actor, now: datetime) -> None:
    """Change basic data, planning or the way of awarding of a draft; a new term recomputes every lot."""
    assert changes.keys() <= CHANGEABLE, f"not changeable: {sorted(changes.keys() - CHANGEABLE)}"
    changed = {name: value for name, value in changes.items() if getattr(tender, name) != value}
    refuse_if(obstacles_to_changing(tender.status) or _obstacles_to_dates(tender, changed))
    if not changed:
        return
    before = {name: _plain(getattr(tender, name)) for name in changed}
    following = [lot for lot in tender.lots if lot.follows_worksheet()]
    for name, value in changed.items():
        setattr(tender, name, value)
    _recompute_lots(tender, following)
    after = {name: _plain(value) for name, value in changed.items()}
    trail.record("tender.changed", tender, actor=actor, now=now, before=before, after=after)


def _obstacles_to_dates(tender: Tender, changed: Mapping[str, Any]) -> list[Obstacle]:
    """What the law and the house have against the dates that are new, with the haste the tender was planned with."""
    dates = {name: value for name, value in changed.items() if name in PLANNED}
    return obstacles_to_planning(replace(planning_of(tender), **dates)) if dates else []


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _recompute_lots(tender: Tender, following: Sequence[Lot]) -> None:
    """Every estimate; and the maximum of the lots that follow their worksheet, not what somebody typed."""
    for lot in tender.lots:
        sheet = lot.worksheet()
        lot.expected_value = sheet.expected_value
        if lot in following:
            lot.maximum_value = sheet.maximum_value


def publish_tender(tender: Tender, *, actor: Actor, now: datetime) -> None:
    """Open the tender for questions and bids; from now on its content is frozen."""
    refuse_if(obstacles_to_publishing(facts_of(tender), now))
    tender.status = TenderStatus.PUBLISHED
    tender.published_at = now
    tender.notice_on = now.date()
    tender.exclusion_codes = [ground.code for ground in exclusion_grounds_of(tender)]
    _settle_the_short_road(tender, now)
    tender.published_award = award_of(tender).as_data()
    freeze_requirements_version(tender, reason="Publicatie", actor=actor, now=now)
    publish_descriptive_document(tender, actor=actor, now=now)
    tell_followers(tender, "Uitnodiging", "mail/tender_published.txt", now=now)
    trail.record(
        "tender.published",
        tender,
        actor=actor,
        now=now,
        after={"procedure": tender.procedure.value, "closes_at": tender.closes_at},
    )


def _settle_the_short_road(tender: Tender, now: datetime) -> None:
    """What follows from comparing nobody: no standstill, a place in the file for one offer, a key without openers."""
    if tender.procedure not in OPENED_BY_ONE:
        return
    tender.standstill_kind, tender.standstill_days = StandstillKind.NONE, 0
    if tender.procedure == Procedure.SINGLE_PRIVATE and tender.price_formula is None:
        tender.price_formula = PriceFormula.LOWEST_PRICE
        tender.award_basis_reason = tender.award_basis_reason or ONE_OFFER
    if not has_tender_keys(tender):
        make_keys_without_openers(tender, now)


def award_in_house(tender: Tender, *, actor: Actor, now: datetime) -> None:
    """Record an award to an organisation of our own, without bids (inbesteding)."""
    refuse_if(obstacles_to_in_house_award(facts_of(tender)))
    tender.status = TenderStatus.AWARDED
    trail.record("tender.awarded_in_house", tender, actor=actor, now=now, reason=tender.procedure_reason)


def withdraw_tender(tender: Tender, *, reason: str, actor: Actor, now: datetime) -> None:
    """End a tender without an award; suppliers who follow it are told why."""
    obstacles = obstacles_to_moving(tender.status, TenderStatus.WITHDRAWN)
    if not reason.strip():
        text = "Leg uit waarom u de aanbesteding intrekt. Aanbieders lezen deze reden."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    refuse_if(obstacles)
    before = tender.status
    tender.status = TenderStatus.WITHDRAWN
    tender.withdrawn_at = now
    tender.ended_reason = reason.strip()
    if tender.published_at is not None:
        tell_followers(tender, "Ingetrokken", "mail/tender_withdrawn.txt", now=now)
    trail.record(
        "tender.withdrawn",
        tender,
        actor=actor,
        now=now,
        before={"status": before.value},
        reason=reason.strip(),
    )


def move_closing(
    tender: Tender, to: datetime, *, reason: str, actor: Actor, now: datetime, answers_by: date | None = None
) -> ClosingMove:
    """Give bidders more time; everybody who follows the tender gets the new moment by mail."""
    refuse_if(obstacles_to_moving_closing(tender, to, reason=reason, answers_by=answers_by, now=now))
    before = {"closes_at": tender.closes_at, "answers_by": tender.answers_by}
    move = shift_closing(tender, to, reason=reason, now=now)
    if answers_by is not None:
        tender.answers_by = answers_by
    tell_followers(tender, "Sluiting verplaatst", "mail/closing_moved.txt", now=now, move=move)
    trail.record(
        "tender.closing_moved",
        tender,
        actor=actor,
        now=now,
        before=before,
        after={"closes_at": to, "answers_by": tender.answers_by},
        reason=reason.strip(),
    )
    return move


def shift_closing(tender: Tender, to: datetime, *, reason: str, now: datetime) -> ClosingMove:
    """Set the later closing; a part of the operations that tell why and record it."""
    assert tender.closes_at is not None, "a published tender closes"
    move = ClosingMove(
        tender_id=tender.id, moved_at=now, moved_from=tender.closes_at, moved_to=to, reason=reason.strip()
    )
    db.session.add(move)
    tender.closes_at = to
    return move


def obstacles_to_moving_closing(
    tender: Tender, to: datetime, *, reason: str, answers_by: date | None, now: datetime
) -> list[Obstacle]:
    """Why the closing cannot be moved to this moment; it only ever becomes later (art. 2.73 AW)."""
    if tender.status != TenderStatus.PUBLISHED or tender.closes_at is None:
        text = "Alleen de sluiting van een gepubliceerde aanbesteding kan worden verplaatst."
        return [Obstacle("not-published", text)]
    obstacles = []
    if tender.is_closed(now):
        text = "De sluiting is al voorbij. Trek de aanbesteding in als inschrijven niet goed mogelijk was."
        obstacles.append(Obstacle("already-closed", text))
    if to <= tender.closes_at:
        text = f"Kies een later moment dan {tender.closes_at:%d-%m-%Y %H:%M}: er mag geen tijd af."
        obstacles.append(Obstacle("closing-not-later", text, "closes_at"))
    if not reason.strip():
        text = "Leg uit waarom de sluiting wordt verplaatst. Aanbieders lezen deze reden."
        obstacles.append(Obstacle("reason-missing", text, "reason"))
    promised = [answers_by, last_promised_answers(tender), latest_bulletin_day(tender)]
    last_answer = max(filter(None, promised), default=None)
    haste = haste_of(tender)
    if last_answer is not None and last_answer > latest_answer_day(to, tender.procedure, haste):
        days = ANSWERS_BEFORE_CLOSING[haste]
        text = f"Tussen de laatste antwoorden ({last_answer:%d-%m-%Y}) en de sluiting horen {days} dagen."
        obstacles.append(Obstacle("answers-too-late", text, "closes_at"))
    return obstacles
