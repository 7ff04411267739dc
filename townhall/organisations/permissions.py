"""What one may do with organisations, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import STAFF, Role


class OrganisationsPermission(StrEnum):
    """``module:thing:act``."""

    ORGANISATION_READ = "organisations:organisation:read"
    ORGANISATION_CHANGE = "organisations:organisation:change"
    SUPPLIER_READ = "organisations:supplier:read"
    SUPPLIER_CHANGE = "organisations:supplier:change"
    BANK_ACCOUNT_READ = "organisations:bank_account:read"
    BANK_ACCOUNT_CONFIRM = "organisations:bank_account:confirm"
    SHORTCOMING_ESTABLISH = "organisations:shortcoming:establish"
    #: Check the proofs that suppliers hand in.
    CERTIFICATE_JUDGE = "organisations:certificate:judge"
    OWN_FIRM = "organisations:own_firm:use"


BUSINESS = STAFF - {Role.ADMINISTRATOR}

GRANTS: dict[OrganisationsPermission, frozenset[Role]] = {
    OrganisationsPermission.ORGANISATION_READ: STAFF,
    OrganisationsPermission.ORGANISATION_CHANGE: frozenset({Role.ADMINISTRATOR}),
    OrganisationsPermission.SUPPLIER_READ: BUSINESS,
    OrganisationsPermission.SUPPLIER_CHANGE: frozenset({Role.REGISTRAR}),
    OrganisationsPermission.BANK_ACCOUNT_READ: frozenset({Role.REGISTRAR, Role.FINANCE, Role.AUDITOR}),
    OrganisationsPermission.BANK_ACCOUNT_CONFIRM: frozenset({Role.REGISTRAR}),
    OrganisationsPermission.SHORTCOMING_ESTABLISH: frozenset({Role.CONTRACT_MANAGER}),
    OrganisationsPermission.CERTIFICATE_JUDGE: frozenset({Role.CONTRACT_MANAGER, Role.REGISTRAR}),
    OrganisationsPermission.OWN_FIRM: frozenset({Role.SUPPLIER}),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[OrganisationsPermission, str] = {
    OrganisationsPermission.ORGANISATION_READ: "De gemeente, haar afdelingen en partners lezen",
    OrganisationsPermission.ORGANISATION_CHANGE: "De gemeente, haar afdelingen en partners wijzigen",
    OrganisationsPermission.SUPPLIER_READ: "Aanbieders lezen",
    OrganisationsPermission.SUPPLIER_CHANGE: "Gegevens van aanbieders wijzigen",
    OrganisationsPermission.BANK_ACCOUNT_READ: "Bankrekeningen zien",
    OrganisationsPermission.BANK_ACCOUNT_CONFIRM: "Bankrekeningen nabellen, bevestigen of afwijzen",
    OrganisationsPermission.SHORTCOMING_ESTABLISH: "Een tekortkoming van een opdrachtnemer vaststellen",
    OrganisationsPermission.CERTIFICATE_JUDGE: "Bewijzen van aanbieders controleren",
    OrganisationsPermission.OWN_FIRM: "Gegevens van het eigen bedrijf bijhouden",
}
