"""What may be a mistake or fraud on an invoice that is right by the rules: shown to who signs, with why.

A signal stops nothing; it asks a person to look. Source: domain fact 9.5.9 (duplicate check), and section 8.3 (work
that was there before the referral, or at the supplier itself, is no placement).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.money import ZERO, euros

#: A total in whole thousands is rarely a sum of agreed fees.
ROUND = euros(1000)
#: An invoice with so many times the usual number of lines stands out; with fewer earlier invoices nothing is usual.
TIMES_USUAL = 3
LEAST_EARLIER = 3
#: So many invoices with the same amount and day are named; of the rest only how many.
MOST_NAMED = 5


@dataclass(frozen=True)
class Signal:
    """Something to look at, in Dutch, and what to do with it."""

    code: str
    text: str


@dataclass(frozen=True)
class WorkSeen:
    """Work under a track on the invoice, as far as it may be wrong."""

    track_number: str
    referred_on: date
    starts_on: date
    ended_on: date | None
    employer_is_supplier: bool
    guaranteed_until: date


@dataclass(frozen=True)
class PaidElsewhere:
    """The same client, paid or claimed for the same kind of milestone on another line."""

    track_number: str
    milestone: str
    other_track_number: str
    other_invoice: str


@dataclass(frozen=True)
class SignalFacts:
    """Everything that is looked at; the invoices are numbers of the same supplier."""

    net: Decimal
    lines: int
    same_amount_and_day: Sequence[str] = ()
    alike_in_all: int = 0
    """How many invoices with the same amount and day there are; only the first are named."""
    withdrawn_with_this_number: bool = False
    work: Sequence[WorkSeen] = ()
    paid_elsewhere: Sequence[PaidElsewhere] = ()
    lines_of_earlier: Sequence[int] = ()


def signals(facts: SignalFacts) -> list[Signal]:
    """Every signal, what may cost most first."""
    return [
        *(_of_client(each) for each in facts.paid_elsewhere),
        *(signal for each in facts.work for signal in _of_work(each)),
        *_of_duplicates(facts),
        *_of_size(facts),
    ]


def _of_client(each: PaidElsewhere) -> Signal:
    text = (
        f"De deelnemer van traject {each.track_number} staat ook op factuur {each.other_invoice} "
        f"(traject {each.other_track_number}) voor “{each.milestone}”. Kijk of dit twee prestaties zijn."
    )
    return Signal("same-client", text)


def _of_work(work: WorkSeen) -> list[Signal]:
    about = f"Traject {work.track_number}: "
    found = []
    if work.employer_is_supplier:
        found.append(Signal("own-firm", f"{about}de werkgever is de aanbieder zelf. Dat telt niet als plaatsing."))
    if work.starts_on < work.referred_on:
        text = (
            f"{about}het werk begon op {work.starts_on:%d-%m-%Y}, voor de aanmelding van {work.referred_on:%d-%m-%Y}."
        )
        found.append(Signal("before-referral", text))
    if work.ended_on is not None and work.ended_on < work.guaranteed_until:
        text = f"{about}het werk is op {work.ended_on:%d-%m-%Y} geëindigd, binnen de garantie van het contract."
        found.append(Signal("work-ended", text))
    return found


def _of_duplicates(facts: SignalFacts) -> list[Signal]:
    found = [
        Signal("same-amount", f"Factuur {number} heeft hetzelfde bedrag en dezelfde datum. Kijk of dit niet dubbel is.")
        for number in facts.same_amount_and_day
    ]
    if (more := facts.alike_in_all - len(facts.same_amount_and_day)) > 0:
        text = f"Nog {more} {'factuur heeft' if more == 1 else 'facturen hebben'} hetzelfde bedrag en dezelfde datum."
        found.append(Signal("same-amount", text))
    if facts.withdrawn_with_this_number:
        text = "De aanbieder trok eerder een factuur met dit nummer in. Kijk wat er is veranderd."
        found.append(Signal("number-again", text))
    return found


def _of_size(facts: SignalFacts) -> list[Signal]:
    found = []
    if facts.net > ZERO and facts.net % ROUND == ZERO:
        text = "Het totaal is een rond bedrag. Kijk of het optelt uit afgesproken bedragen."
        found.append(Signal("round-amount", text))
    earlier = facts.lines_of_earlier
    if len(earlier) >= LEAST_EARLIER and facts.lines * len(earlier) > TIMES_USUAL * sum(earlier):
        text = f"De factuur heeft {facts.lines} regels; dat is veel meer dan deze aanbieder gewoonlijk stuurt."
        found.append(Signal("unusual-batch", text))
    return found
