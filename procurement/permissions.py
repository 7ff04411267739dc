"""What one may do in procurement, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class ProcurementPermission(StrEnum):
    """``module:thing:act``."""


GRANTS: dict[ProcurementPermission, frozenset[Role]] = {}
