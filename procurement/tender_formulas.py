"""The price formulas a buyer can choose for a tender, what each needs, and what to beware of.

The choice and its parameters are published with the tender and frozen from then on (AW 2.113a, 2.115).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from procurement.life_cycle import CostLine, read_cost_lines
from procurement.price_formulas import (
    BetweenLowAndHigh,
    DeviationFromLowest,
    FixedRange,
    FormulaError,
    LogRelative,
    LowestOverPrice,
    PriceRule,
    ReferenceOverPrice,
    RelativeToAverage,
    SpanFromLowest,
    Staircase,
    Step,
)
from townhall.refusal import Obstacle


class PriceFormula(StrEnum):
    """How price and quality together make the ranking."""

    LINEAR_FIXED_BOUNDS = "linear_fixed_bounds"
    AWARD_ON_VALUE = "award_on_value"
    LOWEST_PRICE = "lowest_price"
    LIFE_CYCLE_COST = "life_cycle_cost"
    RELATIVE_TO_LOWEST = "relative_to_lowest"
    DEVIATION_FROM_LOWEST = "deviation_from_lowest"
    SPAN_FROM_LOWEST = "span_from_lowest"
    BETWEEN_LOW_AND_HIGH = "between_low_and_high"
    RELATIVE_TO_AVERAGE = "relative_to_average"
    REFERENCE_PRICE = "reference_price"
    STAIRCASE = "staircase"
    LOG_RELATIVE = "log_relative"
    VALUE_FOR_MONEY = "value_for_money"
    OWN_METHOD = "own_method"


@dataclass(frozen=True)
class FormulaSheet:
    """What a buyer should know of a formula before choosing it."""

    name: str
    words: str
    parameters: tuple[str, ...]
    is_relative: bool = False
    """Measures against other bids: a bid that falls away can turn the ranking."""
    may_have: tuple[str, ...] = ()
    """Parameters that may be left open."""

    @property
    def takes(self) -> tuple[str, ...]:
        """Every parameter that says something under this formula."""
        return self.parameters + self.may_have


#: The Dutch names of the parameters, as the form and the report print them.
PARAMETER_LABELS: Mapping[str, str] = {
    "full_at": "Prijs met alle punten (ondergrens)",
    "zero_at": "Prijs met nul punten (bovengrens)",
    "max_value": "Waarde van de hele kwaliteit in euro",
    "span_percent": "Marge boven de laagste prijs in procent",
    "factor": "Factor",
    "reference": "Referentieprijs",
    "a": "A: zoveel maal de laagste prijs geeft nul punten",
    "cost_lines": "Kostenposten: welke kosten in welk jaar na de start, per deelnemer",
    "discount_percent": "Discontovoet in procent per jaar",
    "own_method": "Eigen methode: hoe de prijs punten krijgt, met alle getallen",
    "steps": "Staffel: tot en met welke prijs welk percentage van de punten",
}

FORMULAS: Mapping[PriceFormula, FormulaSheet] = {
    PriceFormula.LINEAR_FIXED_BOUNDS: FormulaSheet(
        "Lineair tussen vaste grenzen",
        FixedRange.words + "; buiten de grenzen 0 of alle punten",
        ("full_at", "zero_at"),
    ),
    PriceFormula.AWARD_ON_VALUE: FormulaSheet(
        "Gunnen op waarde",
        "prijs − waarde van de kwaliteit in euro; de laagste fictieve prijs wint",
        ("max_value",),
    ),
    PriceFormula.LOWEST_PRICE: FormulaSheet("Laagste prijs", "de laagste prijs wint", ()),
    PriceFormula.LIFE_CYCLE_COST: FormulaSheet(
        "Laagste levenscycluskosten",
        "prijs + kosten van de gepubliceerde posten, elk ÷ (1 + discontovoet) tot de macht van het jaar als er een "
        "discontovoet is; elke post afgerond op de cent; de laagste kosten winnen",
        ("cost_lines",),
        may_have=("discount_percent",),
    ),
    PriceFormula.RELATIVE_TO_LOWEST: FormulaSheet(
        "Relatief aan de laagste prijs", LowestOverPrice.words, (), is_relative=True
    ),
    PriceFormula.DEVIATION_FROM_LOWEST: FormulaSheet(
        "Afwijking van de laagste prijs", DeviationFromLowest.words + ", minimaal 0", (), is_relative=True
    ),
    PriceFormula.SPAN_FROM_LOWEST: FormulaSheet(
        "Lineair vanaf de laagste prijs", SpanFromLowest.words, ("span_percent",), is_relative=True
    ),
    PriceFormula.BETWEEN_LOW_AND_HIGH: FormulaSheet(
        "Tussen laagste en hoogste prijs", BetweenLowAndHigh.words, (), is_relative=True
    ),
    PriceFormula.RELATIVE_TO_AVERAGE: FormulaSheet(
        "Relatief aan de gemiddelde prijs", RelativeToAverage.words, ("factor",), is_relative=True
    ),
    PriceFormula.REFERENCE_PRICE: FormulaSheet(
        "Ten opzichte van een vaste referentieprijs", ReferenceOverPrice.words, ("reference",)
    ),
    PriceFormula.STAIRCASE: FormulaSheet(
        "Vaste staffel",
        Staircase.words + "; een grens hoort bij haar eigen trede, boven de laatste trede 0",
        ("steps",),
    ),
    PriceFormula.LOG_RELATIVE: FormulaSheet(
        "Logaritmisch ten opzichte van de laagste prijs", LogRelative.words, ("a",), is_relative=True
    ),
    PriceFormula.VALUE_FOR_MONEY: FormulaSheet(
        "Prijs per kwaliteitspunt", "prijs ÷ kwaliteitspunten; de laagste prijs per punt wint", ()
    ),
    PriceFormula.OWN_METHOD: FormulaSheet(
        "Eigen methode, punten ingevoerd",
        "punten voor de prijs volgens de gepubliceerde beschrijving; buiten Raamwerk berekend en ingevoerd",
        ("own_method",),
    ),
}

#: ``1.500,50: 75 %``; a dot only stands between thousands, so that nothing is read otherwise than it was meant.
_AMOUNT = r"([0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]{1,12}(?:,[0-9]+)?)"
STEP = re.compile(rf"(?:€\s*)?{_AMOUNT}\s*:\s*{_AMOUNT}\s*%?")

#: Shorter than this no method is told in full.
SHORTEST_METHOD = 40

#: Only price or cost decides: quality does not count, and the documents say why (art. 2.114 Aanbestedingswet).
WITHOUT_QUALITY = frozenset({PriceFormula.LOWEST_PRICE, PriceFormula.LIFE_CYCLE_COST})

#: The lowest total wins; what that total is called.
LOWEST_TOTAL: Mapping[PriceFormula, str] = {
    PriceFormula.AWARD_ON_VALUE: "Fictieve prijs",
    PriceFormula.LOWEST_PRICE: "Prijs",
    PriceFormula.LIFE_CYCLE_COST: "Levenscycluskosten",
    PriceFormula.VALUE_FOR_MONEY: "Prijs per punt",
}

#: These weigh quality against price by points, so they need a price criterion with a weight.
WITH_PRICE_POINTS = frozenset(PriceFormula) - frozenset(LOWEST_TOTAL)


def price_rule(formula: PriceFormula, parameters: Mapping[str, str]) -> PriceRule:
    """The rule that turns a price into points, with the published parameters filled in."""
    assert formula in WITH_PRICE_POINTS - {PriceFormula.OWN_METHOD}, "no price points, or not worked out here"
    if formula == PriceFormula.STAIRCASE:
        return Staircase(read_steps(parameters.get("steps", "")))
    given = {name: parameter(parameters, name) for name in FORMULAS[formula].parameters}
    match formula:
        case PriceFormula.LINEAR_FIXED_BOUNDS:
            return FixedRange(given["full_at"], given["zero_at"])
        case PriceFormula.RELATIVE_TO_LOWEST:
            return LowestOverPrice()
        case PriceFormula.DEVIATION_FROM_LOWEST:
            return DeviationFromLowest()
        case PriceFormula.SPAN_FROM_LOWEST:
            return SpanFromLowest(given["span_percent"])
        case PriceFormula.BETWEEN_LOW_AND_HIGH:
            return BetweenLowAndHigh()
        case PriceFormula.RELATIVE_TO_AVERAGE:
            return RelativeToAverage(given["factor"])
        case PriceFormula.REFERENCE_PRICE:
            return ReferenceOverPrice(given["reference"])
        case _:
            return LogRelative(given["a"])


def parameter(parameters: Mapping[str, str], name: str) -> Fraction:
    """One published parameter, exact. Raises ``FormulaError`` in Dutch when it is missing or no number."""
    written = parameters.get(name)
    if written is None or written == "":
        raise FormulaError(f"de parameter ‘{PARAMETER_LABELS[name]}’ ontbreekt")
    try:
        return Fraction(Decimal(str(written)))
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise FormulaError(f"de parameter ‘{PARAMETER_LABELS[name]}’ is geen getal") from error


def cost_lines(formula: PriceFormula | None, parameters: Mapping[str, str]) -> tuple[CostLine, ...]:
    """The cost lines that a bidder fills in beside his fees; none unless life-cycle cost decides."""
    return read_cost_lines(parameters.get("cost_lines", "")) if formula == PriceFormula.LIFE_CYCLE_COST else ()


def _own_method(words: str) -> None:
    """Bidders must be able to compute their points beforehand (art. 2.115), so the method is told in full."""
    if len(words.strip()) < SHORTEST_METHOD:
        raise FormulaError("beschrijf de eigen methode zo dat een inschrijver zijn punten zelf kan uitrekenen")


def read_steps(written: str) -> tuple[Step, ...]:
    """The steps of a staircase as published, one per line or ``;``: ``1500: 100``, up to 1500 all points.

    Raises ``FormulaError`` in Dutch on a line that is not understood.
    """
    lines = [line.strip() for line in written.replace(";", "\n").splitlines() if line.strip()]
    if not lines:
        raise FormulaError(f"de parameter ‘{PARAMETER_LABELS['steps']}’ ontbreekt")
    steps = []
    for line in lines:
        found = STEP.fullmatch(line)
        if found is None:
            raise FormulaError(f"schrijf elke trede als ‘1500: 100’; dit is niet te lezen: ‘{line}’")
        bound, percent = (Fraction(each.replace(".", "").replace(",", ".")) for each in found.groups())
        if bound <= 0 or percent > 100:
            raise FormulaError(f"een trede heeft een prijs boven 0 en een percentage van 0 tot en met 100: ‘{line}’")
        steps.append(Step(bound, percent / 100))
    return tuple(steps)


def obstacles_to_formula(formula: PriceFormula, parameters: Mapping[str, str]) -> list[Obstacle]:
    """Why this choice cannot be published: parameters that are missing, no number, or the wrong way round."""
    obstacles = []
    sheet = FORMULAS[formula]
    for name in (*sheet.parameters, *(each for each in sheet.may_have if parameters.get(each))):
        try:
            if name == "own_method":
                _own_method(parameters.get(name, ""))
            elif name == "steps":
                Staircase(read_steps(parameters.get(name, "")))
            elif name == "cost_lines":
                read_cost_lines(parameters.get(name, ""))
            elif parameter(parameters, name) <= 0:
                raise FormulaError(f"de parameter ‘{PARAMETER_LABELS[name]}’ moet groter zijn dan nul")
        except FormulaError as error:
            obstacles.append(Obstacle("formula-parameter", f"{str(error)[0].upper()}{str(error)[1:]}.", name))
    if obstacles or formula not in WITH_PRICE_POINTS - {PriceFormula.OWN_METHOD}:
        return obstacles
    try:
        price_rule(formula, parameters)
    except FormulaError as error:
        obstacles.append(Obstacle("formula-parameter", f"{str(error)[0].upper()}{str(error)[1:]}."))
    return obstacles
