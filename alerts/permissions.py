"""What one may do with alerts."""

from enum import StrEnum

from townhall.accounts.roles import Role


class AlertsPermission(StrEnum):
    """``module:thing:act``."""

    WORKLIST_READ = "alerts:worklist:read"
    ALERTS_READ = "alerts:alert:read"
    ALERT_TAKE_UP = "alerts:alert:take-up"
    ALL_READ = "alerts:all:read"
    SETTING_READ = "alerts:setting:read"
    SETTING_CHANGE = "alerts:setting:change"
    YEAR_READ = "alerts:year:read"


_EVERYBODY = frozenset(Role)
_WORKERS = _EVERYBODY - {Role.AUDITOR, Role.SUPPLIER}

GRANTS: dict[AlertsPermission, frozenset[Role]] = {
    AlertsPermission.WORKLIST_READ: _EVERYBODY,
    AlertsPermission.ALERTS_READ: _EVERYBODY,
    AlertsPermission.ALERT_TAKE_UP: _WORKERS,
    AlertsPermission.ALL_READ: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    AlertsPermission.SETTING_READ: _EVERYBODY - {Role.SUPPLIER},
    AlertsPermission.SETTING_CHANGE: frozenset({Role.ADMINISTRATOR, Role.CONTRACT_MANAGER}),
    AlertsPermission.YEAR_READ: frozenset(
        {Role.CONTRACT_MANAGER, Role.INKOPER, Role.BUDGET_HOLDER, Role.AUDITOR, Role.FINANCE}
    ),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[AlertsPermission, str] = {
    AlertsPermission.WORKLIST_READ: "De eigen werkvoorraad zien",
    AlertsPermission.ALERTS_READ: "Signalen voor de eigen rol lezen",
    AlertsPermission.ALERT_TAKE_UP: "Een signaal oppakken, uitstellen en overdragen",
    AlertsPermission.ALL_READ: "De signalen van alle rollen lezen",
    AlertsPermission.SETTING_READ: "Lezen wanneer wie een signaal krijgt",
    AlertsPermission.SETTING_CHANGE: "Instellen wanneer wie een signaal krijgt",
    AlertsPermission.YEAR_READ: "Het komende jaar zien: looptijden, besluiten en starts",
}
