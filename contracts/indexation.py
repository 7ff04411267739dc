"""Yearly indexation: the agreed amounts follow a named index, from the figure of the base month on.

What holds on the eve of the new amount goes up or down by the figure of this year over the figure that was used
before; the first time that is the figure of the base month. Each amount is rounded once, to the cent. Nothing
before the first day changes, and that day lies ahead, so an earned milestone keeps its amount. Source: the
indexation clause of the contract (index and base month, art. 2.163c Aanbestedingswet: a clear review clause).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.fee_terms import IndexClause
from townhall.money import round_half_up, round_to_cents
from townhall.periods import add_months
from townhall.refusal import Obstacle

#: An index is applied once a year.
MONTHS_BETWEEN = 12


class IndexationStatus(StrEnum):
    """Where a worked-out indexation stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Figure:
    """The figure of an index for one month, as published."""

    month: date
    figure: Decimal


@dataclass(frozen=True)
class IndexedAmount:
    """One milestone: what holds until then, and what holds from the new day on."""

    milestone_id: int
    label: str
    old: Decimal
    new: Decimal


@dataclass(frozen=True)
class Earlier:
    """An indexation that was approved before."""

    month: date
    valid_from: date


def figure_of(figures: Sequence[Figure], month: date) -> Figure | None:
    """The figure of this month; none when it was not recorded."""
    return next((each for each in figures if each.month == month), None)


def month_used_before(clause: IndexClause, earlier: Sequence[Earlier]) -> date:
    """The month whose figure the amounts of now rest on."""
    return max((each.month for each in earlier), default=clause.base_month)


def next_month(clause: IndexClause, earlier: Sequence[Earlier]) -> date:
    """The month whose figure counts now: the base month, a year after the one used before."""
    return add_months(month_used_before(clause, earlier), MONTHS_BETWEEN)


def indexed(label: str, milestone_id: int, old: Decimal, *, before: Figure, now: Figure) -> IndexedAmount:
    """The new amount: the old one times the new figure over the one before, rounded to the cent."""
    new = round_to_cents(Fraction(old) * Fraction(now.figure) / Fraction(before.figure))
    return IndexedAmount(milestone_id, label, old, new)


def percent_of(before: Figure, now: Figure) -> Decimal:
    """By how many per cent the amounts change, with two decimals, for people: it is not reckoned with."""
    return round_half_up((Fraction(now.figure) / Fraction(before.figure) - 1) * 100, places=2)


def obstacles_to_indexing(
    clause: IndexClause | None,
    figures: Sequence[Figure],
    earlier: Sequence[Earlier],
    *,
    valid_from: date,
    today: date,
    runs_until: date,
) -> list[Obstacle]:
    """Every reason why the amounts cannot be indexed from this day on."""
    if clause is None:
        text = "In dit contract is geen index afgesproken. Een ander bedrag is dan een nieuw tarief of een wijziging."
        return [Obstacle("no-index-clause", text)]
    found = []
    for month in (month_used_before(clause, earlier), next_month(clause, earlier)):
        if figure_of(figures, month) is None:
            text = f"Leg eerst het cijfer van {month:%m-%Y} van de index ‘{clause.index}’ vast: dat is er nog niet."
            found.append(Obstacle("figure-missing", text))
    if valid_from <= today:
        text = "Kies een dag na vandaag: wat al is verdiend, houdt het oude bedrag."
        found.append(Obstacle("not-retroactive", text, "valid_from"))
    if valid_from > runs_until:
        text = f"Het contract loopt tot en met {runs_until:%d-%m-%Y}. Kies een eerdere dag."
        found.append(Obstacle("after-the-contract", text, "valid_from"))
    last = max((each.valid_from for each in earlier), default=None)
    if last is not None and valid_from < add_months(last, MONTHS_BETWEEN):
        text = (
            f"De vorige aanpassing ging in op {last:%d-%m-%Y}. De volgende kan op zijn vroegst ingaan op "
            f"{add_months(last, MONTHS_BETWEEN):%d-%m-%Y}."
        )
        found.append(Obstacle("once-a-year", text, "valid_from"))
    return found


def obstacles_to_approving(
    status: IndexationStatus, *, proposed_by: int | None, by: int | None, valid_from: date, today: date
) -> list[Obstacle]:
    """Why this person cannot approve it: decided already, worked out by the same person, or too late."""
    if status is not IndexationStatus.PROPOSED:
        return [Obstacle("already-decided", "Over deze aanpassing is al beslist.")]
    found = []
    if by is None or by == proposed_by:
        text = "U hebt deze aanpassing zelf berekend. Vraag een collega om haar goed te keuren."
        found.append(Obstacle("own-proposal", text))
    if valid_from <= today:
        text = (
            f"De eerste dag ({valid_from:%d-%m-%Y}) is al begonnen. Wijs dit voorstel af en bereken het opnieuw met "
            "een latere dag: wat al is verdiend, houdt het oude bedrag."
        )
        found.append(Obstacle("not-retroactive", text))
    return found


def obstacles_to_figure(month: date, figure: Decimal, *, source: str, today: date) -> list[Obstacle]:
    """Why this cannot be the figure of an index for a month."""
    found = []
    if figure <= 0:
        found.append(Obstacle("figure-not-positive", "Een indexcijfer is meer dan nul.", "figure"))
    if month.day != 1 or month > today:
        found.append(
            Obstacle("month-not-over", "Het cijfer van een maand die nog moet komen, is niet bekend.", "month")
        )
    if not source.strip():
        found.append(Obstacle("source-missing", "Vul in waar het cijfer staat, bijvoorbeeld CBS StatLine.", "source"))
    return found
