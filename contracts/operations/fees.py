"""The fee schedule of a draft."""

from collections.abc import Sequence
from datetime import datetime

from contracts.fee_schedules import FeeLine, obstacles_to_schedule
from contracts.lifecycle import PUBLISHED_BEFORE, obstacles_to_changing
from contracts.models import FrameworkContract
from contracts.operations.agreed_terms import replace_lines
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.refusal import Obstacle, refuse_if


def change_fees(
    contract: FrameworkContract, lines: Sequence[FeeLine], *, actor: Actor, now: datetime
) -> None:
    """Give a draft this fee schedule; what was offered in a tender cannot be changed here."""
    found = obstacles_to_changing(contract.status)
    if contract.basis in PUBLISHED_BEFORE:
        found.append(
            Obstacle(
                "fees-from-bid",
                "De vergoeding volgt uit de aanbesteding en de winnende inschrijving. Die ligt vast.",
            )
        )
    refuse_if(found or obstacles_to_schedule(lines, contract.financing) + _obstacles_to_amounts(lines))
    before = {"fees": [f"{milestone.label}: {milestone.amount}" for milestone in contract.milestones]}
    replace_lines(contract, lines)
    after = {"fees": [f"{line.label}: {line.amount}" for line in lines]}
    trail.record("contract.draft-changed", contract, actor=actor, now=now, before=before, after=after)


def _obstacles_to_amounts(lines: Sequence[FeeLine]) -> list[Obstacle]:
    if all(line.amount is not None for line in lines):
        return []
    return [
        Obstacle("tariff-missing", "Vul het tarief in waarover de percentages gaan.", "tariff"),
    ]
