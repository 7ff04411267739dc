"""What fields check of the shape of what was typed, with the Dutch sentence for when it is wrong."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from townhall.filters import file_size, number
from townhall.identifiers import holds_bsn

Validator = Callable[[Any, Any], None]

BSN_FOUND = (
    "Hier lijkt een burgerservicenummer te staan (negen cijfers die aan de elfproef voldoen). "
    "Haal het weg: Raamwerk bewaart nooit een BSN. Gebruik het deelnemernummer."
)

NOT_OFFERED = "Kies een van de mogelijkheden uit de lijst."


def presence(required: bool, label: str) -> list[Validator]:
    """Refuses what is empty, or stops looking when it may be."""
    if not required:
        return [Optional()]
    asked = within_a_sentence(label)
    return [InputRequired(f"Geef antwoord op de vraag: {asked}?" if label.endswith("?") else f"Vul in: {asked}.")]


def no_bsn(_form: Any, field: Field) -> None:
    """Refuses a text that holds nine digits passing the 11-proof."""
    if holds_bsn(field.data or ""):
        raise ValidationError(BSN_FOUND)


def text_validators(
    label: str, required: bool, longest: int, bsn_exempt: bool, more: Sequence[Validator]
) -> list[Validator]:
    """What every field of text checks, and then what this one checks as well."""
    validators = presence(required, label)
    validators.append(Length(max=longest, message=f"Gebruik hooguit {number(longest)} tekens."))
    if not bsn_exempt:
        validators.append(no_bsn)
    return [*validators, *more]


def within_a_sentence(label: str) -> str:
    """A label as it stands in the middle of a sentence: ``KvK-nummer`` keeps its capitals, a question its words."""
    first_word = label.split(" ", 1)[0].split("-", 1)[0]
    is_abbreviation = any(sign.isupper() for sign in first_word[1:])
    return (label if is_abbreviation else label[:1].lower() + label[1:]).rstrip("?.: ")


def is_email(_form: Any, field: Field) -> None:
    """Refuses what has not the shape of an e-mail address."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", field.data or ""):
        raise ValidationError("Vul een e-mailadres in, bijvoorbeeld naam@bedrijf.nl.")


def between(least: Decimal | int | None, most: Decimal | int | None, show: Callable[[Any], str]) -> Validator:
    """Refuses a number outside these bounds, shown as the field shows numbers."""

    def check(_form: Any, field: Field) -> None:
        if field.data is None:
            return
        if least is not None and field.data < least:
            raise ValidationError(f"Vul {show(least)} of meer in.")
        if most is not None and field.data > most:
            raise ValidationError(f"Vul {show(most)} of minder in.")

    return check


def chosen(label: str) -> Validator:
    """Refuses that nothing was chosen."""

    def check(_form: Any, field: Field) -> None:
        if not field.data:
            asked, is_question = within_a_sentence(label), label.endswith("?")
            raise StopValidation(f"Maak een keuze: {asked}?" if is_question else f"Maak een keuze bij: {asked}.")

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def a_file(_form: Any, field: Field) -> None:
    """Refuses that no file was chosen."""
    if not field.data:
        raise StopValidation("Kies een bestand.")


def of_kind(kinds: Sequence[str]) -> Validator:
    """Refuses a file whose name says that it is of another kind, or holds what looks like a BSN."""

    def check(_form: Any, field: Field) -> None:
        name = getattr(field.data, "filename", "") or ""
        if name and name.rpartition(".")[2].lower() not in kinds:
            raise ValidationError(f"Kies een bestand van een van deze soorten: {', '.join(kinds)}.")
        if holds_bsn(name):
            raise ValidationError(BSN_FOUND)

    return check


def at_most(max_bytes: int) -> Validator:
    """Refuses a file that is too big, or empty."""

    def check(_form: Any, field: Field) -> None:
        stream = getattr(field.data, "stream", None)
        if stream is None:
            return
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(0)
        if size > max_bytes:
            raise ValidationError(f"Kies een bestand van hooguit {file_size(max_bytes)}; dit is {file_size(size)}.")
        if size == 0:
            raise ValidationError("Dit bestand is leeg. Kies een ander bestand.")

    return check
