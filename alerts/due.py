"""Which alerts must be open, given the facts and the day. Nothing else counts: not when it ran before.

For a day to come, the latest lead time that has passed is raised and names the earlier ones; for a
meter, the highest level that was reached. Running twice gives the same; a fact that is gone gives none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from alerts.occasion import Occasion, OccasionKind
from alerts.tuning import HOUSE, Tuning


@dataclass(frozen=True)
class Fact:
    """Something that may be a reason to warn: a day that comes, or a meter that fills.

    ``subject`` names the record (``framework_contract:12``); ``about`` says in Dutch which one it is
    and why it counts; ``url`` is where to act. ``owner_id`` is who it belongs to, when that is known;
    ``organisation_id`` is the supplier whom it concerns, ``contract_id`` the contract that may have its own times.
    """

    kind: OccasionKind
    subject: str
    about: str
    url: str
    due_on: date | None = None
    level: Fraction | None = None
    owner_id: int | None = None
    organisation_id: int | None = None
    contract_id: int | None = None


@dataclass(frozen=True)
class Raised:
    """An alert that must be open today. ``stage`` is the lead time in days, or the level in percent."""

    fact: Fact
    occasion: Occasion
    stage: int
    earlier: tuple[int, ...]
    is_late: bool

    @property
    def key(self) -> tuple[str, str, date | None, int]:
        """What makes it the same alert: a moved date or a next stage is another one."""
        return (self.fact.kind.value, self.fact.subject, self.fact.due_on, self.stage)


def due_alerts(facts: Iterable[Fact], today: date, tuning: Tuning = HOUSE) -> list[Raised]:
    """The alerts that must be open on this day: at most one per kind and subject, most urgent first."""
    by_subject: dict[tuple[str, str], Raised] = {}
    for fact in facts:
        raised = _raised(fact, today, tuning)
        if raised is None:
            continue
        key = (fact.kind.value, fact.subject)
        held = by_subject.get(key)
        if held is None or _urgency(raised) < _urgency(held):
            by_subject[key] = raised
    return sorted(by_subject.values(), key=_urgency)


def _raised(fact: Fact, today: date, tuning: Tuning) -> Raised | None:
    occasion = tuning.of(fact.kind, fact.contract_id)
    if occasion.lead_days:
        assert fact.due_on is not None, f"{fact.kind} needs a day"
        passed = [lead for lead in occasion.lead_days if fact.due_on - timedelta(days=lead) <= today]
        is_late = today > fact.due_on
    else:
        assert fact.level is not None, f"{fact.kind} needs a level"
        passed = [level for level in occasion.levels if fact.level * 100 >= level]
        is_late = fact.level >= 1
    if not passed:
        return None
    return Raised(fact, occasion, stage=passed[-1], earlier=tuple(passed[:-1]), is_late=is_late)


def _urgency(raised: Raised) -> tuple[bool, date, str, str, int]:
    return (
        not raised.is_late,
        raised.fact.due_on or date.max,
        raised.fact.kind.value,
        raised.fact.subject,
        -raised.stage,
    )
