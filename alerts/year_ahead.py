"""The months ahead: every contract as a bar with its options, what must be decided when, and how much at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from alerts.due import Fact
from alerts.occasions import BY_AREA, Area

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
    last_start: date | None = None


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
