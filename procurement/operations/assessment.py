"""From opened bids to locked quality: committee, scores, consensus."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from procurement.admissibility import obstacles_to_finishing_checks
from procurement.assessment import (
    average_score,
    obstacles_to_agreeing,
    obstacles_to_committee,
    obstacles_to_locking,
    obstacles_to_score,
    obstacles_to_seeing_scores,
    obstacles_to_starting,
    obstacles_to_submitting,
)
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.models.assessment import (
    CommitteeMember,
    ConflictStatement,
    ConsensusScore,
    Score,
)
from procurement.models.bids import Bid
from procurement.models.tenders import AwardCriterion, Tender
from procurement.operations.assessment_stage import BEFORE_SCORING, obstacles_outside
from procurement.procedures import QualityMethod
from procurement.queries.assessment import (
    admitted_bids,
    committee_of,
    consensus_of,
    everyone_ever_in,
    member_facts,
    missing_scores,
    own_scores,
    scores_for,
    statements_of,
    unchecked_bids,
    without_consensus,
)
from procurement.queries.bids import opened_bids
from procurement.queries.conflicts import facts_at_start, statements_by
from procurement.queries.openings import are_prices_open
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def appoint_committee(
    tender: Tender, accounts: Sequence[Account], *, actor: Actor, now: datetime
) -> list[CommitteeMember]:
    """Name the assessors of a tender; who is left out steps aside, who is already in stays."""
    chosen = {account.id for account in accounts}
    with_conflict = [
        each.member.account.name
        for each in statements_of(tender)
        if each.has_conflict and each.member.account_id in chosen
    ]
    obstacles = obstacles_to_committee([account.id for account in accounts], with_conflict)
    if tender.status not in BEFORE_SCORING:
        text = "De beoordeling is begonnen; de commissie ligt vast. Een beoordelaar kan alleen nog terugtreden."
        obstacles.append(Obstacle("committee-is-fixed", text))
    refuse_if(obstacles)
    wanted = {account.id for account in accounts}
    known = {member.account_id: member for member in everyone_ever_in(tender)}
    for account_id, member in known.items():
        if account_id in wanted:
            member.stepped_down_at = None
        elif member.stepped_down_at is None:
            member.stepped_down_at = now
    for account in accounts:
        if account.id not in known:
            db.session.add(
                CommitteeMember(
                    tender=tender, account_id=account.id, appointed_at=now, appointed_by_id=actor.account_id
                )
            )
    trail.record(
        "assessment.committee_appointed",
        tender,
        actor=actor,
        now=now,
        after={"members": sorted(account.name for account in accounts)},
    )
    return committee_of(tender)


def declare_no_conflict(member: CommitteeMember, *, actor: Actor, now: datetime) -> None:
    """The assessor declares to have no interest in any bidder; one statement per bidder."""
    refuse_if(_obstacles_to_acting_for(member, actor))
    suppliers = {bid.supplier_id for bid in opened_bids(member.tender)}
    refuse_if(_obstacles_without_bidders(suppliers))
    for supplier_id in sorted(suppliers - statements_by(member).keys()):
        db.session.add(
            ConflictStatement(member_id=member.id, supplier_id=supplier_id, has_conflict=False, declared_at=now)
        )
    member.declared_at = now
    trail.record("assessment.no_conflict_declared", member, actor=actor, now=now)


def declare_conflict(
    member: CommitteeMember, supplier_id: int, explanation: str, *, actor: Actor, now: datetime
) -> None:
    """The assessor has an interest in a bidder, says so and steps down. It goes into the award report.

    Also when he declared before that he had none, and until quality is locked (art. 1.10b Aanbestedingswet).
    """
    refuse_if(
        _obstacles_to_acting_for(member, actor)
        # Who assesses anew may find an interest then, long after the first committee was done.
        + ([] if member.is_second else obstacles_outside(member.tender, TenderStatus.OPENED, TenderStatus.ASSESSMENT))
    )
    if len(explanation.strip()) < 15:
        text = "Beschrijf het belang in een volledige zin. Het komt in het gunningsverslag."
        refuse_if([Obstacle("conflict-unexplained", text, "explanation")])
    statement = statements_by(member).get(supplier_id)
    if statement is None:
        statement = ConflictStatement(member_id=member.id, supplier_id=supplier_id)
        db.session.add(statement)
    statement.has_conflict, statement.explanation, statement.declared_at = True, explanation.strip(), now
    member.stepped_down_at = now
    trail.record("assessment.conflict_declared", member, actor=actor, now=now, reason=explanation.strip())


def start_assessment(tender: Tender, *, actor: Actor, now: datetime) -> None:
    """Let the assessors begin: every bid checked, the committee complete and without conflicts."""
    refuse_if(obstacles_to_starting_assessment(tender))
    tender.status = TenderStatus.ASSESSMENT
    trail.record("assessment.started", tender, actor=actor, now=now, after={"bids": len(admitted_bids(tender))})


def obstacles_to_starting_assessment(tender: Tender) -> list[Obstacle]:
    """Why the assessors cannot begin, for page and operation alike."""
    unchecked = obstacles_to_finishing_checks(unchecked_bids(tender))
    return obstacles_to_moving(tender.status, TenderStatus.ASSESSMENT) + obstacles_to_starting(
        facts_at_start(tender), admitted=len(admitted_bids(tender)), unchecked=unchecked
    )


@dataclass(frozen=True)
class Entry:
    """What an assessor gives one bid on one criterion; ``key`` names its fields in the form."""

    bid: Bid
    criterion: AwardCriterion
    score: Decimal | None
    motivation: str
    key: str = ""


def enter_score(
    member: CommitteeMember,
    bid: Bid,
    criterion: AwardCriterion,
    score: Decimal | None,
    motivation: str,
    *,
    actor: Actor,
    now: datetime,
) -> Score:
    """Give a bid a score with reasons; can be changed until the assessor hands in."""
    return enter_scores(member, [Entry(bid, criterion, score, motivation)], actor=actor, now=now)[0]


def enter_scores(member: CommitteeMember, entries: Sequence[Entry], *, actor: Actor, now: datetime) -> list[Score]:
    """Give the scores of a whole sheet, all or none; every reason why not comes with its field."""
    obstacles = _obstacles_to_acting_for(member, actor) + obstacles_outside(member.tender, TenderStatus.ASSESSMENT)
    if member.submitted_at is not None:
        obstacles.append(Obstacle("scores-submitted", "U hebt uw scores al ingeleverd. Ze liggen vast."))
    said = statements_by(member)
    if any(each.bid.supplier_id not in said or said[each.bid.supplier_id].has_conflict for each in entries):
        text = "Verklaar eerst of u een belang heeft bij deze inschrijver."
        obstacles.append(Obstacle("conflict-undeclared", text))
    refuse_if(obstacles or [obstacle for each in entries for obstacle in _obstacles_to_entry(each)])
    known = own_scores(member)
    given = [_given(member, each, known.get((each.bid.id, each.criterion.id)), now) for each in entries]
    # The trail says that scores were given, never which: it is readable before all are in.
    criteria = sorted({each.criterion.code for each in entries})
    trail.record("assessment.score_entered", member, actor=actor, now=now, after={"criteria": criteria})
    return given


def _obstacles_to_entry(entry: Entry) -> list[Obstacle]:
    found = obstacles_to_score(entry.score, entry.motivation, entry.criterion.scores())
    return [replace(each, field=f"{each.field}_{entry.key}") for each in found] if entry.key else found


def _given(member: CommitteeMember, entry: Entry, known: Score | None, now: datetime) -> Score:
    assert entry.score is not None, "an obstacle otherwise"
    given = known
    if given is None:
        given = Score(member_id=member.id, bid_id=entry.bid.id, criterion_id=entry.criterion.id)
        db.session.add(given)
    given.score, given.motivation, given.entered_at = entry.score, entry.motivation.strip(), now
    return given


def record_reading_answers(bids: Sequence[Bid], criterion: AwardCriterion, *, actor: Actor, now: datetime) -> None:
    """Note that an assessor read what these bids of one lot answer on a criterion."""
    after = {"criterion": criterion.code, "bids": [bid.receipt_code for bid in bids]}
    trail.record("bid.answers_read", bids[0].tender, actor=actor, now=now, after=after)


def submit_scores(member: CommitteeMember, *, actor: Actor, now: datetime) -> None:
    """Hand in: the assessor's scores are final, and count for seeing those of the others."""
    refuse_if(
        _obstacles_to_acting_for(member, actor)
        + obstacles_outside(member.tender, TenderStatus.ASSESSMENT)
        + obstacles_to_submitting(member.facts(), missing=missing_scores(member))
    )
    member.submitted_at = now
    trail.record("assessment.scores_submitted", member, actor=actor, now=now)


def agree_consensus(
    bid: Bid,
    criterion: AwardCriterion,
    score: Decimal | None,
    motivation: str,
    *,
    actor: Actor,
    now: datetime,
) -> ConsensusScore:
    """Fix the score of the whole committee, with the reasons the bidder will read.

    Where the documents say that the mean counts, the score is the mean and ``score`` may be None.
    """
    tender = bid.tender
    refuse_if(obstacles_outside(tender, TenderStatus.ASSESSMENT) + obstacles_to_seeing_scores(member_facts(tender)))
    individual = [each.score for each in scores_for(tender, None).get((bid.id, criterion.id), [])]
    refuse_if(obstacles_to_agreeing(tender.quality_method, score, motivation, individual, criterion.scores()))
    if tender.quality_method == QualityMethod.AVERAGE:
        score = average_score(individual)
    assert score is not None
    agreed = consensus_of([bid.id]).get((bid.id, criterion.id))
    before = {"score": agreed.score} if agreed else {}
    if agreed is None:
        agreed = ConsensusScore(bid=bid, criterion=criterion)
        db.session.add(agreed)
    agreed.score, agreed.motivation = score, motivation.strip()
    agreed.agreed_at, agreed.agreed_by_id = now, actor.account_id
    trail.record("assessment.consensus_agreed", agreed, actor=actor, now=now, before=before, after={"score": score})
    return agreed


def obstacles_to_locking_quality(tender: Tender) -> list[Obstacle]:
    """Why quality cannot be fixed yet, for page and operation alike."""
    return obstacles_to_moving(tender.status, TenderStatus.QUALITY_LOCKED) + obstacles_to_locking(
        member_facts(tender), missing=without_consensus(tender)
    )


def lock_quality(tender: Tender, *, actor: Actor, now: datetime) -> None:
    """Fix the quality scores for good; from here on prices may be opened."""
    refuse_if(obstacles_to_locking_quality(tender))
    assert not are_prices_open(tender), "prices open only after this"
    tender.status = TenderStatus.QUALITY_LOCKED
    trail.record("assessment.quality_locked", tender, actor=actor, now=now)


def _obstacles_to_acting_for(member: CommitteeMember, actor: Actor) -> list[Obstacle]:
    if member.account_id == actor.account_id and member.stepped_down_at is None:
        return []
    return [Obstacle("not-your-scores", "Alleen de beoordelaar zelf kan dit doen, met het eigen account.")]


def _obstacles_without_bidders(suppliers: set[int]) -> list[Obstacle]:
    if suppliers:
        return []
    text = "De inschrijvingen zijn nog niet geopend. Verklaar daarna of u een belang heeft bij een inschrijver."
    return [Obstacle("bidders-unknown", text)]
