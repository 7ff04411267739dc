"""Which lot suits somebody, from how far work is and what they bring: advice, which the case manager may overrule.

Nothing about health or a criminal record is asked (AVG art. 9 and 10), so a lot that would reveal such a thing is never
advised: who works on it chooses it. A provider for whom work is near costs less and is paid by result; where it is far,
effort is paid (SEO, Gemeentelijk re-integratiebeleid vergeleken): so the distance decides before anything else does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from contracts.privacy import is_sensitive
from procurement.lots import TargetGroup

#: The participation ladder: from this step on work is near.
NEAR_WORK = 5


class ProfileFact(StrEnum):
    """What may be asked about somebody to choose a lot."""

    STATUS_HOLDER = "status_holder"
    OVER_FIFTY = "over_fifty"
    SKILLED_WITHOUT_PAPERS = "skilled_without_papers"
    LONG_WITHOUT_WORK = "long_without_work"


@dataclass(frozen=True)
class Profile:
    """What a case manager says of somebody; no ``ladder_step``: not asked yet."""

    ladder_step: int | None = None
    facts: frozenset[ProfileFact] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self.ladder_step is None and not self.facts


@dataclass(frozen=True)
class LotAdvice:
    """A lot, whether it is advised, and why in words."""

    group: TargetGroup
    is_advised: bool
    reason: str


def advise_lots(profile: Profile, groups: Iterable[TargetGroup]) -> list[LotAdvice]:
    """Every lot with its reason, the advised ones first, each in the order in which it suits best."""
    advices = [_about(group, profile) for group in groups]
    order = {group: place for place, group in enumerate(_ORDER)}
    return sorted(advices, key=lambda each: (not each.is_advised, order.get(each.group, len(order)), each.group))


#: What says most about somebody comes first.
_ORDER = (
    TargetGroup.STATUS_HOLDERS,
    TargetGroup.PRIOR_LEARNING,
    TargetGroup.JOB_READY,
    TargetGroup.OVER_FIFTY,
    TargetGroup.LONG_TERM_UNEMPLOYED,
    TargetGroup.GENERAL,
)

_FACTS: dict[TargetGroup, tuple[ProfileFact, str]] = {
    TargetGroup.STATUS_HOLDERS: (ProfileFact.STATUS_HOLDER, "heeft een verblijfsstatus"),
    TargetGroup.PRIOR_LEARNING: (ProfileFact.SKILLED_WITHOUT_PAPERS, "kan een vak zonder diploma"),
    TargetGroup.OVER_FIFTY: (ProfileFact.OVER_FIFTY, "is 50 jaar of ouder"),
}


def _about(group: TargetGroup, profile: Profile) -> LotAdvice:
    if is_sensitive(group):
        return LotAdvice(group, False, "Raamwerk adviseert dit perceel nooit: kies het alleen als u eraan werkt.")
    if group in _FACTS:
        fact, words = _FACTS[group]
        suits = fact in profile.facts
        return LotAdvice(group, suits, f"De deelnemer {words}." if suits else f"Voor wie {words}.")
    step = profile.ladder_step
    is_near = step is not None and step >= NEAR_WORK
    if group is TargetGroup.JOB_READY:
        return LotAdvice(group, is_near, _distance(step) if is_near else f"Vanaf trede {NEAR_WORK} van de ladder.")
    if group is TargetGroup.LONG_TERM_UNEMPLOYED:
        if step is not None and not is_near:
            return LotAdvice(group, True, _distance(step))
        suits = ProfileFact.LONG_WITHOUT_WORK in profile.facts
        return LotAdvice(group, suits, "Voor wie twee jaar of langer zonder werk is.")
    return LotAdvice(group, not profile.is_empty, "Past bij iedereen; kies dit als geen ander perceel past.")


def _distance(step: int | None) -> str:
    near = step is not None and step >= NEAR_WORK
    return f"Trede {step} van de participatieladder: werk is {'dichtbij' if near else 'nog ver'}."
