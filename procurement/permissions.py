"""What one may do in procurement, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class ProcurementPermission(StrEnum):
    """``module:thing:act``."""

    BID_WRITE = "procurement:bid:write"
    BID_LIST = "procurement:bid:list"
    BID_OPEN = "procurement:bid:open"
    BID_READ = "procurement:bid:read"
    OPENERS_NAME = "procurement:openers:name"


GRANTS: dict[ProcurementPermission, frozenset[Role]] = {
    ProcurementPermission.BID_WRITE: frozenset({Role.SUPPLIER}),
    # Who handed in what and when; nothing of what is in it.
    ProcurementPermission.BID_LIST: frozenset({Role.INKOPER, Role.ASSESSOR, Role.OPENER, Role.AUDITOR}),
    ProcurementPermission.BID_OPEN: frozenset({Role.OPENER}),
    ProcurementPermission.BID_READ: frozenset({Role.INKOPER, Role.ASSESSOR, Role.AUDITOR}),
    ProcurementPermission.OPENERS_NAME: frozenset({Role.INKOPER}),
}
