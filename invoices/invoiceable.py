"""How every milestone of a supplier's tracks stands towards an invoice: now, not yet, blocked or too late.

The list says for each what is in the way, so that nobody has to ask: a day that must pass, evidence that is
missing, a check by the municipality, or a claim window that has closed. Source: domain rule "pay only if milestone
evidence approved AND previous milestones in order AND not paid before AND within contract validity".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from contracts.milestones import AchievementStatus, StepTerms, TrackFacts, months_of, obstacles_to_achieving
from contracts.placements import placed_on, sustained_on
from contracts.progress import StepState, StepView
from invoices.claims import AchievementFacts, milestone_code, obstacles_to_claiming
from procurement.lots import MilestoneKind
from townhall.periods import add_months


class Standing(StrEnum):
    """Whether a milestone can be on an invoice."""

    NOW = "now"
    NOT_YET = "not_yet"
    BLOCKED = "blocked"
    TOO_LATE = "too_late"
    INVOICED = "invoiced"
    LAPSED = "lapsed"


#: What may still bring money, or asks for an act.
OPEN = frozenset({Standing.NOW, Standing.NOT_YET, Standing.BLOCKED, Standing.TOO_LATE})

#: The usual evidence (domain facts, section 8.5), where the contract itself names none.
USUAL_EVIDENCE: Mapping[MilestoneKind, str] = {
    MilestoneKind.INTAKE: "het ondertekende intakeformulier",
    MilestoneKind.PLAN: "het plan, ondertekend door deelnemer en casemanager",
    MilestoneKind.PLACEMENT: "de arbeidsovereenkomst zonder BSN, en de eerste loonstrook of een verklaring van de "
    "werkgever",
    MilestoneKind.CERTIFICATE: "het diploma of certificaat",
}
_STILL_AT_WORK = "een loonstrook of verklaring van de werkgever van rond de meetdag"
_OTHER_EVIDENCE = "een stuk waaruit blijkt dat de mijlpaal is bereikt"


@dataclass(frozen=True)
class InvoiceableStep:
    """One milestone of one track; ``from_on``: when it can be reached, ``until_on``: the last day to claim."""

    contract_number: str
    track_number: str
    code: str
    label: str
    amount: Decimal
    standing: Standing
    why: str
    reached_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None


def of_achievement(
    facts: AchievementFacts, *, supplier_id: int, today: date, open_question: str | None = None
) -> InvoiceableStep:
    """How a reported milestone stands; ``open_question`` is what the municipality asked and nobody answered."""
    standing, why = _of_achievement(facts, supplier_id, today, open_question)
    return InvoiceableStep(
        contract_number=facts.contract_number,
        track_number=facts.track_number,
        code=facts.milestone_code,
        label=facts.milestone_label,
        amount=facts.amount,
        standing=standing,
        why=why,
        reached_on=facts.reached_on,
        until_on=facts.claim_by,
    )


def _of_achievement(
    facts: AchievementFacts, supplier_id: int, today: date, open_question: str | None
) -> tuple[Standing, str]:
    if facts.claimed_on_invoice is not None:
        return Standing.INVOICED, f"Staat op factuur {facts.claimed_on_invoice}."
    if open_question is not None:
        return Standing.BLOCKED, f"De gemeente vraagt: “{open_question}” Beantwoord de vraag bij het traject."
    if facts.verification is AchievementStatus.REPORTED:
        return Standing.BLOCKED, "Gemeld. De gemeente controleert het bewijs nog; u hoeft nu niets te doen."
    obstacles = obstacles_to_claiming(facts, supplier_id=supplier_id, on=today)
    if obstacles:
        return Standing.TOO_LATE, " ".join(obstacle.text for obstacle in obstacles)
    if facts.claim_by is None:
        return Standing.NOW, "Gecontroleerd. U kunt factureren."
    return Standing.NOW, f"Gecontroleerd. U kunt factureren tot en met {facts.claim_by:%d-%m-%Y}."


def of_step(
    view: StepView,
    facts: TrackFacts,
    *,
    contract_number: str,
    track_number: str,
    amount: Decimal,
    evidence: str,
    today: date,
) -> InvoiceableStep | None:
    """How a milestone stands that is not reported yet; None when it was. ``evidence`` is what the contract asks."""
    if view.state in (StepState.DONE, StepState.WAITING):
        return None
    standing, why, from_on = _of_step(view, facts, evidence, today)
    return InvoiceableStep(
        contract_number=contract_number,
        track_number=track_number,
        code=milestone_code(view.step.sequence, view.occurrence),
        label=view.step.label,
        amount=amount,
        standing=standing,
        why=why,
        from_on=from_on,
    )


def _of_step(view: StepView, facts: TrackFacts, evidence: str, today: date) -> tuple[Standing, str, date | None]:
    if view.state is StepState.POSSIBLE:
        asked = evidence or evidence_for(view.step)
        return Standing.BLOCKED, f"Meld de mijlpaal bij het traject. Bewijs: {asked.rstrip('.')}.", None
    why = " ".join(obstacle.text for obstacle in view.obstacles)
    if view.state is StepState.CLOSED:
        return Standing.LAPSED, why, None
    from_on = only_time_until(view.step, facts, occurrence=view.occurrence, today=today)
    if from_on is None:
        return Standing.BLOCKED, why, None
    return Standing.NOT_YET, f"Kan vanaf {from_on:%d-%m-%Y} worden gemeld.", from_on


def evidence_for(step: StepTerms) -> str:
    """The evidence that usually belongs to such a milestone."""
    if months_of(step) is not None:
        return _STILL_AT_WORK
    return USUAL_EVIDENCE.get(step.kind, _OTHER_EVIDENCE)


def only_time_until(step: StepTerms, facts: TrackFacts, *, occurrence: int, today: date) -> date | None:
    """The day from which it can be reported, when nothing but time is in the way; None otherwise."""
    day = _day_expected(step, facts, occurrence)
    if day is None or day <= today:
        return None
    obstacles = obstacles_to_achieving(step, facts, reached_on=day, today=day, occurrence=occurrence)
    return None if obstacles else day


def _day_expected(step: StepTerms, facts: TrackFacts, occurrence: int) -> date | None:
    life, months = facts.life, months_of(step)
    if step.kind is MilestoneKind.MONTHLY_FEE:
        return None if life.started_on is None else add_months(life.started_on, occurrence)
    if step.kind is MilestoneKind.PLACEMENT:
        return placed_on(facts.placements, facts.terms, referred_on=life.referred_on)
    if months is None:
        return None
    return sustained_on(facts.placements, facts.terms, referred_on=life.referred_on, months=months)
