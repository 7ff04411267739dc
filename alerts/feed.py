"""The days ahead of one person, as events of a calendar."""

from datetime import date, timedelta

from alerts.collectors import facts_of
from alerts.due import Fact
from alerts.queries import tuning
from townhall.absences.queries import away_on
from townhall.accounts.actor import Actor
from townhall.accounts.roles import Role
from townhall.ical import CalendarEvent

#: What lies further back is history, what lies further ahead may still move.
BACK, AHEAD = timedelta(days=30), timedelta(days=800)


def events_for(actor: Actor, roles: frozenset[Role], today: date, base_url: str) -> list[CalendarEvent]:
    """Every day about which this person would be alerted in one of these roles, whether it was raised or not."""
    occasions = tuning()
    stands_in_for = {away for away, stand_in in away_on(today).items() if stand_in == actor.account_id}
    owners = {None, actor.account_id, *stands_in_for}
    events = []
    for fact in facts_of(today):
        if fact.due_on is None or not today - BACK <= fact.due_on <= today + AHEAD:
            continue
        occasion = occasions.of(fact.kind, fact.contract_id)
        if occasion.role in roles and fact.owner_id in owners and _concerns(fact, actor):
            events.append(
                CalendarEvent(
                    key=f"{fact.kind.value}:{fact.subject}", title=occasion.title, on=fact.due_on,
                    text=f"{fact.about}\n\n{occasion.what_to_do}\n{occasion.rule}", url=base_url + fact.url,
                )  # fmt: skip
            )
    return events


def _concerns(fact: Fact, actor: Actor) -> bool:
    return Role.SUPPLIER not in actor.roles or fact.organisation_id == actor.organisation_id
