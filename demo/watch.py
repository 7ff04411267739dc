"""The clockwork on some mornings of the story, so that of every kind of signal there is one to look at."""

from collections.abc import Sequence
from datetime import date

from flask import current_app

from alerts.collectors import facts_of
from alerts.occasion import OccasionKind
from alerts.operations.scanning import scan
from alerts.operations.settings import set_occasion
from alerts.queries import tuning
from alerts.tuning import Setting
from demo.telling import Line, Story, at
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.database import transaction


def scans(story: Story, days: Sequence[date]) -> Line:
    """Do what waits and look for alerts on these mornings, as the clockwork does."""
    for day in sorted(days):
        moment = at(day, 7)
        yield moment
        story.now = max(moment, story.now)
        current_app.extensions["fixed_now"] = story.now
        clock.forget_now()
        story.work()
        with transaction():
            scan(facts_of(day), actor=SYSTEM, now=story.now, tuning=tuning())


def early_warning(story: Story) -> Line:
    """Ali lets one signal come earlier than the house has it: a tender for 2028 is prepared in 2026."""
    on = at("2026-08-25")
    yield on
    setting = Setting(OccasionKind.THRESHOLD_ROW_MISSING, steps=(540, 90, 30, 7, 0))
    story.do(set_occasion, setting, by="Ali", on=on)
