"""What was promised, as checks with a test moment: from the bid, the requirements and the law to what was found.

The clauses are those of art. 4.1 third paragraph Besluit SUWI, the processing agreement is that of art. 28 AVG; rhythms
and first moments are house practice and can be changed per check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from contracts.signing import CLAUSE_WORDS, Clause
from procurement.procedures import VerificationMoment
from townhall.organisations.certificates import CertificateKind
from townhall.periods import add_months
from townhall.refusal import Obstacle


class CheckKind(StrEnum):
    """Where a check comes from."""

    KNOCK_OUT = "knock_out"
    CONDITIONAL = "conditional"
    WISH = "wish"
    PROMISE = "promise"
    CLAUSE = "clause"
    PROCESSING_AGREEMENT = "processing_agreement"
    INSURANCE = "insurance"
    QUALITY_MARK = "quality_mark"
    SOCIAL_RETURN = "social_return"
    OWN = "own"


#: What must be on paper: a state, a document and often a last day.
PAPERS = frozenset({CheckKind.CLAUSE, CheckKind.PROCESSING_AGREEMENT, CheckKind.INSURANCE, CheckKind.QUALITY_MARK})


#: What in the register of suppliers proves it: an insurance, or a mark of quality.
PROVED_BY: dict[CheckKind, frozenset[CertificateKind]] = {
    CheckKind.INSURANCE: frozenset({CertificateKind.LIABILITY_INSURANCE, CertificateKind.PROFESSIONAL_INSURANCE}),
    CheckKind.QUALITY_MARK: frozenset(
        {CertificateKind.QUALITY_MARK, CertificateKind.ISO_9001, CertificateKind.ISO_27001}
    ),
}


class Rhythm(StrEnum):
    """How often something is tested."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


MONTHS_BETWEEN: dict[Rhythm, int] = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}


class Finding(StrEnum):
    """What a test showed."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASKED = "not_asked"


#: After one of these the supplier has something to mend, and somebody looks again.
FALLS_SHORT = frozenset({Finding.PARTLY, Finding.NOT_MET})


class CheckState(StrEnum):
    """How a check stands today."""

    LATE = "late"
    DUE = "due"
    PLANNED = "planned"
    DONE = "done"
    STOPPED = "stopped"


#: From so many days before its moment a check waits to be done.
LEAD = timedelta(days=14)


@dataclass(frozen=True)
class PromiseFacts:
    """A requirement or a quality criterion of the tender, with what the winning bid answered."""

    kind: CheckKind
    code: str
    subject: str
    promise: str = ""
    moment: VerificationMoment = VerificationMoment.DURING_CONTRACT
    how: str = ""
    holds_from: date | None = None


@dataclass(frozen=True)
class PlannedCheck:
    """A check as it begins: what is tested, how, how often, and on which day first."""

    kind: CheckKind
    code: str
    subject: str
    promise: str
    how: str
    rhythm: Rhythm
    first_on: date


def planned_checks(
    promises: Sequence[PromiseFacts], *, starts_on: date, sroi_percent: Decimal | None
) -> list[PlannedCheck]:
    """The checks a new contract begins with: its promises first, then what must be on paper, then social return."""
    planned = [_of_promise(promise, starts_on) for promise in promises]
    planned += [_of_clause(clause, starts_on) for clause in Clause]
    planned += [
        PlannedCheck(kind, "", subject, "", how, Rhythm.ONCE, starts_on) for kind, subject, how in _OTHER_PAPERS
    ]
    if sroi_percent is not None:
        planned.append(
            PlannedCheck(
                CheckKind.SOCIAL_RETURN, "", "Social return volgens de afspraak in het contract", "",
                "Vergelijk de ingevulde bouwblokken met het afgesproken percentage van de waarde.",
                Rhythm.YEARLY, add_months(starts_on, 12),
            )
        )  # fmt: skip
    return planned


_OTHER_PAPERS = (
    (
        CheckKind.PROCESSING_AGREEMENT, "Verwerkersovereenkomst (artikel 28 AVG)",
        "Controleer of beide partijen hebben getekend en voeg haar toe.",
    ),
    (
        CheckKind.INSURANCE, "Verzekering tegen aansprakelijkheid",
        "Vraag de polis of het certificaat, en kijk tot wanneer de dekking loopt.",
    ),
    (
        CheckKind.QUALITY_MARK, "Keurmerk, of een gelijkwaardig bewijs",
        "Vraag het certificaat en kijk tot wanneer het geldt. Gelijkwaardig bewijs mag altijd.",
    ),
)  # fmt: skip


def _of_clause(clause: Clause, starts_on: date) -> PlannedCheck:
    words = CLAUSE_WORDS[clause]
    return PlannedCheck(
        CheckKind.CLAUSE, "", words, "", "Artikel 4.1 lid 3 Besluit SUWI: het staat in het contract en gebeurt ook.",
        Rhythm.ONCE, starts_on,
    )  # fmt: skip


def _of_promise(promise: PromiseFacts, starts_on: date) -> PlannedCheck:
    rhythm, first_on = _moment_of(promise, starts_on)
    return PlannedCheck(promise.kind, promise.code, promise.subject, promise.promise, promise.how, rhythm, first_on)


def _moment_of(promise: PromiseFacts, starts_on: date) -> tuple[Rhythm, date]:
    """What holds only later is tested on its day; what must hold before signing on the first day; the rest in turn."""
    if promise.holds_from is not None:
        return Rhythm.ONCE, promise.holds_from
    if promise.moment is VerificationMoment.BEFORE_SIGNING:
        return Rhythm.ONCE, starts_on
    if promise.moment is VerificationMoment.WITH_BID and promise.kind is CheckKind.KNOCK_OUT:
        # It was tested at the bid; once more, to see whether the work goes the same way.
        return Rhythm.ONCE, add_months(starts_on, 3)
    return Rhythm.HALF_YEARLY, add_months(starts_on, 6)


def next_moment(rhythm: Rhythm, *, first_on: date, after: date) -> date | None:
    """The first moment of the series that lies after this day; none when it is tested once.

    Counted from the first moment, so that a series from the 31st stays at the end of the month.
    """
    step = MONTHS_BETWEEN.get(rhythm)
    if step is None:
        return None
    turn = 0
    while (moment := add_months(first_on, turn * step)) <= after:
        turn += 1
    return moment


def moment_after_test(
    rhythm: Rhythm,
    finding: Finding,
    *,
    first_on: date,
    due_on: date | None,
    tested_on: date,
    again_on: date | None = None,
    valid_until: date | None = None,
) -> date | None:
    """When it is tested next: again when it fell short, before a paper expires, else in turn; none when it is done."""
    if finding is Finding.NOT_ASKED:
        return None
    in_turn = next_moment(rhythm, first_on=first_on, after=max(tested_on, due_on or tested_on))
    return min((day for day in (again_on, valid_until, in_turn) if day is not None), default=None)


def obstacles_to_recording(
    finding: Finding,
    *,
    tested_on: date,
    notes: str,
    again_on: date | None,
    valid_until: date | None,
    today: date,
) -> list[Obstacle]:
    """Every reason why this outcome of a test cannot be recorded."""
    found = []
    if tested_on > today:
        found.append(Obstacle("tested-in-future", "De dag van de toets ligt in de toekomst.", "tested_on"))
    if finding is not Finding.MET and not notes.strip():
        found.append(Obstacle("notes-missing", "Schrijf op wat u zag.", "notes"))
    if finding in FALLS_SHORT and again_on is None:
        found.append(Obstacle("again-missing", "Kies de dag waarop u opnieuw toetst.", "again_on"))
    if again_on is not None and again_on <= tested_on:
        found.append(Obstacle("again-too-early", "Toets opnieuw op een dag na deze toets.", "again_on"))
    if valid_until is not None and valid_until <= tested_on:
        text = "Het bewijs is op de dag van de toets al verlopen. Vraag een nieuw bewijs."
        found.append(Obstacle("already-expired", text, "valid_until"))
    return found


def state_of(next_on: date | None, *, is_stopped: bool, today: date) -> CheckState:
    """How a check with this next moment stands today."""
    if is_stopped:
        return CheckState.STOPPED
    if next_on is None:
        return CheckState.DONE
    if next_on < today:
        return CheckState.LATE
    return CheckState.DUE if next_on - LEAD <= today else CheckState.PLANNED
