"""Making the ranking of the lots that are still to be decided, as a snapshot that stays."""

from collections.abc import Sequence
from datetime import datetime

from procurement.allocation import Place
from procurement.award_terms import DropOutRule
from procurement.draws import Draw, after_draw, still_decides
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.models.award import Ranking, RankingRow
from procurement.models.tenders import Tender
from procurement.operations.low_prices import obstacles_from_prices
from procurement.price_formulas import FormulaError
from procurement.queries.allocation import allotments_of
from procurement.queries.award_terms import award_of
from procurement.queries.awards import all_rankings_of, lots_to_decide, rankings_of, standing_of
from procurement.queries.ranking_facts import LotInput, fallen_bids, lot_inputs
from procurement.ranking import (
    RankedBid,
    closed_up,
    explained,
    obstacles_to_ranking,
    rank_bids,
)
from procurement.ranking_case import case_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, Refusal, refuse_if


def obstacles_to_ranking_tender(tender: Tender) -> list[Obstacle]:
    """Why the ranking cannot be made now, for page and operation alike."""
    obstacles = (
        []
        if tender.status == TenderStatus.RANKED
        else obstacles_to_moving(tender.status, TenderStatus.RANKED)
    )
    if obstacles:
        return obstacles
    lots = lots_to_decide(tender)
    if not lots:
        return [Obstacle("nothing-to-rank", "Op elk perceel is al beslist. Er valt niets te rangschikken.")]
    award = award_of(tender)
    found = [
        obstacle
        for each in lot_inputs(tender, lots)
        for obstacle in obstacles_to_ranking(award.criteria, award.formula, each.facts, len(each.lot.milestones))
    ]
    return list({obstacle.text: obstacle for obstacle in found}.values()) or obstacles_from_prices(tender)


def rank_tender(tender: Tender, *, actor: Actor, now: datetime) -> list[Ranking]:
    """Rank the admitted bids on every lot that is still to be decided; an earlier ranking is superseded.

    A bid that fell away since counts as the documents say: not at all, to compare with, or nothing is computed again.
    """
    refuse_if(obstacles_to_ranking_tender(tender))
    current, lots = rankings_of(tender), lots_to_decide(tender)
    made = []
    for each in lot_inputs(tender, lots, fallen=fallen_bids(tender, lots)):
        before = current.get(each.lot.id)
        if before is not None:
            before.superseded_at = now
        ranked = _ranked(tender, each, before)
        draw = _draw_that_stands(before, ranked)
        if draw is not None:
            ranked = explained(after_draw([(one.bid_id, one.standing) for one in ranked], draw))
        ranking = _ranking(tender, each, ranked, actor=actor, now=now)
        if before is not None and draw is not None:
            _note_draw(ranking, draw, before.draw_note, before.drawn_at)
        made.append(ranking)
    tender.status = TenderStatus.RANKED
    trail.record(
        "award.ranked",
        tender,
        actor=actor,
        now=now,
        after={"lots": [ranking.lot.number for ranking in made]},
    )
    return made


def draw_on(ranking: Ranking) -> tuple[Place, ...]:
    """The bids that share the place that would win the lot of this ranking; none when no draw is needed."""
    if ranking.superseded_at is not None:
        return ()
    allotment = allotments_of(ranking.tender).get(ranking.lot.number)
    return allotment.tied if allotment is not None else ()


def record_draw(ranking: Ranking, bid_id: int, note: str, *, actor: Actor, now: datetime) -> Ranking:
    """Record the outcome of a draw for the shared place that wins the lot; makes a new version of the ranking.

    ``bid_id`` is the bid that was drawn first, ``note`` who drew, when and in whose presence.
    """
    among = draw_on(ranking)
    obstacles = []
    if not among:
        text = "Op dit perceel is er geen gedeelde plaats waarover een loting moet beslissen."
        obstacles.append(Obstacle("no-tie", text))
    elif bid_id not in {place.bid_id for place in among}:
        text = "Kies een van de inschrijvingen die de plaats delen."
        obstacles.append(Obstacle("not-in-the-draw", text, "bid"))
    if len(note.strip()) < 15:
        text = "Beschrijf wie lootte, waar en wanneer, en wie erbij was."
        obstacles.append(Obstacle("draw-undescribed", text, "note"))
    refuse_if(obstacles)
    ranking.superseded_at = now
    tender = ranking.tender
    inputs = lot_inputs(tender, [ranking.lot], fallen=fallen_bids(tender, [ranking.lot]))[0]
    order = [(row.bid_id, standing_of(row, ranking.formula)) for row in ranking.rows]
    draw = Draw(bid_id, frozenset(place.bid_id for place in among))
    drawn = _ranking(tender, inputs, explained(after_draw(order, draw)), actor=actor, now=now)
    _note_draw(drawn, draw, note.strip(), now)
    trail.record("award.draw_recorded", drawn, actor=actor, now=now, reason=note.strip())
    return drawn


def _draw_that_stands(before: Ranking | None, ranked: Sequence[RankedBid]) -> Draw | None:
    """The draw of the ranking before, when it settles this one too."""
    draw = Draw.read_back(before.snapshot.get("draw")) if before is not None else None
    if draw is None or not still_decides(draw, [(each.bid_id, each.standing) for each in ranked]):
        return None
    return draw


def _note_draw(ranking: Ranking, draw: Draw, note: str, at: datetime | None) -> None:
    ranking.draw_note, ranking.drawn_at = note, at
    ranking.snapshot = {**ranking.snapshot, "draw": draw.as_data()}


def _ranked(tender: Tender, each: LotInput, before: Ranking | None) -> list[RankedBid]:
    """The bids of a lot in order: by the formula, or by the earlier ranking when that was published to stay."""
    award = award_of(tender)
    assert award.formula is not None, "an obstacle otherwise"
    staying = {bid.id for bid in each.facts if bid.takes_part}
    if award.terms.drop_out_rule == DropOutRule.KEEP_ORDER and before is not None:
        standings = [(row.bid_id, standing_of(row, before.formula)) for row in before.rows]
        if staying <= {bid_id for bid_id, _ in standings}:
            return closed_up(standings, staying)
    try:
        return rank_bids(award.criteria, award.formula, award.parameters, each.facts, terms=award.terms)
    except FormulaError as error:
        text = f"Perceel {each.lot.number}: de formule is met deze cijfers niet uit te rekenen ({error})."
        raise Refusal([Obstacle("formula-breaks", text)]) from error


def _ranking(
    tender: Tender, each: LotInput, ranked: list[RankedBid], *, actor: Actor, now: datetime
) -> Ranking:
    award = award_of(tender)
    assert award.formula is not None, "an obstacle otherwise"
    ranking = Ranking(
        tender=tender,
        lot=each.lot,
        number=len(all_rankings_of(each.lot)) + 1,
        formula=award.formula,
        parameters=dict(award.parameters),
        snapshot={
            "case": case_of(award.criteria, award.formula, award.parameters, each.facts, award.terms),
            "fees": _fees(each),
            "costs": _costs(each),
            "award": award.as_data(),
        },
        made_at=now,
        made_by_id=actor.account_id,
        rows=_rows(each, ranked),
    )
    db.session.add(ranking)
    db.session.flush()
    return ranking


def _fees(each: LotInput) -> dict[str, list[dict[str, str]]]:
    return {
        bid.name: [
            {
                "label": fee.label,
                "amount": str(fee.amount),
                "attainment_percent": str(fee.attainment_percent),
            }
            for fee in bid.fees
        ]
        for bid in each.facts
    }


def _costs(each: LotInput) -> dict[str, list[dict[str, str]]]:
    """The cost lines per bidder: what was filled in, and what it adds after discounting; empty without such lines."""
    return {
        bid.name: [
            {"label": cost.line.title, "amount": str(cost.amount), "worth": str(cost.worth)} for cost in bid.costs
        ]
        for bid in each.facts
        if bid.costs
    }


def _rows(each: LotInput, ranked: list[RankedBid]) -> list[RankingRow]:
    suppliers = {bid.id: bid.supplier_id for bid in each.bids}
    rows = []
    for position, one in enumerate(ranked, start=1):
        standing = one.standing
        prices = [part.points for part in standing.parts if part.is_price]
        rows.append(
            RankingRow(
                bid_id=one.bid_id,
                supplier_id=suppliers[one.bid_id],
                position=position,
                rank=standing.rank,
                evaluation_price=standing.price,
                quality_points=standing.quality,
                price_points=prices[0] if prices else None,
                total=standing.total,
                parts=[part.as_text() for part in standing.parts],
                why_above_next=one.why_above_next,
            )
        )
    return rows
