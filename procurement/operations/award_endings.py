"""How a tender ends once every lot is settled, and how bidders hear what became of a lot."""

from datetime import datetime

from procurement.awarding import LotAwardStatus, ObjectionOutcome
from procurement.lifecycle import MOVES, TenderStatus
from procurement.models.award import LotAward
from procurement.models.tenders import Tender
from procurement.queries.awards import standing_awards
from procurement.queries.bids import opened_bids
from townhall.accounts.actor import Actor
from townhall.mail import add_mail

SETTLED = frozenset({LotAwardStatus.FINAL, LotAwardStatus.NOT_AWARDED})


def close_when_settled(tender: Tender) -> bool:
    """End the tender when every lot is final or not awarded; says whether it ended."""
    standing = standing_awards(tender)
    if len(standing) < len(tender.lots) or not all(each.status in SETTLED for each in standing.values()):
        return False
    any_final = any(each.status == LotAwardStatus.FINAL for each in standing.values())
    end = TenderStatus.AWARDED if any_final else TenderStatus.NOT_AWARDED
    if end not in MOVES[tender.status]:
        return False
    tender.status = end
    return True


def take_back_objections(award: LotAward, *, actor: Actor, now: datetime) -> None:
    """Close what was still open against an award that the municipality took back itself, with its reason."""
    for objection in award.objections:
        if objection.is_pending:
            # What was opposed is gone; the summons itself ends when its maker takes it back.
            objection.outcome, objection.settled_on = ObjectionOutcome.WITHDRAWN, now.date()
            objection.settlement = f"De beslissing over dit perceel is ingetrokken. {award.reason}"
            objection.settled_by_id = actor.account_id


def tell_bidders(award: LotAward, subject: str, template: str, now: datetime) -> None:
    """Mail everybody who bid on this lot what became of it, and why."""
    for bid in opened_bids(award.tender):
        if bid.lot_id == award.lot_id:
            add_mail(
                to=bid.supplier.email,
                subject=subject,
                template=template,
                now=now,
                award=award,
                supplier=bid.supplier,
            )
