"""The notice of the result, once it was published."""

from datetime import date, datetime

from procurement.award_notice import obstacles_to_notice
from procurement.awarding import LotAwardStatus
from procurement.models.award import LotAward
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import refuse_if


def record_notice(award: LotAward, sent_on: date, reference: str, *, actor: Actor, now: datetime) -> None:
    """The result of this lot was announced on this day, under this number of TenderNed or TED."""
    made_final = award.made_final_at
    refuse_if(
        obstacles_to_notice(
            is_final=award.status == LotAwardStatus.FINAL,
            sent_on=sent_on,
            made_final_on=made_final.date() if made_final else None,
            today=now.date(),
        )
    )
    award.notice_sent_on, award.notice_reference = sent_on, reference.strip()
    trail.record(
        "award.notice_recorded",
        award,
        actor=actor,
        now=now,
        after={"notice_sent_on": sent_on, "notice_reference": award.notice_reference},
    )
