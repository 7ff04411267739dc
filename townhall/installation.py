"""Whose installation this is (its one municipality), and in a demo: what day it is there."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import g
from sqlalchemy import CheckConstraint, Date, select
from sqlalchemy.orm import Mapped, mapped_column

from townhall import clock
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import Record, db
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


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
        name = (
            select(Organisation.name)
            .where(Organisation.kind == OrganisationKind.MUNICIPALITY)
            .scalar_subquery()
        )
        row = db.session.execute(select(name, select(DemoDate.day).scalar_subquery())).one()
        g.installation = InstallationFacts(row[0] or "Raamwerk", "Inkoop re-integratie", row[1])
    return g.installation  # type: ignore[no-any-return]


def forget_installation() -> None:
    """Read the facts anew: for commands that set or move them."""
    g.pop("installation", None)
    clock.forget_now()


def demo_day() -> date | None:
    """The demo's day, or None in a real database."""
    return installation().demo_day


def begin_demo(day: date, *, actor: Actor, now: datetime) -> DemoDate:
    """Make this database a demo, standing on this day. Only for a database that was made for it."""
    demo = DemoDate(id=1, day=day)
    db.session.add(demo)
    trail.record("demo.begun", demo, actor=actor, now=now, after={"day": day})
    forget_installation()
    return demo


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
