"""Proposing, calling back on, confirming and refusing bank accounts."""

from datetime import datetime

from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.identifiers import without_spaces
from townhall.mail.outbox import add_mail
from townhall.organisations import queries
from townhall.organisations.bank_signatures import (
    BankAccountFacts,
    first_day_to_pay,
    obstacles_to_calling_back,
    obstacles_to_confirming,
    obstacles_to_proposing,
    obstacles_to_refusing,
)
from townhall.organisations.kinds import BankAccountStatus
from townhall.organisations.models import BankAccount, Organisation
from townhall.refusal import refuse_if


def propose_bank_account(
    organisation: Organisation, *, iban: str, holder: str, actor: Actor, now: datetime
) -> BankAccount:
    """Ask to be paid on another account; nothing changes until two staff members confirmed it."""
    iban = without_spaces(iban)
    number_lock(f"bank:{organisation.id}")
    current = queries.latest_bank_account(organisation.id)
    refuse_if(
        obstacles_to_proposing(
            iban,
            holder,
            has_open_proposal=queries.open_proposal_of(organisation.id) is not None,
            current_iban=current.iban if current else None,
        )
    )
    assert actor.account_id is not None, "a person proposes it"
    account = BankAccount(
        organisation_id=organisation.id,
        iban=iban,
        holder=holder.strip(),
        status=BankAccountStatus.PROPOSED,
        proposed_by_id=actor.account_id,
        proposed_at=now,
    )
    db.session.add(account)
    after = {"iban": iban, "holder": account.holder}
    trail.record("bank_account.proposed", account, actor=actor, now=now, after=after)
    return account


def call_back(account: BankAccount, *, note: str, actor: Actor, now: datetime) -> None:
    """The first signature: somebody called the organisation on a number known from elsewhere."""
    refuse_if(obstacles_to_calling_back(facts_of(account), by=actor.account_id, note=note))
    account.status = BankAccountStatus.CALLED_BACK
    account.called_back_by_id, account.called_back_at = actor.account_id, now
    account.call_back_note = note.strip()
    trail.record("bank_account.called_back", account, actor=actor, now=now, reason=note.strip())


def confirm_bank_account(account: BankAccount, *, actor: Actor, now: datetime) -> None:
    """The second signature. The first account counts at once, another takes over after the cooling-off period.

    No money goes to either before that period is over; the account it replaces is paid on until then.
    """
    number_lock(f"bank:{account.organisation_id}")
    refuse_if(obstacles_to_confirming(facts_of(account), by=actor.account_id))
    counts_from, replaced = now.date(), queries.latest_bank_account(account.organisation_id)
    if replaced is not None:
        counts_from = replaced.counts_until = first_day_to_pay(now.date())
        db.session.flush()
    account.status = BankAccountStatus.CONFIRMED
    account.confirmed_by_id, account.confirmed_at = actor.account_id, now
    account.counts_from = counts_from
    before = {"iban": replaced.iban if replaced else None}
    after = {"iban": account.iban, "pays_from": account.pays_from}
    trail.record("bank_account.confirmed", account, actor=actor, now=now, before=before, after=after)
    if account.organisation.email:
        add_mail(
            to=account.organisation.email, subject="Uw rekeningnummer is bevestigd",
            template="mail/bank_account_confirmed.txt", now=now, account=account,
        )  # fmt: skip


def refuse_bank_account(account: BankAccount, *, reason: str, actor: Actor, now: datetime) -> None:
    """Do not pay on this account, for example because the firm knew nothing of it.

    It may be confirmed already, in its cooling-off period: the account that it would replace then goes on.
    """
    number_lock(f"bank:{account.organisation_id}")
    refuse_if(obstacles_to_refusing(facts_of(account), today=now.date()))
    replaced = queries.bank_account_replaced_by(account)
    account.status = BankAccountStatus.REFUSED
    account.refused_by_id, account.refused_at = actor.account_id, now
    account.refusal_reason = reason
    if replaced is not None:
        db.session.flush()
        replaced.counts_until = account.counts_until
    trail.record("bank_account.refused", account, actor=actor, now=now, reason=reason)


def facts_of(account: BankAccount) -> BankAccountFacts:
    """The account as the rules see it."""
    return BankAccountFacts(
        account.status,
        account.proposed_by_id,
        account.called_back_by_id,
        account.confirmed_by_id,
        account.pays_from,
    )
