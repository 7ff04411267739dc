"""Questions to the trail."""

from collections.abc import Iterator

from sqlalchemy import Select, select

from townhall.audit.models import AuditEntry
from townhall.database import Record, db


def whole_trail() -> Iterator[AuditEntry]:
    """Every entry from the first on, read in pieces."""
    statement = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    return iter(db.session.execute(statement).scalars())


def newest_entries(*, act: str = "", text: str = "") -> Select[AuditEntry]:
    """The trail, newest first, for a page; filtered on an act or on words in name and subject."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc())
    if act:
        statement = statement.where(AuditEntry.act.startswith(act, autoescape=True))
    if text:
        pattern = AuditEntry.subject_label.icontains(text, autoescape=True)
        statement = statement.where(pattern | AuditEntry.actor_name.icontains(text, autoescape=True))
    return statement


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
