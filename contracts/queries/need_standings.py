"""How every need stands against the limits in force: the same answer for the page and for the alerts."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.accumulation import Limit, Measure, Purchase, Standing, limits_on, standing
from contracts.needs import NeedGroup, market_of
from contracts.queries.purchases import need_groups
from procurement.bands import Market
from procurement.queries.cpv import all_cpv_codes
from procurement.queries.policy import policy_bands, thresholds


@dataclass(frozen=True)
class NeedStanding:
    """A need with every sum against every limit; lowest limit first, and of each limit the twelve months first."""

    group: NeedGroup
    name: str
    market: Market
    limits: tuple[Limit, ...]
    standings: tuple[Standing, ...]

    @property
    def level(self) -> Fraction:
        """How near the nearest limit is."""
        return max((each.level for each in self.standings), default=Fraction(0))

    def nearest(self, limit: Limit) -> Standing:
        """Of the two sums the one that is nearer to this limit, or simply larger."""
        return max(
            (each for each in self.standings if each.limit == limit),
            key=lambda each: (each.level, each.measured, each.measure == Measure.TWELVE_MONTHS),
        )


def need_standings(today: date) -> tuple[list[NeedStanding], list[Purchase]]:
    """Every need that has purchases or was named by staff, fullest first; and what belongs nowhere yet."""
    groups, nowhere = need_groups(today)
    table, bands = thresholds(), policy_bands()
    found = []
    for group in groups:
        market = market_of(group.cpv_code, group.purchases)
        limits = limits_on(today, market=market, thresholds=table, bands=bands)
        standings = [standing(group.purchases, limit, measure, today) for limit in limits for measure in Measure]
        if group.need or any(each.total for each in standings):
            found.append(NeedStanding(group, name_of(group), market, tuple(limits), tuple(standings)))
    return sorted(found, key=lambda each: (-each.level, each.name)), nowhere


def name_of(group: NeedGroup) -> str:
    """What staff called it, or the name of the CPV group."""
    if group.need:
        return group.need.name
    code = all_cpv_codes().get(group.cpv_code)
    return f"CPV-groep {group.cpv_code[:3]}: {code.name}" if code else f"CPV-groep {group.cpv_code[:3]}"
