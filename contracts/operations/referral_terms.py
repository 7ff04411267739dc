"""What a contract says about referrals: who is next, how many, and for how long the supplier stays in touch."""

from datetime import datetime

from contracts.models.frameworks import FrameworkContract
from contracts.referrals import ReferralRule, obstacles_to_terms
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import refuse_if


def agree_on_referrals(
    contract: FrameworkContract, rule: ReferralRule | None, *, places: int | None, aftercare_months: int | None,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Write down what was agreed; None is: the contract says nothing about it. Holds for referrals from now on.

    Saying the same again changes nothing and is not recorded.
    """
    refuse_if(obstacles_to_terms(places, aftercare_months))
    before = _terms_of(contract)
    contract.referral_rule, contract.places, contract.aftercare_months = rule, places, aftercare_months
    if _terms_of(contract) == before:
        return
    trail.record(
        "contract.referrals-agreed", contract, actor=actor, now=now, before=before, after=_terms_of(contract)
    )


def _terms_of(contract: FrameworkContract) -> dict[str, object]:
    return {
        "rule": contract.referral_rule,
        "places": contract.places,
        "aftercare_months": contract.aftercare_months,
    }
