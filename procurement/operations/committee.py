"""Replacing an assessor: who has an interest, is ill or left, makes room for somebody new."""

from datetime import datetime

from procurement.assessment import are_all_in, obstacles_to_replacing
from procurement.lifecycle import TenderStatus
from procurement.models.assessment import CommitteeMember
from procurement.queries.assessment import everyone_ever_in, member_facts
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import refuse_if

#: As long as quality is not locked.
STAGES = (TenderStatus.OPENED, TenderStatus.ASSESSMENT)


def replace_member(
    member: CommitteeMember, successor: Account, reason: str, *, actor: Actor, now: datetime
) -> CommitteeMember:
    """Let somebody new take the place of an assessor, also of one who stepped down; his scores no longer count.

    The successor declares about every bidder himself and scores everything himself.
    """
    tender = member.tender
    refuse_if(
        obstacles_to_replacing(
            reason,
            is_known=successor.id in {each.account_id for each in everyone_ever_in(tender)},
            scores_are_seen=are_all_in(member_facts(tender)),
            may_change=tender.status in STAGES,
        )
    )
    member.stepped_down_at = member.stepped_down_at or now
    made = CommitteeMember(tender=tender, account_id=successor.id, appointed_at=now, appointed_by_id=actor.account_id)
    db.session.add(made)
    db.session.flush()
    trail.record(
        "assessment.member_replaced",
        tender,
        actor=actor,
        now=now,
        before={"member": member.account.name},
        after={"member": successor.name},
        reason=reason.strip(),
    )
    return made
