"""Reads the facts about which somebody may have to be warned; a fixed number of queries each."""

from datetime import date

from alerts.collectors import contracts, money, procurement
from alerts.due import Fact


def facts_of(today: date) -> list[Fact]:
    """Every fact of every kind, as things stand on this day."""
    return [*procurement.facts(today), *contracts.facts(today), *money.facts(today)]
