"""Making the ranking of the lots that are still to be decided, as a snapshot that stays."""

from collections.abc import Sequence
from datetime import datetime

from procurement.award_terms import DropOutRule
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.models.award import Ranking, RankingRow
from procurement.models.bids import Bid
from procurement.models.tenders import Lot, Tender
from procurement.price_formulas import FormulaError
from procurement.queries.assessment import admitted_bids
from procurement.queries.award_terms import award_of
from procurement.queries.awards import all_rankings_of, ever_ranked, lots_to_decide, rankings_of, standing_of
from procurement.queries.ranking_facts import LotInput, lot_inputs
from procurement.ranking import (
    RankedBid,
    after_draw,
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
    return list({obstacle.text: obstacle for obstacle in found}.values())


def rank_tender(tender: Tender, *, actor: Actor, now: datetime) -> list[Ranking]:
    """Rank the admitted bids on every lot that is still to be decided; an earlier ranking is superseded.

    A bid that fell away since counts as the documents say: not at all, to compare with, or nothing is computed again.
    """
    refuse_if(obstacles_to_ranking_tender(tender))
    current, lots = rankings_of(tender), lots_to_decide(tender)
    made = []
    for each in lot_inputs(tender, lots, fallen=_fallen(tender, lots)):
        before = current.get(each.lot.id)
        if before is not None:
            before.superseded_at = now
        made.append(_ranking(tender, each, _ranked(tender, each, before), actor=actor, now=now))
    tender.status = TenderStatus.RANKED
    trail.record(
        "award.ranked",
        tender,
        actor=actor,
        now=now,
        after={"lots": [ranking.lot.number for ranking in made]},
    )
    return made


def record_draw(ranking: Ranking, bid_id: int, note: str, *, actor: Actor, now: datetime) -> Ranking:
    """Record the outcome of a draw for an equal first place; makes a new version of the ranking."""
    first = [row for row in ranking.rows if row.rank == 1]
    obstacles = []
    if ranking.superseded_at is not None or len(first) < 2:
        obstacles.append(
            Obstacle("no-tie", "Op dit perceel is er geen gedeelde eerste plaats om over te loten.")
        )
    elif bid_id not in {row.bid_id for row in first}:
        text = "Kies een van de inschrijvingen die de eerste plaats delen."
        obstacles.append(Obstacle("not-in-the-draw", text, "bid"))
    if len(note.strip()) < 15:
        text = "Beschrijf wie lootte, waar en wanneer, en wie erbij was."
        obstacles.append(Obstacle("draw-undescribed", text, "note"))
    refuse_if(obstacles)
    ranking.superseded_at = now
    tender = ranking.tender
    inputs = lot_inputs(tender, [ranking.lot], fallen=_fallen(tender, [ranking.lot]))[0]
    order = [(row.bid_id, standing_of(row, ranking.formula)) for row in ranking.rows]
    drawn = _ranking(tender, inputs, explained(after_draw(order, bid_id)), actor=actor, now=now)
    drawn.draw_note, drawn.drawn_at = note.strip(), now
    trail.record("award.draw_recorded", drawn, actor=actor, now=now, reason=note.strip())
    return drawn


def _fallen(tender: Tender, lots: Sequence[Lot]) -> list[Bid]:
    """The bids that stood in a ranking of these lots and no longer take part, where they still count."""
    if award_of(tender).terms.drop_out_rule == DropOutRule.RECOMPUTE:
        return []
    taking_part = {bid.id for bid in admitted_bids(tender)}
    return [bid for bid in ever_ranked(lots) if bid.id not in taking_part]


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
