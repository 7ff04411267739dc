"""The cast: the same people in the demo and in the tests."""

from datetime import datetime

from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.organisations.models import Organisation, OrganisationKind

STAFF: dict[str, tuple[str, set[Role]]] = {
    "Inge": ("Inge Inkoop", {Role.INKOPER, Role.REGISTRAR}),
    "Anouk": ("Anouk Beoordelaar", {Role.ASSESSOR}),
    "Bram": ("Bram Beoordelaar", {Role.ASSESSOR, Role.OPENER}),
    "Gert": ("Gert Opener", {Role.OPENER, Role.REGISTRAR}),
    "Hanna": ("Hanna Opener", {Role.OPENER, Role.REGISTRAR}),
    "Coen": ("Coen Contract", {Role.CONTRACT_MANAGER}),
    "Kim": ("Kim Casemanager", {Role.CASE_MANAGER}),
    "Fatima": ("Fatima Financiën", {Role.FINANCE}),
    "Wim": ("Wim Budgethouder", {Role.BUDGET_HOLDER}),
    "Ria": ("Ria Auditor", {Role.AUDITOR}),
    "Ali": ("Ali Beheerder", {Role.ADMINISTRATOR}),
}
SUPPLIERS = {
    "Sanne": ("Sanne Aanbieder", "Werkvooruit Haarlem BV (fictief)", "90000018", "NL900000181B01"),
    "Rik": ("Rik Rivaal", "Baanbrug BV (fictief)", "90000026", "NL900000261B87"),
}


def save_cast(now: datetime) -> None:
    """Put the municipality, its people and two suppliers in the database. No passwords: tests log in by session."""
    haarlem = Organisation(
        kind=OrganisationKind.MUNICIPALITY, name="Gemeente Haarlem", kvk_number="34369366",
        street="Grote Markt 2", postcode="2011 RD", city="Haarlem", email="inkoop@haarlem.example", phone="023-5550100",
        created_at=now,
    )  # fmt: skip
    db.session.add(haarlem)
    db.session.flush()
    for first_name, (name, roles) in STAFF.items():
        _save(first_name, name, roles, haarlem, now)
    for first_name, (name, firm, kvk_number, vat_number) in SUPPLIERS.items():
        organisation = Organisation(
            kind=OrganisationKind.SUPPLIER, name=firm, kvk_number=kvk_number, vat_number=vat_number,
            street="Waarderweg 1",
            postcode="2031 BP", city="Haarlem", email=f"info@{first_name.lower()}.example",
            created_at=now,
        )  # fmt: skip
        db.session.add(organisation)
        db.session.flush()
        _save(first_name, name, {Role.SUPPLIER}, organisation, now)


def _save(first_name: str, name: str, roles: set[Role], organisation: Organisation, now: datetime) -> None:
    account = Account(
        email=f"{first_name.lower()}@{organisation.kind}.example", name=name, function="",
        organisation_id=organisation.id,
        password_hash=None, created_at=now, activated_at=now,
    )  # fmt: skip
    account.role_rows = [AccountRole(role=role) for role in sorted(roles)]
    db.session.add(account)
