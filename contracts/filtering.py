"""Reading a choice from an address: what is no choice filters nothing."""

from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


def chosen(choices: type[Choice], value: str | None) -> Choice | None:
    """The choice with this value; none when there is no such choice."""
    return next((choice for choice in choices if choice.value == value), None)
