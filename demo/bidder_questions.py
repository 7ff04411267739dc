"""What a bidder is asked after the opening: to repair a flaw, and to explain a price that is strikingly low."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from demo.plans import LowPricePlan, RepairPlan
from demo.telling import Line, Story
from procurement.bidder_requests import RequestKind
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.bidder_requests import (
    answer_request,
    ask_about_prices,
    judge_request,
    note_repair,
    send_repairs,
)
from procurement.operations.low_prices import set_low_price_measure
from townhall.money import euros


def repaired(story: Story, bid: Bid, plan: RepairPlan, check: Callable[[datetime], None], on: datetime) -> Line:
    """One firm repairs a flaw within two working days; then its bid is checked like the others."""
    kind = RequestKind.DECLARATION
    story.do(note_repair, bid, kind, plan.subject, is_threatened=False, changes_offer=False, by="Inge", on=on)
    [request] = story.do(send_repairs, bid.tender, 2, by="Inge", on=on + timedelta(hours=1))
    on += timedelta(days=1)
    yield on
    story.do(answer_request, request, plan.answer, None, by=plan.firm, on=on)
    on += timedelta(hours=3)
    story.do(judge_request, request, plan.judgement, is_satisfied=True, by="Inge", on=on)
    check(on + timedelta(minutes=10))


def measured(story: Story, tender: Tender, plan: LowPricePlan, on: datetime) -> None:
    """Before the prices open: what one client costs by the municipality's own calculation."""
    floors = {lot.id: euros(plan.floor) for lot in tender.lots if lot.number == plan.lot}
    story.do(set_low_price_measure, tender, Decimal(80), floors, by="Inge", on=on)


def explained(story: Story, tender: Tender, plan: LowPricePlan, on: datetime) -> Line:
    """The firm under the floor is asked how it can be so cheap, and explains it."""
    [request] = story.do(ask_about_prices, tender, 5, plan.question, by="Inge", on=on)
    on += timedelta(days=3)
    yield on
    story.do(answer_request, request, plan.answer, None, by=plan.firm, on=on)
    on += timedelta(days=1)
    yield on
    story.do(judge_request, request, plan.judgement, is_satisfied=True, by="Inge", on=on)
