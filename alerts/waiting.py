"""What waits for somebody, per kind of task: each function gives a statement that selects it.

Every row has a ``key``: what the address of its page holds. A row may have a day, ``until``, on which it is too late.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal, select

from contracts.indexation import IndexationStatus
from contracts.lifecycle import ContractStatus
from contracts.milestones import AchievementStatus
from contracts.models.checks import ContractCheck
from contracts.models.frameworks import FrameworkContract
from contracts.models.indexes import RateIndexation
from contracts.models.tracks import Achievement, Track
from contracts.queries.checks import is_for, waits_on
from contracts.queries.tracks import may_see_contract
from contracts.tracks import TrackStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus, PaymentRunStatus
from invoices.models import Claim, Invoice, PaymentRun
from invoices.queries.messages import invoices_waiting_for_an_answer
from procurement.awarding import LotAwardStatus, ReportStatus
from procurement.bids import BidStatus
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.models.award import AwardReport, LotAward
from procurement.models.bids import Bid
from procurement.models.openings import Opener, OpenerKey, TenderKey
from procurement.models.questions import Question
from procurement.models.tenders import Lot, Tender
from procurement.permissions import GRANTS, ProcurementPermission
from procurement.procedures import OPENED_BY_ONE, QuestionStatus
from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.jobs.models import Job, JobState
from townhall.organisations.kinds import BankAccountStatus
from townhall.organisations.models import BankAccount, Organisation

#: Selects what waits for this person at this moment.
Waiting = Callable[[Actor, datetime], Select[Any]]

#: Who may be asked to write an answer to a question of a supplier.
EXPERTS = tuple(sorted(GRANTS[ProcurementPermission.QUESTION_DRAFT]))


def tenders(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The tenders that meet these conditions, by reference."""
    return select(Tender.reference.label("key")).where(*conditions)


def tenders_in(status: TenderStatus) -> Waiting:
    """Tenders with this status."""
    return lambda actor, now: tenders(Tender.status == status)


def invoices_in(*statuses: InvoiceStatus) -> Waiting:
    """Invoices with one of these statuses."""
    return lambda actor, now: select(Invoice.id.label("key")).where(Invoice.status.in_(statuses))


def invoice_messages(_actor: Actor, _now: datetime) -> Select[Any]:
    """Invoices about which a supplier waits for an answer."""
    return invoices_waiting_for_an_answer()


def questions(_actor: Actor, _now: datetime) -> Select[Any]:
    """Questions of suppliers that wait for the buyer: nobody was asked to answer, or an answer was proposed."""
    unassigned = (Question.status == QuestionStatus.ASKED) & Question.expert_id.is_(None)
    to_do = unassigned | (Question.status == QuestionStatus.DRAFTED)
    asked = tenders(to_do, Tender.status == TenderStatus.PUBLISHED)
    return asked.join(Question, Question.tender_id == Tender.id)


def ready_for_a_nota(_actor: Actor, _now: datetime) -> Select[Any]:
    """Answers that wait for publication."""
    ready = tenders(Question.status == QuestionStatus.ANSWERED, Tender.status == TenderStatus.PUBLISHED)
    return ready.join(Question, Question.tender_id == Tender.id)


def questions_for(role: Role) -> Waiting:
    """Questions that were given to this person as an expert; counted once for who has more roles."""

    def rows(actor: Actor, _now: datetime) -> Select[Any]:
        first = next(each for each in EXPERTS if each in actor.roles)
        return select(Question.id.label("key")).where(
            Question.expert_id == actor.account_id, Question.status == QuestionStatus.ASKED, literal(first == role)
        )

    return rows


def seated(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody sits in the committee of a tender, under these conditions."""
    return exists().where(
        CommitteeMember.tender_id == Tender.id, CommitteeMember.stepped_down_at.is_(None), *conditions
    )


def to_declare(actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders of which this assessor has not said yet whether he has an interest."""
    mine = CommitteeMember.account_id == actor.account_id
    return tenders(
        Tender.status.in_((TenderStatus.OPENED, TenderStatus.ASSESSMENT)),
        seated(mine, CommitteeMember.declared_at.is_(None)),
    )


def to_wait_for_start(actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders of which this assessor declared his interests and whose assessment did not begin yet."""
    mine = CommitteeMember.account_id == actor.account_id
    return tenders(Tender.status == TenderStatus.OPENED, seated(mine, CommitteeMember.declared_at.is_not(None)))


def to_score(actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders of which this assessor has to hand in scores."""
    mine = CommitteeMember.account_id == actor.account_id
    return tenders(
        Tender.status == TenderStatus.ASSESSMENT,
        seated(mine, CommitteeMember.declared_at.is_not(None), CommitteeMember.submitted_at.is_(None)),
    )


def to_agree(actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders of which every assessor handed in and the committee has to agree."""
    return tenders(
        Tender.status == TenderStatus.ASSESSMENT,
        seated(CommitteeMember.account_id == actor.account_id),
        ~seated(CommitteeMember.submitted_at.is_(None)),
    )


def has_draft(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a tender has a draft of the award report, under these conditions."""
    return exists().where(
        AwardReport.tender_id == Tender.id, AwardReport.status == ReportStatus.DRAFT, *conditions
    )


def to_report(_actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders with a ranking and no award report yet."""
    return tenders(Tender.status == TenderStatus.RANKED, ~has_draft())


def to_report_without_award(_actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders of which every lot was declined before there was a ranking, and that have no award report yet."""
    declined = exists().where(LotAward.lot_id == Lot.id, LotAward.status == LotAwardStatus.NOT_AWARDED)
    left = exists().where(Lot.tender_id == Tender.id, ~declined)
    early = (TenderStatus.PUBLISHED, TenderStatus.OPENED, TenderStatus.ASSESSMENT, TenderStatus.QUALITY_LOCKED)
    return tenders(Tender.status.in_(early), ~left, ~has_draft())


def without_bids(_actor: Actor, now: datetime) -> Select[Any]:
    """Tenders that closed without a single bid and of which a lot still has to be declined."""
    has_bids = exists().where(Bid.tender_id == Tender.id)
    declined = exists().where(LotAward.lot_id == Lot.id, LotAward.status == LotAwardStatus.NOT_AWARDED)
    left = exists().where(Lot.tender_id == Tender.id, ~declined)
    return tenders(Tender.status == TenderStatus.PUBLISHED, Tender.closes_at < now, ~has_bids, left)


def to_complete(_actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders with a draft of the award report that leaves an item open."""
    return tenders(has_draft(AwardReport.is_complete.is_(False)))


def to_have_adopted(_actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders with a complete draft: whoever buys asks somebody with a mandate to adopt it."""
    return tenders(has_draft(AwardReport.is_complete.is_(True)))


def to_adopt(actor: Actor, _now: datetime) -> Select[Any]:
    """Complete drafts of award reports that somebody else wrote; the page of a report is its tender's."""
    page = Tender.reference + "/verslag/" + cast(AwardReport.number, String)
    return (
        select(page.label("key"))
        .join(AwardReport, AwardReport.tender_id == Tender.id)
        .where(
            AwardReport.status == ReportStatus.DRAFT,
            AwardReport.is_complete.is_(True),
            AwardReport.drafted_by_id.is_distinct_from(actor.account_id),
        )
    )


def to_make_final(_actor: Actor, now: datetime) -> Select[Any]:
    """Lots whose standstill is over and whose proofs were seen."""
    ready = tenders(
        LotAward.status == LotAwardStatus.PROVISIONAL,
        LotAward.proofs_checked_at.is_not(None),
        LotAward.earliest_signing_on <= now.date(),
    )
    return ready.join(LotAward, LotAward.tender_id == Tender.id)


def to_open(actor: Actor, now: datetime) -> Select[Any]:
    """Tenders that this opener and another may open now."""
    has_bids = exists().where(Bid.tender_id == Tender.id)
    closed = (Tender.status == TenderStatus.PUBLISHED) & (Tender.closes_at < now) & has_bids
    is_opener = exists().where(Opener.tender_id == Tender.id, Opener.account_id == actor.account_id)
    return tenders(closed | (Tender.status == TenderStatus.QUALITY_LOCKED), is_opener)


def has_bid(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a tender has a bid, under these conditions."""
    return exists().where(Bid.tender_id == Tender.id, *conditions)


def held_bids(_actor: Actor, _now: datetime) -> Select[Any]:
    """Tenders with a bid that ran over the closing, about which nobody has decided."""
    return tenders(Tender.status == TenderStatus.PUBLISHED, has_bid(Bid.status == BidStatus.HELD))


def held_bids_to_decide(actor: Actor, now: datetime) -> Select[Any]:
    """The same, of those that this person was named to open."""
    is_opener = exists().where(Opener.tender_id == Tender.id, Opener.account_id == actor.account_id)
    return held_bids(actor, now).where(is_opener)


def to_check(_actor: Actor, _now: datetime) -> Select[Any]:
    """Opened tenders of which the bids are to be checked; those without a comparison have tasks of their own."""
    return tenders(Tender.status == TenderStatus.OPENED, Tender.procedure.not_in(OPENED_BY_ONE))


def to_make_a_key(actor: Actor, _now: datetime) -> Select[Any]:
    """Drafts whose keys wait for this opener's own key, until the day of the notice."""
    named = exists().where(Opener.tender_id == Tender.id, Opener.account_id == actor.account_id)
    sealed = exists().where(TenderKey.tender_id == Tender.id)
    has_key = exists().where(OpenerKey.account_id == actor.account_id, OpenerKey.replaced_at.is_(None))
    waiting = tenders(Tender.status == TenderStatus.DRAFT, named, ~sealed, ~has_key)
    return waiting.add_columns(Tender.notice_on.label("until"))


def awards(_actor: Actor, _now: datetime) -> Select[Any]:
    """Final awards without a contract."""
    drafted = exists().where(
        FrameworkContract.lot_award_id == LotAward.id, FrameworkContract.status != ContractStatus.WITHDRAWN
    )
    return select(LotAward.id.label("key")).where(LotAward.status == LotAwardStatus.FINAL, ~drafted)


def drafts(_actor: Actor, _now: datetime) -> Select[Any]:
    """Contracts that are not signed yet."""
    return select(FrameworkContract.number.label("key")).where(FrameworkContract.status == ContractStatus.DRAFT)


def indexations(actor: Actor, _now: datetime) -> Select[Any]:
    """New amounts that somebody else worked out and nobody decided about, with the day from which they should hold."""
    found: Select[Any] = (
        select(FrameworkContract.number.label("key"))
        .add_columns(RateIndexation.valid_from.label("until"))
        .join(RateIndexation, RateIndexation.contract_id == FrameworkContract.id)
        .where(
            RateIndexation.status == IndexationStatus.PROPOSED,
            RateIndexation.proposed_by_id.is_distinct_from(actor.account_id),
        )
    )
    return found


def checks(actor: Actor, now: datetime) -> Select[Any]:
    """Checks of running contracts that this person tests, from two weeks before their moment."""
    statement = select(ContractCheck.id.label("key")).join(ContractCheck.contract)
    return statement.where(waits_on(now.date()), is_for(actor))


def achievements(actor: Actor, _now: datetime) -> Select[Any]:
    """Reported achievements this person may check."""
    return (
        select(Achievement.id.label("key"))
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(Achievement.status == AchievementStatus.REPORTED, may_see_contract(actor))
    )


def runs(_actor: Actor, _now: datetime) -> Select[Any]:
    """Payment runs the bank has not booked yet."""
    return select(PaymentRun.number.label("key")).where(PaymentRun.status == PaymentRunStatus.MADE)


def bank_accounts(actor: Actor, _now: datetime) -> Select[Any]:
    """Bank accounts that wait for a call or for a second pair of eyes, and not for somebody else's."""
    first = BankAccount.status == BankAccountStatus.PROPOSED
    second = (BankAccount.status == BankAccountStatus.CALLED_BACK) & (
        BankAccount.called_back_by_id != actor.account_id
    )
    return select(BankAccount.id.label("key")).where(first | second, BankAccount.proposed_by_id != actor.account_id)


def open_tenders(_actor: Actor, now: datetime) -> Select[Any]:
    """Tenders that are open for bids."""
    return tenders(Tender.status == TenderStatus.PUBLISHED, Tender.closes_at >= now)


def referrals(actor: Actor, _now: datetime) -> Select[Any]:
    """Referrals this supplier has to answer."""
    return (
        select(Track.number.label("key"))
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(Track.status == TrackStatus.REFERRED, FrameworkContract.supplier_id == actor.organisation_id)
    )


def claimable(actor: Actor, _now: datetime) -> Select[Any]:
    """Verified achievements this supplier has not claimed yet."""
    claimed = exists().where(Claim.achievement_id == Achievement.id, Claim.status == ClaimStatus.LIVE)
    return (
        select(FrameworkContract.number.label("key"))
        .join(Track, Track.contract_id == FrameworkContract.id)
        .join(Achievement, Achievement.track_id == Track.id)
        .where(
            Achievement.status == AchievementStatus.VERIFIED,
            FrameworkContract.supplier_id == actor.organisation_id,
            ~claimed,
        )
    )


def returned(actor: Actor, _now: datetime) -> Select[Any]:
    """Invoices that came back to this supplier."""
    return select(Invoice.id.label("key")).where(
        Invoice.status == InvoiceStatus.RETURNED, Invoice.supplier_id == actor.organisation_id
    )


def missing_bank_account(actor: Actor, _now: datetime) -> Select[Any]:
    """One, as long as this supplier has proposed no bank account that can still count."""
    live = (BankAccount.organisation_id == actor.organisation_id) & (BankAccount.status != BankAccountStatus.REFUSED)
    return select(Organisation.id.label("key")).where(Organisation.id == actor.organisation_id, ~exists().where(live))


def failed_jobs(_actor: Actor, _now: datetime) -> Select[Any]:
    """Jobs that failed."""
    return select(Job.id.label("key")).where(Job.state == JobState.FAILED)
