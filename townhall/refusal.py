"""Saying no, with every reason at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Obstacle:
    """One reason why something cannot be done now.

    ``code`` is for tests and programs; ``text`` is a Dutch sentence for people that says what is
    wrong and what to do next; ``field`` names the form field it is about, when there is one.
    ``is_final`` says that waiting or mending does not help any more.
    """

    code: str
    text: str
    field: str | None = None
    is_final: bool = False


class Refusal(Exception):
    """An operation that was not carried out; nothing has changed."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        assert obstacles, "a refusal has at least one reason"
        self.obstacles = list(obstacles)
        super().__init__("; ".join(obstacle.text for obstacle in obstacles))


def refuse_if(obstacles: Sequence[Obstacle]) -> None:
    """Raise ``Refusal`` with all obstacles, when there are any."""
    if obstacles:
        raise Refusal(obstacles)
