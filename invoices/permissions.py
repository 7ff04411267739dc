"""What one may do in invoices, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class InvoicesPermission(StrEnum):
    """``module:thing:act``."""


GRANTS: dict[InvoicesPermission, frozenset[Role]] = {}
