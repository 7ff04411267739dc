"""The Dutch words for who decides on an option, and for how contracts end; a table per kind."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from contracts.defaults import DefaultOutcome, DefaultStage
from contracts.terminations import AFTERWARDS_WORDS, GROUND_WORDS
from contracts.terms import DecisionBody

DECISION_BODY: dict[Enum, str] = {
    DecisionBody.MANDATE: "Iemand met een mandaat",
    DecisionBody.COLLEGE: "Het college van burgemeester en wethouders",
}

DEFAULT_STAGE: dict[Enum, str] = {
    DefaultStage.HEARING: "De opdrachtnemer kan reageren",
    DefaultStage.TO_SEND: "Gehoord: nog te versturen",
    DefaultStage.TERM_RUNS: "Verstuurd: de termijn loopt",
    DefaultStage.TERM_OVER: "De termijn is voorbij",
    DefaultStage.CLOSED: "Afgerond",
}

DEFAULT_OUTCOME: dict[Enum, str] = {
    DefaultOutcome.CURED: "Alsnog nagekomen",
    DefaultOutcome.NOT_CURED: "Niet nagekomen: in verzuim",
    DefaultOutcome.WITHDRAWN: "Ingetrokken",
}

ENDING_LABELS: tuple[Mapping[Any, str], ...] = (
    DECISION_BODY,
    DEFAULT_STAGE,
    DEFAULT_OUTCOME,
    GROUND_WORDS,
    AFTERWARDS_WORDS,
)
