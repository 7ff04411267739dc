"""Questions to the trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from townhall.audit.models import AuditEntry
from townhall.clock import AMSTERDAM
from townhall.database import Record, db


def whole_trail() -> Iterator[AuditEntry]:
    """Every entry from the first on, read in pieces."""
    statement = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    return iter(db.session.execute(statement).scalars())


@dataclass(frozen=True)
class TrailFilter:
    """Which part of the trail: the start of an act, words in name or subject, the first and the last day."""

    act: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


EVERYTHING = TrailFilter()


def newest_entries(wanted: TrailFilter = EVERYTHING) -> Select[AuditEntry]:
    """This part of the trail, newest first; a statement, for a page or a list to take along."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc())
    if wanted.act:
        statement = statement.where(AuditEntry.act.startswith(wanted.act, autoescape=True))
    if wanted.text:
        pattern = AuditEntry.subject_label.icontains(wanted.text, autoescape=True)
        statement = statement.where(pattern | AuditEntry.actor_name.icontains(wanted.text, autoescape=True))
    if wanted.since:
        statement = statement.where(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        statement = statement.where(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return statement


def number_of_entries(wanted: TrailFilter) -> int:
    """How many acts this part of the trail holds."""
    found = newest_entries(wanted).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def entries_to_take_along(wanted: TrailFilter, limit: int) -> Iterator[AuditEntry]:
    """This part of the trail, newest first and no more than the limit, read in pieces."""
    statement = newest_entries(wanted).limit(limit).execution_options(yield_per=1000)
    return iter(db.session.execute(statement).scalars())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)


def history_of(*subjects: Record, limit: int = 50) -> list[AuditEntry]:
    """What happened to these records, newest first."""
    assert subjects
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    by_type: dict[str, list[str]] = {}
    for subject in subjects:
        by_type.setdefault(subject.__tablename__, []).append(str(subject.id))  # type: ignore[attr-defined]
    condition = None
    for kind, keys in by_type.items():
        part = (AuditEntry.subject_type == kind) & AuditEntry.subject_id.in_(keys)
        condition = part if condition is None else condition | part
    assert condition is not None
    return list(db.session.scalars(wanted.where(condition)))


def latest_change_of(subject: Record) -> AuditEntry | None:
    """The last act that changed this record; looking at it is an act too, but changes nothing."""
    key = str(subject.id)  # type: ignore[attr-defined]
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == subject.__tablename__,
            AuditEntry.subject_id == key,
            (AuditEntry.after != "{}") | (AuditEntry.before != "{}"),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
