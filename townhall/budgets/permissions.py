"""What one may do with budgets and mandates, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class BudgetsPermission(StrEnum):
    """``module:thing:act``."""

    BUDGET_READ = "budgets:budget:read"
    BUDGET_CHANGE = "budgets:budget:change"
    MANDATE_READ = "budgets:mandate:read"
    MANDATE_GRANT = "budgets:mandate:grant"
    #: Let a colleague decide for some days under one's own mandate.
    MANDATE_LEND = "budgets:mandate:lend"


GRANTS: dict[BudgetsPermission, frozenset[Role]] = {
    BudgetsPermission.BUDGET_READ: frozenset(
        {Role.BUDGET_HOLDER, Role.FINANCE, Role.CONTRACT_MANAGER, Role.INKOPER, Role.AUDITOR}
    ),
    BudgetsPermission.BUDGET_CHANGE: frozenset({Role.BUDGET_HOLDER}),
    BudgetsPermission.MANDATE_READ: frozenset(
        {
            Role.ADMINISTRATOR,
            Role.AUDITOR,
            Role.BUDGET_HOLDER,
            Role.CONTRACT_MANAGER,
            Role.FINANCE,
            Role.INKOPER,
        }
    ),  # fmt: skip
    # The administrator registers what a signed decision says; he decides nothing himself.
    BudgetsPermission.MANDATE_GRANT: frozenset({Role.ADMINISTRATOR}),
    BudgetsPermission.MANDATE_LEND: frozenset(
        {Role.BUDGET_HOLDER, Role.CONTRACT_MANAGER, Role.FINANCE, Role.INKOPER}
    ),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[BudgetsPermission, str] = {
    BudgetsPermission.BUDGET_READ: "Budgetten en verplichtingen lezen",
    BudgetsPermission.BUDGET_CHANGE: "Budgetten vastleggen en wijzigen",
    BudgetsPermission.MANDATE_READ: "Mandaten lezen",
    BudgetsPermission.MANDATE_GRANT: "Getekende mandaten vastleggen en intrekken",
    BudgetsPermission.MANDATE_LEND: "Het eigen mandaat voor een tijd aan een collega uitlenen",
}
