"""The standstill between the letters and the contract, and the gate to the final award.

Law: Aanbestedingswet art. 2.127 (twenty days from the day after sending), 2.131 (kort geding),
Algemene termijnenwet art. 1–4. For social and other specific services (SAS) no standstill is
prescribed (art. 2.39(2)); when the documents promise one, it binds as agreed and is not extended.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from procurement.procedures import StandstillKind
from townhall.deadlines import TermRegime, end_of_term
from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS

STATUTORY_DAYS = 20


@dataclass(frozen=True)
class Standstill:
    """When the standstill ends, how long a contract must wait, and on what ground."""

    kind: StandstillKind
    days: int
    sent_on: date
    ends_on: date | None
    earliest_signing_on: date
    label: str
    why: str
    unextended_ends_on: date | None = None


def is_standstill_required(
    *, is_notice_required: bool, is_call_off: bool, is_sole_concerned_tenderer: bool
) -> bool:
    """Whether the act prescribes a standstill before this contract (art. 2.127(4) names the exceptions).

    A call-off is one under a framework agreement or a dynamic purchasing system; the sole concerned
    tenderer is the one awarded, while no candidate still waits to hear why he was left out.
    """
    return is_notice_required and not is_call_off and not is_sole_concerned_tenderer


def standstill_after(
    sent_on: date, kind: StandstillKind, days: int = STATUTORY_DAYS, *, equated: Set[date] = DECREED_DAYS
) -> Standstill:
    """The standstill that starts the day after the letters went out."""
    if kind == StandstillKind.NONE or days == 0:
        return Standstill(
            kind=StandstillKind.NONE,
            days=0,
            sent_on=sent_on,
            ends_on=None,
            earliest_signing_on=sent_on,
            label="Geen opschortende termijn",
            why="Voor deze procedure is geen opschortende termijn voorgeschreven of toegezegd.",
        )
    is_statutory = kind == StandstillKind.STATUTORY
    assert not is_statutory or days >= STATUTORY_DAYS, "the act asks at least twenty days"
    regime = TermRegime.STATUTORY_AWT if is_statutory else TermRegime.CONTRACTUAL
    term = end_of_term(sent_on, days=days, regime=regime, equated=equated)
    return Standstill(
        kind=kind,
        days=days,
        sent_on=sent_on,
        ends_on=term.ends_on,
        earliest_signing_on=term.ends_on + timedelta(days=1),
        label=(
            "Wettelijke opschortende termijn (art. 2.127 Aanbestedingswet 2012)"
            if is_statutory
            else "Vrijwillige opschortende termijn (toegezegd in de aanbestedingsstukken)"
        ),
        why=term.why,
        unextended_ends_on=term.unextended_ends_on,
    )


@dataclass(frozen=True)
class BothEnds:
    """The last day of a standstill as the act counts it, and as a promise in the documents counts it."""

    statutory: date
    contractual: date


def both_ends(sent_on: date, days: int, *, equated: Set[date]) -> BothEnds:
    """The same days counted both ways: only the act moves a last day that is no working day (Termijnenwet art. 1)."""
    return BothEnds(
        statutory=end_of_term(sent_on, days=days, regime=TermRegime.STATUTORY_AWT, equated=equated).ends_on,
        contractual=end_of_term(sent_on, days=days, regime=TermRegime.CONTRACTUAL, equated=equated).ends_on,
    )


def standstill_without_award(sent_on: date) -> Standstill:
    """When nothing is awarded there is no contract to wait with (art. 2.127 lid 1)."""
    none = standstill_after(sent_on, StandstillKind.NONE)
    return replace(none, why="Wij gunnen niets. Er is dus geen overeenkomst waarmee wij moeten wachten.")


@dataclass(frozen=True)
class FinalAwardFacts:
    """What must be in order before an award on one lot is final."""

    today: date
    letters_sent: bool
    earliest_signing_on: date | None
    pending_summons: int
    pending_objections: int
    proofs_checked: bool
    report_adopted: bool
    has_maximum_value: bool
    has_mandate: bool


def obstacles_to_final_award(award: FinalAwardFacts) -> list[Obstacle]:
    """Why the award on this lot cannot be made final yet; every reason at once."""
    obstacles = []
    if not award.report_adopted:
        obstacles.append(Obstacle("report-not-adopted", "Stel eerst het gunningsverslag vast."))
    if not award.letters_sent:
        obstacles.append(Obstacle("letters-not-sent", "Verstuur eerst de gunningsbrieven."))
    elif award.earliest_signing_on is not None and award.today < award.earliest_signing_on:
        first = award.earliest_signing_on
        obstacles.append(
            Obstacle(
                "standstill-running",
                f"De opschortende termijn loopt nog. Definitief gunnen kan vanaf {first:%d-%m-%Y}.",
            )
        )
    if award.pending_summons:
        obstacles.append(
            Obstacle(
                "summons-pending",
                "Er loopt een kort geding over dit perceel. Wacht op de uitspraak en leg die vast "
                "(art. 2.131 Aanbestedingswet 2012).",
            )
        )
    if award.pending_objections:
        obstacles.append(
            Obstacle(
                "objection-pending", "Er is een bezwaar op dit perceel. Handel het eerst af, met een reden."
            )
        )
    return obstacles + _obstacles_in_the_file(award)


def _obstacles_in_the_file(award: FinalAwardFacts) -> list[Obstacle]:
    obstacles = []
    if not award.proofs_checked:
        obstacles.append(
            Obstacle(
                "proofs-unchecked",
                "Controleer eerst de bewijsstukken van de winnaar "
                "(art. 2.89 en 2.102 Aanbestedingswet 2012).",
            )
        )
    if not award.has_maximum_value:
        obstacles.append(
            Obstacle(
                "no-maximum-value",
                "Dit perceel heeft geen maximumwaarde voor de raamovereenkomst. Leg die eerst vast.",
                "maximum_value",
            )
        )
    if not award.has_mandate:
        obstacles.append(
            Obstacle(
                "no-mandate",
                "U hebt geen mandaat voor een gunning van deze waarde. Vraag iemand die dat wel heeft.",
            )
        )
    return obstacles
