"""Writing down figures from before this system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.models import HistoricFigure
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.organisations.queries import the_municipality


@dataclass(frozen=True)
class Figure:
    """A figure to be written down; ``unit`` is ``euro`` or ``aantal``."""

    topic: str
    subject: str
    name: str
    value: Decimal | None
    unit: str
    source: str
    note: str = ""


def record_history(figures: Sequence[Figure], *, actor: Actor, now: datetime) -> None:
    """Keep figures from earlier papers, each with its source."""
    assert figures
    db.session.add_all(HistoricFigure(**vars(figure), recorded_at=now) for figure in figures)
    trail.record("history.recorded", the_municipality(), actor=actor, now=now, after={"figures": len(figures)})
