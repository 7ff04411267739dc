"""Which exclusion grounds a tender asks about."""

from procurement.exclusion import ExclusionGround, grounds_of
from procurement.models.tenders import Tender


def exclusion_grounds_of(tender: Tender) -> tuple[ExclusionGround, ...]:
    """The grounds of this tender in the order of the law; every ground while nobody chose. Frozen at publication."""
    return grounds_of(tender.exclusion_codes)
