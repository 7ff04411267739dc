"""What the facts point to when an option comes up: advice with its reasons; a person decides."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.ceilings import CeilingFacts, CeilingStage, stage_of
from contracts.terms import day_in_words


class Verdict(StrEnum):
    """What the facts point to; a person decides."""

    EXTEND = "extend"
    DO_NOT_EXTEND = "do_not_extend"
    WEIGH = "weigh"


@dataclass(frozen=True)
class Reason:
    """A fact that weighs, in Dutch; it speaks for extending, against it, or neither."""

    text: str
    speaks: int


@dataclass(frozen=True)
class Advice:
    """What the facts point to, and each fact that was weighed."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class AdviceFacts:
    """The facts an advice rests on. ``norms_met`` counts KPIs at or above their norm; unmeasured ones do
    not count."""

    norms_met: int
    norms_missed: int
    ceiling: CeilingFacts
    #: The last day on which buying anew can start without a gap.
    last_start: date
    today: date
    #: The years of the extension for which the programme has no budget.
    years_without_budget: tuple[int, ...] = ()
    #: Of the figures that the lot can be compared on: how often this supplier does better, or worse, than expected.
    better_than_others: int = 0
    worse_than_others: int = 0
    founded_complaints: int = 0


def advise(facts: AdviceFacts) -> Advice:
    """What the facts point to.

    Extend: the results are good and nothing speaks against it. Do not extend: something speaks against it and
    nothing in favour. Everything else, also results that are not known yet, is for a person to weigh.
    """
    results = _reasons_of_results(facts)
    reasons = (
        *results,
        *_reasons_of_others(facts),
        *_reasons_of_complaints(facts),
        *_reasons_of_ceiling(facts),
        *_reasons_of_budget(facts),
        *_reasons_of_time(facts),
    )
    against = any(reason.speaks < 0 for reason in reasons)
    in_favour = any(reason.speaks > 0 for reason in reasons)
    if results[0].speaks > 0 and not against:
        verdict = Verdict.EXTEND
    elif against and not in_favour:
        verdict = Verdict.DO_NOT_EXTEND
    else:
        verdict = Verdict.WEIGH
    return Advice(verdict, reasons)


def _reasons_of_results(facts: AdviceFacts) -> list[Reason]:
    measured = facts.norms_met + facts.norms_missed
    if measured == 0:
        return [Reason("Er zijn nog te weinig gegevens om de resultaten aan de normen te toetsen.", 0)]
    if facts.norms_missed == 0:
        return [Reason(f"Alle gemeten normen zijn gehaald ({measured}).", 1)]
    return [Reason(f"{facts.norms_missed} van de {measured} gemeten normen zijn niet gehaald.", -1)]


def _reasons_of_ceiling(facts: AdviceFacts) -> list[Reason]:
    stage = stage_of(facts.ceiling)
    if stage is CeilingStage.NONE_AGREED:
        return [
            Reason(
                "Er is geen maximum afgesproken. Sinds HvJ EU C-23/20 hoort een raamovereenkomst dat te "
                "hebben.",
                0,
            )
        ]
    if stage is CeilingStage.CALM:
        return [Reason("Er is nog ruim voldoende ruimte onder het maximum.", 1)]
    if stage is CeilingStage.REACHED:
        return [Reason("Het maximum is bereikt: verlengen geeft geen nieuwe ruimte.", -1)]
    return [Reason("Het maximum komt in zicht. Schat eerst wat de verlenging kost.", 0)]


def _reasons_of_others(facts: AdviceFacts) -> list[Reason]:
    better, worse = facts.better_than_others, facts.worse_than_others
    if better + worse == 0:
        return []
    text = (
        "Naast wat met deze deelnemers te verwachten was: "
        f"{better} {'resultaat' if better == 1 else 'resultaten'} beter, {worse} minder."
    )
    return [Reason(text, (better > worse) - (better < worse))]


def _reasons_of_complaints(facts: AdviceFacts) -> list[Reason]:
    count = facts.founded_complaints
    if not count:
        return []
    what = "1 klacht was" if count == 1 else f"{count} klachten waren"
    return [Reason(f"{what} (deels) gegrond. Lees wat eraan is gedaan.", 0)]


def _reasons_of_budget(facts: AdviceFacts) -> list[Reason]:
    if not facts.years_without_budget:
        return []
    years = " en ".join(str(year) for year in facts.years_without_budget)
    return [Reason(f"Voor {years} is nog geen budget vastgelegd om dit contract uit te betalen.", 0)]


def _reasons_of_time(facts: AdviceFacts) -> list[Reason]:
    last_start = facts.last_start
    if facts.today > last_start:
        return [
            Reason(
                f"Een nieuwe aanbesteding had uiterlijk {day_in_words(last_start)} moeten starten. Zonder "
                "verlenging ontstaat een gat.",
                1,
            )
        ]
    return [
        Reason(f"Er is tot en met {day_in_words(last_start)} tijd om een nieuwe aanbesteding te starten.", 0)
    ]
