"""Questions about the proofs of suppliers."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds
from townhall.database import db
from townhall.documents.models import Document
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificates import CertificateKind, CertificateStatus
from townhall.organisations.permissions import OrganisationsPermission


def certificates_of(organisation_id: int) -> list[Certificate]:
    """Every proof of this supplier, by kind, the newest first."""
    return list(
        db.session.scalars(
            select(Certificate)
            .where(Certificate.organisation_id == organisation_id)
            .options(joinedload(Certificate.document), joinedload(Certificate.judged_by))
            .order_by(Certificate.kind, Certificate.valid_from.desc(), Certificate.id.desc())
        )
    )


def certificate_with_id(certificate_id: int) -> Certificate | None:
    """The proof with this id, with its supplier and file."""
    return db.session.get(
        Certificate,
        certificate_id,
        options=[joinedload(Certificate.organisation), joinedload(Certificate.document)],
    )


def series_of(certificate: type[Certificate]) -> ColumnElement[str]:
    """Within a supplier and kind, what makes two proofs each other's successors.

    Of most kinds a supplier has one, whatever it is called; of "another proof" it may have many, told apart by name.
    """
    return case(
        (certificate.kind == CertificateKind.OTHER, func.lower(func.trim(certificate.name))), else_=""
    )


def certificates_to_watch(*, until: date) -> Select[Certificate]:
    """What waits for a check, and what is accepted and ends before this day; the most urgent first, a statement.

    A proof that was followed by a later one of the same kind (of "another proof": and name) is no longer watched.
    """
    later = aliased(Certificate)
    is_followed = exists().where(
        later.organisation_id == Certificate.organisation_id,
        later.kind == Certificate.kind,
        series_of(later) == series_of(Certificate),
        later.status == CertificateStatus.ACCEPTED,
        later.valid_from > Certificate.valid_from,
    )
    waits = Certificate.status == CertificateStatus.OFFERED
    ends = and_(Certificate.status == CertificateStatus.ACCEPTED, Certificate.valid_until <= until, ~is_followed)
    return (
        select(Certificate)
        .where(or_(waits, ends))
        .options(joinedload(Certificate.organisation))
        .order_by(Certificate.status.desc(), Certificate.valid_until, Certificate.id)
    )


def may_read_certificate(actor: Actor, document: Document) -> bool:
    """Staff who read suppliers may read a proof, and the firm itself."""
    found = db.session.scalar(select(Certificate.organisation_id).where(Certificate.document_id == document.id))
    if found is None:
        return False
    if holds(actor, OrganisationsPermission.SUPPLIER_READ):
        return True
    return holds(actor, OrganisationsPermission.OWN_FIRM) and found == actor.organisation_id
