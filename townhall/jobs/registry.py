"""Which kinds of work there are; each module registers its own."""

from collections.abc import Callable
from typing import Any

#: Tells how far the work is: ``progress(3, 12)``. Others see it at once as long as the work has written nothing
#: itself: make everything first, store it last.
Progress = Callable[[int, int], None]
#: Does the work; gives the id of the document it made, or None.
Work = Callable[[dict[str, Any], Progress], int | None]

_kinds: dict[str, Work] = {}


def kind(name: str) -> Callable[[Work], Work]:
    """Register a function as the work of this kind. It may run twice: it must do its effect once."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def work_of(name: str) -> Work:
    """The work of this kind."""
    return _kinds[name]


#: Looks for what has become due in its module and does it; gives how many things it did.
Round = Callable[[], int]

_rounds: dict[str, Round] = {}


def each_round(work: Round) -> None:
    """Register a function that the clockwork calls every few seconds. It may run twice: it must do its effect once."""
    _rounds[f"{work.__module__}.{work.__qualname__}"] = work


def rounds() -> dict[str, Round]:
    """What every round of the clockwork does, by name."""
    return dict(_rounds)
