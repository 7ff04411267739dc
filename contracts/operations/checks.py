"""Making the checks of a contract, testing them, and changing what is tested."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.checks import (
    CheckKind,
    Finding,
    PlannedCheck,
    PromiseFacts,
    Rhythm,
    moment_after_test,
    obstacles_to_recording,
    planned_checks,
)
from contracts.lifecycle import ContractStatus
from contracts.models.checks import CheckResult, ContractCheck
from contracts.models.frameworks import FrameworkContract
from contracts.queries.checks import checks_of, has_checks, promises_of_bid
from contracts.signing import CLAUSE_WORDS, Clause
from procurement.models.bids import Bid
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.refusal import Obstacle, refuse_if


@dataclass(frozen=True)
class WhatToTest:
    """What a check tests, how, how often, when next and by whom."""

    subject: str
    how: str
    rhythm: Rhythm
    next_on: date
    tester: Account | None = None


def add_planned_checks(contract: FrameworkContract) -> list[ContractCheck]:
    """The checks a new contract begins with, from its bid and the law; part of what drafts it.

    A call-off has only what its own bid promised.
    """
    promises = _promises_of(contract)
    planned = planned_checks(promises, starts_on=contract.starts_on, sroi_percent=contract.sroi_percent)
    if contract.framework is not None:
        planned = planned[: len(promises)]  # what must be on paper is tested once, at the framework
    checks = [_row(contract, sequence, each) for sequence, each in enumerate(planned, start=1)]
    db.session.add_all(checks)
    return checks


def plan_checks(contract: FrameworkContract, *, actor: Actor, now: datetime) -> list[ContractCheck]:
    """Make the checks of a contract from before there were any."""
    found = _obstacles_to_ended(contract)
    if has_checks(contract):
        found.append(Obstacle("already-planned", "Dit contract heeft al controlepunten."))
    refuse_if(found)
    checks = add_planned_checks(contract)
    if contract.status is ContractStatus.SIGNED:
        note_signed_papers(contract, actor=actor, now=now)
    trail.record("contract.checks_planned", contract, actor=actor, now=now, after={"checks": len(checks)})
    return checks


def follow_draft(contract: FrameworkContract, *, first_day: date) -> None:
    """Let the untested checks of a draft go along with what it says now; part of changing it.

    Moments move as far as the first day did, except of what holds from a set day; social return is tested when agreed.
    """
    shift = contract.starts_on - first_day
    checks = checks_of(contract)
    for check in checks:
        if check.kind is not CheckKind.CONDITIONAL and not check.results and check.next_on is not None:
            check.first_on += shift
            check.next_on += shift
    social_return = [check for check in checks if check.kind is CheckKind.SOCIAL_RETURN]
    if checks and contract.framework is None and contract.sroi_percent is not None and not social_return:
        planned = planned_checks([], starts_on=contract.starts_on, sroi_percent=contract.sroi_percent)
        db.session.add(_row(contract, checks[-1].sequence + 1, planned[-1]))
    if contract.sroi_percent is None:
        for check in social_return:
            db.session.delete(check)


def note_signed_papers(contract: FrameworkContract, *, actor: Actor, now: datetime) -> None:
    """What the signed text holds is tested by that: its clauses and the processing agreement. Part of signing."""
    assert contract.signed_on is not None, "only after the signature"
    held = {CLAUSE_WORDS[Clause(value)] for value in contract.clauses}
    for check in checks_of(contract):
        is_agreed = check.kind is CheckKind.PROCESSING_AGREEMENT and contract.data_processing_agreed
        if (check.kind is CheckKind.CLAUSE and check.subject in held) or is_agreed:
            check.results.append(
                CheckResult(
                    due_on=check.next_on, tested_on=contract.signed_on, finding=Finding.MET,
                    notes="Vastgesteld bij het tekenen van het contract.",
                    recorded_by_id=actor.account_id, recorded_at=now,
                )
            )  # fmt: skip
            check.next_on = None


def record_finding(
    check: ContractCheck,
    finding: Finding,
    *,
    tested_on: date,
    notes: str = "",
    again_on: date | None = None,
    valid_until: date | None = None,
    document: Document | None = None,
    actor: Actor,
    now: datetime,
) -> CheckResult:
    """Record what a test showed, with its proof; the check gets its next moment."""
    refuse_if(
        _obstacles_to_stopped(check)
        or obstacles_to_recording(
            finding,
            tested_on=tested_on,
            notes=notes,
            again_on=again_on,
            valid_until=valid_until,
            today=now.date(),
        )
    )
    result = CheckResult(
        due_on=check.next_on,
        tested_on=tested_on,
        finding=finding,
        notes=notes,
        valid_until=valid_until,
        document_id=None if document is None else document.id,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    before = {"next_on": check.next_on}
    check.next_on = moment_after_test(
        check.rhythm,
        finding,
        first_on=check.first_on,
        due_on=check.next_on,
        tested_on=tested_on,
        again_on=again_on,
        valid_until=valid_until,
    )
    check.results.insert(0, result)
    after = {"finding": finding, "tested_on": tested_on, "valid_until": valid_until, "next_on": check.next_on}
    trail.record("contract_check.tested", check, actor=actor, now=now, before=before, after=after, reason=notes)
    return result


def add_check(contract: FrameworkContract, what: WhatToTest, *, actor: Actor, now: datetime) -> ContractCheck:
    """Add something to test that does not follow from tender or law."""
    refuse_if([*_obstacles_to_ended(contract), *_obstacles_to_plan(what, now.date())])
    existing = checks_of(contract)
    sequence = max((check.sequence for check in existing), default=0) + 1
    check = ContractCheck(
        contract=contract, sequence=sequence, kind=CheckKind.OWN, first_on=what.next_on, **_columns_of(what)
    )
    db.session.add(check)
    db.session.flush()
    trail.record("contract_check.added", check, actor=actor, now=now, after=_facts_of(check))
    return check


def change_check(check: ContractCheck, what: WhatToTest, *, actor: Actor, now: datetime) -> None:
    """Test it otherwise, at other moments, or by somebody else. What was promised does not change by that."""
    found = _obstacles_to_stopped(check)
    if what.next_on != check.next_on:
        found += _obstacles_to_plan(what, now.date())
    if check.kind is not CheckKind.OWN and what.subject.strip() != check.subject.strip():
        text = "Wat is beloofd, staat vast. U kunt wel kiezen hoe, wanneer en door wie het wordt getoetst."
        found.append(Obstacle("subject-is-agreed", text, "subject"))
    refuse_if(found)
    before = _facts_of(check)
    if (what.rhythm, what.next_on) != (check.rhythm, check.next_on):
        check.first_on = what.next_on  # the series starts anew from the chosen day
    for name, value in _columns_of(what).items():
        setattr(check, name, value)
    db.session.flush()
    trail.record("contract_check.changed", check, actor=actor, now=now, before=before, after=_facts_of(check))


def stop_check(check: ContractCheck, *, reason: str, actor: Actor, now: datetime) -> None:
    """Test it no more; what was found stays."""
    found = _obstacles_to_stopped(check)
    if not reason.strip():
        found.append(Obstacle("reason-missing", "Schrijf op waarom dit niet meer wordt getoetst.", "reason"))
    refuse_if(found)
    check.stopped_on, check.stopped_reason, check.next_on = now.date(), reason, None
    trail.record("contract_check.stopped", check, actor=actor, now=now, reason=reason)


def _promises_of(contract: FrameworkContract) -> list[PromiseFacts]:
    bid_id = contract.lot_award.bid_id if contract.lot_award else contract.admitted_bid_id
    return [] if bid_id is None else promises_of_bid(db.session.get_one(Bid, bid_id))


def _row(contract: FrameworkContract, sequence: int, planned: PlannedCheck) -> ContractCheck:
    return ContractCheck(
        contract=contract,
        sequence=sequence,
        kind=planned.kind,
        code=planned.code,
        subject=planned.subject,
        promise=planned.promise,
        how=planned.how,
        rhythm=planned.rhythm,
        first_on=planned.first_on,
        next_on=planned.first_on,
    )


def _columns_of(what: WhatToTest) -> dict[str, object]:
    return {
        "subject": what.subject.strip(),
        "how": what.how.strip(),
        "rhythm": what.rhythm,
        "next_on": what.next_on,
        "tester_id": None if what.tester is None else what.tester.id,
    }


def _facts_of(check: ContractCheck) -> dict[str, object]:
    names: Iterable[str] = ("subject", "how", "rhythm", "next_on", "tester_id")
    return {name: getattr(check, name) for name in names}


def _obstacles_to_plan(what: WhatToTest, today: date) -> list[Obstacle]:
    if what.next_on >= today:
        return []
    return [Obstacle("moment-in-past", "Kies vandaag of een latere dag voor de eerstvolgende toets.", "next_on")]


def _obstacles_to_stopped(check: ContractCheck) -> list[Obstacle]:
    if check.stopped_on is None:
        return []
    return [Obstacle("check-stopped", "Dit controlepunt is gestopt. Maak een nieuw als u het weer wilt toetsen.")]


def _obstacles_to_ended(contract: FrameworkContract) -> list[Obstacle]:
    if contract.status in (ContractStatus.DRAFT, ContractStatus.SIGNED):
        return []
    return [Obstacle("ended", "Dit contract is geëindigd. Er valt niets meer te toetsen.")]
