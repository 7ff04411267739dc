"""Whose installation this is, and in a demo: what day it is there."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import g
from sqlalchemy import CheckConstraint, Date, String, select
from sqlalchemy.orm import Mapped, mapped_column

from townhall import clock
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import Record, db
from townhall.refusal import Obstacle, refuse_if


class Installation(Record):
    """The one contracting authority this database belongs to."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(120))
    department: Mapped[str] = mapped_column(String(120))


class DemoDate(Record):
    """The demo's own day. A real database has no such row, and no page to make one."""

    __tablename__ = "demo_date"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    day: Mapped[date] = mapped_column(Date)


@dataclass(frozen=True)
class InstallationFacts:
    """What every page shows of the installation; ``demo_day`` is None in a real database."""

    name: str
    department: str
    demo_day: date | None


def installation() -> InstallationFacts:
    """The facts of this installation, read once per request."""
    if "installation" not in g:
        row = db.session.execute(
            select(Installation.name, Installation.department, DemoDate.day).outerjoin(
                DemoDate, DemoDate.id == Installation.id
            )
        ).first()
        g.installation = (
            InstallationFacts(row.name, row.department, row.day)
            if row
            else InstallationFacts("Raamwerk", "Inkoop re-integratie", None)
        )
    return g.installation  # type: ignore[no-any-return]


def forget_installation() -> None:
    """Read the facts anew: for commands that set or move them."""
    g.pop("installation", None)
    clock.forget_now()


def demo_day() -> date | None:
    """The demo's day, or None in a real database."""
    return installation().demo_day


def move_demo_date(demo: DemoDate, to: date, *, actor: Actor, now: datetime) -> None:
    """Move the demo's day forward; never back, because then the trail would lie."""
    refuse_if(obstacles_to_moving(demo.day, to))
    before, demo.day = demo.day, to
    trail.record("demo.date_moved", demo, actor=actor, now=now, before={"day": before}, after={"day": to})
    forget_installation()


def obstacles_to_moving(current: date, to: date) -> list[Obstacle]:
    """Why the demo's day cannot become this one."""
    if to <= current:
        text = "De demo kan alleen vooruit in de tijd. Kies een latere dag."
        return [Obstacle("demo-only-forward", text, "day")]
    if (to - current).days > 1100:
        text = "Ga in stappen van hooguit drie jaar vooruit. Kies een eerdere dag."
        return [Obstacle("demo-too-far", text, "day")]
    return []
