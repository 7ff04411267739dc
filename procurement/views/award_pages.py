"""The pages of assessment and award together, for the wiring."""

from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import count_to_assess
from procurement.views import assessment, award, own_awards, scoring
from procurement.views import objections as objections  # its pages are of the blueprint of the award
from townhall.accounts.actor import Actor
from townhall.navigation import NavItem

ALL = (assessment.pages, scoring.pages, award.pages, own_awards.pages)


def _waiting(actor: Actor) -> int:
    return count_to_assess(actor.account_id)


NAVIGATION = (
    NavItem(
        "Mijn beoordelingen",
        "procurement.scoring.mine",
        ProcurementPermission.ASSESSMENT_SCORE,
        23,
        count=_waiting,
    ),
    NavItem("Mijn gunningen", "procurement.own_awards.index", ProcurementPermission.OWN_AWARD_READ, 23),
)
