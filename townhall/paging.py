"""Lists a page at a time, cut by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from townhall.database import db

Row = TypeVar("Row")

PER_PAGE = 25


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, which page it is, and how much there is in all."""

    rows: Sequence[Row]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def url(self, number: int) -> str:
        """The address of another page of the same list, filters kept."""
        arguments: dict[str, Any] = {**request.args.to_dict(flat=False), "pagina": [str(number)]}
        assert request.endpoint is not None
        return url_for(request.endpoint, **(request.view_args or {}), **arguments)


def page_of_list(items: Sequence[Row], *, per_page: int = PER_PAGE) -> Page[Row]:
    """The page that ``?pagina=`` asks for of a list whose order is more than the database knows."""
    number = min(max(1, request.args.get("pagina", 1, type=int)), max(1, -(-len(items) // per_page)))
    return Page(items[(number - 1) * per_page : number * per_page], number, per_page, len(items))


def page_of(
    statement: Select[*tuple[Any, ...]], *, per_page: int = PER_PAGE, scalars: bool = True
) -> Page[Any]:
    """The page that ``?pagina=`` asks for, in two queries; ``scalars=False`` gives whole rows."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    asked = request.args.get("pagina", 1, type=int)
    number = min(max(1, asked), max(1, -(-total // per_page)))
    result = db.session.execute(statement.limit(per_page).offset((number - 1) * per_page))
    rows = result.scalars().unique().all() if scalars else result.all()
    return Page(rows, number, per_page, total)
