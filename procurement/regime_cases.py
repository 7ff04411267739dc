"""The calculator of regimes: from amounts, lots, codes and a day to the threshold and what follows.

The rules are those of ``estimates.py``, ``thresholds.py``, ``annex_xiv.py``; this file reads a case and
words the answer. What the case asks for is read strictly: nothing that is not understood is guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.calculators import Answer, Case
from procurement.estimates import (
    LotValue,
    SmallLotLimit,
    ValuePart,
    check_of_total,
    estimate_of,
    small_lots,
)
from procurement.regime_case_reading import RegimeCase, read_case
from procurement.regime_case_warnings import TABLE_HAS_SAS_SINCE, warnings_of
from procurement.regime_reasons import dutch_euros
from procurement.strict_json import CaseError
from procurement.thresholds import (
    SAS_SINCE,
    Threshold,
    ThresholdKind,
    is_at_or_above,
    threshold_on,
)
from townhall.money import sum_of

#: The words of the answer for the roads that are open.
NATIONAL = "national"
EUROPEAN = "european"
SAS_PROCEDURES = ("SAS", "openbaar", "niet-openbaar")
FULL_PROCEDURES = ("openbaar", "niet-openbaar")


@dataclass(frozen=True)
class Step:
    """Part of an answer: keys with their values, and why."""

    keys: dict[str, Any]
    reasons: tuple[tuple[str, str], ...] = ()


def calculate(case: Case, *, codes: Mapping[str, str] | None = None) -> Answer:
    """What the rules say about this case: every key that applies, and the reasons with their articles.

    ``codes`` are the codes of the vocabulary with their check digits; a code beyond them is refused. Without
    them only the form of a code is looked at.
    """
    read = read_case(case, codes=codes)
    estimate = _estimate(read)
    row = _threshold(read)
    steps = [
        *_steps_of_estimate(read, estimate),
        *_steps_of_threshold(read, estimate, row),
        *_steps_of_codes(read, estimate, row),
        *_steps_of_lots(read, estimate, row),
    ]
    answer: dict[str, Any] = {}
    for step in steps:
        answer.update(step.keys)
    answer["reasons"] = [
        {"article": article, "text": text} for step in steps for article, text in step.reasons
    ]
    return answer


# --- the estimate ------------------------------------------------------------------------------------


def _estimate(read: RegimeCase) -> Decimal | None:
    if read.value_parts:
        return estimate_of(read.value_parts)
    if read.lots:
        return estimate_of([part for _, part in read.lots])
    return None


def _steps_of_estimate(read: RegimeCase, estimate: Decimal | None) -> list[Step]:
    if estimate is None:
        return []
    parts = read.value_parts or tuple(part for _, part in read.lots)
    steps = [
        Step(
            {"estimated_value": _number(estimate)},
            (("art. 2.15 lid 2 AW", f"De raming is {dutch_euros(estimate)}, excl. btw."), *_why_parts(parts)),
        )
    ]
    if len(parts) > 1:
        text = "Splitsen maakt de raming niet lager: alle delen tellen samen."
        steps.append(Step({"split_prohibited": True}, (("art. 2.14 en 2.18 lid 1 AW", text),)))
    return steps


def _why_parts(parts: Sequence[ValuePart]) -> list[tuple[str, str]]:
    reasons = []
    if any(part.has_no_end or part.at_most_48_months for part in parts):
        text = "Langer dan 48 maanden of onbepaald: het maandbedrag telt 48 keer."
        reasons.append(("art. 2.17 onder e AW", text))
    if any(part.vat_percent is not None for part in parts):
        rates = sorted({part.vat_percent for part in parts if part.vat_percent is not None})
        percents = " en ".join(f"{rate.normalize():f} %".replace(".", ",") for rate in rates)
        reasons.append(("art. 2.15 lid 2 AW", f"De btw ({percents}) is van het bedrag afgehaald."))
    if any(part.years is not None or part.months is not None for part in parts):
        text = "De hele looptijd telt mee, met alle opties en verlengingen."
        reasons.append(("art. 2.15 lid 2 en 3 AW", text))
    return reasons


# --- the threshold and the procedure -----------------------------------------------------------------


def _kind(read: RegimeCase) -> ThresholdKind:
    if read.threshold_kind is not None:
        return read.threshold_kind
    if read.contract_type == "works":
        return ThresholdKind.WORKS
    if read.contract_type == "services" and read.main_is_sas and read.day and read.day >= SAS_SINCE:
        return ThresholdKind.SAS
    return ThresholdKind.SERVICES_SUBCENTRAL


def _threshold(read: RegimeCase) -> Threshold | None:
    if read.day is None:
        return None
    kind = _kind(read)
    day = SAS_SINCE if kind == ThresholdKind.SAS and TABLE_HAS_SAS_SINCE <= read.day < SAS_SINCE else read.day
    row = threshold_on(kind, day)
    if row is None and kind != ThresholdKind.SAS:
        raise CaseError([f"Voor {read.day.isoformat()} is geen drempelbedrag bekend ({kind})."])
    if row is None and read.day >= SAS_SINCE:
        raise CaseError([f"Voor {read.day.isoformat()} is geen drempelbedrag voor SAS-diensten bekend."])
    return row


def _steps_of_threshold(read: RegimeCase, estimate: Decimal | None, row: Threshold | None) -> list[Step]:
    if read.day is None:
        return []
    if row is None:
        text = (
            f"Vóór {SAS_SINCE:%d-%m-%Y} bestond het SAS-regime niet, ook al gaat het om een dienst van die lijst: "
            "sociale diensten vielen onder het 2B-regime."
        )
        return [Step({"threshold": None}, (("art. 2.38 AW (tekst tot 1 juli 2016)", text),))]
    found = f"Op {read.day:%d-%m-%Y} is het drempelbedrag {dutch_euros(row.amount)}. Bron: {row.source}."
    step = Step({"threshold": _number(row.amount)}, (("art. 2.15 lid 1 AW", found),))
    if estimate is None:
        return [step]
    return [step, _step_of_procedure(read, estimate, row)]


def _step_of_procedure(read: RegimeCase, estimate: Decimal, row: Threshold) -> Step:
    above = is_at_or_above(estimate, row)
    is_sas = _is_sas_case(read)
    keys: dict[str, Any] = {"at_or_above": above, "procedure": EUROPEAN if above else NATIONAL}
    if not above:
        keys["procedures_allowed"] = [NATIONAL]
        text = "De raming is lager dan de drempel: een nationale procedure volstaat."
        return Step(keys, (("art. 2.1–2.3 AW", text),))
    keys["procedures_allowed"] = list(SAS_PROCEDURES if is_sas else FULL_PROCEDURES)
    if is_sas:
        text = "De raming is gelijk aan of hoger dan de drempel: de SAS-procedure mag, openbaar ook."
        return Step(keys, (("art. 2.38–2.39 AW", text),))
    text = "De raming is gelijk aan of hoger dan de drempel: Deel 2 van de wet geldt volledig."
    return Step(keys, (("art. 2.1–2.3 AW", text),))


def _is_sas_case(read: RegimeCase) -> bool:
    """SAS needs a code of Annex XIV; without any code the kind of threshold that was asked for decides."""
    if read.day is not None and read.day < SAS_SINCE and read.threshold_kind != ThresholdKind.SAS:
        return False
    return read.main_is_sas if read.cpv else _kind(read) == ThresholdKind.SAS


# --- codes and the form of the notice ----------------------------------------------------------------


def _steps_of_codes(read: RegimeCase, estimate: Decimal | None, row: Threshold | None) -> list[Step]:
    keys: dict[str, Any] = {}
    reasons = []
    if read.cpv or _kind(read) == ThresholdKind.SAS:
        keys["sas"] = read.main_is_sas if read.cpv else True
    if read.cpv:
        inside = read.main_is_sas
        where = "staat op" if inside else "staat niet op"
        text = f"De hoofdcode {read.cpv[0]} {where} de lijst van sociale en andere specifieke diensten."
        keys["main_cpv_in_annex_xiv"] = inside
        reasons.append(("bijlage XIV bij richtlijn 2014/24/EU", text))
    warnings = warnings_of(read, estimate, row)
    if read.cpv or warnings:
        keys["warn"] = bool(warnings)
    return [Step(keys, (*reasons, *warnings))]


# --- lots --------------------------------------------------------------------------------------------


def _steps_of_lots(read: RegimeCase, estimate: Decimal | None, row: Threshold | None) -> list[Step]:
    if not read.lots:
        return []
    lots = [LotValue(name, estimate_of([part])) for name, part in read.lots]
    steps = _steps_of_total(estimate, lots)
    if read.small_lot_limit is None or (row is None and not read.small_lots_are_asked):
        return steps
    if row is not None and estimate is not None and not is_at_or_above(estimate, row):
        text = "Onder de drempel is de percelenregeling niet nodig."
        return [*steps, Step({}, (("art. 2.18 lid 3 AW", text),))]
    return [*steps, *_steps_of_small_lots(lots, read.small_lot_limit)]


def _steps_of_total(estimate: Decimal | None, lots: Sequence[LotValue]) -> list[Step]:
    if estimate is None or sum_of(lot.value for lot in lots) == estimate:
        return []
    check = check_of_total(estimate, [lot.value for lot in lots])
    percent = f"{check.difference_percent.normalize():f}".replace(".", ",")
    text = f"De percelen samen wijken {percent} % af van de raming."
    keys = {"difference_percent": _number(check.difference_percent), "flag": check.is_off}
    return [Step(keys, (("art. 2.18 lid 1 AW", text),))]


def _steps_of_small_lots(lots: Sequence[LotValue], limit: SmallLotLimit) -> list[Step]:
    choice = small_lots(lots, limit)
    keys: dict[str, Any] = {
        "twenty_percent": _number(choice.room),
        "exempt_lots": [lot.id for lot in choice.exempt],
        "european_lots": [lot.id for lot in choice.european],
    }
    reasons = []
    if choice.at_the_limit:
        keys["under_directive_2014_24"] = f"not exempt: value must be less than {_thousands(limit.amount)}"
        names = ", ".join(lot.id for lot in choice.at_the_limit)
        directive = f"{names} is precies de grens. De wet zegt ‘niet meer dan’, de richtlijn ‘minder dan’."
        reasons.append(("art. 5 lid 10 richtlijn 2014/24/EU", directive))
    size = "ten hoogste" if limit.amount_itself_is_small else "minder dan"
    text = (
        f"Percelen van {size} {dutch_euros(limit.amount)} mogen buiten de Europese procedure blijven, samen "
        f"ten hoogste 20 % ({dutch_euros(choice.room)}). Gekozen is het hoogste totaal: "
        f"{dutch_euros(choice.together)}."
    )
    return [Step(keys, (("art. 2.18 lid 3 AW", text), *reasons))]


def _thousands(amount: Decimal) -> str:
    return f"{amount:,.0f}".replace(",", ".")


def _number(amount: Decimal) -> Decimal | int:
    """Whole amounts without decimals."""
    return int(amount) if amount == amount.to_integral_value() else amount


def describe(answer: Answer) -> str:
    """The answer for people, in Dutch."""
    lines = []
    if "estimated_value" in answer:
        lines.append(f"Raming: {dutch_euros(Decimal(answer['estimated_value']))}")
    if answer.get("threshold") is not None:
        lines.append(f"Drempel: {dutch_euros(Decimal(answer['threshold']))}")
    if "procedures_allowed" in answer:
        roads = ["nationaal" if road == NATIONAL else road for road in answer["procedures_allowed"]]
        lines.append(f"Toegestaan: {', '.join(roads)}")
    if "exempt_lots" in answer:
        lines.append(f"Vrijgesteld: {', '.join(answer['exempt_lots']) or 'geen perceel'}")
    if answer.get("warn"):
        lines.append("Let op: drempel, regime en code passen niet bij elkaar. Lees de redenen.")
    lines += [f"- {reason['text']} ({reason['article']})" for reason in answer["reasons"]]
    return "\n".join(lines)
