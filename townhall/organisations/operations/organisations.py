"""Adding and changing organisations, and recording what was established about a supplier."""

from datetime import date, datetime

from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.organisations import queries
from townhall.organisations.details import (
    OrganisationDetails,
    obstacles_to_details,
    obstacles_to_known_number,
)
from townhall.organisations.kinds import OrganisationKind, OrganisationStatus, ShortcomingConsequence
from townhall.organisations.models import Organisation, Shortcoming
from townhall.refusal import Obstacle, refuse_if


def add_organisation(
    kind: OrganisationKind, details: OrganisationDetails, *, actor: Actor, now: datetime
) -> Organisation:
    """Write down a new organisation; a supplier's KvK number and the municipality come only once."""
    details = details.tidied()
    number_lock("organisation")
    refuse_if(
        [
            *obstacles_to_details(details, kind),
            *_obstacles_to_another(kind),
            *obstacles_of_known_supplier(kind, details.kvk_number),
        ]
    )
    organisation = Organisation(
        kind=kind, status=OrganisationStatus.ACTIVE, created_at=now, **details.as_columns()
    )
    db.session.add(organisation)
    after = {"kind": kind, **details.as_columns()}
    trail.record("organisation.added", organisation, actor=actor, now=now, after=after)
    return organisation


def change_organisation(
    organisation: Organisation, details: OrganisationDetails, *, actor: Actor, now: datetime
) -> None:
    """Replace the details of an organisation; the trail keeps what they were."""
    details = details.tidied()
    number_lock("organisation")
    obstacles = obstacles_to_details(details, organisation.kind)
    if details.kvk_number != organisation.kvk_number:
        obstacles += obstacles_of_known_supplier(organisation.kind, details.kvk_number)
    refuse_if(obstacles)
    after = details.as_columns()
    before = {name: getattr(organisation, name) for name in after}
    for name, value in after.items():
        setattr(organisation, name, value)
    trail.record("organisation.changed", organisation, actor=actor, now=now, before=before, after=after)


def end_organisation(organisation: Organisation, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let an organisation take no part in anything new; what runs is finished."""
    obstacles = []
    if organisation.kind is OrganisationKind.MUNICIPALITY:
        text = "De gemeente zelf kan niet worden beëindigd."
        obstacles.append(Obstacle("municipality-stays", text))
    if organisation.status is OrganisationStatus.ENDED:
        obstacles.append(Obstacle("already-ended", "Deze organisatie is al beëindigd."))
    refuse_if(obstacles)
    organisation.status = OrganisationStatus.ENDED
    trail.record("organisation.ended", organisation, actor=actor, now=now, reason=reason)


def reopen_organisation(organisation: Organisation, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let an ended organisation take part again."""
    if organisation.status is OrganisationStatus.ACTIVE:
        refuse_if([Obstacle("already-active", "Deze organisatie is al actief.")])
    organisation.status = OrganisationStatus.ACTIVE
    trail.record("organisation.reopened", organisation, actor=actor, now=now, reason=reason)


def establish_shortcoming(
    supplier: Organisation, *, established_on: date, contract_reference: str, description: str,
    consequence: ShortcomingConsequence, decision_reference: str, actor: Actor, now: datetime,
) -> Shortcoming:  # fmt: skip
    """Record a serious shortcoming in an earlier contract, as a decision established it."""
    obstacles = []
    if supplier.kind is not OrganisationKind.SUPPLIER:
        obstacles.append(Obstacle("not-a-supplier", "Leg een tekortkoming alleen vast bij een aanbieder."))
    if established_on > now.date():
        text = "De dag van het besluit ligt in de toekomst. Kies vandaag of eerder."
        obstacles.append(Obstacle("established-later", text, "established_on"))
    refuse_if(obstacles)
    assert actor.account_id is not None, "a person records it"
    shortcoming = Shortcoming(
        organisation_id=supplier.id,
        established_on=established_on,
        contract_reference=contract_reference,
        description=description,
        consequence=consequence,
        decision_reference=decision_reference,
        recorded_by_id=actor.account_id,
        recorded_at=now,
    )
    db.session.add(shortcoming)
    after = {"supplier": supplier.name, "decision": decision_reference, "consequence": consequence}
    trail.record("shortcoming.established", shortcoming, actor=actor, now=now, after=after)
    return shortcoming


def withdraw_shortcoming(shortcoming: Shortcoming, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a shortcoming back, for example after a judgment; it stays visible as withdrawn."""
    if shortcoming.withdrawn_at is not None:
        refuse_if([Obstacle("shortcoming-withdrawn", "Deze tekortkoming is al ingetrokken.")])
    shortcoming.withdrawn_at, shortcoming.withdrawn_by_id = now, actor.account_id
    shortcoming.withdrawal_reason = reason
    trail.record("shortcoming.withdrawn", shortcoming, actor=actor, now=now, reason=reason)


def obstacles_of_known_supplier(kind: OrganisationKind, kvk_number: str | None) -> list[Obstacle]:
    """Why this number cannot come in: another supplier has it."""
    if kind is not OrganisationKind.SUPPLIER or kvk_number is None:
        return []
    known = queries.supplier_with_kvk(kvk_number)
    return obstacles_to_known_number(kvk_number, known.name if known else None)


def _obstacles_to_another(kind: OrganisationKind) -> list[Obstacle]:
    if kind is OrganisationKind.MUNICIPALITY and queries.municipality_or_none() is not None:
        text = "De gemeente staat er al. Wijzig haar gegevens, of voeg een afdeling of partner toe."
        return [Obstacle("municipality-exists", text, "kind")]
    return []
