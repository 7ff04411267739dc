"""The steps of a contract as chains: what comes after what, how long one waits before a step is known not to come.

The once-only steps in the order of the contract are the main chain, with a bonus at its end. A monthly fee, and a step
that others do not wait for, is a chain of its own that begins at the start of the track.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contracts.milestones import StepTerms, months_of
from procurement.lots import MilestoneKind

_BESIDE = frozenset({MilestoneKind.MONTHLY_FEE, MilestoneKind.CERTIFICATE, MilestoneKind.HALFWAY})
#: Reports come in within three months after a day on which work had lasted long enough (house practice).
_REPORTED_WITHIN = 92
#: So many days after the step before, nearly every track that will take the step has taken it (house practice).
_PATIENCE = {MilestoneKind.PLACEMENT: 365, MilestoneKind.MONTHLY_FEE: 62}
_USUAL_PATIENCE = 150
#: How long a step usually takes where the own history does not tell (house practice).
_USUAL_DAYS = {MilestoneKind.PLACEMENT: 180}
_OTHER_DAYS = 30


class Place(NamedTuple):
    """One step, at one time that it can be earned."""

    milestone_id: int
    occurrence: int


@dataclass(frozen=True)
class Chain:
    """Steps that follow each other; every place can be reached only through the one before it."""

    steps: tuple[StepTerms, ...]
    places: tuple[Place, ...]
    is_main: bool

    def lasts(self, number: int) -> bool:
        """Whether the step at this place is about work that lasts, also after the track ended."""
        step = self.steps[number]
        return months_of(step) is not None or step.kind == MilestoneKind.BONUS

    def patience(self, number: int) -> int:
        """So many days after the step before it is known whether this one comes."""
        if months := self._months_after_the_last(number):
            return months * 31 + _REPORTED_WITHIN
        return _PATIENCE.get(self.steps[number].kind, _USUAL_PATIENCE)

    def usual_days(self, number: int) -> int:
        """How many days this step usually comes after the one before it."""
        if months := self._months_after_the_last(number):
            return months * 30
        return _USUAL_DAYS.get(self.steps[number].kind, _OTHER_DAYS)

    def _months_after_the_last(self, number: int) -> int:
        months = months_of(self.steps[number])
        if months is None:
            return 0
        before = months_of(self.steps[number - 1]) if number else None
        return max(months - (before or 0), 1)


def chains_of(steps: Sequence[StepTerms]) -> list[Chain]:
    """The chains of a contract, the main one first."""
    ordered = sorted(steps, key=lambda step: step.sequence)
    beside = [step for step in ordered if step.kind in _BESIDE or step.most_times > 1]
    bonuses = [step for step in ordered if step.kind == MilestoneKind.BONUS and step not in beside]
    main = [step for step in ordered if step not in beside and step not in bonuses] + bonuses
    chains = [_chain([(step, 1) for step in main], is_main=True)] if main else []
    return chains + [_chain([(step, time) for time in range(1, step.most_times + 1)], is_main=False) for step in beside]


def _chain(steps: Sequence[tuple[StepTerms, int]], *, is_main: bool) -> Chain:
    return Chain(
        tuple(step for step, _ in steps), tuple(Place(step.milestone_id, time) for step, time in steps), is_main
    )
