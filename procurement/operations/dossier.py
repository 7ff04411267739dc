"""Handing over the whole file of a tender: asked for on record, packed by the job process."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from procurement.dossier import MANIFEST, READ_ME, Listed, in_file_name, manifest_of, read_me
from procurement.lifecycle import TenderStatus
from procurement.models.award import Ranking
from procurement.models.bids import Bid, SealedEnvelope
from procurement.models.tenders import Tender
from procurement.permissions import ProcurementPermission
from procurement.queries.dossier import Table, documents_in, facts_in, firms_in, people_in, tables_of, trail_of
from townhall import clock
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.gate import holds
from townhall.audit import trail
from townhall.column_types import canonical_json
from townhall.database import db
from townhall.documents import access, storage
from townhall.documents.models import Document
from townhall.documents.operations import store_large_document
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.refusal import Obstacle, refuse_if

DOSSIER = "procurement.dossier"
PART = 1 << 20


def request_dossier(tender: Tender, *, actor: Actor, now: datetime) -> Job:
    """Ask for the dossier of this tender; who asks is on record, for it holds what bidders gave in confidence."""
    obstacles = []
    if tender.status == TenderStatus.DRAFT:
        text = "Deze aanbesteding is nog een concept. Een dossier is er vanaf de publicatie."
        obstacles.append(Obstacle("no-dossier-of-a-draft", text))
    refuse_if(obstacles)
    job = request_job(DOSSIER, {"tender_id": tender.id}, actor=actor, now=now, title=f"Dossier {tender.reference}")
    trail.record("tender.dossier_requested", tender, actor=actor, now=now)
    return job


@kind(DOSSIER)
def make_dossier(arguments: dict[str, Any], progress: Progress) -> int | None:
    """Pack everything into one ZIP; made anew each time, so that it holds what there is now."""
    tender, now = db.session.get_one(Tender, arguments["tender_id"]), clock.now()
    with tempfile.TemporaryFile() as file:
        _pack(file, tender, now, progress)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, 2)
        file.seek(0)
        document = store_large_document(
            iter(lambda: file.read(PART), b""),
            sha256=digest,
            size=size,
            filename=f"dossier-{tender.reference}-{now:%Y%m%d-%H%M}.zip",
            kind=DOSSIER,
            actor=SYSTEM,
            now=now,
        )
    return document.id


def _pack(file: IO[bytes], tender: Tender, now: datetime, progress: Progress) -> None:
    listed: list[Listed] = []
    tables = list(tables_of(tender))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(path: str, about: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(path, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
            listed.append(Listed(path, about, hashlib.sha256(data).hexdigest(), len(data)))

        for done, table in enumerate(tables, start=1):
            for path, about, data in _files_of(table, tables):
                add(path, about, data)
            progress(done, len(tables))
        for path, about, rows in _around(tender, tables):
            add(path, about, _json(rows))
        add(READ_ME, "Wat waar ligt en hoe u het controleert", _readable(tender, tables))
        manifest = manifest_of(tender.reference, now.isoformat(), listed)
        archive.writestr(zipfile.ZipInfo(MANIFEST, now.timetuple()[:6]), _json(manifest))


def _files_of(table: Table, tables: Sequence[Table]) -> Iterator[tuple[str, str, bytes]]:
    """The table itself, the files its rows point at, and what can be opened or computed on its own."""
    yield f"{table.path}.json", table.about, _json([facts_in(row) for row in table.rows])
    for document in documents_in(table.rows):
        yield f"{table.path}/{document.id}-{document.filename}", document.title, storage.read(document)
    for row in table.rows:
        if isinstance(row, SealedEnvelope) and row.opened_content is not None:
            about = "Geopende envelop, byte voor byte zoals ingediend"
            yield f"{_folder(row.bid)}/{row.kind.value}.json", about, row.opened_content.encode()
        if isinstance(row, Ranking) and row.snapshot["case"] is not None:
            path = f"rangorde/perceel-{row.lot.number}-versie-{row.number}-score.json"
            yield path, "Invoer om deze rangorde na te rekenen", _json(row.snapshot["case"])


def _folder(bid: Bid) -> str:
    return f"inschrijvingen/perceel-{bid.lot.number}/{in_file_name(bid.supplier.name)}-{bid.id}"


def _around(tender: Tender, tables: Sequence[Table]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Who is meant by the numbers of people and firms, and what everybody did."""
    acts = trail_of(tender)
    facts = [facts_in(row) for table in tables for row in table.rows]
    people = {
        value
        for each in facts
        for key, value in each.items()
        if key in ("account_id", "asked_by_id") or key.endswith("_by_id")
    }
    firms = {value for each in facts for key, value in each.items() if key == "supplier_id"}
    yield "personen.json", "Wie bij de nummers van accounts hoort", people_in({each for each in people if each})
    yield "bedrijven.json", "Wie bij de nummers van bedrijven hoort", firms_in({each for each in firms if each})
    yield "spoor/spoor.json", "Wie wat wanneer deed", [facts_in(each) for each in acts]


def _readable(tender: Tender, tables: Sequence[Table]) -> bytes:
    left_out = {}
    envelopes = [row for table in tables for row in table.rows if isinstance(row, SealedEnvelope)]
    closed = sum(row.opened_content is None for row in envelopes)
    if closed:
        left_out[f"{closed} enveloppen"] = "niet geopend; hun controlegetal staat in inschrijvingen/enveloppen.json"
    if not any(table.path == "beoordeling/scores" for table in tables):
        left_out["Scores van elke beoordelaar"] = "nog niet alle beoordelaars hebben ingeleverd"
    return read_me(tender.reference, tender.title, left_out).encode()


def _json(value: Any) -> bytes:
    return canonical_json(value).encode()


def register_access() -> None:
    """Who may ask for a dossier may read every dossier."""
    access.register(DOSSIER, _may_read)


def _may_read(actor: Actor, _document: Document) -> bool:
    return holds(actor, ProcurementPermission.DOSSIER_EXPORT)
