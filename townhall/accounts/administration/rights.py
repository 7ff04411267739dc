"""The table of rights as people read it: per module and thing, which role may do what."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from townhall.accounts.roles import Role

#: The Dutch name of each part of the house; a part without one shows its own word.
PARTS = {
    "accounts": "Accounts",
    "alerts": "Signalen",
    "audit": "Spoor",
    "budgets": "Budgetten en mandaten",
    "contracts": "Contracten en trajecten",
    "decrees": "Vrije dagen",
    "demo": "Demonstratie",
    "documents": "Documenten",
    "invoices": "Facturen en betalingen",
    "jobs": "Taken",
    "mail": "Post",
    "organisations": "Organisaties en aanbieders",
    "procurement": "Aanbesteden",
    "reports": "Rapportages",
}


@dataclass(frozen=True)
class RightsRow:
    """One permission: what it lets one do, and the roles that hold it in the order of the house."""

    permission: StrEnum
    label: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class RightsGroup:
    """The permissions of one module."""

    module: str
    rows: tuple[RightsRow, ...]


def rights_table(
    granted: Mapping[StrEnum, Set[Role]], words: Mapping[StrEnum, str], *, role: Role | None = None
) -> list[RightsGroup]:
    """All permissions, or those of one role, grouped by module; made from the table the gate itself uses."""
    groups: dict[str, list[RightsRow]] = {}
    for permission, holders in sorted(granted.items(), key=lambda item: item[0].value):
        if role is None or role in holders:
            module = permission.value.partition(":")[0]
            row = RightsRow(permission, words[permission], tuple(each for each in Role if each in holders))
            groups.setdefault(PARTS.get(module, module), []).append(row)
    return [RightsGroup(module, tuple(rows)) for module, rows in sorted(groups.items())]
