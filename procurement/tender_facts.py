"""A tender as values, for the rules that decide about it."""

from dataclasses import dataclass
from decimal import Decimal

from procurement.award_set_up import AwardSetUp
from procurement.four_years import FourYears
from procurement.lifecycle import TenderStatus
from procurement.lots import MilestoneFacts
from procurement.minicompetitions import MinicompetitionFacts
from procurement.notice_facts import NoticeFacts
from procurement.procedures import Procedure, StandstillKind
from procurement.regime_facts import CpvValue, RegimeAdvice
from procurement.selection import SelectionFacts
from procurement.simulation_state import SimulationState
from procurement.timeline import Planning
from townhall.money import sum_of


@dataclass(frozen=True)
class LotFacts:
    """One lot as it would be published."""

    number: int
    title: str
    expected_value: Decimal
    maximum_value: Decimal | None
    milestones: tuple[MilestoneFacts, ...]
    is_maximum_explained: bool = True
    """Whether its maximum is what the worksheet computes, or has a reason."""
    turnover_required: Decimal | None = None
    """The turnover a bidder must have; None when none is asked."""
    turnover_reason: str = ""


@dataclass(frozen=True)
class AdviceFacts:
    """The regime advice in the file, against what it would say now."""

    is_kept: bool
    is_current: bool
    now: RegimeAdvice | None
    """What the rules say today; None when the facts for an advice are not there."""


@dataclass(frozen=True)
class Readiness:
    """What others must have done first."""

    openers: int
    keys_are_made: bool
    assessors: int


@dataclass(frozen=True)
class TenderFacts:
    """Everything that publication depends on."""

    status: TenderStatus
    procedure: Procedure
    procedure_reason: str
    duration_months: int | None
    total_months: int | None
    planning: Planning
    standstill_kind: StandstillKind
    lots: tuple[LotFacts, ...]
    cpv_parts: tuple[CpvValue, ...]
    award: AwardSetUp
    knock_outs: int
    advice: AdviceFacts
    readiness: Readiness
    invited: int
    notice: NoticeFacts | None = None
    """What the European notice is made of; None for a procedure without one."""
    selection: SelectionFacts | None = None
    """How candidates are selected; None for a procedure without that phase."""
    simulation: SimulationState = SimulationState.CURRENT
    """Whether the formula was tried out on dummy bids."""
    exclusion_codes: tuple[str, ...] | None = None
    """The exclusion grounds bidders declare on; None while nobody chose, which asks about all."""
    four_years: FourYears | None = None
    long_term_reason: str = ""
    minicompetition: MinicompetitionFacts | None = None
    """What its framework says; None for a tender of its own."""

    @property
    def estimate(self) -> Decimal:
        """The lots together, over the whole term (art. 2.18 AW)."""
        return sum_of(lot.expected_value for lot in self.lots)
