"""What can be done now, per role: how much of it there is, and where to do it. One query for all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, select

from alerts import queries, waiting
from invoices.lifecycle import InvoiceStatus
from procurement.lifecycle import TenderStatus
from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.database import db


@dataclass(frozen=True)
class Task:
    """Something that waits: ``count`` of them, to be done at ``url``."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class TaskKind:
    """A kind of task of one role."""

    role: Role
    one: str
    more: str
    url: str
    count: waiting.Count


_T, _I = TenderStatus, InvoiceStatus
_TENDERS = "/aanbestedingen/?status="
_MINE = "/aanbestedingen/mijn-beoordelingen"

KINDS: tuple[TaskKind, ...] = (
    TaskKind(
        Role.INKOPER, "vraag wacht op antwoord", "vragen wachten op antwoord", f"{_TENDERS}published",
        waiting.questions,
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is geopend: toets de inschrijvingen",
        "aanbestedingen zijn geopend: toets de inschrijvingen", f"{_TENDERS}opened", waiting.tenders_in(_T.OPENED),
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is in beoordeling", "aanbestedingen zijn in beoordeling", f"{_TENDERS}assessment",
        waiting.tenders_in(_T.ASSESSMENT),
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding wacht op de prijzen en de rangorde",
        "aanbestedingen wachten op de prijzen en de rangorde", f"{_TENDERS}quality_locked",
        waiting.tenders_in(_T.QUALITY_LOCKED),
    ),
    TaskKind(
        Role.INKOPER, "rangorde is klaar: maak het gunningsverslag", "rangordes zijn klaar: maak het gunningsverslag",
        f"{_TENDERS}ranked", waiting.tenders_in(_T.RANKED),
    ),
    TaskKind(
        Role.INKOPER, "besluit is genomen: verstuur de brieven", "besluiten zijn genomen: verstuur de brieven",
        f"{_TENDERS}decided", waiting.tenders_in(_T.DECIDED),
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is in de opschortende termijn", "aanbestedingen zijn in de opschortende termijn",
        f"{_TENDERS}standstill", waiting.tenders_in(_T.STANDSTILL),
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op uw verklaring over belangen",
        "aanbestedingen wachten op uw verklaring over belangen", _MINE, waiting.to_declare,
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op uw scores", "aanbestedingen wachten op uw scores", _MINE,
        waiting.to_score,
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op consensus", "aanbestedingen wachten op consensus", _MINE,
        waiting.to_agree,
    ),
    TaskKind(
        Role.OPENER, "aanbesteding wacht op opening door u en een tweede opener",
        "aanbestedingen wachten op opening door u en een tweede opener", "/aanbestedingen/te-openen", waiting.to_open,
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "gunning wacht op een overeenkomst", "gunningen wachten op een overeenkomst",
        "/contracten/uit-gunning", waiting.awards,
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "overeenkomst is nog een concept", "overeenkomsten zijn nog een concept",
        "/contracten/?status=draft", waiting.drafts,
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "factuur wacht op uw prestatieverklaring", "facturen wachten op uw prestatieverklaring",
        "/facturen/?status=in_review", waiting.invoices_in(_I.IN_REVIEW),
    ),
    TaskKind(
        Role.CASE_MANAGER, "gemelde prestatie wacht op controle", "gemelde prestaties wachten op controle",
        "/prestaties", waiting.achievements,
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "gunningsverslag kan worden vastgesteld", "gunningsverslagen kunnen worden vastgesteld",
        f"{_TENDERS}ranked", waiting.to_adopt,
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "perceel kan definitief worden gegund", "percelen kunnen definitief worden gegund",
        f"{_TENDERS}standstill", waiting.to_make_final,
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "factuur wacht op uw akkoord", "facturen wachten op uw akkoord",
        "/facturen/?status=stated", waiting.invoices_in(_I.STATED),
    ),
    TaskKind(
        Role.FINANCE, "factuur kan worden betaald", "facturen kunnen worden betaald", "/betalingen/",
        waiting.invoices_in(_I.APPROVED),
    ),
    TaskKind(
        Role.FINANCE, "betaalrun wacht op de boeking van de bank", "betaalruns wachten op de boeking van de bank",
        "/betalingen/", waiting.runs,
    ),
    TaskKind(
        Role.REGISTRAR, "bankrekening wacht op uw controle", "bankrekeningen wachten op uw controle",
        "/bankrekeningen", waiting.bank_accounts,
    ),
    TaskKind(
        Role.SUPPLIER, "bankrekening ontbreekt: geef hem door, anders kunt u niet factureren",
        "bankrekeningen ontbreken", "/portaal/bankrekening", waiting.missing_bank_account,
    ),
    TaskKind(
        Role.SUPPLIER, "aanbesteding staat open", "aanbestedingen staan open", "/portaal/aanbestedingen",
        waiting.open_tenders,
    ),
    TaskKind(
        Role.SUPPLIER, "aanmelding wacht op uw antwoord", "aanmeldingen wachten op uw antwoord",
        "/portaal/trajecten?status=referred", waiting.referrals,
    ),
    TaskKind(
        Role.SUPPLIER, "goedgekeurde prestatie kunt u factureren", "goedgekeurde prestaties kunt u factureren",
        "/portaal/facturen", waiting.claimable,
    ),
    TaskKind(
        Role.SUPPLIER, "factuur is teruggestuurd", "facturen zijn teruggestuurd", "/portaal/facturen", waiting.returned,
    ),
    TaskKind(
        Role.ADMINISTRATOR, "opdracht op de achtergrond is mislukt", "opdrachten op de achtergrond zijn mislukt",
        "/beheer/postvak", waiting.failed_jobs,
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
