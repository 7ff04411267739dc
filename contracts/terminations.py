"""Ending a contract before its last day: on what ground, with how much notice, and what becomes of the tracks.

Source: Burgerlijk Wetboek. A contract for a fixed time can be ended by notice only where that was agreed; setting it
aside for a shortcoming (art. 6:265) asks that the supplier is in default (art. 6:82), unless default comes at once
(art. 6:83).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.lifecycle import ContractStatus, obstacles_to_moving
from contracts.terms import day_in_words, last_day_after
from townhall.refusal import Obstacle


class TerminationGround(StrEnum):
    """Why a contract may end early."""

    NOTICE = "notice"
    DEFAULT = "default"
    DEFAULT_AT_ONCE = "default_at_once"
    AGREEMENT = "agreement"


class TracksAfterwards(StrEnum):
    """What becomes of the tracks that run on the last day."""

    RUN_ON = "run_on"
    HAND_OVER = "hand_over"


GROUND_WORDS: dict[TerminationGround, str] = {
    TerminationGround.NOTICE: "Opzegging met de afgesproken opzegtermijn",
    TerminationGround.DEFAULT: "Ontbinding na een ingebrekestelling (artikel 6:265 BW)",
    TerminationGround.DEFAULT_AT_ONCE: "Ontbinding zonder ingebrekestelling (artikel 6:83 BW)",
    TerminationGround.AGREEMENT: "Samen afgesproken met de opdrachtnemer",
}

AFTERWARDS_WORDS: dict[TracksAfterwards, str] = {
    TracksAfterwards.RUN_ON: "De opdrachtnemer maakt ze af",
    TracksAfterwards.HAND_OVER: "Ze worden overgedragen aan een andere opdrachtnemer",
}


@dataclass(frozen=True)
class TerminationFacts:
    """What one must know about the contract; ``notice_months`` is None when no notice was agreed."""

    status: ContractStatus
    starts_on: date
    ends_on: date
    notice_months: int | None = None
    in_default: bool = False


@dataclass(frozen=True)
class Termination:
    """The end as proposed: its ground, the day the supplier was told, the last day, and why."""

    ground: TerminationGround
    told_on: date
    last_day: date
    reason: str
    tracks: TracksAfterwards = TracksAfterwards.RUN_ON


def first_possible_end(told_on: date, *, notice_months: int) -> date:
    """The earliest last day after a notice on this day: so many whole months remain."""
    return last_day_after(told_on, months=notice_months)


def obstacles_to_terminating(termination: Termination, facts: TerminationFacts, today: date) -> list[Obstacle]:
    """Why the contract cannot end so."""
    found = obstacles_to_moving(facts.status, ContractStatus.TERMINATED)
    if not termination.reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom het contract tussentijds eindigt.", "reason"))
    if termination.told_on > today:
        text = "De dag waarop de opdrachtnemer het hoorde, ligt in de toekomst."
        found.append(Obstacle("told-in-future", text, "told_on"))
    if not facts.starts_on <= termination.last_day < facts.ends_on:
        text = "Kies een dag in de looptijd, vóór de laatste dag van het contract."
        found.append(Obstacle("terminated-outside-term", text, "terminated_on"))
    elif termination.last_day < termination.told_on:
        text = "Een contract eindigt niet met terugwerkende kracht. Kies de dag van het bericht of later."
        found.append(Obstacle("ends-before-told", text, "terminated_on"))
    if termination.ground is TerminationGround.NOTICE:
        found += _obstacles_to_notice(termination, facts)
    if termination.ground is TerminationGround.DEFAULT and not facts.in_default:
        text = (
            "Er is geen ingebrekestelling waarvan de termijn zonder herstel is verlopen (artikel 6:82 BW). Stel de "
            "opdrachtnemer eerst in gebreke, of kies een andere grond."
        )
        found.append(Obstacle("not-in-default", text, "ground"))
    return found


def _obstacles_to_notice(termination: Termination, facts: TerminationFacts) -> list[Obstacle]:
    if facts.notice_months is None:
        text = (
            "In dit contract is geen opzegtermijn afgesproken. Een contract voor bepaalde tijd kunt u dan niet "
            "opzeggen: kies een andere grond."
        )
        return [Obstacle("no-notice-agreed", text, "ground")]
    first = first_possible_end(termination.told_on, notice_months=facts.notice_months)
    if termination.last_day >= first:
        return []
    months = "1 maand" if facts.notice_months == 1 else f"{facts.notice_months} maanden"
    text = f"De opzegtermijn is {months}. De laatste dag is dan op zijn vroegst {day_in_words(first)}."
    return [Obstacle("notice-too-short", text, "terminated_on")]
