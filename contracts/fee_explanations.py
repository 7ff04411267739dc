"""A fee schedule in Dutch, sentence by sentence, as the people who sign it should read it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from contracts.fee_schedules import SUSTAINED_MONTHS, WHEN, FeeLine, most_per_person
from contracts.fee_terms import AgreedFees, FeeTerms
from contracts.placement_kinds import ClawbackManner
from contracts.placements import PlacementTerms
from contracts.terms import day_in_words
from procurement.lots import MilestoneKind

#: How an amount is written, and which Dutch word a choice has: both come from the page.
InWords = Callable[[Any], str]


def explain_schedule(lines: Sequence[FeeLine], agreed: AgreedFees, *, euro: InWords, words: InWords) -> list[str]:
    """What the supplier earns, what counts as a placement, and what comes back; one sentence or two per rule."""
    placement, terms = agreed.placement_terms(), agreed.terms
    sentences = [_of_line(line, euro) for line in lines]
    if any(line.kind is MilestoneKind.PLACEMENT for line in lines):
        sentences += _of_placement(placement, words)
        sentences += _of_clawback(placement)
    sentences += _of_order(lines, terms)
    if all(line.amount is not None for line in lines):
        sentences.append(f"Eén deelnemer levert hoogstens {euro(most_per_person(lines))} op, exclusief btw.")
    if terms.most_per_year is not None:
        sentences.append(
            f"Per kalenderjaar wordt hoogstens {euro(terms.most_per_year)} betaald. Wat het eerst is goedgekeurd, "
            "gaat voor."
        )
    if terms.indexed is not None:
        month = day_in_words(terms.indexed.base_month).split(" ", 1)[1]
        sentences.append(
            f"De bedragen worden elk jaar aangepast met de index ‘{terms.indexed.index}’; het cijfer van {month} is "
            "de basis. Wat al is verdiend, verandert niet."
        )
    return sentences


def _of_line(line: FeeLine, euro: InWords) -> str:
    when = WHEN[line.kind]
    if line.kind is MilestoneKind.BONUS and line.sustained_months is not None:
        when = f"als bonus na {line.sustained_months} maanden werk"
    earns = "een bedrag dat nog moet worden ingevuld" if line.amount is None else euro(line.amount)
    share = "" if line.share_percent is None else f", dat is {_number(line.share_percent)} % van het tarief"
    times = f", hoogstens {line.most_times} keer" if line.most_times > 1 else ""
    sentence = f"{when[0].upper()}{when[1:]} verdient de aanbieder {earns}{share}{times}."
    if line.claim_within_days is not None:
        days = "1 dag" if line.claim_within_days == 1 else f"{line.claim_within_days} dagen"
        sentence += f" Declareren kan tot {days} na de goedkeuring."
    return sentence


def _of_placement(placement: PlacementTerms, words: InWords) -> list[str]:
    gap = (
        "zonder een dag ertussen"
        if placement.max_gap_days == 0
        else f"met hoogstens {placement.max_gap_days} dagen ertussen"
    )
    kinds = ", ".join(sorted(words(kind).lower() for kind in placement.work_kinds))
    sentences = [
        f"Een plaatsing is werk dat voor ten minste {_months(placement.min_months)} is afgesproken, voor ten minste "
        f"{_number(placement.min_hours_per_week)} uur per week. Banen die iemand tegelijk heeft, tellen samen; een "
        f"vervolgcontract {gap} telt mee.",
        f"Wat telt: {kinds}. Een onbetaalde proefplaats is geen plaatsing, en werk dat er al was of bij de aanbieder "
        "zelf ook niet.",
    ]
    if placement.contract_forms is not None:
        forms = ", ".join(sorted(words(form).lower() for form in placement.contract_forms))
        sentences.append(f"Het werk moet op een van deze contracten zijn: {forms}.")
    if placement.able_share is not None:
        sentences.append(
            f"Het werk is ten minste {_number(placement.able_share)} % van de uren die de deelnemer kan werken."
        )
    if placement.within_months is not None:
        sentences.append(f"Het werk begint binnen {_months(placement.within_months)} na de aanmelding.")
    seen = "is gestopt" if placement.benefit_must_end else "is gestopt of verlaagd"
    sentences.append(f"De gemeente stelt zelf vast dat de uitkering {seen}.")
    if placement.full_fee_hours is not None:
        full = _number(placement.full_fee_hours)
        sentences.append(
            f"De volle vergoeding voor werk geldt vanaf {full} uur per week. Bij minder uren is het een evenredig "
            f"deel: het aantal uren gedeeld door {full}."
        )
    return sentences


def _of_clawback(placement: PlacementTerms) -> list[str]:
    if placement.guarantee_months == 0:
        return ["Er is geen terugvordering afgesproken als het werk vroeg eindigt."]
    how = (
        "komt de hele vergoeding voor de plaatsing terug"
        if placement.clawback is ClawbackManner.FULL
        else "komt een deel van de vergoeding voor de plaatsing terug: de dagen van die tijd waarop niet is gewerkt"
    )
    return [
        f"Eindigt het werk binnen {_months(placement.guarantee_months)}, dan {how}. Vindt de deelnemer daarna werk "
        "dat wel telt en wel zo lang duurt, dan houdt de aanbieder de vergoeding."
    ]


def _of_order(lines: Sequence[FeeLine], terms: FeeTerms) -> list[str]:
    once = (
        "Elke mijlpaal telt één keer per deelnemer, ook bij een tweede traject."
        if terms.once_per_client
        else "Elke mijlpaal telt één keer per traject."
    )
    steps = [line for line in lines if line.kind is not MilestoneKind.MONTHLY_FEE]
    if len(steps) > 1:
        once += " De volgorde telt: wat eerder in de regeling staat, moet eerst zijn bereikt."
    lasting = any(line.kind in SUSTAINED_MONTHS or line.kind is MilestoneKind.BONUS for line in lines)
    after = " Alleen werk dat doorloopt, kan daarna nog iets opleveren." if lasting else ""
    return [once, f"Na het einde van een traject wordt niets meer verdiend.{after}"]


def _months(number: int) -> str:
    return "1 maand" if number == 1 else f"{number} maanden"


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
