"""The fee schedule of a contract, written in the documented format of fee rules (docs/fee-rules.md).

This is what the contract pays by: it is frozen when the contract is signed, and what a client brings is worked
out from it. The amounts are no part of it: the price list comes with the facts, because it may grow.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from contracts.fee_schedules import FeeLine
from contracts.milestones import NO_PREREQUISITE, StepTerms, milestone_code, months_of
from contracts.placement_kinds import BenefitEffect, ClawbackManner
from contracts.placements import PlacementTerms
from procurement.lots import RESULT_MILESTONES, MilestoneKind
from townhall.money import ZERO

#: Before the name of a milestone on the line by which its fee comes back.
BACK = "Terug: "

_FACTS: dict[str, dict[str, Any]] = {
    "prices": {"type": "object", "about": "per mijlpaal de bedragen, elk met zijn eerste dag"},
    "referred": {"type": "date", "about": "dag van aanmelding"},
    "plan": {"type": "date", "about": "dag waarop het plan is getekend"},
    "started": {"type": "date", "about": "eerste dag van het traject"},
    "ended": {"type": "date", "about": "laatste dag van het traject"},
    "ended_in_work": {"type": "yes_no", "default": False, "about": "het traject eindigde met werk"},
    "reached": {"type": "object", "default": {}, "about": "per mijlpaal de dag die de aanbieder meldt"},
    "jobs": {"type": "list", "default": [], "about": "banen: start, end, agreed_until, hours, kind, form, own_firm"},
    "able_hours": {"type": "number", "about": "uren per week die de deelnemer kan werken"},
    "benefit": {"type": "text", "default": "not_checked", "about": "wat de gemeente van de uitkering zag"},
    "today": {"type": "date", "about": "tot en met welke dag wordt gerekend"},
}


def code_of(step: StepTerms) -> str:
    """The code of a milestone in the facts and on invoices: M2."""
    return milestone_code(step.sequence)


def as_rules(steps: Sequence[StepTerms], terms: PlacementTerms, *, schedule_id: str, title: str) -> dict[str, Any]:
    """The schedule as JSON. Give the terms as agreed, not those of one client."""
    ordered = sorted(steps, key=lambda step: step.sequence)
    lines, values = [], _values_of_work(terms)
    for step in ordered:
        if step.kind is MilestoneKind.MONTHLY_FEE:
            lines.append(_monthly_line(step))
            continue
        before = _step_before(step, ordered)
        values |= _values_of_step(step, before)
        lines.append(_line(step, before, terms))
    lines += [_clawback_line(step, terms) for step in ordered if _comes_back(step, terms)]
    return {
        "id": schedule_id,
        "title": title,
        "unit": "EUR",
        "facts": _FACTS,
        "tables": _tables(ordered, terms),
        "values": values,
        "lines": lines,
        "most": {"amount": " + ".join(_most(step) for step in ordered), "why": "het hoogste bedrag per deelnemer"},
    }


def rules_of_lines(
    lines: Sequence[FeeLine], terms: PlacementTerms, *, schedule_id: str, title: str
) -> tuple[dict[str, Any], dict[str, Decimal]]:
    """The schedule of lines that are not kept yet, and their amounts by code."""
    steps = [
        StepTerms(number, number, line.kind, line.label, line.amount or ZERO, line.sustained_months, line.most_times)
        for number, line in enumerate(lines, start=1)
    ]
    rules = as_rules(steps, terms, schedule_id=schedule_id, title=title)
    return rules, {code_of(step): step.amount for step in steps}


def _tables(steps: Sequence[StepTerms], terms: PlacementTerms) -> dict[str, Any]:
    refused = [BenefitEffect.UNCHANGED, *([BenefitEffect.REDUCED] if terms.benefit_must_end else [])]
    tables: dict[str, Any] = {
        "names": {code_of(step): step.label for step in steps},
        "work_kinds": sorted(terms.work_kinds),
        "least_hours": terms.min_hours_per_week,
        "least_months": terms.min_months,
        "gap_days": terms.max_gap_days,
        "guarantee_months": terms.guarantee_months,
        "refused_benefits": [effect.value for effect in refused],
    }
    if terms.contract_forms is not None:
        tables["contract_forms"] = sorted(terms.contract_forms)
    for name, agreed in (
        ("able_share", terms.able_share),
        ("within_months", terms.within_months),
        ("full_fee_hours", terms.full_fee_hours),
    ):
        if agreed is not None:
            tables[name] = agreed
    turns = {code_of(step): list(range(1, step.most_times + 1)) for step in steps if step.most_times > 1}
    return {**tables, "turns": turns} if turns else tables


def _values_of_work(terms: PlacementTerms) -> dict[str, str]:
    """Which work counts, which of it is a placement, and which placements outlived the guarantee."""
    of_that_form = " and otherwise(job.form, '') in contract_forms" if terms.contract_forms is not None else ""
    in_time = "" if terms.within_months is None else " and spell.start < months_after(referred, within_months)"
    hours = "least_hours" if terms.able_share is None else "max(least_hours, percent(able_share, able_hours))"
    outlived = "spell.end >= period_end(spell.start, guarantee_months)"
    long_enough = "agreement.start <= spell.start and agreement.end >= period_end(spell.start, least_months)"
    return {
        "events": "current(jobs)",
        "counting": "[job for job in events if job.kind in work_kinds and job.start >= referred "
        f"and not otherwise(job.own_firm, false){of_that_form}]",
        "hours_needed": hours,
        "worked": "spells(stretches(counting, 'hours', hours_needed), gap_days)",
        "agreed": "spells(stretches(counting, 'hours', hours_needed, 'agreed_until'), gap_days)",
        "placements": f"[spell for spell in worked if any({long_enough} for agreement in agreed){in_time}]",
        "kept": f"[spell for spell in placements if {outlived}]"
        if terms.clawback is ClawbackManner.FULL
        else "placements",
        "placed_on": "first(kept).start if count(kept) > 0 else first(placements).start",
        "hours_then": "sum(job.hours for job in counting if job.start <= placed_on "
        "and otherwise(job.end, placed_on) >= placed_on)",
    }


def _step_before(step: StepTerms, ordered: Sequence[StepTerms]) -> StepTerms | None:
    """The last milestone that must be reached first; it asks for those before it."""
    earlier = [each for each in ordered if each.sequence < step.sequence and each.kind not in NO_PREREQUISITE]
    return earlier[-1] if earlier else None


def _event(step: StepTerms) -> str:
    """The expression of the day on which this step happens, whatever else must be reached first."""
    months = months_of(step)
    if step.kind is MilestoneKind.PLAN:
        return "max(plan, referred)"
    if step.kind is MilestoneKind.START:
        return "started"
    if step.kind is MilestoneKind.PLACEMENT:
        return "placed_on"
    if months is not None:
        return (
            f"first(sorted([months_after(spell.start, {months}) for spell in kept "
            f"if spell.end >= period_end(spell.start, {months})]))"
        )
    from_day = "referred" if step.kind is MilestoneKind.INTAKE else "started"
    return f"first([day for day in [reached.{code_of(step)}] if day >= {from_day}])"


def _values_of_step(step: StepTerms, before: StepTerms | None) -> dict[str, str]:
    number = step.sequence
    earned = f"day_{number} <= today and {_in_track(step)}{_more(step)}"
    if before is None:
        return {f"day_{number}": _event(step), f"earned_{number}": f"known(day_{number}) and {earned}"}
    return {
        f"day_{number}": f"max({_event(step)}, day_{before.sequence})",
        f"earned_{number}": f"earned_{before.sequence} and known(day_{number}) and {earned}",
    }


def _in_track(step: StepTerms) -> str:
    """After the end nothing more is earned, but work that the track led to may go on lasting."""
    lasts_on = months_of(step) is not None or step.kind is MilestoneKind.BONUS
    day = f"day_{step.sequence}"
    return f"(not known(ended) or {day} <= ended{' or ended_in_work' if lasts_on else ''})"


def _more(step: StepTerms) -> str:
    started = "" if step.kind in (MilestoneKind.INTAKE, MilestoneKind.PLAN) else " and known(started)"
    if step.kind is not MilestoneKind.PLACEMENT:
        return started
    # What is paid and comes back is no step towards the next milestone.
    return f"{started} and benefit not in refused_benefits and count(kept) > 0"


def _line(step: StepTerms, before: StepTerms | None, terms: PlacementTerms) -> dict[str, Any]:
    code, day = code_of(step), f"day_{step.sequence}"
    by_hours = terms.full_fee_hours is not None and step.kind in RESULT_MILESTONES - {MilestoneKind.CERTIFICATE}
    part = " * min(hours_then, full_fee_hours) / full_fee_hours" if by_hours else ""
    why = " ({hours_then} van {full_fee_hours} uur)" if by_hours else ""
    return {
        "milestone": f"{{names.{code}}}",
        "key": f"'{code}'",
        "on": day,
        "conditions": [
            *_conditions_of_kind(step, terms),
            *_conditions_of_order(before),
            {"if": f"{day} <= today", "else": f"wordt bereikt op {{{day}}}"},
            {"if": _in_track(step), "else": "pas na het einde van het traject op {ended}"},
        ],
        "amount": f"band({day}, prices.{code}){part}",
        "why": f"bereikt op {{{day}}}{why}",
    }


def _conditions_of_order(before: StepTerms | None) -> list[dict[str, str]]:
    if before is None:
        return []
    return [
        {"if": f"earned_{before.sequence}", "else": f"eerst nodig: {{names.{code_of(before)}}}"},
    ]


def _conditions_of_kind(step: StepTerms, terms: PlacementTerms) -> list[dict[str, str]]:
    started = {"if": "known(started)", "else": "het traject is niet gestart"}
    months = months_of(step)
    if step.kind is MilestoneKind.INTAKE:
        return [{"if": f"known(day_{step.sequence})", "else": "niet gemeld"}]
    if step.kind is MilestoneKind.PLAN:
        return [{"if": "known(plan)", "else": "er is geen getekend plan"}]
    if step.kind is MilestoneKind.START:
        return [started]
    if step.kind is MilestoneKind.PLACEMENT:
        return [started, *_conditions_of_placement(terms)]
    if months is not None:
        broken = f"geen {months} maanden achter elkaar aan het werk"
        return [
            started,
            {"if": "count(kept) > 0", "else": "geen plaatsing die telt"},
            {"if": f"any(spell.end >= period_end(spell.start, {months}) for spell in kept)", "else": broken},
        ]
    return [started, {"if": f"known({_event(step)})", "else": "niet gemeld"}]


def _conditions_of_placement(terms: PlacementTerms) -> list[dict[str, str]]:
    conditions = [
        {"if": "count(events) > 0", "else": "geen werk gevonden"},
        {"if": "count(counting) > 0", "else": "dit werk telt niet als plaatsing"},
        *(
            []
            if terms.able_share is None
            else [{"if": "known(able_hours)", "else": "eerst vastleggen: hoeveel uur per week de deelnemer kan werken"}]
        ),
        {"if": "count(agreed) > 0", "else": "minder dan {hours_needed} uur per week"},
        {
            "if": "any(spell.end >= period_end(spell.start, least_months) for spell in agreed)",
            "else": "korter afgesproken dan {least_months} maanden",
        },
    ]
    if terms.within_months is not None:
        conditions.append(
            {
                "if": "any(spell.start < months_after(referred, within_months) for spell in worked)",
                "else": "later begonnen dan {within_months} maanden na de aanmelding",
            }
        )
    return [
        *conditions,
        {"if": "count(placements) > 0", "else": "het werk dat lang genoeg was afgesproken, is niet gedaan"},
        {"if": "benefit not in refused_benefits", "else": "de uitkering is niet genoeg veranderd"},
    ]


def _monthly_line(step: StepTerms) -> dict[str, Any]:
    code = code_of(step)
    over = "months_after(started, turn)"
    turns = f"turns.{code}" if step.most_times > 1 else "[1]"
    return {
        "milestone": f"{{names.{code}}}, maand {{turn}}",
        "key": f"'{code}'",
        "on": over,
        "repeat": {"over": turns, "as": "turn"},
        "when": f"{over} <= today and (not known(ended) or {over} <= ended)",
        "amount": f"band({over}, prices.{code})",
        "why": f"deze maand was voorbij op {{{over}}}",
    }


def _comes_back(step: StepTerms, terms: PlacementTerms) -> bool:
    return step.kind is MilestoneKind.PLACEMENT and terms.guarantee_months > 0


def _clawback_line(step: StepTerms, terms: PlacementTerms) -> dict[str, Any]:
    """The fee for the placement comes back; a later placement that lasts takes its place."""
    code = code_of(step)
    served = (
        "max([min(spell.days, days_between(spell.start, months_after(spell.start, guarantee_months)))"
        " / days_between(spell.start, months_after(spell.start, guarantee_months)) for spell in placements])"
    )
    in_full = terms.clawback is ClawbackManner.FULL
    failed = "count(kept) == 0" if in_full else f"{served} < 1"
    return {
        "milestone": f"{BACK}{{names.{code}}}",
        "on": "last(placements).end",
        "when": f"paid('{code}') > 0 and {failed}",
        "amount": f"-paid('{code}')" if in_full else f"-paid('{code}') * (1 - {served})",
        "why": "het werk eindigde op {last(placements).end}, binnen {guarantee_months} maanden",
    }


def _most(step: StepTerms) -> str:
    times = f" * {step.most_times}" if step.most_times > 1 else ""
    return f"max([price[1] for price in prices.{code_of(step)}]){times}"
