"""What one may do with accounts, the trail and the installation."""

from enum import StrEnum

from townhall.accounts.roles import Role


class AccountsPermission(StrEnum):
    """``module:thing:act``."""

    ACCOUNT_ADMINISTER = "accounts:account:administer"
    RIGHTS_READ = "accounts:rights:read"
    TRAIL_READ = "audit:trail:read"
    MAIL_READ = "mail:outbox:read"
    DEMO_DATE_MOVE = "demo:date:move"
    #: Whose pages are called the portal; the layout asks for it.
    PORTAL_USE = "accounts:portal:use"


GRANTS: dict[AccountsPermission, frozenset[Role]] = {
    AccountsPermission.ACCOUNT_ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    AccountsPermission.RIGHTS_READ: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    AccountsPermission.TRAIL_READ: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    AccountsPermission.MAIL_READ: frozenset({Role.ADMINISTRATOR}),
    AccountsPermission.DEMO_DATE_MOVE: frozenset({Role.ADMINISTRATOR}),
    AccountsPermission.PORTAL_USE: frozenset({Role.SUPPLIER}),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[AccountsPermission, str] = {
    AccountsPermission.ACCOUNT_ADMINISTER: "Accounts beheren: uitnodigen, rollen geven, uitschakelen",
    AccountsPermission.RIGHTS_READ: "De tabel met rechten lezen",
    AccountsPermission.TRAIL_READ: "Het spoor van handelingen lezen en meenemen",
    AccountsPermission.MAIL_READ: "De uitgaande post zien",
    AccountsPermission.DEMO_DATE_MOVE: "De datum van de demonstratie verzetten",
    AccountsPermission.PORTAL_USE: "Werken in het portaal voor aanbieders",
}
