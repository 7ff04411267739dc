"""Suppliers coming in: asking, confirming the e-mail address, and being admitted by a colleague."""

from datetime import datetime

from townhall.accounts.actor import VISITOR, Actor
from townhall.accounts.administration.links import mail_link, use_link
from townhall.accounts.administration.models import LinkPurpose, MailedLink
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.passwords import hash_password, obstacles_to_password
from townhall.accounts.queries import account_with_email
from townhall.accounts.roles import Role
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.mail import add_mail
from townhall.organisations import queries
from townhall.organisations.admission import obstacles_to_deciding_on_colleague
from townhall.organisations.details import OrganisationDetails, obstacles_to_details
from townhall.organisations.kinds import OrganisationKind, OrganisationStatus
from townhall.organisations.models import Organisation, SupplierRegistration
from townhall.organisations.operations.organisations import obstacles_of_known_supplier
from townhall.refusal import Obstacle, refuse_if

MOST_TRIES_PER_HOUR = 5


def obstacles_to_registering(details: OrganisationDetails, now: datetime) -> list[Obstacle]:
    """Why a new firm with these details, tidied, cannot come in; for page and operation alike."""
    return [
        *obstacles_to_details(details, OrganisationKind.SUPPLIER),
        *obstacles_of_known_supplier(OrganisationKind.SUPPLIER, details.kvk_number),
        *_obstacles_to_trying_again(details.email, now),
    ]


def request_registration(
    details: OrganisationDetails, *, person_name: str, person_function: str = "", now: datetime
) -> SupplierRegistration:
    """Ask to come in with a new firm; a link to confirm the e-mail address is mailed to ``details.email``."""
    details = details.tidied()
    refuse_if(obstacles_to_registering(details, now))
    registration = SupplierRegistration(
        kvk_number=details.kvk_number or "",
        firm_name=details.name,
        vat_number=details.vat_number,
        street=details.street,
        postcode=details.postcode,
        city=details.city,
        person_name=person_name,
        person_function=person_function,
        email=details.email,
        phone=details.phone,
        requested_at=now,
    )
    return _ask_to_confirm(registration, now)


def request_access(
    kvk_number: str, *, person_name: str, person_function: str = "", email: str, now: datetime
) -> SupplierRegistration:
    """Ask to come in as a colleague of a firm that is already known."""
    tidied = OrganisationDetails(name="-", kvk_number=kvk_number, email=email).tidied()
    known = queries.supplier_with_kvk(tidied.kvk_number or "")
    obstacles = _obstacles_to_trying_again(tidied.email, now)
    if known is None:
        text = "Dit KvK-nummer staat nog niet ingeschreven. Meld uw bedrijf eerst aan."
        obstacles.append(Obstacle("kvk-unknown", text, "kvk_number"))
    refuse_if(obstacles)
    assert known is not None, "refused above"
    registration = SupplierRegistration(
        kvk_number=tidied.kvk_number or "",
        firm_name=known.name,
        person_name=person_name,
        person_function=person_function,
        email=tidied.email,
        requested_at=now,
        organisation_id=known.id,
    )
    return _ask_to_confirm(registration, now)


def confirm_registration(
    registration: SupplierRegistration, link: MailedLink, *, password: str, now: datetime
) -> Account:
    """Confirm the e-mail address and choose a password: a new firm is in, a colleague waits for admission."""
    assert link.registration_id == registration.id, "the link is about this request"
    number_lock("organisation")
    refuse_if([*obstacles_to_password(password), *_obstacles_to_confirming(registration)])
    use_link(link, now)
    is_colleague = registration.organisation_id is not None
    if not is_colleague:
        registration.organisation_id = _found_firm(registration, now).id
        registration.admitted, registration.decided_at = True, now
    account = _new_account(registration, password, now)
    account.activated_at = None if is_colleague else now
    db.session.flush()
    registration.confirmed_at, registration.account_id = now, account.id
    if is_colleague:
        _tell_first_person(registration, now)
    trail.record("registration.confirmed", registration, actor=VISITOR, now=now)
    return account


def admit_colleague(registration: SupplierRegistration, *, actor: Actor, now: datetime) -> None:
    """Let a colleague in: from now on he can log in for the firm."""
    refuse_if(_obstacles_to_deciding(registration, actor))
    assert registration.account is not None, "confirmed"
    registration.admitted, registration.decided_at = True, now
    registration.decided_by_id = actor.account_id
    registration.account.activated_at = now
    add_mail(
        to=registration.email,
        subject="U kunt inloggen in het portaal voor aanbieders",
        template="mail/organisations/admitted.txt",
        now=now,
        registration=registration,
    )
    trail.record("registration.admitted", registration, actor=actor, now=now)


def refuse_colleague(registration: SupplierRegistration, *, reason: str, actor: Actor, now: datetime) -> None:
    """Do not let somebody in who says to be a colleague; his account stays off."""
    refuse_if(_obstacles_to_deciding(registration, actor))
    assert registration.account is not None, "confirmed"
    registration.admitted, registration.decided_at = False, now
    registration.decided_by_id = actor.account_id
    registration.account.deactivated_at = now
    add_mail(
        to=registration.email,
        subject="Uw verzoek om toegang is afgewezen",
        template="mail/organisations/refused.txt",
        now=now,
        registration=registration,
        reason=reason,
    )
    trail.record("registration.refused", registration, actor=actor, now=now, reason=reason)


def _ask_to_confirm(registration: SupplierRegistration, now: datetime) -> SupplierRegistration:
    """Mail the link, or to somebody who already has an account that he has one: the page says the same."""
    db.session.add(registration)
    db.session.flush()
    subject = "Bevestig uw aanmelding"
    if account_with_email(registration.email):
        template = "mail/organisations/already_known.txt"
        add_mail(
            to=registration.email, subject=subject, template=template, now=now, registration=registration
        )
    else:
        mail_link(
            LinkPurpose.CONFIRM_REGISTRATION,
            to=registration.email,
            subject=subject,
            template="mail/organisations/confirm.txt",
            now=now,
            registration_id=registration.id,
            registration=registration,
        )
    after = {"kvk_number": registration.kvk_number, "firm": registration.firm_name}
    trail.record("registration.requested", registration, actor=VISITOR, now=now, after=after)
    return registration


def _obstacles_to_trying_again(email: str, now: datetime) -> list[Obstacle]:
    if queries.recent_registrations(email, now=now) < MOST_TRIES_PER_HOUR:
        return []
    text = "Dit e-mailadres is al vaak gebruikt voor een aanmelding. Wacht een uur en kijk in uw mail."
    return [Obstacle("registered-too-often", text, "email")]


def _obstacles_to_confirming(registration: SupplierRegistration) -> list[Obstacle]:
    obstacles = []
    if registration.organisation_id is None:
        obstacles += obstacles_of_known_supplier(OrganisationKind.SUPPLIER, registration.kvk_number)
    if account_with_email(registration.email):
        text = "Met dit e-mailadres is er al een account. Log daarmee in."
        obstacles.append(Obstacle("email-known", text))
    return obstacles


def _obstacles_to_deciding(registration: SupplierRegistration, actor: Actor) -> list[Obstacle]:
    assert registration.organisation_id is not None, "only a colleague is decided on"
    first = queries.first_person_of(registration.organisation_id)
    return obstacles_to_deciding_on_colleague(
        is_confirmed=registration.confirmed_at is not None,
        is_decided=registration.admitted is not None,
        first_person_id=first.id if first else None,
        by=actor.account_id,
    )


def _found_firm(registration: SupplierRegistration, now: datetime) -> Organisation:
    firm = Organisation(
        kind=OrganisationKind.SUPPLIER,
        name=registration.firm_name,
        kvk_number=registration.kvk_number,
        vat_number=registration.vat_number,
        street=registration.street,
        postcode=registration.postcode,
        city=registration.city,
        email=registration.email,
        phone=registration.phone,
        status=OrganisationStatus.ACTIVE,
        created_at=now,
    )
    db.session.add(firm)
    db.session.flush()
    return firm


def _new_account(registration: SupplierRegistration, password: str, now: datetime) -> Account:
    assert registration.organisation_id is not None, "the firm is there"
    account = Account(
        email=registration.email,
        name=registration.person_name,
        function=registration.person_function,
        organisation_id=registration.organisation_id,
        password_hash=hash_password(password),
        created_at=now,
    )
    account.role_rows = [AccountRole(role=Role.SUPPLIER)]
    db.session.add(account)
    return account


def _tell_first_person(registration: SupplierRegistration, now: datetime) -> None:
    assert registration.organisation_id is not None, "a colleague has a firm"
    first = queries.first_person_of(registration.organisation_id)
    if first is not None:
        add_mail(
            to=first.email,
            subject="Een collega vraagt toegang",
            template="mail/organisations/colleague.txt",
            now=now,
            registration=registration,
            first=first,
        )
