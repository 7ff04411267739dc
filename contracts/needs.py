"""Homogeneous needs (soortgelijke behoeften): what belongs together when purchases are added up.

A need is a kind of service (a CPV code, at the level staff choose) and, when it matters, a target group. A purchase
belongs to the need it was assigned to; without an assignment, to the need that fits its code and group most closely;
else to the CPV group of its code. So nothing with a code is left out because nobody sorted it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.accumulation import Purchase, counts
from procurement.annex_xiv import is_in_annex_xiv
from procurement.bands import Market
from procurement.lots import TargetGroup
from procurement.regime_facts import CpvValue
from procurement.regimes import main_object
from townhall.refusal import Obstacle

#: CPV division 45 is construction work.
WORKS_DIVISION = "45"
#: A CPV group is the first three digits.
GROUP_DIGITS = 3


@dataclass(frozen=True)
class NeedFacts:
    """A need as staff named it; without a target group it is for all."""

    id: int
    name: str
    cpv_code: str
    target_group: TargetGroup | None = None


@dataclass(frozen=True)
class Sorted:
    """A purchase with what decides where it belongs; ``assigned_to`` is the id of a need, when somebody chose one."""

    purchase: Purchase
    target_group: TargetGroup | None = None
    assigned_to: int | None = None


@dataclass(frozen=True)
class NeedGroup:
    """What counts together: a need of staff, or the CPV group of purchases that no need fits."""

    key: str
    cpv_code: str
    need: NeedFacts | None
    purchases: tuple[Purchase, ...]


def digits_of(cpv_code: str) -> str:
    """The digits that say how precise a code is: ``79600000`` stands for all codes that begin with 796."""
    return cpv_code[: max(2, len(cpv_code.rstrip("0")))]


def need_for(cpv_code: str, target_group: TargetGroup | None, needs: Iterable[NeedFacts]) -> NeedFacts | None:
    """The need that fits most closely: one for the target group before one for all, a longer code before a shorter.

    What has no code fits a need for its own target group, when there is only one.
    """
    if not cpv_code:
        own = [need for need in needs if need.target_group is not None and need.target_group == target_group]
        return own[0] if len(own) == 1 else None
    fitting = [
        need
        for need in needs
        if cpv_code.startswith(digits_of(need.cpv_code)) and need.target_group in (None, target_group)
    ]
    return max(
        fitting,
        key=lambda need: (need.target_group is not None, len(digits_of(need.cpv_code)), -need.id),
        default=None,
    )


def group(purchases: Iterable[Sorted], needs: Sequence[NeedFacts]) -> tuple[list[NeedGroup], list[Purchase]]:
    """What counts together, needs of staff first; and what counts but belongs nowhere, because it has no code."""
    by_id = {need.id: need for need in needs}
    together: dict[str, list[Purchase]] = {f"{need.id}": [] for need in needs}
    codes, nowhere = {f"{need.id}": need.cpv_code for need in needs}, []
    for each in purchases:
        code = each.purchase.cpv_code
        need = by_id.get(each.assigned_to or 0) or need_for(code, each.target_group, needs)
        if need is None and not code:
            if counts(each.purchase):
                nowhere.append(each.purchase)
            continue
        key = f"{need.id}" if need else f"cpv-{code[:GROUP_DIGITS]}"
        codes.setdefault(key, code[:GROUP_DIGITS].ljust(8, "0"))
        together.setdefault(key, []).append(each.purchase)
    groups = [
        NeedGroup(key, codes[key], by_id.get(int(key)) if key.isdigit() else None, tuple(found))
        for key, found in together.items()
    ]
    return groups, nowhere


def market_of(cpv_code: str, purchases: Sequence[Purchase]) -> Market:
    """Which limits hold: works by the code of the need, else the heavier side of the purchases (art. 2.12a(2) AW)."""
    if cpv_code.startswith(WORKS_DIVISION):
        return Market.WORKS
    parts = [
        CpvValue(code=each.cpv_code or cpv_code, value=max(each.amount, Decimal(0))) for each in purchases
    ]
    sides = main_object(parts)
    is_sas = sides.is_sas if sides.sas_value or sides.other_value else is_in_annex_xiv(cpv_code)
    return Market.SAS if is_sas else Market.SERVICES


def obstacles_to_need(
    *, name: str, cpv_is_known: bool, name_is_taken: bool, same_as: str | None
) -> list[Obstacle]:
    """Why a need cannot be named like this. ``same_as``: the need that already covers this code and group."""
    found = []
    if not name.strip():
        found.append(Obstacle("name-missing", "Geef de behoefte een naam.", "name"))
    if name_is_taken:
        found.append(Obstacle("name-taken", "Er is al een behoefte met deze naam. Kies een andere.", "name"))
    if not cpv_is_known:
        found.append(
            Obstacle("cpv-unknown", "Deze CPV-code bestaat niet. Zoek hem op bij CPV-codes.", "cpv_code")
        )
    if same_as is not None:
        found.append(
            Obstacle(
                "same-need",
                f"De behoefte {same_as} heeft al deze code en doelgroep. Kies een preciezere code of een doelgroep.",
                "cpv_code",
            )
        )
    return found
