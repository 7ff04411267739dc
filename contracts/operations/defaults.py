"""Putting a supplier in default: announced with a hearing, sent with a last term, closed with its outcome."""

from datetime import date, datetime

from contracts.defaults import (
    DefaultOutcome,
    obstacles_to_announcing,
    obstacles_to_closing,
    obstacles_to_replying,
    obstacles_to_sending,
)
from contracts.models import DefaultNotice, FrameworkContract
from contracts.queries.endings import defaults_of
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.mail.outbox import add_mail
from townhall.refusal import refuse_if


def announce_default(
    contract: FrameworkContract, *, failing: str, demanded: str, hearing_on: date, actor: Actor, now: datetime
) -> DefaultNotice:
    """Tell the supplier what he fails to do, and until when he can tell his side."""
    today = now.date()
    refuse_if(
        obstacles_to_announcing(
            contract.status, hearing_on=hearing_on, failing=failing, demanded=demanded, today=today
        )
    )
    notice = DefaultNotice(
        contract_id=contract.id,
        contract=contract,
        sequence=len(defaults_of(contract)) + 1,
        failing=failing,
        demanded=demanded,
        announced_on=today,
        hearing_on=hearing_on,
        recorded_by_id=actor.account_id,
    )
    db.session.add(notice)
    _tell_supplier(notice, f"Voornemen tot ingebrekestelling, contract {contract.number}", now)
    after = {"default_notice": notice.sequence, "hearing_on": hearing_on}
    trail.record("contract.default-announced", contract, actor=actor, now=now, after=after, reason=failing)
    return notice


def record_reply(notice: DefaultNotice, *, reply: str, actor: Actor, now: datetime) -> None:
    """Record what the supplier said; a later reply comes after the earlier one."""
    refuse_if(obstacles_to_replying(notice.facts(), reply=reply))
    notice.reply = f"{notice.reply}\n{reply}".strip()
    notice.replied_on = now.date()
    after = {"default_notice": notice.sequence, "reply": reply}
    trail.record("contract.default-answered", notice.contract, actor=actor, now=now, after=after)


def send_default_notice(notice: DefaultNotice, *, cure_by: date, actor: Actor, now: datetime) -> None:
    """Put the supplier in default, unless he does after all what was agreed by this day."""
    refuse_if(obstacles_to_sending(notice.facts(), cure_by=cure_by, today=now.date()))
    notice.sent_on, notice.cure_by = now.date(), cure_by
    _tell_supplier(notice, f"Ingebrekestelling, contract {notice.contract.number}", now)
    after = {"default_notice": notice.sequence, "cure_by": cure_by}
    trail.record(
        "contract.default-sent", notice.contract, actor=actor, now=now, after=after, reason=notice.demanded
    )


def close_default(
    notice: DefaultNotice, outcome: DefaultOutcome, *, note: str, actor: Actor, now: datetime
) -> None:
    """Record how it ended: done after all, not done, or withdrawn."""
    refuse_if(obstacles_to_closing(notice.facts(), outcome, note=note, today=now.date()))
    notice.outcome, notice.outcome_on, notice.outcome_note = outcome, now.date(), note
    after = {"default_notice": notice.sequence, "outcome": outcome}
    trail.record("contract.default-closed", notice.contract, actor=actor, now=now, after=after, reason=note)


def _tell_supplier(notice: DefaultNotice, subject: str, now: datetime) -> None:
    supplier = notice.contract.supplier
    if supplier.email:
        add_mail(
            to=supplier.email, subject=subject, template="mail/contract_default.txt", now=now, notice=notice,
            contract=notice.contract, supplier=supplier,
        )  # fmt: skip
