"""Who acts: the name under which an operation is recorded."""

from dataclasses import dataclass, field

from townhall.accounts.roles import Role


@dataclass(frozen=True)
class Actor:
    """A person, or the house itself, at the moment of acting."""

    account_id: int | None
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisation_id: int | None = None


#: What the house does by itself: jobs and the daily scan.
SYSTEM = Actor(account_id=None, name="Raamwerk")

#: Somebody who is not logged in, such as a supplier who registers.
VISITOR = Actor(account_id=None, name="Bezoeker")
