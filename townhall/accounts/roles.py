"""Who may be what: the roles of the house and which of them one person may not combine.

Source of the exclusions: the separation of duties of the municipality's financial control
(bank data, performance statement, approval and payment release pairwise exclusive), art. 1.10b
Aanbestedingswet for the distance between bidder and buyer.
"""

from collections.abc import Set
from enum import StrEnum

from townhall.refusal import Obstacle


class Role(StrEnum):
    """A task somebody has; permissions hang on roles, never on persons."""

    INKOPER = "inkoper"
    ASSESSOR = "assessor"
    OPENER = "opener"
    CONTRACT_MANAGER = "contract_manager"
    CASE_MANAGER = "case_manager"
    FINANCE = "finance"
    BUDGET_HOLDER = "budget_holder"
    REGISTRAR = "registrar"
    SUPPLIER = "supplier"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.INKOPER: "Inkoper",
    Role.ASSESSOR: "Beoordelaar",
    Role.OPENER: "Opener van inschrijvingen",
    Role.CONTRACT_MANAGER: "Contractmanager",
    Role.CASE_MANAGER: "Casemanager",
    Role.FINANCE: "Financiën",
    Role.BUDGET_HOLDER: "Budgethouder",
    Role.REGISTRAR: "Leveranciersbeheer",
    Role.SUPPLIER: "Aanbieder",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Beheerder",
}

#: Goes with nothing else: a supplier is no staff, an auditor only reads, an administrator does no business.
SOLITARY = frozenset({Role.SUPPLIER, Role.AUDITOR, Role.ADMINISTRATOR})

#: Pairwise exclusive: bank data, performance statement, approval and payment release.
MONEY_CHAIN = frozenset({Role.REGISTRAR, Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER, Role.FINANCE})

STAFF = frozenset(Role) - {Role.SUPPLIER}


def obstacles_to_roles(roles: Set[Role]) -> list[Obstacle]:
    """Why one person may not hold these roles together."""
    obstacles = []
    for role in sorted(roles & SOLITARY):
        if len(roles) > 1:
            obstacles.append(
                Obstacle(
                    "role-goes-alone",
                    f"De rol {ROLE_LABELS[role]} gaat niet samen met een andere rol. "
                    "Kies alleen deze rol, of laat hem weg.",
                    "roles",
                )
            )
    in_chain = sorted(roles & MONEY_CHAIN)
    if len(in_chain) > 1:
        names = " en ".join(ROLE_LABELS[role] for role in in_chain)
        obstacles.append(
            Obstacle(
                "money-chain",
                f"De rollen {names} mogen niet bij één persoon liggen: wie een stap in de betaalketen zet, "
                "zet niet ook een andere. Verdeel ze over twee mensen.",
                "roles",
            )
        )
    return obstacles
