"""How much waits for somebody, per kind of task: each function gives a statement that counts."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select

from contracts.lifecycle import ContractStatus
from contracts.milestones import AchievementStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Achievement, Track
from contracts.queries.tracks import may_see_contract
from contracts.tracks import TrackStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus, PaymentRunStatus
from invoices.models import Claim, Invoice, PaymentRun
from procurement.awarding import LotAwardStatus, ReportStatus
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.models.award import AwardReport, LotAward
from procurement.models.bids import Bid
from procurement.models.openings import Opener
from procurement.models.questions import Question
from procurement.models.tenders import Tender
from procurement.procedures import QuestionStatus
from townhall.accounts.actor import Actor
from townhall.jobs.models import Job, JobState
from townhall.organisations.kinds import BankAccountStatus
from townhall.organisations.models import BankAccount, Organisation

#: Counts what waits for this person at this moment.
Count = Callable[[Actor, datetime], Select[int]]


def tenders(*conditions: ColumnElement[bool]) -> Select[int]:
    """How many tenders meet these conditions."""
    return select(func.count(Tender.id)).where(*conditions)


def tenders_in(status: TenderStatus) -> Count:
    """Tenders with this status."""
    return lambda actor, now: tenders(Tender.status == status)


def invoices_in(*statuses: InvoiceStatus) -> Count:
    """Invoices with one of these statuses."""
    return lambda actor, now: select(func.count(Invoice.id)).where(Invoice.status.in_(statuses))


def questions(_actor: Actor, _now: datetime) -> Select[int]:
    """Questions of suppliers without an answer."""
    return select(func.count(Question.id)).where(Question.status == QuestionStatus.ASKED)


def seated(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody sits in the committee of a tender, under these conditions."""
    return exists().where(
        CommitteeMember.tender_id == Tender.id, CommitteeMember.stepped_down_at.is_(None), *conditions
    )


def to_declare(actor: Actor, _now: datetime) -> Select[int]:
    """Tenders of which this assessor has not said yet whether he has an interest."""
    mine = CommitteeMember.account_id == actor.account_id
    return tenders(
        Tender.status.in_((TenderStatus.OPENED, TenderStatus.ASSESSMENT)),
        seated(mine, CommitteeMember.declared_at.is_(None)),
    )


def to_score(actor: Actor, _now: datetime) -> Select[int]:
    """Tenders of which this assessor has to hand in scores."""
    mine = CommitteeMember.account_id == actor.account_id
    return tenders(
        Tender.status == TenderStatus.ASSESSMENT,
        seated(mine, CommitteeMember.declared_at.is_not(None), CommitteeMember.submitted_at.is_(None)),
    )


def to_agree(actor: Actor, _now: datetime) -> Select[int]:
    """Tenders of which every assessor handed in and the committee has to agree."""
    return tenders(
        Tender.status == TenderStatus.ASSESSMENT,
        seated(CommitteeMember.account_id == actor.account_id),
        ~seated(CommitteeMember.submitted_at.is_(None)),
    )


def to_adopt(_actor: Actor, _now: datetime) -> Select[int]:
    """Tenders with a drafted award report that waits for somebody with a mandate."""
    drafted = exists().where(AwardReport.tender_id == Tender.id, AwardReport.status == ReportStatus.DRAFT)
    return tenders(Tender.status == TenderStatus.RANKED, drafted)


def to_make_final(_actor: Actor, now: datetime) -> Select[int]:
    """Lots whose standstill is over and whose proofs were seen."""
    return select(func.count(LotAward.id)).where(
        LotAward.status == LotAwardStatus.PROVISIONAL,
        LotAward.proofs_checked_at.is_not(None),
        LotAward.earliest_signing_on <= now.date(),
    )


def to_open(actor: Actor, now: datetime) -> Select[int]:
    """Tenders that this opener and another may open now."""
    has_bids = exists().where(Bid.tender_id == Tender.id)
    closed = (Tender.status == TenderStatus.PUBLISHED) & (Tender.closes_at < now) & has_bids
    is_opener = exists().where(Opener.tender_id == Tender.id, Opener.account_id == actor.account_id)
    return tenders(closed | (Tender.status == TenderStatus.QUALITY_LOCKED), is_opener)


def awards(_actor: Actor, _now: datetime) -> Select[int]:
    """Final awards without a contract."""
    drafted = exists().where(
        FrameworkContract.lot_award_id == LotAward.id, FrameworkContract.status != ContractStatus.WITHDRAWN
    )
    return select(func.count(LotAward.id)).where(LotAward.status == LotAwardStatus.FINAL, ~drafted)


def drafts(_actor: Actor, _now: datetime) -> Select[int]:
    """Contracts that are not signed yet."""
    return select(func.count(FrameworkContract.id)).where(FrameworkContract.status == ContractStatus.DRAFT)


def achievements(actor: Actor, _now: datetime) -> Select[int]:
    """Reported achievements this person may check."""
    return (
        select(func.count(Achievement.id))
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(Achievement.status == AchievementStatus.REPORTED, may_see_contract(actor))
    )


def runs(_actor: Actor, _now: datetime) -> Select[int]:
    """Payment runs the bank has not booked yet."""
    return select(func.count(PaymentRun.id)).where(PaymentRun.status == PaymentRunStatus.MADE)


def bank_accounts(actor: Actor, _now: datetime) -> Select[int]:
    """Bank accounts that wait for a call or for a second pair of eyes."""
    first = BankAccount.status == BankAccountStatus.PROPOSED
    second = (BankAccount.status == BankAccountStatus.CALLED_BACK) & (
        BankAccount.called_back_by_id != actor.account_id
    )
    return select(func.count(BankAccount.id)).where(first | second)


def open_tenders(_actor: Actor, now: datetime) -> Select[int]:
    """Tenders that are open for bids."""
    return tenders(Tender.status == TenderStatus.PUBLISHED, Tender.closes_at >= now)


def referrals(actor: Actor, _now: datetime) -> Select[int]:
    """Referrals this supplier has to answer."""
    return (
        select(func.count(Track.id))
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(Track.status == TrackStatus.REFERRED, FrameworkContract.supplier_id == actor.organisation_id)
    )


def claimable(actor: Actor, _now: datetime) -> Select[int]:
    """Verified achievements this supplier has not claimed yet."""
    claimed = exists().where(Claim.achievement_id == Achievement.id, Claim.status == ClaimStatus.LIVE)
    return (
        select(func.count(Achievement.id))
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(
            Achievement.status == AchievementStatus.VERIFIED,
            FrameworkContract.supplier_id == actor.organisation_id,
            ~claimed,
        )
    )


def returned(actor: Actor, _now: datetime) -> Select[int]:
    """Invoices that came back to this supplier."""
    return select(func.count(Invoice.id)).where(
        Invoice.status == InvoiceStatus.RETURNED, Invoice.supplier_id == actor.organisation_id
    )


def missing_bank_account(actor: Actor, _now: datetime) -> Select[int]:
    """One, as long as this supplier has proposed no bank account that can still count."""
    live = (BankAccount.organisation_id == actor.organisation_id) & (BankAccount.status != BankAccountStatus.REFUSED)
    return select(func.count(Organisation.id)).where(Organisation.id == actor.organisation_id, ~exists().where(live))


def failed_jobs(_actor: Actor, _now: datetime) -> Select[int]:
    """Jobs that failed."""
    return select(func.count(Job.id)).where(Job.state == JobState.FAILED)
