"""The clockwork on a few days of the story, so that the work lists show what was told in time."""

from collections.abc import Sequence
from datetime import date

from flask import current_app

from alerts.collectors import facts_of
from alerts.operations.scanning import scan
from demo.telling import Line, Story, at
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.database import transaction


def scans(story: Story, days: Sequence[date]) -> Line:
    """Look for alerts on these mornings."""
    for day in sorted(days):
        moment = at(day, 7)
        yield moment
        story.now = max(moment, story.now)
        current_app.extensions["fixed_now"] = story.now
        clock.forget_now()
        with transaction():
            scan(facts_of(day), actor=SYSTEM, now=story.now)
