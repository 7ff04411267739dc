"""Handing in a proof that must stay valid, and the municipality's judgement on it."""

from datetime import date, datetime
from decimal import Decimal

from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificates import (
    CertificateKind,
    CertificateStatus,
    obstacles_to_judging,
    obstacles_to_offering,
)
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


def offer_certificate(
    supplier: Organisation, kind: CertificateKind, *, name: str, issuer: str, reference: str = "", valid_from: date,
    valid_until: date | None, covered: Decimal | None = None, document: Document | None, actor: Actor, now: datetime,
) -> Certificate:  # fmt: skip
    """Hand in a proof; it waits for a check by the municipality."""
    assert actor.account_id is not None, "a person hands it in"
    obstacles = obstacles_to_offering(valid_from, valid_until, today=now.date())
    if document is None:
        obstacles.append(Obstacle("no-file", "Voeg het bewijs toe als bestand.", "file"))
    refuse_if(obstacles)
    certificate = Certificate(
        organisation_id=supplier.id, kind=kind, name=name, issuer=issuer, reference=reference, valid_from=valid_from,
        valid_until=valid_until, covered=covered, document=document, status=CertificateStatus.OFFERED,
        offered_by_id=actor.account_id, offered_at=now,
    )  # fmt: skip
    db.session.add(certificate)
    after = {"supplier": supplier.name, "kind": kind, "valid_from": valid_from, "valid_until": valid_until}
    trail.record("certificate.offered", certificate, actor=actor, now=now, after=after)
    return certificate


def judge_certificate(
    certificate: Certificate, *, accepts: bool, judgement: str = "", actor: Actor, now: datetime
) -> None:
    """Say that the proof is good, or why it is not."""
    found = obstacles_to_judging(certificate.facts(), accepts=accepts, judgement=judgement)
    if actor.account_id == certificate.offered_by_id:
        found.append(
            Obstacle("own-proof", "U hebt dit bewijs zelf ingestuurd. Vraag een collega om het te controleren.")
        )
    refuse_if(found)
    certificate.status = CertificateStatus.ACCEPTED if accepts else CertificateStatus.REJECTED
    certificate.judged_by_id, certificate.judged_at, certificate.judgement = actor.account_id, now, judgement
    act = "certificate.accepted" if accepts else "certificate.rejected"
    trail.record(act, certificate, actor=actor, now=now, after={"kind": certificate.kind}, reason=judgement)
