"""A planning counted back from the day on which the work must begin; every day says why it is that day.

Law: minimum terms art. 2.71–2.74b Aanbestedingswet (AW), answers art. 2.54 AW, standstill art. 2.127 AW
with the Algemene termijnenwet, Regulation 1182/71 for the terms of bidders. The municipality's own lead
times and its recess are rows with a source (``planning_norms.py``). A term that must at least last so long
is planned by looking for the last working day from which it still ends in time.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from procurement.planning_norms import IN_WORKING_DAYS, Norm, PlanningNorm, Recess, recess_on
from procurement.procedures import Procedure, StandstillKind
from procurement.standstill import Standstill, standstill_after
from procurement.timeline import (
    Circumstances,
    Haste,
    MinimumTerm,
    answers_term,
    minimum_bid_term,
    minimum_request_term,
)
from townhall.deadlines import TermRegime, end_of_term
from townhall.working_days import DECREED_DAYS, ONE_DAY, last_working_day_until, why_not_a_working_day


class StepCode(StrEnum):
    """The days of a planning; a question round adds its number."""

    START_PROPOSAL = "start_proposal"
    START_DECISION = "start_decision"
    DOCUMENTS = "documents"
    NOTICE = "notice"
    REQUESTS = "requests"
    INVITATION = "invitation"
    QUESTIONS = "questions"
    ANSWERS = "answers"
    CLOSING = "closing"
    OPENING = "opening"
    REPORT = "report"
    DECISION = "decision"
    STANDSTILL = "standstill"
    FINAL = "final"
    SIGNING = "signing"
    START = "start"


class CollegeDecides(StrEnum):
    """On what the college of mayor and aldermen decides; otherwise somebody with a mandate does."""

    AWARD = "award"
    START_AND_AWARD = "start_and_award"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Wishes:
    """What the buyer wants of the planning. Days that are None are the least that is allowed."""

    procedure: Procedure
    starts_on: date
    rounds: int = 1
    bid_days: int | None = None
    request_days: int | None = None
    college: CollegeDecides = CollegeDecides.AWARD
    standstill_kind: StandstillKind = StandstillKind.VOLUNTARY
    standstill_days: int = 20
    haste: Haste = Haste.NORMAL
    haste_reason: str = ""


@dataclass(frozen=True)
class PlannedStep:
    """One day of the planning: what happens, why on this day, on what ground, and whether that is law."""

    code: str
    label: str
    day: date
    why: str
    source: str
    is_law: bool = False


@dataclass(frozen=True)
class House:
    """The municipality's own lead times and recesses."""

    norms: Mapping[Norm, PlanningNorm]
    recesses: Sequence[Recess]
    #: The days that a decree equates with a holiday.
    equated: Set[date] = DECREED_DAYS


@dataclass
class _Backwards:
    """The planning as it grows, from its last day to its first."""

    wishes: Wishes
    house: House
    steps: list[PlannedStep] = field(default_factory=list)

    @property
    def here(self) -> date:
        return self.steps[-1].day

    def add(
        self, code: StepCode, label: str, day: date, why: str, source: str, *, number: int = 0, is_law: bool = False
    ) -> date:
        name = f"{code}_{number}" if number else code.value
        self.steps.append(PlannedStep(name, label, day, why, source, is_law))
        return day

    def working_day_until(self, day: date) -> date:
        """This day, or the last working day before it."""
        return last_working_day_until(day, self.house.equated)

    def working_days_before(self, day: date, count: int) -> date:
        """The working day that is so many working days before this day."""
        for _ in range(count):
            day = self.working_day_until(day - ONE_DAY)
        return day

    def moved(self, counted: date, found: date) -> str:
        """Words for why a counted day was not taken; empty when it was."""
        if counted == found:
            return ""
        free_day = why_not_a_working_day(counted, self.house.equated)
        return f"; {counted:%d-%m-%Y} is {free_day}, dus de werkdag ervoor"

    def latest_start(self, until: date, ends: Callable[[date], date], *, days: int) -> date:
        """The last working day from which a term still ends on or before this day."""
        day = self.working_day_until(until - timedelta(days=days))
        while ends(day) > until:
            day = self.working_day_until(day - ONE_DAY)
        return day

    def standstill(self, sent_on: date) -> Standstill:
        """The standstill when the letters go out on this day."""
        wishes = self.wishes
        return standstill_after(sent_on, wishes.standstill_kind, wishes.standstill_days, equated=self.house.equated)

    def before(self, day: date, norm: Norm) -> tuple[date, str, str]:
        """The last working day that leaves this norm before the day; why, and the source."""
        row = self.house.norms[norm]
        if norm in IN_WORKING_DAYS:
            return self.working_days_before(day, row.days), f"{row.length} vóór {day:%d-%m-%Y}", row.source
        counted = day - timedelta(days=row.days)
        found = self.working_day_until(counted)
        return found, f"{row.length} vóór {day:%d-%m-%Y}{self.moved(counted, found)}", row.source

    def day_of_college(self, latest: date) -> tuple[date, str]:
        """The last working day on which the college can decide, and words when a recess moved it."""
        return last_day_of_college(latest, self.house)


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


def last_day_of_college(latest: date, house: House) -> tuple[date, str]:
    """The last working day, up to this one, on which the college can decide, and words when a recess moved it."""
    day, words = last_working_day_until(latest, house.equated), ""
    while recess := recess_on(day, house.recesses):
        day = last_working_day_until(recess.starts_on - ONE_DAY, house.equated)
        words += f" Vóór het {_small(recess.name)} ({recess.starts_on:%d-%m-%Y} tot en met {recess.ends_on:%d-%m-%Y})."
    return day, words


def plan_back(wishes: Wishes, house: House) -> list[PlannedStep]:
    """Every day of the planning, first to last. The procedure must have a term for bids."""
    plan = _Backwards(wishes, house)
    _from_start_to_decision(plan)
    _from_decision_to_closing(plan)
    first_of_bidding = _questions_and_bidding(plan)
    _before_bidding(plan, first_of_bidding)
    order = list(StepCode)
    return sorted(plan.steps, key=lambda step: (step.day, order.index(StepCode(step.code.rstrip("_123456789")))))


def _from_start_to_decision(plan: _Backwards) -> None:
    wishes = plan.wishes
    plan.add(StepCode.START, "Start van de opdracht", wishes.starts_on, "De dag die u wenst.", "Uw wens")
    day, why, source = plan.before(plan.here, Norm.MOBILISING)
    plan.add(StepCode.SIGNING, "Overeenkomst getekend", day, f"Voorbereiding door de opdrachtnemer: {why}.", source)
    day, why, source = plan.before(plan.here, Norm.SIGNING)
    plan.add(StepCode.FINAL, "Gunning definitief", day, f"Bewijsstukken controleren en tekenen: {why}.", source)
    final_on = day

    def signable(sent_on: date) -> date:
        return plan.standstill(sent_on).earliest_signing_on

    days = wishes.standstill_days if wishes.standstill_kind != StandstillKind.NONE else 0
    sent_on = plan.latest_start(final_on, signable, days=max(days, 1))
    moved = ""
    if wishes.college != CollegeDecides.NOTHING:
        sent_on, moved = plan.day_of_college(sent_on)
    standstill = plan.standstill(sent_on)
    is_law = wishes.standstill_kind == StandstillKind.STATUTORY
    if standstill.ends_on is not None:
        source = "art. 2.127 AW" if is_law else "Toegezegd in de stukken; art. 2.39 AW schrijft geen termijn voor"
        why = f"{days} dagen, te rekenen vanaf de dag na verzending. {standstill.why}"
        plan.add(
            StepCode.STANDSTILL, "Laatste dag opschortende termijn", standstill.ends_on, why, source, is_law=is_law
        )
    why = f"De laatste werkdag waarna de opschortende termijn vóór {final_on:%d-%m-%Y} voorbij is.{moved}"
    if standstill.ends_on is None:
        why = f"De laatste werkdag vóór de gunning op {final_on:%d-%m-%Y}.{moved}"
    source = "art. 2.127 en 2.130 AW" if is_law else "Planning van de gemeente"
    plan.add(StepCode.DECISION, "Gunningsbeslissing en brieven", sent_on, why, source, is_law=is_law)


def _from_decision_to_closing(plan: _Backwards) -> None:
    decision_on = plan.here
    if plan.wishes.college == CollegeDecides.NOTHING:
        day, why, source = plan.working_days_before(decision_on, 1), "De werkdag vóór de beslissing", "Mandaatregister"
    else:
        day, why, source = plan.before(decision_on, Norm.COLLEGE)
        why = f"Doorlooptijd van een collegevoorstel: {why}"
    plan.add(StepCode.REPORT, "Gunningsverslag en voorstel klaar", day, f"{why}.", source)
    day, why, source = plan.before(plan.here, Norm.ASSESSING)
    plan.add(StepCode.OPENING, "Opening van de inschrijvingen", day, f"Beoordelen en verslag schrijven: {why}.", source)
    day = plan.working_days_before(plan.here, 1)
    why = "De werkdag vóór de opening: een termijn van bieders eindigt op een werkdag."
    plan.add(StepCode.CLOSING, "Sluiting van de inschrijving, 12.00 uur", day, why, "Verordening 1182/71, art. 3")


def _questions_and_bidding(plan: _Backwards) -> date:
    """Adds the question rounds; gives the last day on which bidding may begin because of them."""
    closing_on, wishes = plan.here, plan.wishes
    term = answers_term(wishes.procedure, wishes.haste)
    if term is None or wishes.rounds == 0:
        return closing_on
    counted = closing_on - timedelta(days=term.days)
    day = plan.working_day_until(counted)
    why = f"{term.days} dagen vóór de sluiting, teruggerekend en dus niet verlengd{plan.moved(counted, day)}."
    source, is_law = term.article, term.is_law
    for number in range(wishes.rounds, 0, -1):
        label = f"Antwoorden ronde {number}" if wishes.rounds > 1 else "Antwoorden (nota van inlichtingen)"
        plan.add(StepCode.ANSWERS, label, day, why, source, number=number, is_law=is_law)
        day, why, source = plan.before(day, Norm.ANSWERING)
        label = f"Vragen tot en met, ronde {number}" if wishes.rounds > 1 else "Vragen tot en met"
        plan.add(StepCode.QUESTIONS, label, day, f"Vragen beantwoorden: {why}.", source, number=number)
        day, why, source = plan.before(day, Norm.ASKING)
        why, is_law = f"Aanbieders houden tijd voor vragen in de ronde erna: {why}.", False
    return day


def _before_bidding(plan: _Backwards, first_of_bidding: date) -> None:
    wishes = plan.wishes
    closing_on = next(step.day for step in plan.steps if step.code == StepCode.CLOSING)
    least = minimum_bid_term(wishes.procedure, Circumstances(haste=wishes.haste))
    assert least is not None, "asked with obstacles_to_wishes"
    day, why = _begin_of(plan, closing_on, least, wishes.bid_days)
    source, is_law = least.article, least.is_law
    if first_of_bidding < day:
        row = plan.house.norms[Norm.ASKING]
        day, source, is_law = first_of_bidding, row.source, False
        why = f"{row.length} tijd voor vragen vóór de eerste ronde sluit; dat is eerder dan de minimumtermijn vraagt."
    requests = minimum_request_term(wishes.procedure, wishes.haste)
    if requests is not None:
        plan.add(StepCode.INVITATION, "Uitnodiging tot inschrijving", day, why, source, is_law=is_law)
        day, words, source = plan.before(plan.here, Norm.SELECTING)
        plan.add(StepCode.REQUESTS, "Sluiting van de aanmelding", day, f"Selectie van gegadigden: {words}.", source)
        day, why = _begin_of(plan, plan.here, requests, wishes.request_days)
        source, is_law = requests.article, requests.is_law
    plan.add(StepCode.NOTICE, "Aankondiging", day, why, source, is_law=is_law)
    _before_notice(plan)


def _begin_of(plan: _Backwards, until: date, least: MinimumTerm, wished: int | None) -> tuple[date, str]:
    days = max(least.days, wished or 0)
    regime = TermRegime.EU_1182_71 if least.is_law else TermRegime.CONTRACTUAL

    def ends(day: date) -> date:
        return end_of_term(day, days=days, regime=regime, equated=plan.house.equated).ends_on

    day = plan.latest_start(until, ends, days=days)
    least_words = "het wettelijk minimum" if least.is_law else "wat de gemeente ten minste geeft"
    words = least_words if days == least.days else f"uw wens; {least_words} is {least.days}"
    return day, f"De laatste werkdag die {days} dagen laat tot en met {until:%d-%m-%Y} ({words})."


def _before_notice(plan: _Backwards) -> None:
    notice_on = plan.here
    if plan.wishes.college != CollegeDecides.START_AND_AWARD:
        day = plan.working_days_before(notice_on, 1)
        plan.add(
            StepCode.DOCUMENTS, "Stukken klaar", day, "De werkdag vóór de aankondiging.", "Planning van de gemeente"
        )
        return
    day, moved = plan.day_of_college(plan.working_days_before(notice_on, 1))
    why = f"De werkdag vóór de aankondiging, of eerder als het college dan niet vergadert.{moved}"
    plan.add(StepCode.START_DECISION, "College stelt de stukken vast", day, why, "Planning van de gemeente")
    day, why, source = plan.before(plan.here, Norm.COLLEGE)
    plan.add(
        StepCode.START_PROPOSAL, "Stukken klaar, voorstel naar het college", day,
        f"Doorlooptijd van een collegevoorstel: {why}.", source,
    )  # fmt: skip
