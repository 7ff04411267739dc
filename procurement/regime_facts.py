"""The words in which the regime of a purchase is asked and answered."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from procurement.bands import Market
from procurement.estimates import LotValue, SmallLots
from procurement.procedures import Procedure
from procurement.thresholds import Threshold
from procurement.timeline import MinimumTerm


class Regime(StrEnum):
    """Which part of the act applies."""

    SAS = "sas"
    FULL = "full"
    NATIONAL = "national"
    TWO_B = "two_b"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CpvValue:
    """A kind of service and its part of the estimate."""

    code: str
    value: Decimal
    is_main: bool = False


@dataclass(frozen=True)
class Reason:
    """One step of the reasoning: the article and what it means here, in Dutch."""

    article: str
    text: str


@dataclass(frozen=True)
class RegimeFacts:
    """All the advice depends on; the same facts give the same advice."""

    estimate: Decimal
    notice_on: date
    cpv_parts: tuple[CpvValue, ...]
    market: Market = Market.SERVICES
    maximum: Decimal | None = None
    """The most the lots can cost together; None while that is not known for every lot."""
    lots: tuple[LotValue, ...] = ()
    methods: tuple[Reason, ...] = ()
    """Lots that were not estimated over their whole term, and why."""


@dataclass(frozen=True)
class RegimeAdvice:
    """What the rules say about this purchase."""

    regime: Regime
    main_object_is_sas: bool
    threshold: Threshold | None
    procedures: tuple[Procedure, ...]
    terms: tuple[MinimumTerm, ...]
    voluntary: tuple[Reason, ...]
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    small_lots: SmallLots | None = None
    """Which lots may stay outside the European procedure; None when there is no European procedure, or one lot."""

    @property
    def advised(self) -> Procedure | None:
        """The least heavy procedure that is allowed."""
        return self.procedures[0] if self.procedures else None


@dataclass(frozen=True)
class MainObject:
    """The two sides of a mixed purchase."""

    sas_value: Decimal
    other_value: Decimal

    @property
    def is_sas(self) -> bool:
        """Only when the SAS side is the heavier one; in doubt the full regime, which is the stricter."""
        return self.sas_value > self.other_value
