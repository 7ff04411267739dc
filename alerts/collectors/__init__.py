"""Reads the facts about which somebody may have to be warned; a fixed number of queries each."""

from datetime import date

from alerts.collectors import awarding, contracts, endings, money, performance, procurement, system
from alerts.due import Fact
from contracts.queries.frameworks import running_contracts
from townhall import clock
from townhall.audit.trail import ChainVerdict

#: So many contracts are asked about in one question: a database takes no list without end.
AT_A_TIME = 5000


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
    running = running_contracts(today)
    for start in range(0, len(running), AT_A_TIME):
        part = running[start : start + AT_A_TIME]
        found += contracts.facts_of_running(part, today)
        found += performance.facts_of_running(part, today)
    return found
