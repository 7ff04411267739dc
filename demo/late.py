"""A bid that ran over the closing, what was decided about it, and the outage file of that morning."""

from collections.abc import Callable
from datetime import timedelta

from demo.plans import TenderPlan
from demo.telling import Line, Story
from demo.tenders import content_of, noon
from procurement.models.tenders import Tender
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.late_bids import propose_late_decision, settle_late_decision
from townhall.database import transaction
from townhall.health.operations import note_minute

SECOND = timedelta(seconds=1)
REASON = (
    "Het portaal antwoordde de hele ochtend, op drie minuten na, ruim voor de sluiting. De inschrijver begon pas tien "
    "seconden voor de sluiting te versturen. Wat hij eerder indiende, telt."
)
#: Minutes before the closing in which the portal did not answer.
SILENT = frozenset({97, 98, 99})


def ran_over(story: Story, tender: Tender, plan: TenderPlan) -> Line:
    """One firm wanted to replace its bid and ended just too late; a buyer and an opener keep it out."""
    if plan.ran_over is None:
        return
    closes, planned = noon(plan.closes_on), plan.ran_over
    lot = next(lot for lot in tender.lots if lot.number == planned.lot)
    firm = story.firms[planned.firm]
    yield closes - 90 * SECOND
    _measure(lambda minute: minute not in SILENT, plan)
    content = content_of(lot, planned)
    story.do(save_draft, tender, lot, firm, content, by=planned.firm, on=closes - 90 * SECOND)
    begun_at = closes - 10 * SECOND
    late = story.do(submit_bid, tender, lot, firm, by=planned.firm, on=closes + 14 * SECOND, begun_at=begun_at)
    yield closes + timedelta(hours=3)
    on = closes + timedelta(hours=3)
    decision = story.do(propose_late_decision, late, admits=False, reason=REASON, by="Inge", on=on)
    story.do(settle_late_decision, decision, by="Gert", on=on + timedelta(hours=1))


def _measure(answers: Callable[[int], bool], plan: TenderPlan) -> None:
    with transaction():
        for minute in range(120, -31, -1):
            moment = noon(plan.closes_on) - timedelta(minutes=minute)
            answered = answers(minute)
            note_minute(moment, answered=answered, milliseconds=11 if answered else 10_000)


