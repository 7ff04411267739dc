"""Reads the facts about which somebody may have to be warned; a fixed number of queries each."""

from datetime import date

from alerts.collectors import awarding, contracts, endings, money, performance, procurement, system
from alerts.due import Fact
from contracts.queries.running import running_in_parts
from townhall import clock
from townhall.audit.trail import ChainVerdict


def facts_of(today: date, *, verdict: ChainVerdict | None = None) -> list[Fact]:
    """Every fact of every kind, as things stand on this day; ``verdict`` is of a walk through the trail just made."""
    found = [
        *procurement.facts(today),
        *awarding.facts(),
        *contracts.facts(today),
        *performance.people_to_look_after(today),
        *endings.facts(),
        *money.facts(today),
        *system.facts(clock.now(), verdict),
    ]
    for running in running_in_parts(today):
        found += contracts.facts_of_running(running, today)
        found += performance.facts_of_running(running, today)
    return found
