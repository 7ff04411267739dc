"""What a supplier earns with one person: the fee schedule as data, checked and explained in Dutch.

A line earns a percentage of the tariff per person, or a fixed amount. Percentages add up to a hundred; a
bonus comes on top with an amount of its own. Amounts are worked out once, when the contract is drafted, and
copied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from procurement.lots import OUTSIDE_THE_SHARES, RESULT_MILESTONES, Financing, MilestoneKind
from townhall.money import ZERO, split_by_shares, sum_of
from townhall.refusal import Obstacle

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class FeeLine:
    """One step that earns a fee: by percentage of the tariff, or a fixed amount, or both once worked out."""

    kind: MilestoneKind
    label: str
    share_percent: Decimal | None = None
    amount: Decimal | None = None
    most_times: int = 1
    claim_within_days: int | None = None
    #: For a bonus: after how many months of work; None: when the supplier declares it.
    sustained_months: int | None = None
    #: What must lie there; empty: what is usual for the step.
    evidence: str = ""


#: How many months a person must have been at work for this step.
SUSTAINED_MONTHS: dict[MilestoneKind, int] = {
    MilestoneKind.SUSTAINED_3M: 3,
    MilestoneKind.SUSTAINED_6M: 6,
    MilestoneKind.SUSTAINED_12M: 12,
}

#: The order in which a track can pass its steps; a monthly fee and a bonus have no place of their own in it.
ORDER: tuple[MilestoneKind, ...] = (
    MilestoneKind.INTAKE,
    MilestoneKind.PLAN,
    MilestoneKind.START,
    MilestoneKind.HALFWAY,
    MilestoneKind.COMPLETION,
    MilestoneKind.CERTIFICATE,
    MilestoneKind.PLACEMENT,
    MilestoneKind.SUSTAINED_3M,
    MilestoneKind.SUSTAINED_6M,
    MilestoneKind.SUSTAINED_12M,
)

#: What must lie there before a step is paid: house practice, never a name or a BSN.
EVIDENCE: dict[MilestoneKind, str] = {
    MilestoneKind.INTAKE: "Getekend intakeformulier met datum.",
    MilestoneKind.PLAN: "Plan, getekend door casemanager en deelnemer.",
    MilestoneKind.START: "Datum van de eerste activiteit.",
    MilestoneKind.HALFWAY: "Tussenrapport met de gevolgde activiteiten.",
    MilestoneKind.COMPLETION: "Eindrapport van het traject.",
    MilestoneKind.CERTIFICATE: "Kopie van het certificaat, zonder persoonsgegevens.",
    MilestoneKind.PLACEMENT: "Arbeidsovereenkomst (gemaskeerd) en eerste loonstrook of verklaring van de "
    "werkgever; de gemeente stelt zelf vast dat de uitkering is gestopt of verlaagd.",
    MilestoneKind.SUSTAINED_3M: "Loonstrook of verklaring van de werkgever rond de meetdatum.",
    MilestoneKind.SUSTAINED_6M: "Loonstrook of verklaring van de werkgever rond de meetdatum.",
    MilestoneKind.SUSTAINED_12M: "Loonstrook of verklaring van de werkgever rond de meetdatum.",
    MilestoneKind.MONTHLY_FEE: "Overzicht van de begeleiding in deze maand.",
    MilestoneKind.BONUS: "Loonstrook of verklaring van de werkgever rond de meetdatum.",
}

_LABELS: dict[MilestoneKind, str] = {
    MilestoneKind.INTAKE: "Intake",
    MilestoneKind.PLAN: "Plan getekend",
    MilestoneKind.START: "Start van het traject",
    MilestoneKind.HALFWAY: "Halverwege het traject",
    MilestoneKind.COMPLETION: "Traject afgerond",
    MilestoneKind.CERTIFICATE: "Certificaat behaald",
    MilestoneKind.PLACEMENT: "Plaatsing",
    MilestoneKind.SUSTAINED_3M: "3 maanden aan het werk",
    MilestoneKind.SUSTAINED_6M: "6 maanden aan het werk",
    MilestoneKind.SUSTAINED_12M: "12 maanden aan het werk",
    MilestoneKind.MONTHLY_FEE: "Begeleiding per maand",
    MilestoneKind.BONUS: "Bonus voor duurzaam werk",
}


def line_of(
    kind: MilestoneKind,
    percent: int | None = None,
    *,
    amount: Decimal | None = None,
    most_times: int = 1,
    months: int | None = None,
) -> FeeLine:
    """A line with the usual name of its step; a bonus may ask for so many months of work."""
    share = None if percent is None else Decimal(percent)
    return FeeLine(
        kind, _LABELS[kind], share_percent=share, amount=amount, most_times=most_times, sustained_months=months
    )


def with_amounts(lines: Sequence[FeeLine], tariff: Decimal) -> list[FeeLine]:
    """The lines with the amount each percentage brings; the last percentage carries the rounding difference.

    A line that can be earned several times gets its part divided over those times, rounded down to the
    cent, so that a person never brings more than the tariff.
    """
    by_share = [line for line in lines if line.share_percent is not None]
    assert by_share, "a tariff needs lines with a percentage"
    parts = iter(split_by_shares(tariff, [line.share_percent or ZERO for line in by_share]))
    return [
        line if line.share_percent is None else replace(line, amount=_each_time(next(parts), line.most_times))
        for line in lines
    ]


def _each_time(part: Decimal, times: int) -> Decimal:
    return Decimal(int(part * 100) // times).scaleb(-2)


def most_per_person(lines: Sequence[FeeLine]) -> Decimal:
    """The most one person can bring: every step reached, as often as it can be."""
    return sum_of((line.amount or ZERO) * line.most_times for line in lines)


def obstacles_to_schedule(lines: Sequence[FeeLine], financing: Financing) -> list[Obstacle]:
    """Every reason why these lines are no fee schedule for this way of financing."""
    if not lines:
        return [
            Obstacle(
                "no-lines", "Deze regeling heeft nog geen mijlpaal. Voeg er ten minste één toe.", "lines"
            )
        ]
    return [
        *(obstacle for line in lines for obstacle in _obstacles_to_line(line)),
        *_obstacles_to_shares(lines),
        *_obstacles_to_order(lines),
        *_obstacles_to_financing(lines, financing),
    ]


def _obstacles_to_line(line: FeeLine) -> list[Obstacle]:
    found = []
    name = line.label or _LABELS[line.kind]
    if line.share_percent is None and line.amount is None:
        found.append(
            Obstacle("fee-missing", f"Vul bij ‘{name}’ een percentage of een vast bedrag in.", "lines")
        )
    if line.share_percent is not None and not 0 < line.share_percent <= HUNDRED:
        found.append(
            Obstacle(
                "share-impossible", f"Het percentage bij ‘{name}’ is meer dan 0 en hoogstens 100.", "lines"
            )
        )
    if line.amount is not None and line.amount < 0:
        found.append(Obstacle("amount-negative", f"Het bedrag bij ‘{name}’ is minder dan nul.", "lines"))
    if line.kind in OUTSIDE_THE_SHARES and line.share_percent is not None:
        found.append(
            Obstacle(
                "bonus-with-share",
                f"‘{name}’ is een bonus: die komt boven op het tarief. Geef hem een vast bedrag.",
                "lines",
            )
        )
    if line.most_times < 1 or (line.most_times > 1 and line.kind is not MilestoneKind.MONTHLY_FEE):
        found.append(
            Obstacle("times-impossible", f"‘{name}’ kan per traject één keer worden verdiend.", "lines")
        )
    if line.claim_within_days is not None and line.claim_within_days < 1:
        found.append(
            Obstacle(
                "claim-window-closed",
                f"De termijn om ‘{name}’ te declareren sluit voordat hij opengaat. Geef ten minste één dag.",
                "lines",
            )
        )
    return found


def _obstacles_to_shares(lines: Sequence[FeeLine]) -> list[Obstacle]:
    shares = [
        line.share_percent
        for line in lines
        if line.share_percent is not None and line.kind not in OUTSIDE_THE_SHARES
    ]
    if not shares or sum(shares) == HUNDRED:
        return []
    total = f"{sum(shares, Decimal(0)).normalize():f}".replace(".", ",")
    return [
        Obstacle(
            "shares-not-hundred",
            f"De percentages zijn samen {total} %. Maak er samen precies 100 % van.",
            "lines",
        )
    ]


def _obstacles_to_order(lines: Sequence[FeeLine]) -> list[Obstacle]:
    found = []
    kinds = [line.kind for line in lines]
    for kind in dict.fromkeys(kinds):
        if kinds.count(kind) > 1:
            found.append(
                Obstacle("milestone-twice", f"‘{_LABELS[kind]}’ staat er twee keer in. Houd er één.", "lines")
            )
    placed = MilestoneKind.PLACEMENT in kinds
    if not placed and any(kind in SUSTAINED_MONTHS for kind in kinds):
        found.append(
            Obstacle(
                "never-reached",
                "Er is een mijlpaal voor duurzaam werk, maar geen plaatsing. Die mijlpaal kan nooit worden "
                "bereikt: voeg ‘Plaatsing’ toe.",
                "lines",
            )
        )
    if MilestoneKind.BONUS in kinds and not any(
        kind in RESULT_MILESTONES - OUTSIDE_THE_SHARES for kind in kinds
    ):
        found.append(
            Obstacle(
                "bonus-without-result",
                "Een bonus hoort bij een resultaat. Voeg een plaatsing of een certificaat toe.",
                "lines",
            )
        )
    places = [ORDER.index(kind) for kind in kinds if kind in ORDER]
    if places != sorted(places):
        found.append(
            Obstacle(
                "order-contradicts",
                "De volgorde klopt niet: een traject gaat van intake en plan naar plaatsing en duurzaam "
                "werk. Zet de mijlpalen in die volgorde.",
                "lines",
            )
        )
    return found


def _obstacles_to_financing(lines: Sequence[FeeLine], financing: Financing) -> list[Obstacle]:
    results = [line for line in lines if line.kind in RESULT_MILESTONES]
    efforts = [line for line in lines if line.kind not in RESULT_MILESTONES]
    if financing is Financing.NO_CURE_NO_PAY and efforts:
        return [
            Obstacle(
                "pay-without-cure",
                "Bij no cure no pay wordt alleen een resultaat betaald. Haal de mijlpalen vóór de "
                "plaatsing weg, of kies een andere financiering.",
                "financing",
            )
        ]
    if financing is Financing.NO_CURE_LESS_PAY and not (results and efforts):
        return [
            Obstacle(
                "no-less-pay",
                "Bij no cure less pay hoort zowel een vergoeding voor inspanning als een voor resultaat. "
                "Voeg toe wat ontbreekt, of kies een andere financiering.",
                "financing",
            )
        ]
    if financing is Financing.EFFORT and not efforts:
        return [
            Obstacle(
                "no-effort",
                "Bij inspanningsfinanciering hoort ten minste één mijlpaal vóór de plaatsing. Voeg die "
                "toe, of kies een andere financiering.",
                "financing",
            )
        ]
    return []


#: When a step earns its fee, as it stands in a sentence.
WHEN: dict[MilestoneKind, str] = {
    MilestoneKind.INTAKE: "bij intake",
    MilestoneKind.PLAN: "bij het plan",
    MilestoneKind.START: "bij de start",
    MilestoneKind.HALFWAY: "halverwege het traject",
    MilestoneKind.COMPLETION: "bij afronding van het traject",
    MilestoneKind.CERTIFICATE: "bij het certificaat",
    MilestoneKind.PLACEMENT: "bij plaatsing",
    MilestoneKind.SUSTAINED_3M: "na 3 maanden werk",
    MilestoneKind.SUSTAINED_6M: "na 6 maanden werk",
    MilestoneKind.SUSTAINED_12M: "na 12 maanden werk",
    MilestoneKind.MONTHLY_FEE: "per maand begeleiding",
    MilestoneKind.BONUS: "als bonus",
}


def explain(lines: Sequence[FeeLine], in_words: Callable[[Decimal], str]) -> str:
    """The schedule as one Dutch sentence; ``in_words`` writes an amount."""
    parts = [_explain_line(line, in_words) for line in lines]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"
    return f"Deze regeling: {listed}. Samen hoogstens {in_words(most_per_person(lines))} per deelnemer."


def _explain_line(line: FeeLine, in_words: Callable[[Decimal], str]) -> str:
    amount = "" if line.amount is None else in_words(line.amount)
    times = f", hoogstens {line.most_times} keer" if line.most_times > 1 else ""
    if line.share_percent is None:
        return f"{amount} {WHEN[line.kind]}{times}"
    share = f"{line.share_percent.normalize():f}".replace(".", ",")
    in_brackets = f" ({amount}{times})" if amount else times
    return f"{share} % {WHEN[line.kind]}{in_brackets}"
