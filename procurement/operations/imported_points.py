"""Typing in the points of a published method that this application cannot compute itself."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from procurement.award_terms import plain
from procurement.lifecycle import TenderStatus
from procurement.models.imported_points import ImportedPoints
from procurement.models.tenders import Tender
from procurement.operations.assessment_stage import obstacles_outside
from procurement.procedures import CriterionKind
from procurement.queries.assessment import admitted_bids, bid_name
from procurement.queries.award_terms import award_of
from procurement.queries.bids import prices_of
from procurement.queries.imported_points import imported_points_of
from procurement.tender_formulas import PriceFormula
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if

SHORTEST_BASIS = 20


def obstacles_to_importing(tender: Tender) -> list[Obstacle]:
    """Why no points can be typed in now: another formula, another stage, or prices that are still closed."""
    if award_of(tender).formula != PriceFormula.OWN_METHOD:
        return [Obstacle("not-own-method", "De gepubliceerde formule rekent Raamwerk zelf uit.")]
    obstacles = obstacles_outside(
        tender, TenderStatus.QUALITY_LOCKED, TenderStatus.RANKED, TenderStatus.DECIDED, TenderStatus.STANDSTILL
    )
    bids = admitted_bids(tender)
    opened = prices_of([bid.id for bid in bids])
    if not obstacles and any(not opened[bid.id] for bid in bids):
        obstacles.append(Obstacle("prices-closed", "De prijzen zijn nog niet geopend. Laat twee openers ze openen."))
    return obstacles


def import_price_points(
    tender: Tender, points: Mapping[int, Decimal | None], basis: str, *, actor: Actor, now: datetime
) -> None:
    """Keep the points for the price of every admitted bid (by its id), with the calculation they come from.

    Counts from the next ranking on; a ranking that was made keeps the points it was made with.
    """
    refuse_if(obstacles_to_importing(tender))
    bids = admitted_bids(tender)
    weight = award_of(tender).weight_of(CriterionKind.PRICE)
    obstacles = []
    for bid in bids:
        given = points.get(bid.id)
        if given is None or not 0 <= given <= weight:
            text = f"{bid_name(bid)}: vul de punten voor de prijs in, van 0 tot en met {plain(weight)}."
            obstacles.append(Obstacle("points-missing", text, f"points_{bid.id}"))
    if len(basis.strip()) < SHORTEST_BASIS:
        text = "Beschrijf waar de berekening staat en wie haar heeft nagerekend."
        obstacles.append(Obstacle("basis-missing", text, "basis"))
    refuse_if(obstacles)
    known = imported_points_of([bid.id for bid in bids])
    for bid in bids:
        row = known.get(bid.id) or ImportedPoints(bid_id=bid.id)
        row.points, row.basis = points[bid.id] or Decimal(0), basis.strip()
        row.entered_at, row.entered_by_id = now, actor.account_id
        db.session.add(row)
    db.session.flush()
    trail.record("award.points_imported", tender, actor=actor, now=now, after={"bids": len(bids)}, reason=basis.strip())
