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
    """One permission with the roles that hold it."""

    thing: str
    act: str
    permission: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class RightsGroup:
    """The permissions of one module."""

    module: str
    rows: tuple[RightsRow, ...]


def rights_table(granted: Mapping[StrEnum, Set[Role]]) -> list[RightsGroup]:
    """All permissions, grouped by module and in order; made from the table the gate itself uses."""
    groups: dict[str, list[RightsRow]] = {}
    for permission, roles in sorted(granted.items(), key=lambda item: item[0].value):
        module, _, rest = permission.value.partition(":")
        thing, _, act = rest.partition(":")
        groups.setdefault(module, []).append(RightsRow(thing, act, permission.value, frozenset(roles)))
    return [RightsGroup(PARTS.get(module, module), tuple(rows)) for module, rows in groups.items()]
