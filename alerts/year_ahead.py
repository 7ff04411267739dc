"""The months ahead: every contract as a bar with its options, what must be decided when, and how much at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from alerts.due import Fact
from alerts.occasions import BY_AREA, Area
from contracts.back_planning import PlannedStep
from procurement.back_planning import StepCode
from procurement.procedures import Procedure

MONTHS_SHOWN = 24
_AREA_OF = {occasion.kind: area for area, occasions in BY_AREA.items() for occasion in occasions}


@dataclass(frozen=True)
class Span:
    """The part of time that is drawn: whole months."""

    first: date
    last: date

    def share(self, day: date) -> Decimal:
        """Where a day begins on the scale, in percent."""
        days = (self.last - self.first).days + 1
        kept = min(max(day, self.first), self.last + timedelta(days=1))
        return (Decimal((kept - self.first).days) * 100 / days).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def months(self) -> list[date]:
        """The first day of every month in it."""
        found, day = [], self.first
        while day <= self.last:
            found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return found


def span_from(today: date, months: int = MONTHS_SHOWN) -> Span:
    """From the first day of this month, so many months."""
    first = today.replace(day=1)
    index = first.year * 12 + first.month - 1 + months
    return Span(first, date(index // 12, index % 12 + 1, 1) - timedelta(days=1))


@dataclass(frozen=True)
class Term:
    """A contract: what it is, its agreed term, the options that are still open, and the last day to buy anew."""

    contract_id: int
    number: str
    title: str
    supplier: str
    starts_on: date
    ends_on: date
    options: Sequence[tuple[date, date]] = ()
    """Of each open option the last day to decide, and the new end."""
    anew: Sequence[PlannedStep] = ()
    """Every step of buying anew for when it is not extended, first to last."""
    road: Procedure = Procedure.SAS
    """The procedure by which it would be bought anew."""
    programme: str = ""

    @property
    def last_start(self) -> date | None:
        """The last day to begin buying anew without a gap."""
        return self.anew[0].on if self.anew else None

    @property
    def decide_by(self) -> date | None:
        """The last day to decide on the next open option; None when none is left."""
        return self.options[0][0] if self.options else None

    @property
    def next_starts_on(self) -> date:
        """The first day of the contract that follows when it is not extended."""
        return self.ends_on + timedelta(days=1)


#: The steps of the next tender that one looks at first: how the rule names them, and what stands above their days.
KEY_STEPS: Mapping[str, str] = {
    "start-new-tender": "Beginnen",
    f"tender-{StepCode.NOTICE}": "Aankondiging",
    f"tender-{StepCode.QUESTIONS}_1": "Vragen tot",
    f"tender-{StepCode.CLOSING}": "Sluiting",
    f"tender-{StepCode.DECISION}": "Gunning",
    f"tender-{StepCode.STANDSTILL}": "Opschorting tot",
    f"tender-{StepCode.SIGNING}": "Tekenen",
}


@dataclass(frozen=True)
class NextTender:
    """What follows when a contract is not extended: its key days, in the order of ``KEY_STEPS``."""

    term: Term
    days: tuple[date | None, ...]


def next_tenders(terms: Sequence[Term], span: Span) -> list[NextTender]:
    """Of each contract the next tender that begins in this span or should have begun, the first to begin on top."""
    found = []
    for term in terms:
        if term.last_start is None or term.last_start > span.last:
            continue
        days = {step.code: step.on for step in term.anew}
        found.append(NextTender(term, tuple(days.get(code) for code in KEY_STEPS)))
    return sorted(found, key=lambda each: (each.term.last_start or date.max, each.term.number))


@dataclass(frozen=True)
class Bar:
    """A stretch on the scale, in percent."""

    x: Decimal
    width: Decimal


@dataclass(frozen=True)
class Row:
    """One contract as it is drawn; ``marks`` are the days to decide, ``start`` the last day to begin buying anew."""

    term: Term
    fixed: Bar | None
    options: tuple[Bar, ...]
    marks: tuple[Decimal, ...]
    start: Decimal | None


def rows_of(terms: Sequence[Term], span: Span) -> list[Row]:
    """Every contract that runs in this span, the one that ends first on top."""
    rows = []
    for term in sorted(terms, key=lambda each: (each.ends_on, each.number)):
        last = max([term.ends_on, *(ends_on for _, ends_on in term.options)])
        if term.starts_on > span.last or last < span.first:
            continue
        ends = [term.ends_on, *(ends_on for _, ends_on in term.options)]
        rows.append(
            Row(
                term,
                fixed=_bar(span, term.starts_on, term.ends_on),
                options=tuple(
                    bar
                    for since, until in zip(ends, ends[1:], strict=False)
                    if (bar := _bar(span, since + timedelta(days=1), until))
                ),
                marks=tuple(span.share(day) for day, _ in term.options if span.first <= day <= span.last),
                start=span.share(term.last_start)
                if term.last_start is not None and span.first <= term.last_start <= span.last
                else None,
            )
        )
    return rows


def _bar(span: Span, since: date, until: date) -> Bar | None:
    if until < span.first or since > span.last:
        return None
    x = span.share(since)
    return Bar(x, span.share(until + timedelta(days=1)) - x)


def load_per_month(facts: Sequence[Fact], months: Sequence[date]) -> dict[Area, list[Decimal]]:
    """How many days to act fall in each of these months, given by their first day, per part of the house."""
    counted = Counter(
        (_AREA_OF[fact.kind], fact.due_on.replace(day=1))
        for fact in facts
        if fact.due_on is not None
    )
    return {area: [Decimal(counted[area, month]) for month in months] for area in Area if area != Area.SYSTEM}


def area_of(fact: Fact) -> Area:
    """The part of the house it belongs to."""
    return _AREA_OF[fact.kind]


def days_ahead(facts: Sequence[Fact], span: Span) -> list[Fact]:
    """What must be done or decided in this span, the first day on top; the house itself is its administrator's."""
    dated = [
        fact
        for fact in facts
        if fact.due_on is not None and span.first <= fact.due_on <= span.last and area_of(fact) != Area.SYSTEM
    ]
    return sorted(dated, key=lambda fact: (fact.due_on or date.max, fact.kind.value, fact.subject))
