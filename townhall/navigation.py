"""The menu: what each module adds, and what this person sees of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask import request, url_for

from townhall.accounts.actor import Actor
from townhall.accounts.gate import holds


@dataclass(frozen=True)
class NavItem:
    """A line in the menu, for who holds the permission; lower order comes first.

    ``count`` says how much is waiting; ``section`` is the start of the endpoints it stands for, or some.
    """

    label: str
    endpoint: str
    permission: StrEnum
    order: int
    count: Callable[[Actor], int] | None = None
    section: str | tuple[str, ...] | None = None

    def is_at(self, endpoint: str) -> bool:
        """Whether this line stands for the page that is open."""
        return endpoint.startswith(self.section or self.endpoint.rpartition(".")[0] + ".")


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it."""

    label: str
    url: str
    active: bool
    count: int | None


_items: list[NavItem] = []


def add(item: NavItem) -> None:
    """Put a line in the menu."""
    if item not in _items:
        _items.append(item)


def menu_of(actor: Actor) -> list[Shown]:
    """The lines this person sees, in order."""
    here = request.endpoint or ""
    return [
        Shown(item.label, url_for(item.endpoint), item.is_at(here), item.count(actor) if item.count else None)
        for item in sorted(_items, key=lambda item: (item.order, item.label))
        if holds(actor, item.permission)
    ]
