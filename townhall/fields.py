"""Fields with Dutch labels, hints and errors. They give values: Decimal, date, aware moment."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.fields.choices import Choice
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput, TextInput

from townhall.clock import AMSTERDAM
from townhall.filters import file_size, number, short_day, words
from townhall.money import euros
from townhall.typed import plain_number, typed_day
from townhall.validators import (
    NOT_OFFERED,
    Validator,
    a_file,
    at_most,
    between,
    chosen,
    is_email,
    of_kind,
    presence,
    text_validators,
)


class TextField(StringField):  # type: ignore[misc]
    """One line of text, without spaces at its ends. Refuses what looks like a BSN unless ``bsn_exempt``."""

    def __init__(
        self, label: str, *, required: bool = True, max: int = 200, hint: str = "", bsn_exempt: bool = False,
        validators: Sequence[Validator] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        checks = text_validators(label, required, max, bsn_exempt, validators)
        super().__init__(label, checks, description=hint, filters=[_stripped], **kwargs)


class LongTextField(TextAreaField):  # type: ignore[misc]
    """A few lines of text."""

    def __init__(
        self, label: str, *, required: bool = True, max: int = 4000, hint: str = "", bsn_exempt: bool = False,
        validators: Sequence[Validator] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        checks = text_validators(label, required, max, bsn_exempt, validators)
        super().__init__(label, checks, description=hint, filters=[_stripped], **kwargs)


class EmailField(TextField):
    """An e-mail address, in lower case."""

    def __init__(self, label: str = "E-mailadres", **kwargs: Any) -> None:
        super().__init__(
            label, max=254, bsn_exempt=True, validators=[is_email],
            render_kw={"type": "email", "autocomplete": "email"}, **kwargs,
        )  # fmt: skip
        self.filters = [_stripped, _lower]


class SecretField(PasswordField):  # type: ignore[misc]
    """A password or passphrase; never sent back to the page."""

    def __init__(self, label: str, *, required: bool = True, hint: str = "", new: bool = False, **kwargs: Any) -> None:
        kind = "new-password" if new else "current-password"
        super().__init__(label, presence(required, label), description=hint, render_kw={"autocomplete": kind}, **kwargs)


class _ParsedField(Field):  # type: ignore[misc]
    """A text field that gives a value; keeps what was typed when it cannot be read."""

    widget = TextInput()
    unreadable = ""
    data: Any

    def __init__(
        self, label: str, *, required: bool = True, hint: str = "", validators: Sequence[Validator] = (), **kwargs: Any
    ) -> None:
        super().__init__(label, [*presence(required, label), *validators], description=hint, **kwargs)
        self._typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self._typed, self.data = typed, None
        if typed:
            try:
                self.data = self.parse(typed)
            except (ValueError, ArithmeticError) as error:
                raise ValueError(self.unreadable) from error

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self._typed is not None:
            return self._typed
        return "" if self.data is None else self.show(self.data)

    def parse(self, typed: str) -> Any:
        """The value of what was typed; raises ``ValueError`` when it has none."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """How the value stands in the field."""
        raise NotImplementedError


class ExactField(_ParsedField):
    """A number with a comma, as ``Decimal``, between ``least`` and ``most``."""

    unreadable = "Vul een getal in, bijvoorbeeld 12,5."

    def __init__(
        self, label: str, *, least: Decimal | int | None = None, most: Decimal | int | None = None, **kwargs: Any
    ) -> None:
        render = {"inputmode": "decimal", "class": "input--short", **kwargs.pop("render_kw", {})}
        checks = [*kwargs.pop("validators", ()), between(least, most, self.show)]
        super().__init__(label, validators=checks, render_kw=render, **kwargs)

    def parse(self, typed: str) -> Any:
        return Decimal(plain_number(typed))

    def show(self, value: Any) -> str:
        plain = f"{value:f}"
        return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")


class EuroField(ExactField):
    """An amount in euros: ``1.250,50`` or ``1250``. Not filled in is None, which is not zero."""

    unreadable = "Vul een bedrag in euro's in, bijvoorbeeld 1.250,50."

    def __init__(self, label: str, *, least: Decimal | int | None = 0, **kwargs: Any) -> None:
        super().__init__(label, least=least, most=kwargs.pop("most", Decimal("99999999999")), **kwargs)

    def parse(self, typed: str) -> Any:
        return euros(plain_number(typed.replace("€", "").strip()))

    def show(self, value: Any) -> str:
        return number(value, 2)


class PercentField(ExactField):
    """A percentage from 0 to 100, as the number itself."""

    unreadable = "Vul een percentage in, bijvoorbeeld 30 of 12,5."

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, least=kwargs.pop("least", 0), most=kwargs.pop("most", 100), **kwargs)

    def parse(self, typed: str) -> Any:
        return Decimal(plain_number(typed.replace("%", "").strip()))


class NumberField(ExactField):
    """A whole number."""

    unreadable = "Vul een heel getal in, bijvoorbeeld 12."

    def parse(self, typed: str) -> Any:
        return int(plain_number(typed))

    def show(self, value: Any) -> str:
        return str(value)


class DayField(_ParsedField):
    """A day, typed as dd-mm-jjjj."""

    unreadable = "Vul een datum in als dag-maand-jaar, bijvoorbeeld 23-11-2026."

    def __init__(self, label: str, *, hint: str = "dd-mm-jjjj", **kwargs: Any) -> None:
        render = {"class": "input--short", "autocomplete": "off"}
        super().__init__(label, hint=hint, render_kw=render, **kwargs)

    def parse(self, typed: str) -> date:
        return typed_day(typed)

    def show(self, value: Any) -> str:
        return short_day(value)


class MonthField(_ParsedField):
    """A month, typed as mm-jjjj; the value is its first day."""

    unreadable = "Vul een maand in als maand-jaar, bijvoorbeeld 01-2026."

    def __init__(self, label: str, *, hint: str = "mm-jjjj", **kwargs: Any) -> None:
        render = {"class": "input--short", "autocomplete": "off"}
        super().__init__(label, hint=hint, render_kw=render, **kwargs)

    def parse(self, typed: str) -> date:
        return typed_day(f"01-{typed}")

    def show(self, value: Any) -> str:
        return f"{value:%m-%Y}"


class MomentField(_ParsedField):
    """A moment in Dutch time, typed as dd-mm-jjjj uu:mm."""

    unreadable = "Vul datum en tijd in, bijvoorbeeld 23-11-2026 12:00."

    def __init__(self, label: str, *, hint: str = "dd-mm-jjjj uu:mm", **kwargs: Any) -> None:
        render = {"class": "input--medium", "autocomplete": "off"}
        super().__init__(label, hint=hint, render_kw=render, **kwargs)

    def parse(self, typed: str) -> datetime:
        day_text, _, time_text = re.sub(r"\s+", " ", typed).partition(" ")
        found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?: ?uur)?", time_text)
        if not found:
            raise ValueError("no time of day")
        hour, minute = int(found[1]), int(found[2])
        day = typed_day(day_text)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)

    def show(self, value: Any) -> str:
        return f"{value.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


Choices = type[Enum] | Iterable[Enum] | Iterable[tuple[Any, str]]


def _choices(choices: Choices, empty: str | None = None) -> list[SelectChoice]:
    made = [] if empty is None else [SelectChoice(value="", label=empty)]
    for choice in choices:
        value, label = (choice.value, words(choice)) if isinstance(choice, Enum) else choice
        made.append(SelectChoice(value=str(value), label=label))
    return made


class ChoiceField(SelectField):  # type: ignore[misc]
    """One of a list: an enum (its Dutch labels are looked up), or pairs of value and label.

    ``data`` is the value as text, or the enum member when an enum was given; None when not chosen.
    """

    def __init__(
        self, label: str, *, choices: Choices = (), required: bool = True, hint: str = "",
        empty: str = "Maak een keuze",
        validators: Sequence[Validator] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        self._enum = choices if isinstance(choices, type) else None
        self._offered, self._empty = choices, empty
        super().__init__(
            label, [chosen(label) if required else Optional(), *validators], choices=lambda: _choices(choices, empty),
            coerce=self._member, description=hint, validate_choice=True, **kwargs,
        )  # fmt: skip
        if required:
            self.flags.required = True

    def offer(self, choices: Choices) -> None:
        """Set the choices of this request."""
        self.choices = _choices(choices, self._empty)

    def _member(self, value: Any) -> Any:
        if value in (None, "", "None"):
            return None
        if self._enum is not None:
            return value if isinstance(value, self._enum) else self._enum(value)
        return str(value)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        offered = {choice.value for choice in self.choices or ()}
        chosen = self.data.value if isinstance(self.data, Enum) else self.data
        if str(chosen) not in offered:
            raise ValidationError(NOT_OFFERED)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NOT_OFFERED) from error

    def iter_choices(self) -> Any:
        current = self.data.value if isinstance(self.data, Enum) else (self.data or "")
        for choice in self.choices or ():
            yield Choice(choice.value, choice.label, str(current) == choice.value, {})


class RadioChoiceField(ChoiceField):
    """One of a short list, all in sight."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        offered = self._offered
        self.choices = _choices(offered) if not callable(offered) or isinstance(offered, type) else self.choices

    def offer(self, choices: Choices) -> None:
        self.choices = _choices(choices)


class ChoicesField(SelectMultipleField):  # type: ignore[misc]
    """Any number of a list, as check boxes; ``data`` is a list of values or enum members."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: str, *, choices: Choices = (), required: bool = False, hint: str = "", **kwargs: Any
    ) -> None:
        self._enum = choices if isinstance(choices, type) else None
        super().__init__(
            label, [chosen(label)] if required else [], choices=lambda: _choices(choices), coerce=str,
            description=hint, validate_choice=True, invalid_choice_message=NOT_OFFERED, **kwargs,
        )  # fmt: skip

    def offer(self, choices: Choices) -> None:
        """Set the choices of this request."""
        self.choices = _choices(choices)

    @property
    def members(self) -> list[Any]:
        """The chosen enum members, or values."""
        chosen = self.data or []
        return [self._enum(value) for value in chosen] if self._enum else list(chosen)


class YesNoField(BooleanField):  # type: ignore[misc]
    """A statement to tick."""

    def __init__(self, label: str, *, required: bool = False, hint: str = "", **kwargs: Any) -> None:
        checks = [InputRequired("Zet hier een vinkje om verder te gaan.")] if required else []
        super().__init__(label, checks, description=hint, **kwargs)


class UploadField(FileField):  # type: ignore[misc]
    """A file, checked on its name and size here and on its content when it is stored."""

    def __init__(
        self, label: str, *, kinds: Iterable[str], required: bool = True, max_bytes: int = 25_000_000, hint: str = "",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.kinds = sorted(kinds)
        allowed = ", ".join(self.kinds)
        about = hint or f"Toegestaan: {allowed}; hooguit {file_size(max_bytes)}."
        super().__init__(
            label, [*([a_file] if required else [Optional()]), of_kind(self.kinds), at_most(max_bytes)],
            description=about, render_kw={"accept": ",".join(f".{kind}" for kind in self.kinds)}, **kwargs,
        )  # fmt: skip
        if required:
            self.flags.required = True


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


def _lower(value: str | None) -> str | None:
    return value.lower() if value else value
