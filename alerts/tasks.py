"""What can be done now, per role: how much of it there is, and where to do it. One query for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select

from alerts import queries
from contracts.lifecycle import ContractStatus
from contracts.milestones import AchievementStatus
from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Achievement, Track
from contracts.queries.tracks import may_see_contract
from contracts.tracks import TrackStatus
from invoices.lifecycle import ClaimStatus, InvoiceStatus, PaymentRunStatus
from invoices.models import Claim, Invoice, PaymentRun
from procurement.awarding import LotAwardStatus
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.models.award import LotAward
from procurement.models.bids import Bid
from procurement.models.openings import Opener
from procurement.models.questions import Question
from procurement.models.tenders import Tender
from procurement.procedures import QuestionStatus
from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.jobs.models import Job, JobState
from townhall.organisations.kinds import BankAccountStatus
from townhall.organisations.models import BankAccount


@dataclass(frozen=True)
class Task:
    """Something that waits: ``count`` of them, to be done at ``url``."""

    label: str
    url: str
    count: int


#: Counts what waits for this person at this moment.
Count = Callable[[Actor, datetime], Select[int]]


@dataclass(frozen=True)
class TaskKind:
    """A kind of task of one role."""

    role: Role
    one: str
    more: str
    url: str
    count: Count


def _tenders(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count(Tender.id)).where(*conditions)


def _tenders_in(status: TenderStatus) -> Count:
    return lambda actor, now: _tenders(Tender.status == status)


def _invoices_in(*statuses: InvoiceStatus) -> Count:
    return lambda actor, now: select(func.count(Invoice.id)).where(Invoice.status.in_(statuses))


def _questions(_actor: Actor, _now: datetime) -> Select[int]:
    return select(func.count(Question.id)).where(Question.status == QuestionStatus.ASKED)


def _to_score(actor: Actor, _now: datetime) -> Select[int]:
    return _tenders(
        Tender.status == TenderStatus.ASSESSMENT,
        exists().where(
            CommitteeMember.tender_id == Tender.id,
            CommitteeMember.account_id == actor.account_id,
            CommitteeMember.submitted_at.is_(None),
            CommitteeMember.stepped_down_at.is_(None),
        ),
    )


def _to_open(actor: Actor, now: datetime) -> Select[int]:
    has_bids = exists().where(Bid.tender_id == Tender.id)
    closed = (Tender.status == TenderStatus.PUBLISHED) & (Tender.closes_at < now) & has_bids
    is_opener = exists().where(Opener.tender_id == Tender.id, Opener.account_id == actor.account_id)
    return _tenders(closed | (Tender.status == TenderStatus.QUALITY_LOCKED), is_opener)


def _awards(_actor: Actor, _now: datetime) -> Select[int]:
    drafted = exists().where(
        FrameworkContract.lot_award_id == LotAward.id, FrameworkContract.status != ContractStatus.WITHDRAWN
    )
    return select(func.count(LotAward.id)).where(LotAward.status == LotAwardStatus.FINAL, ~drafted)


def _drafts(_actor: Actor, _now: datetime) -> Select[int]:
    return select(func.count(FrameworkContract.id)).where(FrameworkContract.status == ContractStatus.DRAFT)


def _achievements(actor: Actor, _now: datetime) -> Select[int]:
    return (
        select(func.count(Achievement.id))
        .join(Track, Track.id == Achievement.track_id)
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(Achievement.status == AchievementStatus.REPORTED, may_see_contract(actor))
    )


def _runs(_actor: Actor, _now: datetime) -> Select[int]:
    return select(func.count(PaymentRun.id)).where(PaymentRun.status == PaymentRunStatus.MADE)


def _bank_accounts(actor: Actor, _now: datetime) -> Select[int]:
    first = BankAccount.status == BankAccountStatus.PROPOSED
    second = (BankAccount.status == BankAccountStatus.CALLED_BACK) & (
        BankAccount.called_back_by_id != actor.account_id
    )
    return select(func.count(BankAccount.id)).where(first | second)


def _open_tenders(_actor: Actor, now: datetime) -> Select[int]:
    return _tenders(Tender.status == TenderStatus.PUBLISHED, Tender.closes_at >= now)


def _referrals(actor: Actor, _now: datetime) -> Select[int]:
    return (
        select(func.count(Track.id))
        .join(FrameworkContract, FrameworkContract.id == Track.contract_id)
        .where(Track.status == TrackStatus.REFERRED, FrameworkContract.supplier_id == actor.organisation_id)
    )


def _claimable(actor: Actor, _now: datetime) -> Select[int]:
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


def _returned(actor: Actor, _now: datetime) -> Select[int]:
    return select(func.count(Invoice.id)).where(
        Invoice.status == InvoiceStatus.RETURNED, Invoice.supplier_id == actor.organisation_id
    )


def _failed_jobs(_actor: Actor, _now: datetime) -> Select[int]:
    return select(func.count(Job.id)).where(Job.state == JobState.FAILED)


_T, _I = TenderStatus, InvoiceStatus
_TENDERS = "/aanbestedingen/?status="

KINDS: tuple[TaskKind, ...] = (
    TaskKind(Role.INKOPER, "vraag wacht op antwoord", "vragen wachten op antwoord", f"{_TENDERS}published", _questions),
    TaskKind(
        Role.INKOPER, "aanbesteding is geopend: toets de inschrijvingen",
        "aanbestedingen zijn geopend: toets de inschrijvingen", f"{_TENDERS}opened", _tenders_in(_T.OPENED),
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is in beoordeling", "aanbestedingen zijn in beoordeling", f"{_TENDERS}assessment",
        _tenders_in(_T.ASSESSMENT),
    ),
    TaskKind(
        Role.INKOPER, "rangorde is klaar: maak het gunningsverslag", "rangordes zijn klaar: maak het gunningsverslag",
        f"{_TENDERS}ranked", _tenders_in(_T.RANKED),
    ),
    TaskKind(
        Role.INKOPER, "besluit is genomen: verstuur de brieven", "besluiten zijn genomen: verstuur de brieven",
        f"{_TENDERS}decided", _tenders_in(_T.DECIDED),
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is in de opschortende termijn", "aanbestedingen zijn in de opschortende termijn",
        f"{_TENDERS}standstill", _tenders_in(_T.STANDSTILL),
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op uw scores", "aanbestedingen wachten op uw scores",
        "/aanbestedingen/mijn-beoordelingen", _to_score,
    ),
    TaskKind(
        Role.OPENER, "aanbesteding wacht op opening door u en een tweede opener",
        "aanbestedingen wachten op opening door u en een tweede opener", "/aanbestedingen/te-openen", _to_open,
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "gunning wacht op een overeenkomst", "gunningen wachten op een overeenkomst",
        "/contracten/uit-gunning", _awards,
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "overeenkomst is nog een concept", "overeenkomsten zijn nog een concept",
        "/contracten/?status=draft", _drafts,
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "factuur wacht op uw prestatieverklaring", "facturen wachten op uw prestatieverklaring",
        "/facturen/?status=in_review", _invoices_in(_I.IN_REVIEW),
    ),
    TaskKind(
        Role.CASE_MANAGER, "gemelde prestatie wacht op controle", "gemelde prestaties wachten op controle",
        "/prestaties", _achievements,
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "factuur wacht op uw akkoord", "facturen wachten op uw akkoord",
        "/facturen/?status=stated", _invoices_in(_I.STATED),
    ),
    TaskKind(
        Role.FINANCE, "factuur kan worden betaald", "facturen kunnen worden betaald", "/betalingen/",
        _invoices_in(_I.APPROVED),
    ),
    TaskKind(
        Role.FINANCE, "betaalrun wacht op de boeking van de bank", "betaalruns wachten op de boeking van de bank",
        "/betalingen/", _runs,
    ),
    TaskKind(
        Role.REGISTRAR, "bankrekening wacht op uw controle", "bankrekeningen wachten op uw controle",
        "/bankrekeningen", _bank_accounts,
    ),
    TaskKind(
        Role.SUPPLIER, "aanbesteding staat open", "aanbestedingen staan open", "/portaal/aanbestedingen",
        _open_tenders,
    ),
    TaskKind(
        Role.SUPPLIER, "aanmelding wacht op uw antwoord", "aanmeldingen wachten op uw antwoord",
        "/portaal/trajecten?status=referred", _referrals,
    ),
    TaskKind(
        Role.SUPPLIER, "goedgekeurde prestatie kunt u factureren", "goedgekeurde prestaties kunt u factureren",
        "/portaal/facturen", _claimable,
    ),
    TaskKind(
        Role.SUPPLIER, "factuur is teruggestuurd", "facturen zijn teruggestuurd", "/portaal/facturen", _returned,
    ),
    TaskKind(
        Role.ADMINISTRATOR, "opdracht op de achtergrond is mislukt", "opdrachten op de achtergrond zijn mislukt",
        "/beheer/postvak", _failed_jobs,
    ),
)  # fmt: skip


def tasks_of(actor: Actor, now: datetime) -> list[Task]:
    """What waits for this person, in the order of the table; kinds with nothing are left out."""
    mine = [kind for kind in KINDS if kind.role in actor.roles]
    if not mine:
        return []
    counts = db.session.execute(select(*(_scalar(kind, actor, now) for kind in mine))).one()
    return [
        Task(kind.one if count == 1 else kind.more, kind.url, count)
        for kind, count in zip(mine, counts, strict=True)
        if count
    ]


def _scalar(kind: TaskKind, actor: Actor, now: datetime) -> ScalarSelect[int]:
    return kind.count(actor, now).scalar_subquery()


def number_waiting(actor: Actor) -> int:
    """What the menu shows beside the work list: the alerts of this person."""
    return queries.number_of_alerts(actor)
