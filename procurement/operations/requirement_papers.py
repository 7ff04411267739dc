"""The Programma van Eisen on paper, and the difference between two versions of it; made as jobs."""

from typing import Any

from procurement.models.rectifications import Rectification
from procurement.models.requirements import RequirementsVersion
from procurement.models.tenders import Tender, TenderDocument
from procurement.operations.requirement_versions import DIFFERENCE_JOB, DOCUMENT_JOB
from procurement.operations.tender_documents import TENDER_DOCUMENT
from procurement.permissions import ProcurementPermission
from procurement.queries.requirements import requirements_text_of, versions_of
from procurement.requirement_differences import differences
from procurement.requirement_texts import from_facts
from townhall import clock
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.gate import holds
from townhall.database import db
from townhall.documents import access
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf


@kind(DOCUMENT_JOB)
def make_requirements_document(arguments: dict[str, Any], _progress: Progress) -> int:
    """The Programma van Eisen as it stands, as PDF."""
    tender = db.session.get_one(Tender, arguments["tender_id"])
    document = requirements_text_of(tender)
    kept = versions_of(tender)
    latest = kept[0] if kept and from_facts(kept[0].content) == document else None
    pdf = render_pdf(
        "letters/requirements.html",
        tender=tender,
        document=document,
        version=latest,
        lot_titles={lot.number: lot.title for lot in tender.lots},
        now=clock.now(),
    )
    title = f"Programma van Eisen {tender.reference}"
    return _stored(pdf, DOCUMENT_JOB, f"programma-van-eisen-{tender.reference}.pdf", title)


@kind(DIFFERENCE_JOB)
def make_difference(arguments: dict[str, Any], _progress: Progress) -> int:
    """What differs between two versions, as PDF to put with a rectification or a nota."""
    tender = db.session.get_one(Tender, arguments["tender_id"])
    kept = {each.number: each for each in versions_of(tender)}
    before, after = kept[arguments["before"]], kept[arguments["after"]]
    return _difference(tender, before, after, DIFFERENCE_JOB)


def attach_difference(rectification: Rectification) -> None:
    """Put what a published rectification changed in the requirements among the documents that bidders download.

    A part of the job that prints the rectification; nothing when it left the requirements alone.
    """
    if rectification.requirements_version is None:
        return
    tender, now = rectification.tender, clock.now()
    upto = [each for each in versions_of(tender) if each.number <= rectification.requirements_version]
    if len(upto) < 2:  # nothing before it was ever kept, so there is nothing to compare with
        return
    after, before = upto[:2]
    title = f"Wijzigingen in het Programma van Eisen, rectificatie {rectification.number}"
    document_id = _difference(tender, before, after, TENDER_DOCUMENT, title)
    tender.documents.append(TenderDocument(document_id=document_id, added_at=now))


def _difference(
    tender: Tender, before: RequirementsVersion, after: RequirementsVersion, kind_of: str, title: str = ""
) -> int:
    pdf = render_pdf(
        "letters/requirement_differences.html",
        tender=tender,
        before=before,
        after=after,
        found=differences(from_facts(before.content), from_facts(after.content)),
    )
    filename = f"wijzigingen-pve-{tender.reference}-{before.number}-{after.number}.pdf"
    return _stored(pdf, kind_of, filename, title or f"Wijzigingen in het Programma van Eisen {tender.reference}")


def _stored(pdf: bytes, kind_of: str, filename: str, title: str) -> int:
    document = store_document(pdf, filename=filename, kind=kind_of, actor=SYSTEM, now=clock.now(), title=title)
    return document.id


def register_access() -> None:
    """Who may read tenders, may read these."""
    access.register(DOCUMENT_JOB, _may_read)
    access.register(DIFFERENCE_JOB, _may_read)


def _may_read(actor: Actor, _document: Document) -> bool:
    return holds(actor, ProcurementPermission.TENDER_READ)
