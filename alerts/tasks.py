"""What can be done now, per role: how much of it there is, and where to do it. One query for all."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all

from alerts import queries, waiting, waiting_late, waiting_performance, waiting_short_roads
from invoices.lifecycle import InvoiceStatus
from procurement.lifecycle import TenderStatus
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.filters import day


@dataclass(frozen=True)
class Task:
    """Something that waits: ``count`` of them, to be done at ``url``."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class TaskKind:
    """A kind of task of one role.

    ``url`` is the list; ``one_url`` is the page when all of it is about one record, named by its ``{key}``.
    ``until`` says what comes on the day after which it is too late.
    """

    role: Role
    one: str
    more: str
    url: str
    rows: waiting.Waiting
    one_url: str = ""
    until: str = ""


_T, _I = TenderStatus, InvoiceStatus
_TENDERS = "/aanbestedingen/?status="
_TENDER = "/aanbestedingen/{key}"
_LATE = "/betalingen/vertragingsvergoedingen/"
_MINE = "/aanbestedingen/mijn-beoordelingen"

KINDS: tuple[TaskKind, ...] = (
    TaskKind(
        Role.INKOPER, "vraag wacht op antwoord", "vragen wachten op antwoord", f"{_TENDERS}published",
        waiting.questions, f"{_TENDER}/vragen",
    ),
    TaskKind(
        Role.INKOPER, "antwoord staat klaar voor de nota van inlichtingen",
        "antwoorden staan klaar voor de nota van inlichtingen", f"{_TENDERS}published", waiting.ready_for_a_nota,
        f"{_TENDER}/vragen",
    ),
    *(
        TaskKind(
            role, "vraag van een aanbieder wacht op uw antwoord als deskundige",
            "vragen van aanbieders wachten op uw antwoord als deskundige", "/aanbestedingen/vragen-voor-mij",
            waiting.questions_for(role), "/aanbestedingen/vragen-voor-mij/{key}",
        )
        for role in waiting.EXPERTS
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is geopend: toets de inschrijvingen",
        "aanbestedingen zijn geopend: toets de inschrijvingen", f"{_TENDERS}opened", waiting.to_check,
        f"{_TENDER}/toetsing",
    ),
    TaskKind(
        Role.INKOPER, "selectie van gegadigden wacht op uw oordeel en besluit",
        "selecties van gegadigden wachten op uw oordeel en besluit", f"{_TENDERS}published",
        waiting_short_roads.requests_to_judge, f"{_TENDER}/selectie",
    ),
    TaskKind(
        Role.INKOPER, "offerte of aanmelding is binnen: open haar", "offertes of aanmeldingen zijn binnen: open ze",
        f"{_TENDERS}published", waiting_short_roads.one_to_open, f"{_TENDER}/offertes",
    ),
    TaskKind(
        Role.INKOPER, "offerte of aanmelding is geopend: toets haar", "offertes of aanmeldingen zijn geopend: toets ze",
        "/aanbestedingen", waiting_short_roads.offers_to_check, f"{_TENDER}/offertes",
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is in beoordeling", "aanbestedingen zijn in beoordeling", f"{_TENDERS}assessment",
        waiting.tenders_in(_T.ASSESSMENT), f"{_TENDER}/beoordeling",
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding wacht op de prijzen en de rangorde",
        "aanbestedingen wachten op de prijzen en de rangorde", f"{_TENDERS}quality_locked",
        waiting.tenders_in(_T.QUALITY_LOCKED), f"{_TENDER}/rangorde",
    ),
    TaskKind(
        Role.INKOPER, "rangorde is klaar: maak het gunningsverslag", "rangordes zijn klaar: maak het gunningsverslag",
        f"{_TENDERS}ranked", waiting.to_report, f"{_TENDER}/verslag",
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding sloot zonder inschrijving: besluit om niet te gunnen",
        "aanbestedingen sloten zonder inschrijving: besluit om niet te gunnen", f"{_TENDERS}published",
        waiting.without_bids, f"{_TENDER}/gunning",
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding wordt niet gegund: maak het gunningsverslag",
        "aanbestedingen worden niet gegund: maak het gunningsverslag", "/aanbestedingen",
        waiting.to_report_without_award, f"{_TENDER}/verslag",
    ),
    TaskKind(
        Role.INKOPER, "gunningsverslag is nog niet af: vul aan wat leeg is",
        "gunningsverslagen zijn nog niet af: vul aan wat leeg is", f"{_TENDERS}ranked", waiting.to_complete,
        f"{_TENDER}/verslag",
    ),
    TaskKind(
        Role.INKOPER, "gunningsverslag is klaar: laat het vaststellen",
        "gunningsverslagen zijn klaar: laat ze vaststellen", f"{_TENDERS}ranked", waiting.to_have_adopted,
        f"{_TENDER}/gunning",
    ),
    TaskKind(
        Role.INKOPER, "besluit is genomen: verstuur de brieven", "besluiten zijn genomen: verstuur de brieven",
        f"{_TENDERS}decided", waiting.tenders_in(_T.DECIDED), f"{_TENDER}/gunning",
    ),
    TaskKind(
        Role.INKOPER, "aanbesteding is in de opschortende termijn", "aanbestedingen zijn in de opschortende termijn",
        f"{_TENDERS}standstill", waiting.tenders_in(_T.STANDSTILL), f"{_TENDER}/gunning",
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op uw verklaring over belangen",
        "aanbestedingen wachten op uw verklaring over belangen", _MINE, waiting.to_declare,
        f"{_TENDER}/belangen",
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht tot de inkoper de beoordeling start; u hoeft nu niets te doen",
        "aanbestedingen wachten tot de inkoper de beoordeling start; u hoeft nu niets te doen", _MINE,
        waiting.to_wait_for_start, f"{_TENDER}/beoordeling",
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op uw scores", "aanbestedingen wachten op uw scores", _MINE,
        waiting.to_score, f"{_TENDER}/beoordeling",
    ),
    TaskKind(
        Role.ASSESSOR, "aanbesteding wacht op consensus", "aanbestedingen wachten op consensus", _MINE,
        waiting.to_agree, f"{_TENDER}/consensus",
    ),
    TaskKind(
        Role.OPENER, "aanbesteding wacht op uw sleutel: maak hem", "aanbestedingen wachten op uw sleutel: maak hem",
        "/mijn-sleutel", waiting.to_make_a_key, until="vóór de publicatie op",
    ),
    *(
        TaskKind(
            role, "aanbesteding kreeg een inschrijving die over de sluiting liep: beslis of zij meedoet",
            "aanbestedingen kregen een inschrijving die over de sluiting liep: beslis of zij meedoen",
            f"{_TENDERS}published", rows, f"{_TENDER}/rond-de-sluiting",
        )
        for role, rows in ((Role.INKOPER, waiting.held_bids), (Role.OPENER, waiting.held_bids_to_decide))
    ),
    TaskKind(
        Role.OPENER, "aanbesteding wacht op opening door u en een tweede opener",
        "aanbestedingen wachten op opening door u en een tweede opener", "/aanbestedingen/te-openen", waiting.to_open,
        f"{_TENDER}/opening",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "gunning wacht op een overeenkomst", "gunningen wachten op een overeenkomst",
        "/contracten/uit-gunning", waiting.awards, "/contracten/uit-gunning/{key}",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "toelating tot een open house wacht op een overeenkomst",
        "toelatingen tot een open house wachten op een overeenkomst", "/contracten/uit-gunning",
        waiting_short_roads.admissions, "/contracten/uit-toelating/{key}",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "overeenkomst is nog een concept", "overeenkomsten zijn nog een concept",
        "/contracten/?status=draft", waiting.drafts, "/contracten/{key}",
    ),
    *(
        TaskKind(
            role, "indexering van een contract wacht op uw akkoord",
            "indexeringen van contracten wachten op uw akkoord", "/contracten/", waiting.indexations,
            "/contracten/{key}/indexering", until="vóór",
        )
        for role in (Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER)
    ),
    *(
        TaskKind(
            role, "controlepunt van een contract wacht op uw toets",
            "controlepunten van contracten wachten op uw toets", "/contracten/controlepunten?wie=mij", waiting.checks,
        )
        for role in (Role.CONTRACT_MANAGER, Role.CASE_MANAGER)
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "voortgangsrapportage wacht op u", "voortgangsrapportages wachten op u", "/contracten/",
        waiting_performance.reports, "/contracten/{key}/rapportages",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "klacht over een opdrachtnemer wacht op afhandeling",
        "klachten over opdrachtnemers wachten op afhandeling", "/contracten/", waiting_performance.complaints,
        "/contracten/{key}/ervaringen", until="uiterlijk",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "verbeterplan is over zijn termijn: rond het af",
        "verbeterplannen zijn over hun termijn: rond ze af", "/contracten/", waiting_performance.plans_to_close,
        "/contracten/{key}/gesprekken",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "gemelde social return wacht op uw oordeel",
        "meldingen van social return wachten op uw oordeel", "/contracten/",
        waiting_performance.efforts, "/contracten/{key}/social-return",
    ),
    *(
        TaskKind(
            role, "bewijs van een aanbieder wacht op controle", "bewijzen van aanbieders wachten op controle",
            "/bewijzen", waiting_performance.certificates, "/bewijzen/{key}/beoordelen",
        )
        for role in (Role.CONTRACT_MANAGER, Role.REGISTRAR)
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "factuur wacht op uw prestatieverklaring", "facturen wachten op uw prestatieverklaring",
        "/facturen/?status=in_review", waiting.invoices_in(_I.IN_REVIEW), "/facturen/{key}",
    ),
    TaskKind(
        Role.CONTRACT_MANAGER, "factuur waarover een aanbieder op antwoord wacht",
        "facturen waarover een aanbieder op antwoord wacht", "/facturen/berichten", waiting.invoice_messages,
        "/facturen/{key}/berichten",
    ),
    TaskKind(
        Role.CASE_MANAGER, "gemelde prestatie wacht op controle", "gemelde prestaties wachten op controle",
        "/prestaties", waiting.achievements, "/prestaties/{key}",
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "gunningsverslag kan worden vastgesteld", "gunningsverslagen kunnen worden vastgesteld",
        f"{_TENDERS}ranked", waiting.to_adopt, _TENDER,
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "offerte is getoetst: kies haar", "offertes zijn getoetst: kies ze",
        f"{_TENDERS}opened", waiting_short_roads.offers_to_choose, f"{_TENDER}/offertes/kiezen",
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "perceel kan definitief worden gegund", "percelen kunnen definitief worden gegund",
        f"{_TENDERS}standstill", waiting.to_make_final, f"{_TENDER}/gunning",
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "factuur wacht op uw akkoord", "facturen wachten op uw akkoord",
        "/facturen/?status=stated", waiting.invoices_in(_I.STATED), "/facturen/{key}",
    ),
    TaskKind(
        Role.FINANCE, "factuur kan worden betaald", "facturen kunnen worden betaald", "/betalingen/",
        waiting.invoices_in(_I.APPROVED),
    ),
    TaskKind(
        Role.BUDGET_HOLDER, "vergoeding voor te late betaling waarover u beslist",
        "vergoedingen voor te late betaling waarover u beslist", f"{_LATE}?stand=asked", waiting_late.late_charges,
        f"{_LATE}{{key}}",
    ),
    TaskKind(
        Role.FINANCE, "vergoeding voor te late betaling kan worden betaald",
        "vergoedingen voor te late betaling kunnen worden betaald", "/betalingen/", waiting_late.late_charges_to_pay,
    ),
    TaskKind(
        Role.FINANCE, "tarief van de wettelijke handelsrente ontbreekt voor dit halfjaar: vul het in", "",
        "/betalingen/handelsrente/", waiting_late.missing_rate,
    ),
    *(
        TaskKind(
            role, "ingevuld tarief van de wettelijke handelsrente: kijk het na",
            "ingevulde tarieven van de wettelijke handelsrente: kijk ze na", "/betalingen/handelsrente/",
            waiting_late.rates_to_confirm, "/betalingen/handelsrente/{key}/nakijken",
        )
        for role in (Role.FINANCE, Role.BUDGET_HOLDER)
    ),
    TaskKind(
        Role.FINANCE, "betaalrun wacht op de boeking van de bank", "betaalruns wachten op de boeking van de bank",
        "/betalingen/", waiting.runs, "/betalingen/{key}",
    ),
    TaskKind(
        Role.REGISTRAR, "bankrekening wacht op uw controle", "bankrekeningen wachten op uw controle",
        "/bankrekeningen", waiting.bank_accounts, "/bankrekeningen/{key}",
    ),
    TaskKind(
        Role.SUPPLIER, "bankrekening ontbreekt: geef hem door, anders kunt u niet factureren",
        "bankrekeningen ontbreken", "/portaal/bankrekening", waiting.missing_bank_account,
    ),
    TaskKind(
        Role.SUPPLIER, "aanbesteding staat open", "aanbestedingen staan open", "/portaal/aanbestedingen",
        waiting.open_tenders, "/portaal/aanbestedingen/{key}",
    ),
    TaskKind(
        Role.SUPPLIER, "aanmelding wacht op uw antwoord", "aanmeldingen wachten op uw antwoord",
        "/portaal/trajecten?status=referred", waiting.referrals, "/portaal/trajecten/{key}",
    ),
    TaskKind(
        Role.SUPPLIER, "voornemen tot ingebrekestelling vraagt uw reactie",
        "voornemens tot ingebrekestelling vragen uw reactie", "/portaal/contracten/",
        waiting_performance.defaults_to_answer, "/portaal/contracten/{key}", "uiterlijk",
    ),
    TaskKind(
        Role.SUPPLIER, "verbeterplan wordt van u gevraagd", "verbeterplannen worden van u gevraagd",
        "/portaal/contracten/", waiting_performance.plans_to_answer, "/portaal/contracten/{key}/resultaten",
    ),
    TaskKind(
        Role.SUPPLIER, "goedgekeurde prestatie kunt u factureren", "goedgekeurde prestaties kunt u factureren",
        "/portaal/facturen", waiting.claimable, "/portaal/facturen/maken/{key}",
    ),
    TaskKind(
        Role.SUPPLIER, "factuur is teruggestuurd", "facturen zijn teruggestuurd", "/portaal/facturen", waiting.returned,
        "/portaal/facturen/{key}",
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
    counted = union_all(*(_counted(place, kind.rows(actor, now)) for place, kind in enumerate(mine)))
    rows = sorted(db.session.execute(counted).all())
    return [_task(mine[place], count, first, last, until) for place, count, first, last, until in rows if count]


def _counted(place: int, waiting_now: Select[Any]) -> Select[int, int, str, str, str]:
    """How many rows, the first and the last of their keys, and the first day after which it is too late."""
    rows = waiting_now.subquery()
    until = cast(rows.c.until, String) if "until" in rows.c else literal("")
    key = cast(rows.c.key, String)
    return select(literal(place), func.count(), func.min(key), func.max(key), func.min(until)).select_from(rows)


def _task(kind: TaskKind, count: int, first: str, last: str, until: str) -> Task:
    label = kind.one if count == 1 else kind.more
    if until:
        label = f"{label}, {kind.until} {day(date.fromisoformat(until))}"
    is_one = first == last and kind.one_url
    return Task(label, kind.one_url.format(key=first) if is_one else kind.url, count)


def number_waiting(actor: Actor) -> int:
    """What the menu shows beside the work list: the alerts of this person."""
    return queries.number_of_alerts(actor, clock.today())
