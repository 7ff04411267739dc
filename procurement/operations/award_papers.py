"""The papers of an award, made by the job process: the gunningsverslag and the letters."""

import json
from typing import Any

from procurement.models.award import AwardLetter, AwardReport
from procurement.permissions import ProcurementPermission
from procurement.queries.award_papers import letter_page, report_page
from procurement.queries.awards import letter_of_document, letters_of_decision, report_of_document
from procurement.queries.reassessment import begins_without_outcome
from townhall import clock
from townhall.accounts.actor import SYSTEM, Actor
from townhall.accounts.gate import holds
from townhall.column_types import canonical_json
from townhall.database import db
from townhall.documents import access
from townhall.documents.models import Document
from townhall.documents.operations import store_document
from townhall.jobs import kind
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf

REPORT, LETTERS = "procurement.award-report", "procurement.award-letters"
#: The data of a report travels inside its PDF under this name.
DATA_FILE = "gunningsverslag.json"


@kind(REPORT)
def make_report(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The gunningsverslag as PDF/A-3a with the data it was made from attached."""
    report = db.session.get_one(AwardReport, arguments["report_id"])
    if report.document_id is None or report.adopted_at is None:
        pdf = render_report(report)
        state = "concept" if report.adopted_at is None else "vastgesteld"
        document = store_document(
            pdf,
            filename=f"gunningsverslag-{report.tender.reference}-{report.number}-{state}.pdf",
            kind=REPORT,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Gunningsverslag {report.tender.reference} ({state})",
        )
        report.document_id = document.id
    return report.document_id


def render_report(report: AwardReport) -> bytes:
    """The bytes of the report's PDF."""
    return render_data(report.data)


def render_data(data: dict[str, Any]) -> bytes:
    """The PDF that this data makes; it needs nothing else, so that it can be printed again by anybody who has it."""
    attached = canonical_json(data)
    return render_pdf(
        "letters/award_report.html",
        archive=True,
        attachments={DATA_FILE: attached.encode()},
        page=report_page(json.loads(attached)),
        authority=data["authority"],
    )


@kind(LETTERS)
def make_letters(arguments: dict[str, Any], progress: Progress) -> int | None:
    """One PDF per bidder; letters that are there already are left alone."""
    missing = [letter for letter in letters_of_decision(arguments["decision_id"]) if letter.document_id is None]
    printed = []
    for done, letter in enumerate(missing, start=1):
        printed.append(render_letter(letter))
        progress(done, len(missing))
    for letter, pdf in zip(missing, printed, strict=True):
        document = store_document(
            pdf,
            filename=f"gunningsbrief-{letter.reference.replace('/', '-')}.pdf",
            kind=LETTERS,
            actor=SYSTEM,
            now=clock.now(),
            title=f"Brief {letter.reference} aan {letter.supplier.name}",
        )
        letter.document_id = document.id
    return None


def render_letter(letter: AwardLetter) -> bytes:
    """The bytes of a letter's PDF."""
    return render_pdf("letters/award_letter.html", archive=True, page=letter_page(letter))


def register_access() -> None:
    """Say who reads these papers: staff who may see awards, and each bidder its own letter."""
    access.register(REPORT, _may_read_report)
    access.register(LETTERS, _may_read_letter)


def _may_read_report(actor: Actor, document: Document) -> bool:
    if holds(actor, ProcurementPermission.AWARD_PREPARE) or holds(actor, ProcurementPermission.AWARD_DECIDE):
        return True
    # Others read what was adopted, not what is still being written.
    report = report_of_document(document.id)
    if report is None or report.adopted_at is None or begins_without_outcome(report.tender, actor.account_id):
        return False
    return holds(actor, ProcurementPermission.AWARD_READ)


def _may_read_letter(actor: Actor, document: Document) -> bool:
    letter = letter_of_document(document.id)
    if letter is None:
        return False
    if holds(actor, ProcurementPermission.AWARD_READ):
        return not begins_without_outcome(letter.tender, actor.account_id)
    return actor.organisation_id == letter.supplier_id
