"""What a contract says about its fees beside the milestones: what counts as work, and what comes back.

Kept as JSON in one column of the contract. What is not in it was not agreed, so that a contract from before
means what it meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from contracts.drafting import PlacementRules
from contracts.fee_schedules import SUSTAINED_MONTHS, FeeLine, obstacles_to_schedule
from contracts.placement_kinds import ClawbackManner, ContractForm, WorkKind
from contracts.placements import PlacementTerms
from procurement.lots import Financing, MilestoneKind
from townhall.refusal import Obstacle

#: Unpaid, or no work at all: never a placement (Participatiewet art. 6 lid 1 onder b en h, art. 8a lid 2 onder d).
NEVER_A_PLACEMENT = frozenset({WorkKind.TRIAL, WorkKind.VOLUNTARY, WorkKind.STUDY})


@dataclass(frozen=True)
class IndexClause:
    """The yearly indexation that was agreed: by which index, from the figure of which month."""

    index: str
    base_month: date


@dataclass(frozen=True)
class FeeTerms:
    """What was agreed; the defaults are what a contract means that says nothing."""

    work_kinds: frozenset[WorkKind] = field(default_factory=lambda: PlacementTerms().work_kinds)
    contract_forms: frozenset[ContractForm] | None = None
    able_share: Decimal | None = None
    within_months: int | None = None
    benefit_must_end: bool = False
    full_fee_hours: Decimal | None = None
    clawback: ClawbackManner = ClawbackManner.FULL
    once_per_client: bool = False
    most_per_year: Decimal | None = None
    indexed: IndexClause | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The terms as they were kept; empty: nothing was agreed."""
        found: dict[str, Any] = {}
        if "work_kinds" in kept:
            found["work_kinds"] = frozenset(WorkKind(each) for each in kept["work_kinds"])
        if "contract_forms" in kept:
            found["contract_forms"] = frozenset(ContractForm(each) for each in kept["contract_forms"])
        for name in ("able_share", "full_fee_hours", "most_per_year"):
            if name in kept:
                found[name] = Decimal(kept[name])
        for name in ("within_months", "benefit_must_end", "once_per_client"):
            if name in kept:
                found[name] = kept[name]
        if "clawback" in kept:
            found["clawback"] = ClawbackManner(kept["clawback"])
        if "indexed" in kept:
            clause = kept["indexed"]
            found["indexed"] = IndexClause(clause["index"], date.fromisoformat(clause["base_month"]))
        return cls(**found)

    def to_keep(self) -> dict[str, Any]:
        """The terms as plain JSON: only what differs from nothing agreed."""
        nothing = type(self)()
        kept: dict[str, Any] = {}
        if self.work_kinds != nothing.work_kinds:
            kept["work_kinds"] = sorted(self.work_kinds)
        if self.contract_forms is not None:
            kept["contract_forms"] = sorted(self.contract_forms)
        for name in ("able_share", "full_fee_hours", "most_per_year"):
            if getattr(self, name) is not None:
                kept[name] = str(getattr(self, name))
        if self.within_months is not None:
            kept["within_months"] = self.within_months
        for name in ("benefit_must_end", "once_per_client"):
            if getattr(self, name):
                kept[name] = True
        if self.clawback is not nothing.clawback:
            kept["clawback"] = self.clawback.value
        if self.indexed is not None:
            kept["indexed"] = {"index": self.indexed.index, "base_month": self.indexed.base_month.isoformat()}
        return kept


@dataclass(frozen=True)
class AgreedFees:
    """All that both parties agree about fees beside the milestones themselves."""

    placement: PlacementRules
    terms: FeeTerms

    def placement_terms(self) -> PlacementTerms:
        """What counts as a placement, as the rules need it."""
        terms = self.terms
        return PlacementTerms(
            work_kinds=terms.work_kinds,
            min_hours_per_week=self.placement.hours_per_week,
            min_months=self.placement.months,
            max_gap_days=self.placement.gap_days,
            guarantee_months=self.placement.guarantee_months,
            clawback=terms.clawback,
            contract_forms=terms.contract_forms,
            able_share=terms.able_share,
            within_months=terms.within_months,
            benefit_must_end=terms.benefit_must_end,
            full_fee_hours=terms.full_fee_hours,
        )


def obstacles_to_fees(lines: Sequence[FeeLine], agreed: AgreedFees, financing: Financing) -> list[Obstacle]:
    """Every reason why this is no schedule: in the lines, in what counts as work, or between the two."""
    without_tariff = any(line.amount is None and line.share_percent is not None for line in lines)
    no_tariff = Obstacle("tariff-missing", "Vul het tarief in waarover de percentages gaan.", "tariff")
    return [
        *obstacles_to_schedule(lines, financing),
        *([no_tariff] if without_tariff else []),
        *obstacles_to_terms(agreed, lines),
    ]


def obstacles_to_terms(agreed: AgreedFees, lines: Sequence[FeeLine]) -> list[Obstacle]:
    """Every reason why these terms contradict each other or the milestones."""
    found = []
    terms, months = agreed.terms, agreed.placement.months
    hours, guarantee_months = agreed.placement.hours_per_week, agreed.placement.guarantee_months
    if not terms.work_kinds - NEVER_A_PLACEMENT:
        text = "Geen enkel soort betaald werk telt mee. Een plaatsing kan dan nooit worden bereikt."
        found.append(Obstacle("no-work-counts", text, "work_kinds"))
    if terms.work_kinds & NEVER_A_PLACEMENT:
        text = "Een proefplaats, opleiding of vrijwilligerswerk is geen plaatsing (Participatiewet art. 6)."
        found.append(Obstacle("never-a-placement", text, "work_kinds"))
    if terms.contract_forms is not None and terms.contract_forms <= {ContractForm.NO_EMPLOYMENT}:
        text = "Zonder arbeidsovereenkomst of eigen bedrijf kan een plaatsing nooit worden bereikt."
        found.append(Obstacle("no-form-counts", text, "contract_forms"))
    if guarantee_months > months:
        text = (
            f"De terugvordering loopt {guarantee_months} maanden, maar een plaatsing hoeft maar {months} maanden te "
            "duren. Wie het contract nakomt, zou dan moeten terugbetalen. Maak de terugvordering korter."
        )
        found.append(Obstacle("guarantee-longer-than-placement", text, "guarantee_months"))
    sustained = [lasting for line in lines if (lasting := months_of_line(line)) is not None]
    if sustained and guarantee_months > min(sustained):
        text = (
            f"De terugvordering loopt {guarantee_months} maanden, langer dan de eerste mijlpaal voor duurzaam werk "
            f"({min(sustained)} maanden). Die mijlpaal zou al betaald zijn. Maak de terugvordering korter."
        )
        found.append(Obstacle("guarantee-longer-than-sustained", text, "guarantee_months"))
    if terms.full_fee_hours is not None and terms.full_fee_hours <= hours:
        text = "De volle vergoeding geldt vanaf meer uren dan een plaatsing ten minste heeft. Vul meer uren in."
        found.append(Obstacle("pro-rata-never", text, "full_fee_hours"))
    dearest = max((line.amount for line in lines if line.amount is not None), default=None)
    if terms.most_per_year is not None and dearest is not None and terms.most_per_year < dearest:
        text = "Het maximum per jaar is lager dan één mijlpaal. Die mijlpaal kan dan nooit worden betaald."
        found.append(Obstacle("year-below-milestone", text, "most_per_year"))
    return found + _obstacles_to_months(lines)


def months_of_line(line: FeeLine) -> int | None:
    """For how many months work must last for this line; None when it is not about lasting."""
    return line.sustained_months or SUSTAINED_MONTHS.get(line.kind)


def _obstacles_to_months(lines: Sequence[FeeLine]) -> list[Obstacle]:
    found = []
    placed = any(line.kind is MilestoneKind.PLACEMENT for line in lines)
    for line in lines:
        if line.sustained_months is None:
            continue
        if line.kind is not MilestoneKind.BONUS:
            text = f"Een aantal maanden werk vult u alleen in bij een bonus, niet bij ‘{line.label}’."
            found.append(Obstacle("months-without-work", text, "lines"))
        elif not placed:
            text = f"‘{line.label}’ vraagt maanden werk, maar er is geen plaatsing. Voeg ‘Plaatsing’ toe."
            found.append(Obstacle("never-reached", text, "lines"))
    return found
