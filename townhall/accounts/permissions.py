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
