"""What a supplier may claim: a verified achievement, in time, once.

A claim never changes the achievement; it is a row of its own, and the database allows one live claim per
achievement. Source: domain rule "pay only if milestone evidence approved and not paid before".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.milestones import AchievementStatus
from invoices.tolerances import EXACT, Tolerance
from townhall.refusal import Obstacle


@dataclass(frozen=True)
class AchievementFacts:
    """What invoices need to know of one reached milestone of one track."""

    achievement_id: int
    contract_id: int
    contract_number: str
    supplier_id: int
    track_number: str
    milestone_code: str
    milestone_label: str
    reached_on: date
    verification: AchievementStatus
    amount: Decimal
    claimed_on_invoice: str | None = None
    claim_by: date | None = None
    """The last day to send the invoice, when the contract has such a day."""
    tolerance: Tolerance = EXACT
    """What may be off for a performance of this day."""

    @property
    def taken_until(self) -> date | None:
        """The last day on which an invoice is still taken: later than that in the contract where that may be."""
        return None if self.claim_by is None else self.claim_by + timedelta(days=self.tolerance.days_late or 0)


def milestone_code(sequence: int, occurrence: int) -> str:
    """The short code of a milestone on an invoice: M2, or M2-3 for its third time (a monthly fee)."""
    return f"M{sequence}" if occurrence <= 1 else f"M{sequence}-{occurrence}"


def claim_deadline(reached_on: date, verified_on: date | None, *, within_days: int | None) -> date | None:
    """The last day to claim; counted from the check by the municipality when that came later.

    A slow check of the evidence must not cost the supplier the claim.
    """
    if within_days is None:
        return None
    return max(reached_on, verified_on or reached_on) + timedelta(days=within_days)


def obstacles_to_claiming(achievement: AchievementFacts, *, supplier_id: int, on: date) -> list[Obstacle]:
    """Why this supplier cannot invoice this achievement on this day."""
    what = f"{achievement.milestone_label} van traject {achievement.track_number}"
    if achievement.supplier_id != supplier_id:
        # What is not yours does not exist, also in words.
        return [Obstacle("achievement-unknown", "Deze prestatie kennen wij niet bij uw contracten.")]
    obstacles = []
    if achievement.verification is AchievementStatus.REPORTED:
        obstacles.append(
            Obstacle(
                "achievement-not-verified",
                f"{what} is gemeld, maar nog niet gecontroleerd door de gemeente. Factureer na de controle.",
            )
        )
    if achievement.verification is AchievementStatus.REJECTED:
        obstacles.append(
            Obstacle(
                "achievement-rejected",
                f"{what} is afgekeurd. Neem contact op met de casemanager voor u opnieuw meldt.",
            )
        )
    if achievement.claimed_on_invoice is not None:
        obstacles.append(
            Obstacle(
                "achievement-already-claimed",
                f"{what} staat al op factuur {achievement.claimed_on_invoice}. "
                "Een prestatie wordt één keer betaald.",
            )
        )
    if achievement.taken_until is not None and on > achievement.taken_until:
        obstacles.append(
            Obstacle(
                "claim-too-late",
                f"{what} had u uiterlijk op {achievement.taken_until:%d-%m-%Y} moeten factureren. "
                "Neem contact op met de contractmanager.",
            )
        )
    return obstacles


def is_claimable(achievement: AchievementFacts, *, supplier_id: int, on: date) -> bool:
    """Whether it belongs on the list "Wat kan ik factureren?"."""
    return not obstacles_to_claiming(achievement, supplier_id=supplier_id, on=on)
