"""What the documents say about comparing beside criteria and formula: scale, rounding, ties, drop-outs, lots.

Bidders must be able to know all of it beforehand (art. 2.115 Aanbestedingswet; transparency, art. 1.9), so
it is published with the tender and frozen from then on (art. 2.113a). PIANOo, "Scores toekennen": the documents
may say that scores are not computed again when the first in rank drops out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from procurement.assessment import SCALE
from townhall.refusal import Obstacle


class RoundingPlace(StrEnum):
    """Where points are rounded, always half up."""

    PER_CRITERION = "per_criterion"
    TOTAL_ONLY = "total_only"


class TieRule(StrEnum):
    """What decides between equal totals, before a draw does."""

    QUALITY_FIRST = "quality_first"
    PRICE_FIRST = "price_first"
    DRAW = "draw"


class DropOutRule(StrEnum):
    """What happens to the ranking when a ranked bid falls away."""

    RECOMPUTE = "recompute"
    KEEP_REFERENCE = "keep_reference"
    KEEP_ORDER = "keep_order"


class AllocationRule(StrEnum):
    """In which order lots are given away when a bidder may win only so many."""

    LOT_ORDER = "lot_order"
    LARGEST_GAP = "largest_gap"
    BIDDER_PREFERENCE = "bidder_preference"


MOST_DECIMALS = 4
MOST_STEPS = 21
LONGEST_LABEL = 80


@dataclass(frozen=True)
class ScaleStep:
    """One score that assessors may give, with its published word."""

    score: Decimal
    label: str


Scale = tuple[ScaleStep, ...]

#: 0-2-4-6-8-10, for criteria without a scale of their own.
HOUSE_SCALE: Scale = tuple(ScaleStep(score, label) for score, label in SCALE.items())


@dataclass(frozen=True)
class AwardTerms:
    """The rules of comparing of one tender."""

    total_points: Decimal = Decimal(100)
    """What all weights together must be."""
    rounding_place: RoundingPlace = RoundingPlace.PER_CRITERION
    rounding_decimals: int = 2
    tie_rule: TieRule = TieRule.QUALITY_FIRST
    drop_out_rule: DropOutRule = DropOutRule.RECOMPUTE
    most_lots: int | None = None
    """The most lots one bidder may win (art. 2.10 Aanbestedingswet); None when there is no limit."""
    allocation_rule: AllocationRule = AllocationRule.LOT_ORDER

    @property
    def criterion_decimals(self) -> int | None:
        """The decimals of the points of a criterion; None when they are not rounded."""
        return self.rounding_decimals if self.rounding_place == RoundingPlace.PER_CRITERION else None

    @property
    def asks_preference(self) -> bool:
        """Does a bidder say in his bid which lots he would rather have?"""
        return self.most_lots is not None and self.allocation_rule == AllocationRule.BIDDER_PREFERENCE

    @property
    def total_decimals(self) -> int | None:
        """The decimals to which a total is rounded; None when it is the sum of rounded points."""
        return self.rounding_decimals if self.rounding_place == RoundingPlace.TOTAL_ONLY else None

    def as_data(self) -> dict[str, Any]:
        """The terms as plain data, for the snapshot."""
        return {
            "total_points": str(self.total_points),
            "rounding_place": self.rounding_place.value,
            "rounding_decimals": self.rounding_decimals,
            "tie_rule": self.tie_rule.value,
            "drop_out_rule": self.drop_out_rule.value,
            "most_lots": self.most_lots,
            "allocation_rule": self.allocation_rule.value,
        }

    @classmethod
    def read_back(cls, data: Mapping[str, Any]) -> "AwardTerms":
        """The terms in a snapshot."""
        return cls(
            total_points=Decimal(data["total_points"]),
            rounding_place=RoundingPlace(data["rounding_place"]),
            rounding_decimals=data["rounding_decimals"],
            tie_rule=TieRule(data["tie_rule"]),
            drop_out_rule=DropOutRule(data["drop_out_rule"]),
            most_lots=data["most_lots"],
            allocation_rule=AllocationRule(data["allocation_rule"]),
        )


ROUNDING_LABELS: Mapping[RoundingPlace, str] = {
    RoundingPlace.PER_CRITERION: "De punten per criterium; het totaal is hun som",
    RoundingPlace.TOTAL_ONLY: "Alleen het totaal; de punten per criterium tellen onafgerond mee",
}
TIE_LABELS: Mapping[TieRule, str] = {
    TieRule.QUALITY_FIRST: "De meeste punten voor kwaliteit, dan die op het zwaarste criterium, dan loting",
    TieRule.PRICE_FIRST: "De laagste prijs, dan loting",
    TieRule.DRAW: "Loting",
}
DROP_OUT_LABELS: Mapping[DropOutRule, str] = {
    DropOutRule.RECOMPUTE: "Opnieuw rekenen zonder de afvaller",
    DropOutRule.KEEP_REFERENCE: "Opnieuw rekenen; de prijs van de afvaller blijft meetellen als vergelijking",
    DropOutRule.KEEP_ORDER: "Niet opnieuw rekenen; de volgorde blijft en de anderen schuiven op",
}
ALLOCATION_LABELS: Mapping[AllocationRule, str] = {
    AllocationRule.LOT_ORDER: "In de volgorde van de percelen",
    AllocationRule.LARGEST_GAP: (
        "Eerst percelen met maar één inschrijver, dan steeds het perceel met het grootste verschil tussen plaats 1 en 2"
    ),
    AllocationRule.BIDDER_PREFERENCE: (
        "Wie meer percelen zou winnen, krijgt de percelen die hij in zijn inschrijvingen het liefst noemt; de andere "
        "gaan naar de volgende plaats. Gelijke voorkeur: het laagste perceelnummer"
    ),
}
TERM_LABELS: tuple[Mapping[Any, str], ...] = (
    ROUNDING_LABELS, TIE_LABELS, DROP_OUT_LABELS, ALLOCATION_LABELS,
)  # fmt: skip


def terms_in_words(terms: AwardTerms) -> list[tuple[str, str]]:
    """The terms as pairs of name and Dutch words, for every page and paper that tells them to bidders."""
    decimals = "1 decimaal" if terms.rounding_decimals == 1 else f"{terms.rounding_decimals} decimalen"
    pairs = [
        ("Punten in totaal", plain(terms.total_points)),
        ("Afronding", f"{ROUNDING_LABELS[terms.rounding_place]}. Op {decimals}, een half naar boven."),
        ("Bij een gelijke stand", TIE_LABELS[terms.tie_rule]),
        ("Als een inschrijving na de rangorde afvalt", DROP_OUT_LABELS[terms.drop_out_rule]),
        ("Enveloppen", "Twee: de prijs gaat pas open als de kwaliteit is vastgesteld"),
    ]
    if terms.most_lots is not None:
        lots = "1 perceel" if terms.most_lots == 1 else f"{terms.most_lots} percelen"
        order = ALLOCATION_LABELS[terms.allocation_rule]
        pairs.append(("Percelen per inschrijver", f"Hooguit {lots}. Toedeling: {order[0].lower()}{order[1:]}."))
    return pairs


def obstacles_to_terms(terms: AwardTerms) -> list[Obstacle]:
    """What is wrong with the terms by themselves."""
    obstacles = []
    if terms.total_points <= 0:
        text = "Het totaal van de punten moet meer dan nul zijn."
        obstacles.append(Obstacle("total-not-positive", text, "total_points"))
    if not 0 <= terms.rounding_decimals <= MOST_DECIMALS:
        text = f"Rond af op 0 tot en met {MOST_DECIMALS} decimalen."
        obstacles.append(Obstacle("decimals-out-of-range", text, "rounding_decimals"))
    if terms.most_lots is not None and terms.most_lots < 1:
        text = "Een inschrijver moet ten minste één perceel kunnen winnen. Leeg is geen maximum."
        obstacles.append(Obstacle("most-lots-not-positive", text, "most_lots"))
    return obstacles


def read_scale(typed: str) -> tuple[Scale | None, list[Obstacle]]:
    """A scale as typed, one step per line: ``8 goed``. Gives None when nothing was typed, and what is wrong."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if not lines:
        return None, []
    steps, obstacles = [], []
    for number, line in enumerate(lines, start=1):
        score, _, label = line.partition(" ")
        try:
            value = Decimal(score.replace(",", ".").rstrip(":–-"))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value < 0 or not label.strip(" :–-"):
            text = f"Regel {number} van de schaal: schrijf een score van 0 of hoger en dan een woord, zoals ‘8 goed’."
            obstacles.append(Obstacle("scale-unreadable", text, "scale"))
            continue
        steps.append(ScaleStep(value, label.strip(" :–-")[:LONGEST_LABEL]))
    steps.sort(key=lambda step: step.score)
    return tuple(steps), obstacles or obstacles_to_scale(tuple(steps))


def obstacles_to_scale(scale: Scale) -> list[Obstacle]:
    """Why assessors cannot work with this scale."""
    scores = [step.score for step in scale]
    obstacles = []
    if not 2 <= len(scores) <= MOST_STEPS:
        text = f"Een schaal heeft ten minste 2 en hooguit {MOST_STEPS} verschillende scores."
        obstacles.append(Obstacle("scale-size", text, "scale"))
    if len(set(scores)) != len(scores):
        obstacles.append(Obstacle("scale-twice", "Elke score staat één keer in de schaal.", "scale"))
    if scores and max(scores) <= 0:
        obstacles.append(Obstacle("scale-without-top", "De hoogste score moet meer dan nul zijn.", "scale"))
    return obstacles


def scale_as_data(scale: Scale) -> list[list[str]]:
    """The steps as pairs of text."""
    return [[str(step.score), step.label] for step in scale]


def scale_of_data(data: list[list[str]] | None) -> Scale:
    """The steps kept as data; the scale of the house when there are none."""
    return tuple(ScaleStep(Decimal(score), label) for score, label in data) if data else HOUSE_SCALE


def scale_in_words(scale: Scale) -> str:
    """``0 geen antwoord, 2 slecht, …``."""
    return ", ".join(f"{plain(step.score)} {step.label}" for step in scale)


def plain(value: Decimal) -> str:
    """A number as people write it, without zeros behind the comma."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
