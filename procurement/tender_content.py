"""What a buyer writes into a tender: lots, requirements, criteria; and what is wrong with it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procurement.award_terms import HOUSE_SCALE, Scale, plain
from procurement.estimates import EstimateMethod
from procurement.lots import (
    OUTSIDE_THE_SHARES,
    RESULT_MILESTONES,
    Financing,
    MilestoneFacts,
    MilestoneKind,
    TargetGroup,
)
from procurement.procedures import CriterionKind, RequirementKind, VerificationMoment
from procurement.regime_facts import CpvValue
from procurement.regime_reasons import dutch_euros
from procurement.turnover import obstacles_to_turnover
from procurement.worksheets import LotOptionFacts, LotTerm, Valuation, Worksheet, WorksheetFacts, worksheet_of
from townhall.refusal import Obstacle

WHOLE = Decimal(100)
#: A monthly fee is reached several times: ten years at most.
MOST_ATTAINMENT_OF_A_MONTHLY_FEE = Decimal(12000)


@dataclass(frozen=True)
class LotContent:
    """A lot as the buyer describes it."""

    title: str
    target_group: TargetGroup
    clients_per_year: int
    financing: Financing
    milestones: tuple[MilestoneFacts, ...] = ()
    maximum_value: Decimal | None = None
    """Typed instead of what the worksheet computes, with the reason; None follows the worksheet."""
    maximum_reason: str = ""
    description: str = ""
    most_clients_per_year: int | None = None
    options: tuple[LotOptionFacts, ...] = ()
    valuation: Valuation = Valuation()
    turnover_required: Decimal | None = None
    """The turnover a bidder must have; None when none is asked."""
    turnover_reason: str = ""

    def worksheet(self, term: LotTerm) -> Worksheet:
        """What this content comes to over this term."""
        return worksheet_of(
            WorksheetFacts(
                milestones=self.milestones,
                clients_per_year=self.clients_per_year,
                most_clients_per_year=self.most_clients_per_year,
                term=term,
                options=self.options,
                valuation=self.valuation,
            )
        )


@dataclass(frozen=True)
class RequirementContent:
    """One line of the Programma van Eisen; without a lot number it is for all lots.

    Without a section it comes in the last one.
    """

    text: str
    kind: RequirementKind = RequirementKind.KNOCK_OUT
    lot_number: int | None = None
    criterion_code: str | None = None
    section_number: int | None = None
    holds_from: date | None = None
    verification: VerificationMoment = VerificationMoment.WITH_BID
    verification_method: str = ""
    library_id: int | None = None


@dataclass(frozen=True)
class CriterionContent:
    """One award criterion."""

    code: str
    title: str
    kind: CriterionKind
    weight: Decimal
    guidance: str = ""
    group_code: str | None = None
    """The main criterion it is a part of."""
    minimum: Decimal | None = None
    """The lowest score with which a bid keeps its place; None when none was agreed."""
    scale: Scale | None = None
    """Its own scale; None for the scale of the house."""


@dataclass(frozen=True)
class GroupContent:
    """A main criterion: it has no weight of its own, its sub-criteria have."""

    code: str
    title: str
    guidance: str = ""


def obstacles_to_lot(lot: LotContent, term: LotTerm) -> list[Obstacle]:
    """What is wrong with a lot by itself; shares need not be complete before publication."""
    obstacles = []
    if lot.clients_per_year < 1:
        text = "Vul in hoeveel deelnemers u per jaar verwacht: één of meer."
        obstacles.append(Obstacle("no-volume", text, "clients_per_year"))
    for number, milestone in enumerate(lot.milestones, start=1):
        obstacles += _obstacles_to_milestone(number, milestone)
    return [
        *obstacles,
        *_obstacles_to_financing(lot),
        *_obstacles_to_options(lot.options),
        *_obstacles_to_valuation(lot.valuation),
        *_obstacles_to_maximum(lot, term),
        *obstacles_to_turnover(lot.turnover_required, lot.turnover_reason, lot.worksheet(term).expected_value),
    ]


def _obstacles_to_options(options: Sequence[LotOptionFacts]) -> list[Obstacle]:
    obstacles = []
    for number, option in enumerate(options, start=1):
        if not option.label:
            obstacles.append(Obstacle("option-without-name", f"Optie {number}: geef de optie een naam."))
        if option.amount <= 0:
            text = f"Optie {number}: vul in wat de optie kost, excl. btw. Een optie telt mee in de raming."
            obstacles.append(Obstacle("option-without-amount", text))
    return obstacles


def _obstacles_to_valuation(valuation: Valuation) -> list[Obstacle]:
    """Another method than the whole term is explained: it may not serve to stay under (art. 2.14(2) AW)."""
    obstacles = []
    if valuation.method != EstimateMethod.WHOLE_TERM and not valuation.reason:
        text = (
            "Leg uit waarom u niet over de hele looptijd raamt. U mag deze manier niet kiezen om onder een drempel "
            "te blijven (art. 2.14 lid 2 Aanbestedingswet)."
        )
        obstacles.append(Obstacle("method-unexplained", text, "estimate_reason"))
    recurring = valuation.recurring
    if recurring is not None and valuation.method != EstimateMethod.TWELVE_MONTHS:
        text = "De uitgaven van de laatste twaalf maanden tellen alleen bij regelmatig terugkerende diensten."
        obstacles.append(Obstacle("recurring-unused", text, "recurring_spent"))
    if recurring is not None and recurring.expected_change_percent < -WHOLE:
        text = "De uitgaven kunnen niet met meer dan 100 % dalen."
        obstacles.append(Obstacle("change-out-of-range", text, "recurring_change_percent"))
    return obstacles


def _obstacles_to_maximum(lot: LotContent, term: LotTerm) -> list[Obstacle]:
    """The maximum follows from the worksheet; who sets another one says why, for it is published (C-23/20)."""
    obstacles = []
    if lot.most_clients_per_year is not None and lot.most_clients_per_year < lot.clients_per_year:
        text = "Het hoogste aantal deelnemers per jaar is lager dan het verwachte aantal. Verhoog het of laat het leeg."
        obstacles.append(Obstacle("most-below-expected", text, "most_clients_per_year"))
    if lot.maximum_value is None:
        return obstacles
    if lot.maximum_value <= 0:
        text = "De maximale waarde moet meer dan nul zijn. Laat het veld leeg om de berekende waarde te gebruiken."
        return [*obstacles, Obstacle("maximum-not-positive", text, "maximum_value")]
    computed = lot.worksheet(term).maximum_value
    if lot.maximum_value != computed and not lot.maximum_reason:
        compared = f"Het werkblad komt op {dutch_euros(computed)}" if computed else "Het werkblad rekent haar uit"
        text = f"{compared}. Leg uit waarom u een andere maximale waarde kiest, of laat het veld leeg."
        obstacles.append(Obstacle("maximum-unexplained", text, "maximum_reason"))
    return obstacles


def _obstacles_to_milestone(number: int, milestone: MilestoneFacts) -> list[Obstacle]:
    obstacles = []
    if not 0 <= milestone.share_percent <= WHOLE:
        text = f"Mijlpaal {number}: het aandeel ligt tussen 0 en 100 %."
        obstacles.append(Obstacle("share-out-of-range", text))
    if milestone.kind in OUTSIDE_THE_SHARES and milestone.share_percent:
        text = f"Mijlpaal {number}: een bonus komt boven op het tarief. Zet het aandeel op 0."
        obstacles.append(Obstacle("bonus-has-share", text))
    is_monthly = milestone.kind == MilestoneKind.MONTHLY_FEE
    most = MOST_ATTAINMENT_OF_A_MONTHLY_FEE if is_monthly else WHOLE
    if not 0 <= milestone.expected_attainment <= most:
        text = f"Mijlpaal {number}: de verwachte kans ligt tussen 0 en {most:f} %."
        obstacles.append(Obstacle("attainment-out-of-range", text))
    if milestone.highest_fee is not None and milestone.highest_fee <= 0:
        text = f"Mijlpaal {number}: het hoogste tarief moet meer dan nul zijn, of leeg."
        obstacles.append(Obstacle("fee-not-positive", text))
    return obstacles


def _obstacles_to_financing(lot: LotContent) -> list[Obstacle]:
    if lot.financing != Financing.NO_CURE_NO_PAY:
        return []
    paid_before = [
        milestone.label
        for milestone in lot.milestones
        if milestone.kind not in RESULT_MILESTONES and (milestone.share_percent or milestone.highest_fee)
    ]
    if not paid_before:
        return []
    text = (
        f"Bij no cure no pay wordt alleen voor resultaat betaald, en niet voor: {', '.join(paid_before)}. "
        "Haal deze stap weg of kies no cure less pay."
    )
    return [Obstacle("pay-without-cure", text, "financing")]


def obstacles_to_criterion(criterion: CriterionContent, codes_in_use: Sequence[str]) -> list[Obstacle]:
    """What is wrong with a criterion by itself."""
    obstacles = _obstacles_to_code(criterion.code, codes_in_use)
    if criterion.weight <= 0:
        obstacles.append(Obstacle("weight-out-of-range", "Het gewicht moet meer dan nul zijn.", "weight"))
    if criterion.kind == CriterionKind.PRICE and (criterion.minimum is not None or criterion.scale is not None):
        text = "Voor de prijs geven beoordelaars geen score. Laat minimum en schaal leeg."
        obstacles.append(Obstacle("price-with-score", text, "minimum"))
    scores = [step.score for step in criterion.scale or HOUSE_SCALE]
    if criterion.minimum is not None and not min(scores) < criterion.minimum <= max(scores):
        text = f"Kies een minimum boven {plain(min(scores))} en van ten hoogste {plain(max(scores))}, of laat het leeg."
        obstacles.append(Obstacle("minimum-off-scale", text, "minimum"))
    return obstacles


def obstacles_to_group(group: GroupContent, codes_in_use: Sequence[str]) -> list[Obstacle]:
    """What is wrong with a main criterion by itself."""
    return _obstacles_to_code(group.code, codes_in_use)


def _obstacles_to_code(code: str, codes_in_use: Sequence[str]) -> list[Obstacle]:
    if code not in codes_in_use:
        return []
    return [Obstacle("code-in-use", f"De code {code} bestaat al. Kies een andere.", "code")]


def obstacles_to_cpv_parts(parts: Sequence[CpvValue], unknown: Sequence[str]) -> list[Obstacle]:
    """What is wrong with the codes and their values."""
    obstacles = [
        Obstacle("cpv-unknown", f"De CPV-code {code} bestaat niet. Zoek de code op.") for code in unknown
    ]
    codes = [part.code for part in parts]
    obstacles += [
        Obstacle("cpv-twice", f"De CPV-code {code} staat er twee keer. Tel de waarden bij elkaar op.")
        for code in sorted({code for code in codes if codes.count(code) > 1})
    ]
    if parts and sum(part.is_main for part in parts) != 1:
        obstacles.append(Obstacle("no-main-cpv", "Wijs precies één CPV-code aan als hoofdcode."))
    return obstacles
