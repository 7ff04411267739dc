"""What one may do with reports."""

from enum import StrEnum

from townhall.accounts.roles import Role


class ReportsPermission(StrEnum):
    """``module:thing:act``."""

    REPORT_READ = "reports:report:read"


GRANTS: dict[ReportsPermission, frozenset[Role]] = {
    ReportsPermission.REPORT_READ: frozenset(
        {Role.INKOPER, Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER, Role.FINANCE, Role.AUDITOR}
    ),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[ReportsPermission, str] = {
    ReportsPermission.REPORT_READ: "Rapportages lezen en meenemen",
}
