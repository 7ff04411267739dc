"""When the municipality can confirm a reported milestone: by somebody else, on facts that still hold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from contracts.milestones import (
    AchievementStatus,
    Reached,
    StepTerms,
    TrackFacts,
    obstacles_to_achieving,
    prerequisites_of,
)
from contracts.placement_kinds import BenefitEffect
from procurement.lots import MilestoneKind
from townhall.refusal import Obstacle


def obstacles_to_judging(
    status: AchievementStatus, *, reported_by_id: int | None, judged_by_id: int | None
) -> list[Obstacle]:
    """Why this person cannot verify or reject: it was judged already, or it is their own report."""
    if status != AchievementStatus.REPORTED:
        return [Obstacle("already-judged", "Over deze melding is al beslist.")]
    if judged_by_id is None:
        return [Obstacle("no-person", "Een mens controleert een melding, niet het systeem.")]
    if judged_by_id == reported_by_id:
        return [
            Obstacle(
                "own-report",
                "U hebt deze mijlpaal zelf gemeld. Vraag een collega om de melding te controleren.",
            )
        ]
    return []


def obstacles_to_verifying(
    step: StepTerms, facts: TrackFacts, reached: Reached, *, today: date
) -> list[Obstacle]:
    """Why this report cannot be verified as things are known today: the same rules, itself left out."""
    others = tuple(
        r
        for r in facts.reached
        if (r.milestone_id, r.occurrence) != (reached.milestone_id, reached.occurrence)
    )
    obstacles = obstacles_to_achieving(
        step,
        replace(facts, reached=others),
        reached_on=reached.reached_on,
        today=today,
        occurrence=reached.occurrence,
    )
    verified = {r.milestone_id for r in others if r.status == AchievementStatus.VERIFIED}
    waiting = {r.milestone_id for r in others} - verified
    obstacles += [
        Obstacle("earlier-unverified", f"Controleer eerst de mijlpaal “{earlier.label}”.")
        for earlier in prerequisites_of(step, facts.steps)
        if earlier.milestone_id in waiting
    ]
    return obstacles


def obstacles_to_benefit(step: StepTerms, benefit: BenefitEffect, *, must_end: bool = False) -> list[Obstacle]:
    """Why a placement cannot be verified with what the municipality saw of the benefit."""
    if step.kind != MilestoneKind.PLACEMENT:
        return []
    if benefit == BenefitEffect.NOT_CHECKED:
        return [
            Obstacle(
                "benefit-not-checked",
                "Ga in het eigen systeem na of de uitkering is gestopt of verlaagd, en kies wat u zag.",
                "benefit",
            )
        ]
    if benefit == BenefitEffect.UNCHANGED:
        return [
            Obstacle(
                "benefit-unchanged",
                "De uitkering is gelijk gebleven, dus er is geen plaatsing. Wijs de melding af.",
                "benefit",
            )
        ]
    if must_end and benefit == BenefitEffect.REDUCED:
        text = "De uitkering is verlaagd, maar het contract vraagt dat zij is gestopt. Wijs de melding af."
        return [Obstacle("benefit-only-reduced", text, "benefit")]
    return []


def obstacles_to_asking(status: AchievementStatus, *, waits_for_answer: bool) -> list[Obstacle]:
    """Why nothing can be asked about this report: it was judged, or the last question is still open."""
    if status != AchievementStatus.REPORTED:
        return [Obstacle("already-judged", "Over deze melding is al beslist.")]
    if waits_for_answer:
        return [Obstacle("question-open", "De aanbieder heeft uw vorige vraag nog niet beantwoord.", "question")]
    return []


def obstacles_to_answering(status: AchievementStatus, *, is_answered: bool) -> list[Obstacle]:
    """Why this question cannot be answered any more."""
    if is_answered:
        return [Obstacle("answered-already", "Deze vraag is al beantwoord.")]
    if status != AchievementStatus.REPORTED:
        return [Obstacle("already-judged", "Over deze melding is al beslist. Meld de mijlpaal zo nodig opnieuw.")]
    return []


def obstacles_to_year(
    most_per_year: Decimal | None, *, year: int, earned: Decimal, amount: Decimal
) -> list[Obstacle]:
    """Why this amount does not fit under the ceiling of its calendar year.

    ``earned``: what was verified before under the contract and reached in that year. Who is verified first, goes
    first: that is the order rule.
    """
    if most_per_year is None or earned + amount <= most_per_year:
        return []
    text = (
        f"In {year} is onder dit contract al {_euros(earned)} goedgekeurd. Met {_euros(amount)} erbij is dat meer dan "
        f"het afgesproken maximum van {_euros(most_per_year)} per jaar."
    )
    return [Obstacle("year-is-full", text)]


def _euros(amount: Decimal) -> str:
    return f"€ {amount:,.2f}".translate(str.maketrans(",.", ".,"))
