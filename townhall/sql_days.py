"""Days in the database, alike on SQLite and PostgreSQL: how many lie between two, and the Dutch day of a moment."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from townhall.clock import AMSTERDAM


class days_between(FunctionElement[int]):  # noqa: N801
    """``days_between(start, end)``: how many days the second day lies after the first; negative when before it."""

    type = Integer()
    inherit_cache = True


class dutch_day(FunctionElement[date]):  # noqa: N801
    """``dutch_day(moment)``: the day it then was in Amsterdam; a moment lies in the database as UTC."""

    type = Date()
    inherit_cache = True


def dutch_day_of_text(moment: str | None) -> str | None:
    """The same for SQLite, which keeps a moment as text without zone and knows no summer time."""
    if moment is None:
        return None
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(AMSTERDAM).date().isoformat()


@compiles(days_between, "sqlite")
def _between_on_sqlite(element: days_between, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _between_on_postgresql(element: days_between, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(each, **options) for each in element.clauses)
    return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"


@compiles(dutch_day, "sqlite")
def _day_on_sqlite(element: dutch_day, compiler: Any, **options: Any) -> str:
    return f"dutch_day({compiler.process(element.clauses, **options)})"


@compiles(dutch_day, "postgresql")
def _day_on_postgresql(element: dutch_day, compiler: Any, **options: Any) -> str:
    return f"CAST(({compiler.process(element.clauses, **options)}) AT TIME ZONE '{AMSTERDAM.key}' AS DATE)"
