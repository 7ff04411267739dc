"""Changing a running contract without buying anew: which change is allowed, and how far.

Source: Aanbestedingswet 2012 art. 2.163b–2.163g; in this house also applied to contracts under the SAS
regime. An extension that is no option in the contract is such a change as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from townhall.money import ZERO, round_half_up, round_to_cents, sum_of
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

#: What else must hold, besides the limit of half the original value per change.
CONDITION_WORDS: dict[ModificationKind, str] = {
    ModificationKind.ADDITIONAL_SERVICES: "een andere opdrachtnemer kan niet om economische of technische redenen, en "
    "geeft aanzienlijk ongemak of veel hogere kosten",
    ModificationKind.UNFORESEEN: "een zorgvuldige gemeente kon de omstandigheden niet voorzien",
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
    """A change as proposed or made: its ground, what it adds (or takes off) in money and months, and why."""

    kind: ModificationKind
    value: Decimal
    reason: str
    clause: str = ""
    months: int = 0
    changes_nature: bool = False
    #: Art. 2.163d: another contractor is impossible; art. 2.163e: a careful buyer could not foresee it.
    conditions_met: bool = False
    substance: frozenset[Substance] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Indexation:
    """From this day on all prices are so many times what they were."""

    valid_from: date
    factor: Fraction


@dataclass(frozen=True)
class ModificationFacts:
    """What changes are measured against; the original value is the indexed one when the contract has a
    clause."""

    original_value: Decimal | None
    threshold: Decimal
    earlier: tuple[Change, ...] = ()
    option_is_open: bool = False


@dataclass(frozen=True)
class Headroom:
    """What small changes have added so far on balance, and below which amount the sum must stay."""

    net: Decimal
    below: Decimal | None
    ten_percent: Decimal | None = None
    #: What one change on the ground of art. 2.163d or 2.163e may be at most.
    half: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        """What is left below the limit; none when the limit is not known."""
        return None if self.below is None else max(self.below - abs(self.net), ZERO)


def indexed_value(value: Decimal, indexations: Sequence[Indexation], on: date) -> Decimal:
    """The original value at the prices of this day: what changes are measured against when the contract has an
    indexation clause (art. 72(3) Directive 2014/24/EU). Rounded once."""
    exact = Fraction(value)
    for each in indexations:
        if each.valid_from <= on:
            exact *= each.factor
    return round_to_cents(exact)


def headroom(facts: ModificationFacts) -> Headroom:
    """The net sum of changes under art. 2.163b so far, and the limit it must stay below."""
    net = sum_of(change.value for change in facts.earlier if change.kind is ModificationKind.DE_MINIMIS)
    value = facts.original_value
    if value is None:
        return Headroom(net=net, below=None)
    ten_percent = round_to_cents(Fraction(value) * DE_MINIMIS_SHARE)
    return Headroom(net, min(ten_percent, facts.threshold), ten_percent, round_to_cents(Fraction(value) / 2))


def percent_of(change: Change, facts: ModificationFacts) -> Decimal | None:
    """How many percent of the original value this change is, to one decimal; none when that value is unknown."""
    if not facts.original_value:
        return None
    return round_half_up(Fraction(change.value) * 100 / Fraction(facts.original_value), places=1)


def obstacles_to_publication(
    kind: ModificationKind, *, held: str, agreed_on: date, published_on: date, reference: str, today: date
) -> list[Obstacle]:
    """Why it cannot be recorded that this change was published (art. 2.163d and 2.163e ask for a notice); ``held`` is
    the number recorded before, which stays."""
    if held:
        return [Obstacle("already-published", f"Deze wijziging is al aangekondigd onder nummer {held}.")]
    found = []
    if not must_be_published(kind):
        found.append(Obstacle("no-notice-asked", "Deze wijziging hoeft u niet aan te kondigen."))
    if not agreed_on <= published_on <= today:
        text = "Kies een dag vanaf de dag van de afspraak en niet later dan vandaag."
        found.append(Obstacle("published-outside", text, "published_on"))
    if not reference.strip():
        text = "Vul het nummer van de aankondiging in."
        found.append(Obstacle("reference-missing", text, "publication_reference"))
    return found


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
    if change.months:
        found += _obstacles_to_longer(change, facts)
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


def _obstacles_to_longer(change: Change, facts: ModificationFacts) -> list[Obstacle]:
    """An extension that is no option is a change like any other: months cost money, and that is what is tested."""
    found = []
    if facts.option_is_open:
        text = "Het contract heeft nog een optie tot verlenging. Beslis daar eerst over."
        found.append(Obstacle("option-open", text, "months"))
    if change.value <= 0:
        text = (
            "Langer doorgaan kost geld. Vul bij de waarde in wat deze maanden naar verwachting kosten: daaraan "
            "toetst Raamwerk de verlenging."
        )
        found.append(Obstacle("months-without-value", text, "value"))
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
    found = []
    if not change.conditions_met:
        text = f"Artikel {ground.article} stelt een voorwaarde: {CONDITION_WORDS[change.kind]}. Vink aan dat dat zo is."
        found.append(Obstacle("conditions-not-met", text, "conditions_met"))
    if facts.original_value is None:
        return [*found, _value_unknown()]
    if Fraction(change.value) > Fraction(facts.original_value) * ground.share_per_change:
        text = (
            "Deze wijziging is meer dan 50 % van de oorspronkelijke waarde. Artikel "
            f"{ground.article} Aanbestedingswet staat dat niet toe: besteed opnieuw aan."
        )
        found.append(Obstacle("half", text, "value"))
    return found


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
