"""What one may do with decreed days, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class DecreesPermission(StrEnum):
    """``module:thing:act``."""

    DAY_READ = "decrees:day:read"
    DAY_ADD = "decrees:day:add"


GRANTS: dict[DecreesPermission, frozenset[Role]] = {
    DecreesPermission.DAY_READ: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    DecreesPermission.DAY_ADD: frozenset({Role.ADMINISTRATOR}),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[DecreesPermission, str] = {
    DecreesPermission.DAY_READ: "Dagen lezen die met een feestdag gelijkstaan",
    DecreesPermission.DAY_ADD: "Dagen toevoegen die bij besluit met een feestdag gelijkstaan",
}
