"""A notice as values: what it is made of, and what one of its fields is.

eForms: Implementing Regulation (EU) 2019/1780; the terms are those of the eForms SDK 1.15.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from procurement.procedures import CriterionKind, Procedure


class Origin(StrEnum):
    """Where a value comes from."""

    DERIVED = "derived"
    ANSWERED = "answered"
    USUAL = "usual"
    MISSING = "missing"


ORIGIN_LABELS: Mapping[Origin, str] = {
    Origin.DERIVED: "Uit de aanbesteding",
    Origin.ANSWERED: "Ingevuld",
    Origin.USUAL: "Standaard",
    Origin.MISSING: "Ontbreekt",
}


@dataclass(frozen=True)
class NoticeRow:
    """One field with its value: as data for a machine, and in words for a reader. Scope is the part it is about."""

    bt: str
    label: str
    scope: str
    value: Any
    words: str
    origin: Origin
    is_required: bool = True


@dataclass(frozen=True)
class NoticeLot:
    """A lot as the notice names it."""

    number: int
    title: str
    description: str
    clients_per_year: int
    expected_value: Decimal
    maximum_value: Decimal | None
    options: tuple[str, ...] = ()
    """Options other than extensions, by name."""
    turnover: Decimal | None = None
    """The yearly turnover a bidder must have; None when none is asked."""
    turnover_reason: str = ""


@dataclass(frozen=True)
class NoticeCriterion:
    """An award criterion as the notice names it."""

    code: str
    title: str
    kind: CriterionKind
    weight: Decimal
    description: str = ""


@dataclass(frozen=True)
class SoleCriterion:
    """What decides alone, when quality does not count: ``price`` or ``cost`` in the code list of eForms."""

    code: str
    words: str
    name: str
    description: str


@dataclass(frozen=True)
class Buyer:
    """Who announces; empty text is what is not known."""

    name: str
    kvk_number: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str


@dataclass(frozen=True)
class NoticeFacts:
    """Everything a notice is made of."""

    reference: str
    title: str
    description: str
    procedure: Procedure
    long_term_reason: str
    buyer: Buyer
    main_cpv: tuple[str, str] | None
    other_cpv: tuple[tuple[str, str], ...]
    lots: tuple[NoticeLot, ...]
    criteria: tuple[NoticeCriterion, ...]
    formula: str
    most_lots: int | None
    starts_on: date | None
    duration_months: int | None
    extension_count: int
    extension_months: int
    questions_until: datetime | None
    closes_at: datetime | None
    opening_on: date | None
    standstill: str
    address: str
    grounds: tuple[tuple[str, str], ...]
    """The exclusion grounds: the house's own code, and the article."""
    answers: Mapping[str, Any]
    sole_criterion: SoleCriterion | None = None

    @property
    def total_months(self) -> int | None:
        """The term with every extension."""
        if self.duration_months is None:
            return None
        return self.duration_months + self.extension_count * self.extension_months


PROCEDURE_SCOPE = "Procedure"
BUYER_SCOPE = "Aanbestedende dienst"
