"""What a buyer should know of a formula before it is published, in Dutch, each with the figures that show it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from procurement.award_terms import DROP_OUT_LABELS, plain
from procurement.price_inverse import price_earning
from procurement.procedures import CriterionKind
from procurement.published_award import PublishedAward
from procurement.simulation_plan import SimulationPlan
from procurement.simulation_weighing import Weighing
from procurement.tender_formulas import FORMULAS
from townhall.money import round_half_up

Remark = dict[str, str]

#: Nobody in the expected range earns every point of the price; publishing asks a reason for it.
UNREACHABLE = "unreachable"


def remarks_on(award: PublishedAward, plan: SimulationPlan, *, lower_price_hurts: str) -> list[Remark]:
    """Everything worth a warning, the gravest first. ``lower_price_hurts`` names a case that was found, or is empty."""
    assert award.formula is not None, "an obstacle otherwise"
    weighing = Weighing.of(award, [each.price for each in plan.bids]).among(plan.price_low, plan.price_high)
    return [
        *_on_order(lower_price_hurts),
        *_on_relativity(award),
        *_on_reach(weighing, plan),
        *_on_influence(award, weighing, plan),
        *_on_minimums(award),
    ]


def _on_order(lower_price_hurts: str) -> list[Remark]:
    if not lower_price_hurts:
        return []
    return [_remark("lower-price-hurts", f"Een lagere prijs kan slechter uitpakken: {lower_price_hurts} euro.")]


def _on_relativity(award: PublishedAward) -> list[Remark]:
    assert award.formula is not None
    if not FORMULAS[award.formula].is_relative:
        return []
    rule = DROP_OUT_LABELS[award.terms.drop_out_rule]
    text = (
        "De formule is relatief: de punten van een inschrijver hangen af van de prijzen van anderen. "
        f"Wat er gebeurt als een inschrijving afvalt, staat in de regels: {rule[0].lower()}{rule[1:]}."
    )
    return [_remark("relative", text)]


def _on_reach(weighing: Weighing, plan: SimulationPlan) -> list[Remark]:
    """Points nobody can earn, and prices between which the formula sees no difference."""
    if weighing.rule is None:
        return []
    remarks = []
    low, high = Fraction(plan.price_low), Fraction(plan.price_high)
    best = weighing.price_points(low)
    if best < Fraction(weighing.price_weight):
        remarks.append(
            _remark(
                UNREACHABLE,
                f"Ook de laagste verwachte prijs (€ {_money(low)}) krijgt maar {_number(best)} van de "
                f"{plain(weighing.price_weight)} punten. De rest haalt niemand: de prijs weegt minder dan u denkt.",
            )
        )
    full = price_earning(Fraction(1), weighing.rule, weighing.field)
    if full is not None and full > low:
        remarks.append(
            _remark("no-more-below", f"Onder € {_money(full)} levert een lagere prijs geen punten meer op.")
        )
    none = price_earning(Fraction(0), weighing.rule, weighing.field)
    if none is not None and none < high:
        remarks.append(
            _remark("no-less-above", f"Boven € {_money(none)} kost een hogere prijs geen punten meer.")
        )
    return remarks


def _on_influence(award: PublishedAward, weighing: Weighing, plan: SimulationPlan) -> list[Remark]:
    """Price or quality that cannot change anything within the expected range."""
    spreads = weighing.spreads(plan)
    if spreads is None:
        return []
    price, quality = spreads
    remarks = []
    if price < (step := smallest_step(award, weighing)):
        remarks.append(
            _remark(
                "price-decides-nothing",
                f"De prijs beslist niets: het hele verwachte verschil weegt {_number(price)}, en één stap op de schaal "
                f"van het lichtste criterium al {_number(step)}.",
            )
        )
    gap = smallest_price_gap(weighing, plan)
    if gap is not None and quality < gap:
        remarks.append(
            _remark(
                "quality-decides-nothing",
                f"De kwaliteit beslist niets: het hele verwachte verschil weegt {_number(quality)}, en het kleinste "
                f"prijsverschil tussen twee proefinschrijvingen al {_number(gap)}.",
            )
        )
    return remarks


def smallest_step(award: PublishedAward, weighing: Weighing) -> Fraction:
    """What the smallest step on a scale weighs, in points, or in euro where the lowest price wins."""
    steps = []
    for each in award.criteria:
        if each.kind == CriterionKind.QUALITY:
            scores = sorted(step.score for step in each.scale)
            gap = min(after - before for before, after in pairwise(scores))
            steps.append(Fraction(each.weight) * Fraction(gap) / Fraction(each.top))
    in_points = min(steps)
    return in_points * weighing.value / Fraction(weighing.quality_weight) if weighing.in_euros else in_points


def smallest_price_gap(weighing: Weighing, plan: SimulationPlan) -> Fraction | None:
    """What the smallest difference in price between two dummy bids weighs; None when all prices are alike."""
    prices: Sequence[Fraction] = sorted({Fraction(each.price) for each in plan.bids})
    if weighing.rule is None:
        gaps = [after - before for before, after in pairwise(prices)]
    else:
        gaps = [weighing.price_points(before) - weighing.price_points(after) for before, after in pairwise(prices)]
    return min((gap for gap in gaps if gap > 0), default=None)


def _on_minimums(award: PublishedAward) -> list[Remark]:
    remarks = [
        _remark(
            "high-minimum",
            f"Het minimum op {each.code} ({plain(each.minimum)}) ligt boven de helft van de schaal: "
            "van de schaal blijft weinig over om mee te onderscheiden (PIANOo).",
        )
        for each in award.criteria
        if each.minimum is not None and each.minimum > each.top / 2
    ]
    has_minimum = any(each.minimum is not None for each in award.criteria)
    if award.formula is not None and award.formula.value == "value_for_money" and not has_minimum:
        text = "Bij prijs per punt kan een heel lage prijs met weinig kwaliteit winnen. Stel een minimumscore."
        remarks.append(_remark("ratio-without-minimum", text))
    return remarks


def _remark(code: str, text: str) -> Remark:
    return {"code": code, "text": text}


def _money(value: Fraction) -> str:
    return _dutch(round_half_up(value, places=2))


def _number(value: Fraction) -> str:
    return plain(round_half_up(value, places=2))


def _dutch(value: Decimal) -> str:
    return f"{value:,f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
