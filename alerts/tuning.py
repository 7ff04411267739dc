"""The occasions as this municipality set them: for all contracts, or for one of them.

What is set takes the place of the house's default; what is not set stays. An occasion cannot be switched off: at
least one lead time or level stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from alerts.occasion import Occasion, OccasionKind
from alerts.occasions import OCCASIONS
from townhall.accounts.roles import Role
from townhall.refusal import Obstacle

LONGEST_LEAD = 1100
HIGHEST_LEVEL = 200
MOST_STEPS = 8


@dataclass(frozen=True)
class Setting:
    """What was set of one occasion, for everything or for one contract; None is: as the house has it."""

    kind: OccasionKind
    contract_id: int | None = None
    steps: tuple[int, ...] | None = None
    """Lead times in days, or levels in percent: whichever the occasion has."""
    role: Role | None = None
    again_days: int | None = None
    what_to_do: str = ""


@dataclass(frozen=True)
class Tuning:
    """All occasions with what was set of them."""

    general: Mapping[OccasionKind, Occasion] = field(default_factory=lambda: OCCASIONS)
    of_contracts: Mapping[tuple[OccasionKind, int], Occasion] = field(default_factory=dict)

    def without(self, kind: OccasionKind, contract_id: int | None) -> Occasion:
        """The occasion as it counts where nothing is set: for a contract what is set for all, else the house's."""
        return OCCASIONS[kind] if contract_id is None else self.general[kind]

    def of(self, kind: OccasionKind, contract_id: int | None = None) -> Occasion:
        """The occasion as it counts for this contract, or in general."""
        if contract_id is not None and (kind, contract_id) in self.of_contracts:
            return self.of_contracts[kind, contract_id]
        return self.general[kind]


HOUSE = Tuning()


def tuned(settings: Sequence[Setting]) -> Tuning:
    """The house's occasions with these settings; what is set for a contract comes over what is set for all."""
    general = dict(OCCASIONS)
    for setting in settings:
        if setting.contract_id is None:
            general[setting.kind] = with_setting(general[setting.kind], setting)
    of_contracts = {
        (setting.kind, setting.contract_id): with_setting(general[setting.kind], setting)
        for setting in settings
        if setting.contract_id is not None
    }
    return Tuning(general, of_contracts)


def setting_from(
    base: Occasion, *, contract_id: int | None, steps: tuple[int, ...], role: Role, again_days: int | None,
    what_to_do: str,
) -> Setting:  # fmt: skip
    """What was filled in, without what is as it would be anyway: ``base`` is what counts when nothing is set here."""
    as_it_is = sorted(steps) == sorted(base.levels or base.lead_days)
    return Setting(
        kind=base.kind, contract_id=contract_id, steps=None if as_it_is else steps,
        role=None if role == base.role else role, again_days=None if again_days == base.again_days else again_days,
        what_to_do="" if what_to_do == base.what_to_do else what_to_do,
    )  # fmt: skip


def with_setting(occasion: Occasion, setting: Setting) -> Occasion:
    """The occasion with what was set."""
    if setting.steps is not None:
        if occasion.levels:
            occasion = replace(occasion, levels=tuple(sorted(setting.steps)))
        else:
            occasion = replace(occasion, lead_days=tuple(sorted(setting.steps, reverse=True)))
    return replace(
        occasion,
        role=setting.role or occasion.role,
        again_days=occasion.again_days if setting.again_days is None else setting.again_days,
        what_to_do=setting.what_to_do or occasion.what_to_do,
    )


def obstacles_to_setting(setting: Setting) -> list[Obstacle]:
    """Why this cannot be set: it would silence the occasion, or nobody could act on it."""
    occasion = OCCASIONS[setting.kind]
    found = [] if setting.steps is None else _obstacles_to_steps(setting.steps, occasion)
    if setting.again_days is not None and not 1 <= setting.again_days <= 90:
        found.append(Obstacle("again-range", "Opnieuw mailen kan na 1 tot 90 dagen.", "again_days"))
    if setting.role is not None and (setting.role == Role.SUPPLIER) != (occasion.role == Role.SUPPLIER):
        found.append(Obstacle("role-outside", "Dit signaal gaat over werk van de gemeente zelf.", "role"))
    return found


def _obstacles_to_steps(steps: Sequence[int], occasion: Occasion) -> list[Obstacle]:
    if occasion.is_plain:
        return [Obstacle("no-levels", "Dit signaal komt zodra het zo is. Laat het op 1 staan.", "steps")]
    what, found = "percentage" if occasion.levels else "aantal dagen", []
    if not steps:
        text = f"Noem ten minste één {what}. Een signaal kan niet uit: dan wordt een termijn gemist."
        found.append(Obstacle("no-steps", text, "steps"))
    if len(set(steps)) < len(steps):
        found.append(Obstacle("steps-twice", f"Noem elk {what} één keer.", "steps"))
    if len(steps) > MOST_STEPS:
        found.append(Obstacle("too-many-steps", f"Noem er hooguit {MOST_STEPS}.", "steps"))
    return found + (_obstacles_to_levels(steps) if occasion.levels else _obstacles_to_days(steps, occasion))


def _obstacles_to_levels(levels: Sequence[int]) -> list[Obstacle]:
    found = []
    if any(not 1 <= level <= HIGHEST_LEVEL for level in levels):
        found.append(Obstacle("step-range", f"Een percentage ligt tussen 1 en {HIGHEST_LEVEL}.", "steps"))
    if levels and min(levels) > 100:
        found.append(Obstacle("only-late", "Meld ten minste één keer bij 100 % of eerder.", "steps"))
    return found


def _obstacles_to_days(days: Sequence[int], occasion: Occasion) -> list[Obstacle]:
    found = []
    if any(abs(each) > LONGEST_LEAD for each in days):
        found.append(Obstacle("step-range", f"Neem hooguit {LONGEST_LEAD} dagen.", "steps"))
    if days and max(days) < min(0, max(occasion.lead_days)):
        text = "Meld ten minste één keer op de dag zelf of ervoor."
        found.append(Obstacle("only-late", text, "steps"))
    return found


def days_of_year(occasion: Occasion, due_on: date, year: int) -> list[date]:
    """On which days of this year an alert about this day is raised, the first one first."""
    days = (due_on - timedelta(days=lead) for lead in occasion.lead_days)
    return sorted(day for day in days if day.year == year)


def levels_reached(occasion: Occasion, level: Fraction) -> list[int]:
    """The levels in percent that this meter has passed."""
    return [each for each in occasion.levels if level * 100 >= each]
