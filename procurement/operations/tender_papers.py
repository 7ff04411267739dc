"""The papers of a tender, made by the job process: nota van inlichtingen, regime memo; who reads what."""

from typing import Any

from procurement.models.estimates import RegimeAdviceRow
from procurement.models.questions import Bulletin
from procurement.models.tenders import Tender
from procurement.operations.bulletins import BULLETIN_JOB
from procurement.operations.rectifying import RECTIFICATION_JOB
from procurement.operations.regime import REGIME_MEMO_JOB
from procurement.operations.requirement_papers import attach_difference
from procurement.operations.tender_documents import TENDER_DOCUMENT
from procurement.permissions import ProcurementPermission
from procurement.queries.cpv import names_of_cpv
from procurement.queries.questions import bulletin_by_id, changes_linked_to, tender_id_of_bulletin_document
from procurement.queries.rectifications import (
    dates_changed_by,
    rectification_by_id,
    tender_id_of_rectification_document,
)
from procurement.queries.tenders import is_visible_to, tender_id_of_document
from procurement.regime_snapshot import read_back
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


@kind(BULLETIN_JOB)
def make_bulletin(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The nota van inlichtingen as PDF, made once; suppliers download it from the portal."""
    bulletin: Bulletin = bulletin_by_id(arguments["bulletin_id"])
    if bulletin.document_id is None:
        tender = bulletin.tender
        changes = changes_linked_to([each.id for each in bulletin.questions])
        pdf = render_pdf(
            "letters/bulletin.html", archive=True, bulletin=bulletin, tender=tender, changes=changes
        )
        document = store_document(
            pdf,
            filename=f"nota-van-inlichtingen-{bulletin.number}-{tender.reference}.pdf",
            kind=BULLETIN_JOB,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Nota van inlichtingen {bulletin.number}",
        )
        bulletin.document_id = document.id
    return bulletin.document_id


@kind(RECTIFICATION_JOB)
def make_rectification(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The rectification as PDF, made once; everybody who may see the tender downloads it."""
    rectification = rectification_by_id(arguments["rectification_id"])
    if rectification.document_id is None:
        tender = rectification.tender
        pdf = render_pdf(
            "letters/rectification.html", archive=True, rectification=rectification, tender=tender,
            dates=dates_changed_by(rectification),
        )  # fmt: skip
        document = store_document(
            pdf,
            filename=f"rectificatie-{rectification.number}-{tender.reference}.pdf",
            kind=RECTIFICATION_JOB,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Rectificatie {rectification.number}",
        )
        rectification.document_id = document.id
        attach_difference(rectification)
    return rectification.document_id


@kind(REGIME_MEMO_JOB)
def make_regime_memo(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """A regime advice of the file as a memo, made once."""
    row = db.session.get_one(RegimeAdviceRow, arguments["advice_id"])
    if row.document_id is None:
        tender = db.session.get_one(Tender, row.tender_id)
        kept = read_back(row.content)
        names = names_of_cpv(part.code for part in kept.facts.cpv_parts)
        pdf = render_pdf("letters/regime_memo.html", archive=True, tender=tender, row=row, kept=kept, names=names)
        document = store_document(
            pdf,
            filename=f"regime-advies-{tender.reference}-{row.number}.pdf",
            kind=REGIME_MEMO_JOB,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Regime-advies {row.number} van {tender.reference}",
        )
        row.document_id = document.id
    return row.document_id


def register_access() -> None:
    """Staff reads all; suppliers what belongs to a tender they may see."""
    access.register(TENDER_DOCUMENT, _may_read_tender_document)
    access.register(BULLETIN_JOB, _may_read_bulletin)
    access.register(RECTIFICATION_JOB, _may_read_rectification)
    access.register(REGIME_MEMO_JOB, may_read_tenders)


def may_read_tenders(actor: Actor, _document: Document) -> bool:
    """Staff who may read tenders."""
    return holds(actor, ProcurementPermission.TENDER_READ)


def _may_read_tender_document(actor: Actor, document: Document) -> bool:
    tender_id = tender_id_of_document(document.id)
    return may_read_tenders(actor, document) or _is_visible(tender_id, actor)


def _may_read_bulletin(actor: Actor, document: Document) -> bool:
    tender_id = tender_id_of_bulletin_document(document.id)
    return may_read_tenders(actor, document) or _is_visible(tender_id, actor)


def _may_read_rectification(actor: Actor, document: Document) -> bool:
    tender_id = tender_id_of_rectification_document(document.id)
    return may_read_tenders(actor, document) or _is_visible(tender_id, actor)


def _is_visible(tender_id: int | None, actor: Actor) -> bool:
    return tender_id is not None and is_visible_to(tender_id, actor.organisation_id)
