"""Reads the facts about which somebody may have to be warned; a fixed number of queries each."""

from datetime import date

from alerts.collectors import awarding, contracts, money, performance, procurement, system
from alerts.due import Fact
from contracts.queries.frameworks import running_contracts
from townhall import clock
from townhall.audit.trail import ChainVerdict


def facts_of(today: date, *, verdict: ChainVerdict | None = None) -> list[Fact]:
    """Every fact of every kind, as things stand on this day; ``verdict`` is of a walk through the trail just made."""
    running = running_contracts(today)
    return [
        *procurement.facts(today),
        *awarding.facts(),
        *contracts.facts(running, today),
        *performance.facts(running, today),
        *money.facts(today),
        *system.facts(clock.now(), verdict),
    ]
