"""What one may do in contracts, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class ContractsPermission(StrEnum):
    """``module:thing:act``."""


GRANTS: dict[ContractsPermission, frozenset[Role]] = {}
