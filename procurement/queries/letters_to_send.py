"""The letters as they would leave now: what the buyer reads before sending, and what sending writes down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.awarding import LotAwardStatus
from procurement.models.award import AwardDecision, LotAward
from procurement.models.tenders import Lot, Tender
from procurement.queries.allocation import allotments_of
from procurement.queries.award_letter_data import Data, letter_data, letter_inputs
from procurement.queries.award_papers import LetterPage
from procurement.queries.award_report_data import standstill_of
from procurement.queries.awards import draft_report_of, lots_to_decide, standing_awards, unsent_decision_of
from procurement.queries.bids import opened_bids
from procurement.standstill import Standstill
from townhall.organisations.models import Organisation

#: A letter gets its number when it leaves.
NO_NUMBER_YET = "kenmerk volgt bij verzending"


@dataclass(frozen=True)
class LetterToSend:
    """One letter that did not leave yet: to whom, and what it says."""

    supplier: Organisation
    data: Data

    @property
    def lots(self) -> list[Data]:
        """The lots it is about, each with its outcome."""
        lots: list[Data] = self.data["lots"]
        return lots

    def page(self, now: datetime) -> LetterPage:
        """The letter as it would read when it left at this moment."""
        return LetterPage(NO_NUMBER_YET, now, self.data)


def decision_to_tell(tender: Tender) -> AwardDecision | None:
    """The decision whose letters did not leave; before that the one that the draft of the report would be."""
    draft = draft_report_of(tender)
    return unsent_decision_of(tender) or (AwardDecision(tender=tender, report=draft) if draft else None)


def letters_of_now(tender: Tender, decision: AwardDecision, now: datetime) -> list[LetterToSend]:
    """The letters as they would leave at this moment; nothing is kept."""
    standstill = standstill_of(tender, now.date())
    awards = [*declined_untold(tender), *provisional_awards(tender, decision, standstill, now)]
    return letters_to_send(tender, awards, standstill)


def letters_to_send(tender: Tender, awards: Sequence[LotAward], standstill: Standstill) -> list[LetterToSend]:
    """One letter for everybody who bid on a lot of these awards, by name; also for who was set aside."""
    inputs = letter_inputs(tender, _in_order(tender, {award.lot_id for award in awards}))
    data = letter_data(tender, inputs, awards, standstill)
    return [LetterToSend(each.supplier, data[each.supplier.id]) for each in inputs]


def declined_untold(tender: Tender) -> list[LotAward]:
    """The lots that are not awarded while nobody was told so far."""
    return [
        award
        for award in standing_awards(tender).values()
        if award.status == LotAwardStatus.NOT_AWARDED and award.decision_id is None
    ]


def provisional_awards(
    tender: Tender, decision: AwardDecision, standstill: Standstill, now: datetime
) -> list[LotAward]:
    """The award that this decision gives each lot still to decide, by the ranking and the limit; not kept yet."""
    allotments, bids = allotments_of(tender), {bid.id: bid for bid in opened_bids(tender)}
    made = []
    for lot in lots_to_decide(tender):
        winner = allotments[lot.number].winner
        assert winner is not None, "an obstacle to the report otherwise"
        bid = bids[winner.bid_id]
        made.append(
            LotAward(
                tender_id=tender.id, tender=tender, lot_id=lot.id, lot=lot, decision=decision,
                bid_id=bid.id, bid=bid, supplier_id=bid.supplier_id, supplier=bid.supplier, rank=winner.rank,
                status=LotAwardStatus.PROVISIONAL, awarded_at=now,
                standstill_kind=standstill.kind, standstill_ends_on=standstill.ends_on,
                earliest_signing_on=standstill.earliest_signing_on,
            )
        )  # fmt: skip
    return made


def _in_order(tender: Tender, ids: set[int]) -> list[Lot]:
    return [lot for lot in tender.lots if lot.id in ids]
