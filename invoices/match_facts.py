"""What the match of an invoice goes on, and what it says: values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from invoices.claims import AchievementFacts


class Check(StrEnum):
    """What is looked at, in this order."""

    ACHIEVEMENT_KNOWN = "achievement_known"
    CONTRACT_MATCHES = "contract_matches"
    CONTRACT_IN_FORCE = "contract_in_force"
    ACHIEVEMENT_VERIFIED = "achievement_verified"
    CLAIM_WINDOW = "claim_window"
    ONCE_ONLY = "once_only"
    ARITHMETIC = "arithmetic"
    RATE = "rate"
    VAT_RATE = "vat_rate"
    CEILING = "ceiling"


class Reason(StrEnum):
    """Why a line came back; the code list suppliers see."""

    UNKNOWN_ACHIEVEMENT = "R01"
    WRONG_CONTRACT = "R02"
    CONTRACT_NOT_IN_FORCE = "R03"
    NOT_VERIFIED = "R04"
    REJECTED_ACHIEVEMENT = "R05"
    ALREADY_CLAIMED = "R06"
    TWICE_ON_INVOICE = "R07"
    WRONG_ARITHMETIC = "R08"
    WRONG_RATE = "R09"
    WRONG_VAT_RATE = "R10"
    CEILING_REACHED = "R11"
    NOT_DELIVERED = "R12"
    CLAIM_TOO_LATE = "R13"
    CREDITED = "R14"


@dataclass(frozen=True)
class LineFacts:
    """What the invoice says."""

    line_number: str
    track_number: str
    milestone_code: str
    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    vat_rate: Decimal


@dataclass(frozen=True)
class ContractFacts:
    """The contract an achievement was earned under, and how full it is."""

    contract_id: int
    number: str
    signed: bool
    starts_on: date
    ends_on: date
    maximum_value: Decimal | None
    claimed_so_far: Decimal


@dataclass(frozen=True)
class MatchWorld:
    """Everything the match needs, gathered beforehand.

    ``achievements`` holds only those of the supplier of the invoice, by track number and milestone code.
    """

    received_on: date
    contract: ContractFacts
    achievements: Mapping[tuple[str, str], AchievementFacts]
    vat_rates: Mapping[date, frozenset[Decimal]]


@dataclass(frozen=True)
class CheckResult:
    """One check of one line: passed or not, on which facts (a Dutch sentence)."""

    check: Check
    passed: bool
    facts: str
    reason: Reason | None = None
    hint: str = ""


@dataclass(frozen=True)
class LineResult:
    """What became of a line."""

    line: LineFacts
    achievement: AchievementFacts | None
    checks: tuple[CheckResult, ...]

    @property
    def accepted(self) -> bool:
        return all(result.passed for result in self.checks)

    @property
    def failure(self) -> CheckResult | None:
        """The first check that failed: the reason the supplier reads."""
        return next((result for result in self.checks if not result.passed), None)
