"""The verbs for what goes with a tender: documents, and who is asked for an offer."""

from datetime import datetime

from procurement.lifecycle import TenderStatus, obstacles_to_changing
from procurement.models.tenders import Tender, TenderDocument, TenderInvitation
from procurement.operations.followers import tell_followers
from procurement.procedures import PRIVATE_PROCEDURES
from procurement.queries.tenders import invited_to
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.operations import store_document
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if

#: The kind of document that goes with a tender; decides who may read it.
TENDER_DOCUMENT = "procurement.tender"


def attach_document(
    tender: Tender,
    data: bytes,
    *,
    filename: str,
    title: str = "",
    is_agreement: bool = False,
    actor: Actor,
    now: datetime,
) -> TenderDocument:
    """Add a document; after publication it appears beside the others, and followers are told.

    A draft of the agreement takes the place of the one that is made from the file, so it must be there at publication.
    """
    refuse_if([*_obstacles_to_attaching(tender, now), *(_obstacles_to_agreement(tender) if is_agreement else [])])
    document = store_document(
        data, filename=filename, kind=TENDER_DOCUMENT, actor=actor, now=now, title=title
    )
    attached = TenderDocument(document_id=document.id, added_at=now, is_agreement=is_agreement)
    tender.documents.append(attached)
    if tender.status == TenderStatus.PUBLISHED:
        tell_followers(tender, "Nieuw stuk", "mail/document_added.txt", now=now, document=document)
    trail.record(
        "tender.document_attached",
        tender,
        actor=actor,
        now=now,
        after={"title": document.title, "sha256": document.sha256, "is_agreement": is_agreement},
    )
    return attached


def _obstacles_to_attaching(tender: Tender, now: datetime) -> list[Obstacle]:
    if tender.status == TenderStatus.DRAFT:
        return []
    if tender.status == TenderStatus.PUBLISHED and not tender.is_closed(now):
        return []
    text = "Na de sluiting kunnen er geen stukken meer bij. Bieders zouden ze niet meer kunnen gebruiken."
    return [Obstacle("closed-for-documents", text)]


def _obstacles_to_agreement(tender: Tender) -> list[Obstacle]:
    if tender.status != TenderStatus.DRAFT:
        text = "Na publicatie ligt de conceptovereenkomst vast. Vervang haar met een rectificatie."
        return [Obstacle("agreement-after-publication", text, "is_agreement")]
    if any(each.is_agreement for each in tender.documents):
        text = "Er is al een eigen conceptovereenkomst. Verwijder haar eerst, of zet hier geen vinkje."
        return [Obstacle("second-agreement", text, "is_agreement")]
    return []


def detach_document(attached: TenderDocument, *, actor: Actor, now: datetime) -> None:
    """Take a document away from a draft; what was published stays."""
    tender = attached.tender
    refuse_if(obstacles_to_changing(tender.status))
    document_id = attached.document_id
    tender.documents.remove(attached)
    trail.record(
        "tender.document_detached", tender, actor=actor, now=now, before={"document_id": document_id}
    )


def invite_supplier(
    tender: Tender, supplier: Organisation, *, actor: Actor, now: datetime
) -> TenderInvitation:
    """Put a supplier on the list of a private procedure; the mail goes out at publication."""
    obstacles = obstacles_to_changing(tender.status)
    if tender.procedure not in PRIVATE_PROCEDURES:
        text = "Uitnodigen kan alleen bij een onderhandse procedure. Een openbare staat voor iedereen open."
        obstacles.append(Obstacle("procedure-is-public", text))
    if any(organisation.id == supplier.id for _, organisation in invited_to(tender)):
        obstacles.append(Obstacle("already-invited", f"{supplier.name} staat al op de lijst.", "supplier"))
    refuse_if(obstacles)
    invitation = TenderInvitation(tender_id=tender.id, supplier_id=supplier.id, invited_at=now)
    db.session.add(invitation)
    trail.record("tender.supplier_invited", tender, actor=actor, now=now, after={"supplier": supplier.name})
    return invitation


def withdraw_invitation(tender: Tender, invitation: TenderInvitation, *, actor: Actor, now: datetime) -> None:
    """Take a supplier off the list of a draft."""
    refuse_if(obstacles_to_changing(tender.status))
    supplier_id = invitation.supplier_id
    db.session.delete(invitation)
    trail.record(
        "tender.invitation_withdrawn", tender, actor=actor, now=now, before={"supplier_id": supplier_id}
    )
