"""Ties organisations to the application: pages, rights, words."""

from flask import Flask

from townhall import filters, navigation
from townhall.accounts import gate
from townhall.documents import access
from townhall.navigation import NavItem
from townhall.organisations.certificate_queries import may_read_certificate
from townhall.organisations.certificates import CERTIFICATE_LABELS
from townhall.organisations.kinds import LABELS
from townhall.organisations.permissions import GRANTS, WORDS, OrganisationsPermission
from townhall.organisations.queries import count_of_open_proposals
from townhall.organisations.views import (
    bank_accounts,
    certificates,
    organisations,
    portal,
    registration,
    suppliers,
)


def register(app: Flask) -> None:
    """Add organisations to the application."""
    gate.grant(GRANTS, WORDS)
    filters.register_labels(LABELS)
    for labels in CERTIFICATE_LABELS:
        filters.register_labels(labels)
    access.register(certificates.PROOF, may_read_certificate)
    for module in (organisations, suppliers, bank_accounts, registration, portal, certificates):
        app.register_blueprint(module.pages)
    for item in (
        NavItem("Aanbieders", "suppliers.index", OrganisationsPermission.SUPPLIER_READ, 60),
        NavItem(
            "Bankrekeningen", "bank_accounts.index", OrganisationsPermission.BANK_ACCOUNT_READ, 62,
            count=count_of_open_proposals,
        ),
        NavItem("Organisaties", "organisations.index", OrganisationsPermission.ORGANISATION_CHANGE, 84),
        NavItem(
            "Mijn organisatie", "own_firm.show", OrganisationsPermission.OWN_FIRM, 70, section="own_firm.show"
        ),
        NavItem(
            "Bankrekening", "own_firm.bank_account", OrganisationsPermission.OWN_FIRM, 72,
            section="own_firm.bank_account",
        ),
        NavItem("Bewijzen", "certificates.index", OrganisationsPermission.SUPPLIER_READ, 61),
        NavItem("Bewijzen", "certificates.own", OrganisationsPermission.OWN_FIRM, 73),
        NavItem(
            "Medewerkers", "own_firm.people", OrganisationsPermission.OWN_FIRM, 74, section="own_firm.people"
        ),
    ):  # fmt: skip
        navigation.add(item)
