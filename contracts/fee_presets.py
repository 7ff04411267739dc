"""Usual fee schedules to start from, each for its way of financing; every lot may differ."""

from dataclasses import dataclass

from contracts.fee_schedules import FeeLine, line_of
from procurement.lots import Financing, MilestoneKind


@dataclass(frozen=True)
class Preset:
    """A usual schedule to start from."""

    code: str
    title: str
    financing: Financing
    lines: tuple[FeeLine, ...]


PRESETS: tuple[Preset, ...] = (
    Preset(
        "NCNP-100",
        "No cure no pay: alles bij plaatsing",
        Financing.NO_CURE_NO_PAY,
        (line_of(MilestoneKind.PLACEMENT, 100),),
    ),
    Preset(
        "NCNP-50/50",
        "No cure no pay: helft bij plaatsing, helft na 6 maanden",
        Financing.NO_CURE_NO_PAY,
        (line_of(MilestoneKind.PLACEMENT, 50), line_of(MilestoneKind.SUSTAINED_6M, 50)),
    ),
    Preset(
        "NCLP-50/50",
        "No cure less pay: helft bij start, helft bij plaatsing",
        Financing.NO_CURE_LESS_PAY,
        (line_of(MilestoneKind.START, 50), line_of(MilestoneKind.PLACEMENT, 50)),
    ),
    Preset(
        "NCLP-30/30/40",
        "No cure less pay: plan, plaatsing, 6 maanden",
        Financing.NO_CURE_LESS_PAY,
        (
            line_of(MilestoneKind.PLAN, 30),
            line_of(MilestoneKind.PLACEMENT, 30),
            line_of(MilestoneKind.SUSTAINED_6M, 40),
        ),
    ),
    Preset(
        "NCLP-20/30/50",
        "No cure less pay: intake, plaatsing, 6 maanden",
        Financing.NO_CURE_LESS_PAY,
        (
            line_of(MilestoneKind.INTAKE, 20),
            line_of(MilestoneKind.PLACEMENT, 30),
            line_of(MilestoneKind.SUSTAINED_6M, 50),
        ),
    ),
    Preset(
        "EFFORT-80/20",
        "Inspanning 80, resultaat 20",
        Financing.EFFORT,
        (
            line_of(MilestoneKind.START, 40),
            line_of(MilestoneKind.HALFWAY, 40),
            line_of(MilestoneKind.PLACEMENT, 20),
        ),
    ),
    Preset(
        "EFFORT-100",
        "Alleen inspanning: een bedrag per maand",
        Financing.EFFORT,
        (line_of(MilestoneKind.MONTHLY_FEE, 100, most_times=12),),
    ),
)


#: Nobody can guess the amount of a bonus, so this one is a start for the editor only, which asks for it.
WITH_BONUS = Preset(
    "NCLP-30/30/40+BONUS",
    "No cure less pay: plan, plaatsing, 6 maanden, en een bonus na 12 maanden werk",
    Financing.NO_CURE_LESS_PAY,
    (
        line_of(MilestoneKind.PLAN, 30),
        line_of(MilestoneKind.PLACEMENT, 30),
        line_of(MilestoneKind.SUSTAINED_6M, 40),
        line_of(MilestoneKind.BONUS, months=12),
    ),
)

#: What the editor can start from.
FOR_THE_EDITOR = (*PRESETS, WITH_BONUS)


def preset(code: str) -> Preset:
    """The usual schedule with this code."""
    return next(each for each in FOR_THE_EDITOR if each.code == code)
