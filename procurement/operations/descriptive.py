"""The beschrijvend document: a draft when somebody asks for it, a published version at publication and at a change."""

from datetime import datetime
from typing import Any

from procurement.models.notices import DescriptiveDocument
from procurement.models.tenders import Tender, TenderDocument
from procurement.operations.tender_documents import TENDER_DOCUMENT
from procurement.permissions import ProcurementPermission
from procurement.queries.descriptive import (
    descriptive_document,
    descriptive_documents_of,
    descriptive_page,
    latest_descriptive_number,
)
from townhall import clock
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.gate import holds
from townhall.database import db
from townhall.documents import access
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

DESCRIPTIVE_JOB = "procurement.descriptive-document"
NAME = "Beschrijvend document"


def request_draft_document(tender: Tender, *, actor: Actor, now: datetime) -> Job:
    """Ask for the document as it would be now, with a mark that it is a draft."""
    title = f"{NAME} {tender.reference}, concept"
    return request_job(DESCRIPTIVE_JOB, {"tender_id": tender.id}, actor=actor, now=now, title=title)


def publish_descriptive_document(tender: Tender, *, actor: Actor, now: datetime) -> DescriptiveDocument:
    """Begin the next published version; its PDF joins the documents of the tender once the job has made it.

    A part of publishing, or of a published change: the trail of that says it.
    """
    row = DescriptiveDocument(tender_id=tender.id, number=latest_descriptive_number(tender) + 1, asked_at=now)
    db.session.add(row)
    db.session.flush()
    title = f"{NAME} {tender.reference}, versie {row.number}"
    arguments = {"tender_id": tender.id, "number": row.number}
    request_job(DESCRIPTIVE_JOB, arguments, actor=actor, now=now, title=title)
    return row


@kind(DESCRIPTIVE_JOB)
def make_descriptive_document(arguments: dict[str, Any], progress: Progress) -> int | None:
    """The document as PDF; a published version is made once and goes with the tender."""
    tender = db.session.get_one(Tender, arguments["tender_id"])
    number: int | None = arguments.get("number")
    row = descriptive_document(tender, number) if number else None
    if row is not None and row.document_id is not None:
        return row.document_id
    progress(1, 3)
    page = descriptive_page(tender)
    progress(2, 3)
    made_at = row.asked_at if row else clock.now()
    pdf = render_pdf("letters/descriptive_document.html", archive=True, page=page, number=number, made_at=made_at)
    document = _stored(tender, pdf, number)
    if row is not None:
        _attach(tender, row, document)
    progress(3, 3)
    return document.id


def _attach(tender: Tender, row: DescriptiveDocument, document: Document) -> None:
    """Put the version among the documents of the tender, in the place of the one before it."""
    earlier = {each.document_id for each in descriptive_documents_of(tender)}
    for attached in tender.documents:
        if attached.document_id in earlier and attached.replaced_at is None:
            attached.replaced_at = row.asked_at
    row.document_id = document.id
    tender.documents.append(TenderDocument(document_id=document.id, added_at=row.asked_at, version_number=row.number))


def _stored(tender: Tender, pdf: bytes, number: int | None) -> Document:
    version = f"versie-{number}" if number else "concept"
    return store_document(
        pdf,
        filename=f"beschrijvend-document-{tender.reference}-{version}.pdf",
        kind=TENDER_DOCUMENT if number else DESCRIPTIVE_JOB,
        actor=SYSTEM,
        now=clock.now(),
        title=NAME if number else f"{NAME} {tender.reference} (concept)",
    )


def register_access() -> None:
    """A draft is for staff; a published version is a tender document like any other."""
    access.register(DESCRIPTIVE_JOB, _may_read_tenders)


def _may_read_tenders(actor: Actor, _document: Document) -> bool:
    return holds(actor, ProcurementPermission.TENDER_READ)
