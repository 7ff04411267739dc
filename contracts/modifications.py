"""Changing a running contract without buying anew: which change is allowed, and how far.

Source: Aanbestedingswet 2012 art. 2.163b–2.163g; in this house also applied to contracts under the SAS
regime. An extension that is no option in the contract is such a change as well.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO, round_to_cents, sum_of
from townhall.refusal import Obstacle


class ModificationKind(StrEnum):
    """The ground in the law a change rests on."""

    DE_MINIMIS = "de_minimis"
    REVIEW_CLAUSE = "review_clause"
    ADDITIONAL_SERVICES = "additional_services"
    UNFORESEEN = "unforeseen"
    NEW_CONTRACTOR = "new_contractor"
    NOT_SUBSTANTIAL = "not_substantial"


@dataclass(frozen=True)
class Ground:
    """What the law says about one kind of change."""

    article: str
    is_published: bool
    nature_must_stay: bool
    share_per_change: Fraction | None = None


GROUNDS: dict[ModificationKind, Ground] = {
    ModificationKind.DE_MINIMIS: Ground("2.163b", is_published=False, nature_must_stay=True),
    ModificationKind.REVIEW_CLAUSE: Ground("2.163c", is_published=False, nature_must_stay=True),
    ModificationKind.ADDITIONAL_SERVICES: Ground(
        "2.163d", is_published=True, nature_must_stay=False, share_per_change=Fraction(1, 2)
    ),
    ModificationKind.UNFORESEEN: Ground(
        "2.163e", is_published=True, nature_must_stay=True, share_per_change=Fraction(1, 2)
    ),
    ModificationKind.NEW_CONTRACTOR: Ground("2.163f", is_published=False, nature_must_stay=False),
    ModificationKind.NOT_SUBSTANTIAL: Ground("2.163g", is_published=False, nature_must_stay=False),
}

#: Art. 2.163b: the net sum of small changes stays under this part of the original value (services, supplies).
DE_MINIMIS_SHARE = Fraction(1, 10)


class Substance(StrEnum):
    """What makes a change substantial: art. 2.163g lid 3."""

    OTHERS_WOULD_HAVE_BID = "others_would_have_bid"
    BALANCE_SHIFTS = "balance_shifts"
    SCOPE_MUCH_WIDER = "scope_much_wider"
    CONTRACTOR_REPLACED = "contractor_replaced"


SUBSTANCE_WORDS: dict[Substance, str] = {
    Substance.OTHERS_WOULD_HAVE_BID: "met deze voorwaarden hadden andere inschrijvers kunnen meedoen of "
    "winnen",
    Substance.BALANCE_SHIFTS: "het economisch evenwicht verschuift in het voordeel van de opdrachtnemer",
    Substance.SCOPE_MUCH_WIDER: "de opdracht wordt veel groter van omvang",
    Substance.CONTRACTOR_REPLACED: "er komt een andere opdrachtnemer zonder grond in artikel 2.163f",
}


@dataclass(frozen=True)
class Change:
    """A change as proposed or made: its ground, what it adds (or takes off), and why."""

    kind: ModificationKind
    value: Decimal
    reason: str
    clause: str = ""
    changes_nature: bool = False
    substance: frozenset[Substance] = field(default_factory=frozenset)


@dataclass(frozen=True)
class ModificationFacts:
    """What changes are measured against; the original value is the indexed one when the contract has a
    clause."""

    original_value: Decimal | None
    threshold: Decimal
    earlier: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Headroom:
    """What small changes have added so far on balance, and below which amount the sum must stay."""

    net: Decimal
    below: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What is left below the limit; none when the limit is not known."""
        return None if self.below is None else max(self.below - abs(self.net), ZERO)


def headroom(facts: ModificationFacts) -> Headroom:
    """The net sum of changes under art. 2.163b so far, and the limit it must stay below."""
    net = sum_of(change.value for change in facts.earlier if change.kind is ModificationKind.DE_MINIMIS)
    return Headroom(net=net, below=_de_minimis_limit(facts))


def must_be_published(kind: ModificationKind) -> bool:
    """Whether a change on this ground must be announced (notice subtype 38)."""
    return GROUNDS[kind].is_published


def obstacles_to_modifying(change: Change, facts: ModificationFacts) -> list[Obstacle]:
    """Why this change cannot be made without buying anew."""
    ground = GROUNDS[change.kind]
    found = []
    if not change.reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom deze wijziging nodig is.", "reason"))
    if ground.nature_must_stay and change.changes_nature:
        found.append(
            Obstacle(
                "nature-changes",
                f"De algemene aard van de opdracht verandert. Dat staat artikel {ground.article} "
                "Aanbestedingswet niet toe: besteed opnieuw aan.",
                "changes_nature",
            )
        )
    if change.kind is ModificationKind.DE_MINIMIS:
        found += _obstacles_to_small_change(change, facts)
    if change.kind is ModificationKind.REVIEW_CLAUSE and not change.clause.strip():
        found.append(
            Obstacle(
                "clause-missing",
                "Noem de duidelijke herzieningsclausule in het contract waarop de wijziging rust (artikel "
                "2.163c).",
                "clause",
            )
        )
    if ground.share_per_change is not None:
        found += _obstacles_to_large_change(change, facts, ground)
    if change.kind is ModificationKind.NEW_CONTRACTOR and not change.clause.strip():
        found.append(
            Obstacle(
                "succession-ground-missing",
                "Noem de grond voor de andere opdrachtnemer: een clausule, rechtsopvolging of overname "
                "door de gemeente (artikel 2.163f).",
                "clause",
            )
        )
    if change.kind is ModificationKind.NOT_SUBSTANTIAL:
        found += _obstacles_of_substance(change.substance)
    return found


def _obstacles_to_small_change(change: Change, facts: ModificationFacts) -> list[Obstacle]:
    if facts.original_value is None:
        return [_value_unknown()]
    net = abs(headroom(facts).net + change.value)
    found = []
    if Fraction(net) >= Fraction(facts.original_value) * DE_MINIMIS_SHARE:
        found.append(
            Obstacle(
                "ten-percent",
                "Samen met eerdere wijzigingen komt dit op 10 % of meer van de oorspronkelijke waarde. Onder "
                "artikel 2.163b moet het minder zijn. Kies een andere grond of besteed opnieuw aan.",
                "value",
            )
        )
    if net >= facts.threshold:
        found.append(
            Obstacle(
                "threshold",
                "Samen met eerdere wijzigingen komt dit op of boven de drempel. Onder artikel 2.163b moet "
                "het minder zijn. Kies een andere grond of besteed opnieuw aan.",
                "value",
            )
        )
    return found


def _obstacles_to_large_change(change: Change, facts: ModificationFacts, ground: Ground) -> list[Obstacle]:
    assert ground.share_per_change is not None
    if facts.original_value is None:
        return [_value_unknown()]
    if Fraction(change.value) <= Fraction(facts.original_value) * ground.share_per_change:
        return []
    return [
        Obstacle(
            "half",
            "Deze wijziging is meer dan 50 % van de oorspronkelijke waarde. Artikel "
            f"{ground.article} Aanbestedingswet staat dat niet toe: besteed opnieuw aan.",
            "value",
        )
    ]


def _obstacles_of_substance(substance: frozenset[Substance]) -> list[Obstacle]:
    return [
        Obstacle(
            f"substantial-{kind.value.replace('_', '-')}",
            f"De wijziging is wezenlijk: {SUBSTANCE_WORDS[kind]} (artikel 2.163g). Besteed opnieuw aan.",
            "substance",
        )
        for kind in sorted(substance)
    ]


def _value_unknown() -> Obstacle:
    return Obstacle(
        "original-value-unknown",
        "De oorspronkelijke waarde van dit contract is niet vastgelegd. Zonder die waarde kan de grens niet "
        "worden getoetst.",
        "value",
    )


def _de_minimis_limit(facts: ModificationFacts) -> Decimal | None:
    if facts.original_value is None:
        return None
    return min(round_to_cents(Fraction(facts.original_value) * DE_MINIMIS_SHARE), facts.threshold)
