"""The pages of assessment and award together, for the wiring."""

from procurement.permissions import ProcurementPermission
from procurement.queries.assessment import count_to_assess
from procurement.views import assessment, award, bidder_requests, low_prices, own_awards, own_requests, scoring
from procurement.views import award_notices as award_notices  # its page is of the blueprint of the award
from procurement.views import consensus as consensus  # its pages are of the blueprint of scoring
from procurement.views import dossier as dossier  # its page is of the blueprint of the award
from procurement.views import firmness as firmness  # its page is of the blueprint of the award
from procurement.views import imported_points as imported_points  # its page is of the blueprint of the award
from procurement.views import letters as letters  # its pages are of the blueprint of the award
from procurement.views import motivations as motivations  # its pages are of the blueprint of the award
from procurement.views import objections as objections  # its pages are of the blueprint of the award
from procurement.views import reassessors as reassessors  # its page is of the blueprint of the award
from procurement.views import report_check as report_check  # its page is of the blueprint of the award
from procurement.views import score_sheets as score_sheets  # its pages are of the blueprint of scoring
from procurement.views import withdrawals as withdrawals  # its pages are of the blueprint of the award
from townhall.accounts.actor import Actor
from townhall.navigation import NavItem

ALL = (
    assessment.pages,
    scoring.pages,
    bidder_requests.pages,
    low_prices.pages,
    own_requests.pages,
    award.pages,
    own_awards.pages,
)


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
    NavItem(
        "Verzoeken aan u",
        "procurement.own_requests.index",
        ProcurementPermission.BID_WRITE,
        22,
        count=own_requests.waiting,
    ),
    NavItem("Mijn gunningen", "procurement.own_awards.index", ProcurementPermission.OWN_AWARD_READ, 23),
)
