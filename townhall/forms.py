"""Forms: they check shape, keep what was typed, and show why an operation refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField

from townhall.audit.queries import latest_change_of
from townhall.database import Record
from townhall.filters import moment
from townhall.refusal import Obstacle, Refusal

STALE = Obstacle(
    "changed-meanwhile",
    "Iemand anders heeft dit intussen gewijzigd. Open de pagina opnieuw en bekijk de nieuwe versie.",
)


class NothingYet:
    """In the place of a record that two people may be about to write: the first one makes it."""

    version = 0


NOTHING_YET = NothingYet()


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form. ``obstacles`` holds why the operation was refused.

    A form about something that two people may edit is made with ``record=…``, which has a ``version``. It
    carries the version that its reader saw. When the record has another one by now, the form is not valid:
    it says who changed what was there, keeps what was typed, and ``fresh_address`` is where the new version is.
    """

    seen_version = HiddenField()

    def __init__(self, *args: Any, record: Record | NothingYet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obstacles: list[Obstacle] = []
        self.fresh_address = ""
        self._record = record
        if record is None:
            del self.seen_version
        elif self.seen_version.raw_data is None:
            self.seen_version.data = str(_version_of(record))

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether it was sent and its shape is right. A form put back after a log-in is shown again, not sent."""
        if g.get("shows_only"):
            return False
        return bool(super().validate_on_submit(extra_validators))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the shape is right, and nobody changed the record since this form was opened."""
        is_right: bool = super().validate(extra_validators)
        if self._is_stale():
            self._refuse_as_stale()
            return False
        return is_right

    def _is_stale(self) -> bool:
        # A submission that names no version comes from no page of ours: the database compares its own.
        if self._record is None or not self.seen_version.raw_data:
            return False
        return bool(self.seen_version.data != str(_version_of(self._record)))

    def _refuse_as_stale(self) -> None:
        self.fresh_address = request.full_path.rstrip("?")
        self.refuse([_changed_meanwhile(self._record)])

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
            self._refuse_as_stale()

    def refuse(self, obstacles: list[Obstacle]) -> None:
        """Show these obstacles, those about a field at that field as well.

        Also for a page that looks before anybody pressed the button.
        """
        self.obstacles = obstacles
        for obstacle in obstacles:
            field = self._fields.get(obstacle.field)
            if field is not None and field.type not in ("FormField", "FieldList"):
                field.errors = [*field.errors, obstacle.text]

    def refuse_also(self, obstacles: list[Obstacle]) -> None:
        """Show, beside what is wrong with the shape, what would be refused next; one reason per field."""
        self.refuse([obstacle for obstacle in obstacles if not self.errors.get(obstacle.field)])


class ConfirmForm(Form):
    """Only a button."""


def _version_of(record: Any) -> int:
    version: int = record.version
    return version


def _changed_meanwhile(record: Record | NothingYet | None) -> Obstacle:
    change = latest_change_of(record) if isinstance(record, Record) else None
    if change is None:
        return STALE
    text = (
        f"Iemand anders heeft dit intussen gewijzigd: {change.actor_name}, {moment(change.at)}. "
        "Wat u typte staat hieronder nog; er is niets opgeslagen. Bekijk eerst de nieuwe versie."
    )
    return Obstacle(STALE.code, text)
