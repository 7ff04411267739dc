"""Which lots say something about a person that not everybody may know.

Source: GDPR art. 9 and 10. Who follows a track for former prisoners has a criminal record; who comes from
special education or works in sheltered work has a limitation. So the lot itself is sensitive.
"""

from procurement.lots import TargetGroup
from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle

#: Tracks for these groups are seen by the people who work on them, and by nobody else.
SENSITIVE_GROUPS = frozenset(
    {TargetGroup.EX_OFFENDERS, TargetGroup.YOUTH_SPECIAL_EDUCATION, TargetGroup.SHELTERED_WORK}
)


def is_sensitive(group: TargetGroup) -> bool:
    """Does being in this group say something sensitive about a person?"""
    return group in SENSITIVE_GROUPS


def obstacles_to_free_text(text: str, *, field: str) -> list[Obstacle]:
    """Why these words cannot be kept: they seem to hold a citizen service number."""
    if not holds_bsn(text):
        return []
    return [
        Obstacle(
            "bsn-found",
            "Hier lijkt een burgerservicenummer te staan. Haal het weg en gebruik het deelnemernummer.",
            field,
        )
    ]
