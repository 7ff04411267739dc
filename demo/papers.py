"""The last chapters: the job process makes the papers, the files are laid ready, the scan looks at today."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from alerts.collectors import facts_of
from alerts.operations.scanning import scan
from alerts.queries import tuning
from demo.telling import TODAY, Story, at
from demo.tenders import OPENERS, passphrase_of
from invoices.models import PaymentRun
from procurement.models.award import AwardLetter, AwardReport
from procurement.models.tenders import Tender
from reports.council_report import council_pdf
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.database import db, transaction
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs


def make(story: Story) -> None:
    """Do all the work that waits, and lay the files ready."""
    _stand_at(at(TODAY, 7))
    run_due_jobs()
    for name in ("A", "C", "B"):
        tender: Tender = story.places[name]
        _write_documents(story, tender)
    dossier = db.session.get_one(Document, story.places["dossier"].document_id)
    story.write(dossier.filename, storage.read(dossier), "Dossier van een aanbesteding (ZIP), voor de auditor")
    run = db.session.scalars(select(PaymentRun).order_by(PaymentRun.id.desc()).limit(1)).one()
    document = db.session.get_one(Document, run.document_id)
    story.write("sepa-betaalbestand.xml", storage.read(document), "SEPA-betaalbestand (pain.001)")
    story.write("raadscijfers-2026-3.pdf", council_pdf(2026, 3, TODAY), "Cijfers voor de raad, 2026 kwartaal 3")
    story.shown.append(("Openers: wachtzin", passphrase_of(OPENERS[0]), "(zo ook hanna en bram)"))


def _write_documents(story: Story, tender: Tender) -> None:
    reports = db.session.scalars(
        select(Document)
        .join(AwardReport, AwardReport.document_id == Document.id)
        .where(AwardReport.tender_id == tender.id)
        .order_by(Document.id)
    ).all()
    if reports:
        data = storage.read(reports[-1])
        story.write(f"gunningsverslag-{tender.reference}.pdf", data, f"Gunningsverslag {tender.reference}")
    letters = db.session.execute(
        select(Document, AwardLetter.supplier_id)
        .join(AwardLetter, AwardLetter.document_id == Document.id)
        .where(AwardLetter.tender_id == tender.id)
        .order_by(AwardLetter.id)
    ).all()
    names = {firm.id: short.lower().replace(" ", "-") for short, firm in story.firms.items()}
    for document, supplier_id in letters:
        name = f"gunningsbrieven-{tender.reference}/{names[supplier_id]}.pdf"
        path = story.write(name, storage.read(document))
    story.files.append((f"{len(letters)} gunningsbrieven {tender.reference}", path.parent))


def scan_today(story: Story) -> None:
    """Look at all facts as they are on the demo's day."""
    now = at(TODAY, 7, 30)
    _stand_at(now)
    with transaction():
        scan(facts_of(TODAY), actor=SYSTEM, now=now, tuning=tuning())
    current_app.extensions.pop("fixed_now", None)
    clock.forget_now()


def _stand_at(moment: datetime) -> None:
    current_app.extensions["fixed_now"] = moment
    clock.forget_now()
