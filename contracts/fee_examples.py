"""Made-up clients with whom a schedule is tried before the first real one starts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from contracts.fee_histories import ClientHistory, PriceList, worked_out
from contracts.fee_rules.payable import Payable
from contracts.placement_kinds import BenefitEffect, ContractForm, WorkKind
from contracts.placements import PlacementFacts, PlacementTerms
from townhall.periods import add_months

#: From a first client's referral this far: what can be earned has been earned by then.
MONTHS_AHEAD = 24


@dataclass(frozen=True)
class Example:
    """A made-up client: a name for the page, and what happens."""

    name: str
    history: ClientHistory


@dataclass(frozen=True)
class Tried:
    """What an example brings."""

    example: Example
    found: Payable


def usual_examples(starts_on: date, terms: PlacementTerms) -> list[Example]:
    """Five clients who show the rules: one who stays at work, and four with whom something happens."""
    begun = starts_on + timedelta(days=14)
    works = add_months(starts_on, 3)
    hours = max(Decimal(32), terms.min_hours_per_week)
    able = None if terms.able_share is None else Decimal(32)
    base = ClientHistory(
        referred_on=starts_on, plan_on=begun, started_on=begun, able_hours=able, benefit=BenefitEffect.ENDED
    )
    too_few = max(terms.min_hours_per_week - 1, Decimal(1))
    early = works + timedelta(days=41)
    half_way = add_months(works, max(terms.min_months // 2, 1))
    follows = half_way + timedelta(days=min(terms.max_gap_days, 7))
    return [
        Example("Blijft aan het werk", replace(base, jobs=(_job(works, None, hours),))),
        Example("Werkt net te weinig uren", replace(base, jobs=(_job(works, None, too_few),))),
        Example("Stopt na zes weken", replace(base, jobs=(_job(works, add_months(works, 12), hours, early),))),
        Example(
            "Krijgt een vervolgcontract",
            replace(
                base,
                jobs=(
                    _job(works, half_way - timedelta(days=1), hours),
                    _job(follows, add_months(follows, 12) - timedelta(days=1), hours),
                ),
            ),
        ),
        Example("Valt uit na het plan", replace(base, ended_on=add_months(starts_on, 2))),
    ]


def _job(start: date, until: date | None, hours: Decimal, ended: date | None = None) -> PlacementFacts:
    form = ContractForm.PERMANENT if until is None else ContractForm.FIXED_TERM
    return PlacementFacts(start, until, WorkKind.REGULAR, hours, ended, contract_form=form)


def declared(codes: Iterable[str], history: ClientHistory) -> dict[str, date]:
    """The days on which the supplier declares his own steps (intake, certificate): the first that is possible."""
    return dict.fromkeys(codes, history.started_on or history.referred_on)


def tried(examples: Iterable[Example], rules: str, prices: PriceList, *, today: date) -> list[Tried]:
    """What each example brings until that day."""
    found = []
    for example in examples:
        history = replace(example.history, reached={**declared(prices, example.history), **example.history.reached})
        found.append(Tried(example, worked_out(rules, history, prices, today=today)))
    return found
