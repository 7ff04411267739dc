"""In which stage of a tender what may still be done to its bids."""

from procurement.admissions import obstacles_to_touching_application
from procurement.bids import BidStatus
from procurement.lifecycle import STATUS_LABELS, TenderStatus
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.procedures import Procedure
from procurement.queries.offers import outcome_of
from townhall.refusal import Obstacle

#: The committee can still change as a whole.
BEFORE_SCORING = frozenset({TenderStatus.DRAFT, TenderStatus.PUBLISHED, TenderStatus.OPENED})
#: After the ranking a bid can still be set aside, when its proofs turn out wrong or it is withdrawn.
STILL_REJECTABLE = frozenset(
    {
        TenderStatus.OPENED,
        TenderStatus.ASSESSMENT,
        TenderStatus.QUALITY_LOCKED,
        TenderStatus.RANKED,
        TenderStatus.DECIDED,
        TenderStatus.STANDSTILL,
    }
)


def obstacles_outside(tender: Tender, *stages: TenderStatus) -> list[Obstacle]:
    """Why this cannot be done in the stage the tender is in."""
    if tender.status in stages:
        return []
    allowed = " of ".join(f"‘{STATUS_LABELS[each]}’" for each in stages)
    return [
        Obstacle(
            "wrong-stage",
            f"De aanbesteding heeft nu de status ‘{STATUS_LABELS[tender.status]}’. Dit kan alleen bij {allowed}.",
        )
    ]


def obstacles_to_touching_bid(bid: Bid, *, also_ranked: bool = False) -> list[Obstacle]:
    """Why this bid cannot be checked or set aside now."""
    stages = STILL_REJECTABLE if also_ranked else frozenset({TenderStatus.OPENED})
    if bid.tender.procedure == Procedure.OPEN_HOUSE:
        stages = frozenset({TenderStatus.PUBLISHED})  # it lets in as long as it is open
        if in_the_way := obstacles_to_touching_application(outcome_of(bid)):
            return in_the_way
    obstacles = [] if bid.tender.status in stages else obstacles_outside(bid.tender, *sorted(stages))
    if bid.status != BidStatus.OPENED:
        obstacles.append(Obstacle("bid-not-opened", "Deze inschrijving is niet geopend."))
    return obstacles
