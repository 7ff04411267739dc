"""The files that the client system hands over, and where each stands."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What a file holds."""

    REFERRALS = "referrals"
    BENEFITS = "benefits"


class ImportStatus(StrEnum):
    """Where a file stands: it waits for the job process, was taken in as a whole, or was refused as a whole."""

    WAITING = "waiting"
    IMPORTED = "imported"
    REFUSED = "refused"
