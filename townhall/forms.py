"""Forms: they check shape, keep what was typed, and show why an operation refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError

from townhall.refusal import Obstacle, Refusal

STALE = Obstacle(
    "changed-meanwhile",
    "Iemand anders heeft dit intussen gewijzigd. Open de pagina opnieuw en bekijk de nieuwe versie.",
)


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form. ``obstacles`` holds why the operation was refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obstacles: list[Obstacle] = []

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Catch a refusal of the operation inside, to be shown with what was typed.

        Goes around ``transaction()``, so that nothing is saved when it catches something.
        """
        try:
            yield
        except Refusal as refusal:
            self.refuse(refusal.obstacles)
        except StaleDataError:
            self.refuse([STALE])

    def refuse(self, obstacles: list[Obstacle]) -> None:
        """Show these obstacles, those about a field at that field as well.

        Also for a page that looks before anybody pressed the button.
        """
        self.obstacles = obstacles
        for obstacle in obstacles:
            field = self._fields.get(obstacle.field)
            if field is not None and field.type not in ("FormField", "FieldList"):
                field.errors = [*field.errors, obstacle.text]


class ConfirmForm(Form):
    """Only a button."""
