"""The chapters of the demo, in the order in which they happened."""

from collections.abc import Callable

from demo.telling import Story

CHAPTERS: list[tuple[str, Callable[[Story], None]]] = []
