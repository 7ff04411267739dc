"""How assessors work: unseen by each other until all are in, then one score with reasons.

Individual scores stay hidden so that nobody follows the loudest voice (domain practice 5.4.2 and 5.4.3);
the committee knows no price until quality is fixed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from procurement.procedures import QualityMethod
from townhall.money import round_half_up
from townhall.refusal import Obstacle

Item = TypeVar("Item")

#: The published scale with its words.
SCALE: Mapping[Decimal, str] = {
    Decimal(0): "geen antwoord",
    Decimal(2): "slecht",
    Decimal(4): "onvoldoende",
    Decimal(6): "voldoende",
    Decimal(8): "goed",
    Decimal(10): "uitstekend",
}
SMALLEST_COMMITTEE = 2
"""Two is the least that can disagree; three is the advice, and the page says so."""
ADVISED_COMMITTEE = 3
SHORTEST_MOTIVATION = 15
#: From this difference between two assessors, on a scale up to ten, the consensus page asks for a conversation.
WIDE_GAP = Decimal(4)


@dataclass(frozen=True)
class MemberFacts:
    """An assessor as the rules see one."""

    account_id: int
    name: str
    has_declared: bool
    has_submitted: bool


def obstacles_to_committee(account_ids: Sequence[int], with_conflict: Collection[str]) -> list[Obstacle]:
    """Why these people cannot form the committee; ``with_conflict`` are those who declared an interest before."""
    obstacles = []
    if len(set(account_ids)) < SMALLEST_COMMITTEE:
        obstacles.append(
            Obstacle(
                "committee-too-small",
                f"Benoem ten minste {SMALLEST_COMMITTEE} beoordelaars; {ADVISED_COMMITTEE} of meer is beter.",
                "members",
            )
        )
    if with_conflict:
        obstacles.append(
            Obstacle(
                "committee-has-conflict",
                f"Meldde een belang bij een inschrijver en kan niet beoordelen: {', '.join(with_conflict)}.",
                "members",
            )
        )
    return obstacles


def obstacles_to_replacing(reason: str, *, is_known: bool, scores_are_seen: bool, may_change: bool) -> list[Obstacle]:
    """Why this assessor cannot be replaced by that person (art. 1.10b: measures against conflicts of interest).

    ``is_known`` when the successor was ever in this committee; ``scores_are_seen`` when the scores of others are in
    sight, for who comes then cannot score without knowing them.
    """
    obstacles = []
    if not may_change:
        text = "Een beoordelaar vervangen kan tot de kwaliteit is vastgesteld."
        obstacles.append(Obstacle("committee-is-fixed", text))
    if scores_are_seen:
        text = "De scores zijn al voor iedereen zichtbaar. Wie nu komt, kan niet meer onbevangen scoren."
        obstacles.append(Obstacle("scores-are-seen", text))
    if is_known:
        text = "Deze persoon zit of zat al in de commissie. Kies iemand anders."
        obstacles.append(Obstacle("already-in-committee", text, "successor"))
    if len(reason.strip()) < SHORTEST_MOTIVATION:
        text = "Schrijf op waarom u deze beoordelaar vervangt. Het komt in het dossier."
        obstacles.append(Obstacle("replacement-unmotivated", text, "reason"))
    return obstacles


def obstacles_to_second_committee(
    *, keeps: bool, reason: str, chosen: Collection[int], known: Collection[str]
) -> list[Obstacle]:
    """Why a lot that is open again cannot be assessed so: by these new people, or by the committee that did it before.

    After a complaint that was upheld the same committee may only score again while it is still without bias; else a new
    one does (domain rule 5.4.6). ``known`` are those of the chosen who were in the committee before, by name.
    """
    if keeps:
        if len(reason.strip()) >= SHORTEST_MOTIVATION:
            return []
        text = "Leg uit waarom deze commissie nog onbevangen kan oordelen, ook nu zij de prijzen en de uitkomst kent."
        return [Obstacle("keeping-unmotivated", text, "reason")]
    obstacles = []
    if len(set(chosen)) < SMALLEST_COMMITTEE:
        text = f"Kies ten minste {SMALLEST_COMMITTEE} nieuwe beoordelaars."
        obstacles.append(Obstacle("committee-too-small", text, "members"))
    if known:
        text = f"Zat al in de commissie en kan niet opnieuw beginnen: {', '.join(known)}."
        obstacles.append(Obstacle("already-in-committee", text, "members"))
    return obstacles


def obstacles_to_starting(
    members: Sequence[MemberFacts], *, admitted: int, unchecked: Sequence[Obstacle]
) -> list[Obstacle]:
    """Why the assessment cannot begin."""
    obstacles = list(unchecked)
    if len(members) < SMALLEST_COMMITTEE:
        obstacles.append(Obstacle("no-committee", "Benoem eerst een beoordelingscommissie."))
    undeclared = [member.name for member in members if not member.has_declared]
    if undeclared:
        obstacles.append(
            Obstacle(
                "conflict-undeclared",
                "Nog zonder verklaring van geen belangenconflict: " + ", ".join(undeclared) + ".",
            )
        )
    if not unchecked and admitted == 0:
        obstacles.append(
            Obstacle(
                "nothing-to-assess",
                "Er is geen enkele toegelaten inschrijving. Besluit per perceel om niet te gunnen.",
            )
        )
    return obstacles


def obstacles_to_score(score: Decimal | None, motivation: str, scale: Collection[Decimal] = SCALE) -> list[Obstacle]:
    """Why this score cannot stand: off the published scale of its criterion, or without reasons."""
    obstacles = []
    if score not in scale:
        steps = ", ".join(f"{each:f}".replace(".", ",") for each in scale)
        obstacles.append(Obstacle("score-off-scale", f"Kies een score van de schaal: {steps}.", "score"))
    return obstacles + obstacles_to_motivation(motivation)


def obstacles_to_motivation(motivation: str) -> list[Obstacle]:
    """Why this motivation is too thin to be sent to a bidder."""
    if len(motivation.strip()) >= SHORTEST_MOTIVATION:
        return []
    return [
        Obstacle(
            "score-unmotivated",
            "Leg uit waarom u deze score geeft, met wat er in deze inschrijving staat: "
            f"ten minste {SHORTEST_MOTIVATION} tekens.",
            "motivation",
        )
    ]


def in_reading_order(items: Sequence[Item], start: int) -> list[Item]:
    """The same things, beginning with another one for every assessor (by a number of his).

    Who reads first sets the tone; when everybody begins elsewhere, that hits no bid in particular.
    """
    turn = start % len(items) if items else 0
    return [*items[turn:], *items[:turn]]


def obstacles_to_submitting(member: MemberFacts, *, missing: int) -> list[Obstacle]:
    """Why this assessor cannot hand in yet."""
    obstacles = []
    if member.has_submitted:
        obstacles.append(Obstacle("scores-submitted", "U hebt uw scores al ingeleverd. Ze liggen vast."))
    if missing:
        what = "1 score mist" if missing == 1 else f"{missing} scores missen"
        obstacles.append(Obstacle("scores-missing", f"Nog {what}. Geef elke inschrijving op elk criterium een score."))
    return obstacles


def are_all_in(members: Sequence[MemberFacts]) -> bool:
    """Have all assessors handed in? Only then may anybody see another's scores.

    Never with fewer than a committee: who steps down must be replaced before anything is seen.
    """
    return len(members) >= SMALLEST_COMMITTEE and all(member.has_submitted for member in members)


def obstacles_to_seeing_scores(members: Sequence[MemberFacts]) -> list[Obstacle]:
    """Why the scores of others are still hidden."""
    if are_all_in(members):
        return []
    waiting = ", ".join(member.name for member in members if not member.has_submitted)
    waiting = waiting or "een vervanger van wie terugtrad"
    return [
        Obstacle(
            "scores-hidden",
            f"De scores blijven verborgen tot alle beoordelaars hebben ingeleverd. Wij wachten op: {waiting}.",
        )
    ]


def average_score(scores: Sequence[Decimal]) -> Decimal:
    """The mean of the individual scores, to two decimals half up."""
    assert scores, "no scores, no mean"
    return round_half_up(sum((Fraction(score) for score in scores), Fraction(0)) / len(scores), places=2)


def obstacles_to_agreeing(
    method: QualityMethod,
    score: Decimal | None,
    motivation: str,
    individual: Sequence[Decimal],
    scale: Collection[Decimal] = SCALE,
) -> list[Obstacle]:
    """Why the committee cannot fix this final score."""
    if method == QualityMethod.CONSENSUS:
        return obstacles_to_score(score, motivation, scale)
    obstacles = obstacles_to_motivation(motivation)
    if score is not None and score != average_score(individual):
        obstacles.append(
            Obstacle(
                "score-is-average",
                "Volgens de stukken is de eindscore het gemiddelde van de individuele scores. Laat de score leeg.",
                "score",
            )
        )
    return obstacles


def has_wide_gap(scores: Sequence[Decimal], top: Decimal = Decimal(10)) -> bool:
    """Do the assessors differ so much, on a scale up to ``top``, that they should talk before agreeing?"""
    return bool(scores) and (max(scores) - min(scores)) * 10 >= WIDE_GAP * top


def obstacles_to_locking(members: Sequence[MemberFacts], *, missing: Sequence[str]) -> list[Obstacle]:
    """Why quality cannot be fixed yet; after this nobody changes a score and prices may open."""
    obstacles = obstacles_to_seeing_scores(members)
    if missing:
        first = "; ".join(missing[:5]) + ("; …" if len(missing) > 5 else "")
        obstacles.append(
            Obstacle("consensus-missing", f"Nog zonder eindscore met motivering ({len(missing)}): {first}.")
        )
    return obstacles
