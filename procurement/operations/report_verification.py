"""Do the PDF of a gunningsverslag and the data inside it still agree? For the page and the command alike."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from procurement.operations.award_papers import DATA_FILE, REPORT, render_data
from procurement.queries.award_report_data import FORMAT
from procurement.queries.awards import report_numbered
from townhall.column_types import canonical_json
from townhall.documents import storage
from townhall.documents.queries import document_with_bytes
from townhall.pdf_reading import attachment_of, texts_of
from townhall.refusal import Obstacle, Refusal

MOST_NAMED = 5


@dataclass(frozen=True)
class Verdict:
    """What was compared with what, and every difference found; none when all agrees."""

    title: str
    compared: str
    differences: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Is everything as it was made?"""
        return not self.differences


def verify_with_database(pdf: bytes) -> Verdict | None:
    """Compare with what this house keeps, byte for byte; None when it does not know the report.

    An altered file is compared further, so that the answer also says where it differs.
    """
    data = data_in(pdf)
    report = report_numbered(*_name_of(data))
    if report is None:
        return None
    title = f"Gunningsverslag {report.tender.reference}, versie {report.number}"
    kept = document_with_bytes(hashlib.sha256(pdf).hexdigest(), REPORT)
    if kept is not None and kept.id != report.document_id:
        words = "Dit bestand is van ons, maar van een eerdere stand: er is daarna een nieuwe pdf gemaakt."
        return Verdict(title, "Vergeleken met de bewaarde bestanden, byte voor byte.", (words,))
    if report.document is None:
        words = "De pdf van dit verslag wordt nog gemaakt. Probeer het over een minuut nog eens."
        return Verdict(title, "Er is nog geen bewaard bestand.", (words,))
    differences = _between_data(data, report.data)
    if kept is None:
        differences = (
            "Het bestand is niet byte voor byte het bestand dat is bewaard.",
            *differences,
            *_between_pages(texts_of(pdf), texts_of(storage.read(report.document))),
        )
    return Verdict(
        title, "Vergeleken met het bewaarde bestand en de gegevens in de database, byte voor byte.", differences
    )


def verify_without_database(pdf: bytes) -> Verdict:
    """Print the data inside once more, and compare the text of every page; needs nothing but the file.

    A ``Refusal`` for a report of an earlier layout: printed now it would read differently without being altered.
    """
    data = data_in(pdf)
    reference, number = _name_of(data)
    title = f"Gunningsverslag {reference}, versie {number}"
    compared = "Opnieuw gedrukt uit de gegevens in het bestand, en de tekst van elke bladzijde vergeleken."
    if data.get("format") != FORMAT:
        words = (
            f"{title} heeft een andere opmaak dan deze versie van Raamwerk drukt. Alleen de gemeente kan het "
            "vergelijken, met haar database."
        )
        raise Refusal([Obstacle("other-format", words, "file")])
    return Verdict(title, compared, _between_pages(texts_of(pdf), texts_of(render_data(data))))


def data_in(pdf: bytes) -> dict[str, Any]:
    """The data that travels in the PDF; a ``Refusal`` when there is none, or none that can be read."""
    attached = attachment_of(pdf, DATA_FILE)
    if attached is None:
        text = (
            f"In deze pdf zit geen {DATA_FILE}. Het is geen gunningsverslag uit Raamwerk, of de bijlage is weggehaald."
        )
        raise Refusal([Obstacle("no-data-inside", text, "file")])
    try:
        data = json.loads(attached)
        _name_of(data)
    except (ValueError, KeyError, TypeError) as error:
        text = f"De bijlage {DATA_FILE} is niet te lezen: zij is veranderd of beschadigd."
        raise Refusal([Obstacle("data-unreadable", text, "file")]) from error
    if canonical_json(data).encode() != attached:
        text = f"De bijlage {DATA_FILE} is niet geschreven zoals Raamwerk dat doet: zij is veranderd."
        raise Refusal([Obstacle("data-rewritten", text, "file")])
    return data  # type: ignore[no-any-return]


def _name_of(data: Any) -> tuple[str, int]:
    # Reports of before the number was in the data were all the first of their tender, or have a later one beside them.
    return str(data["tender"]["reference"]), int(data.get("number", 1))


def _between_data(found: dict[str, Any], kept: dict[str, Any]) -> tuple[str, ...]:
    kept = json.loads(canonical_json(kept))
    changed = sorted(key for key in found.keys() | kept.keys() if found.get(key) != kept.get(key))
    return (
        (f"De gegevens in het bestand zijn anders dan in de database, bij: {', '.join(changed)}.",) if changed else ()
    )


def _between_pages(found: Sequence[str], kept: Sequence[str]) -> tuple[str, ...]:
    """Where two PDFs read differently, page by page."""
    lines = [
        f"Bladzijde {at}: er staat ‘{_around(one, other)}’, het moet zijn ‘{_around(other, one)}’."
        for at, (one, other) in enumerate(zip(found, kept, strict=False), start=1)
        if one != other
    ]
    if len(found) != len(kept):
        lines.append(f"Het bestand heeft {len(found)} bladzijden, het moeten er {len(kept)} zijn.")
    more = len(lines) - MOST_NAMED
    return (*lines[:MOST_NAMED], f"En nog {more} verschillen.") if more > 0 else tuple(lines)


def _around(text: str, other: str) -> str:
    """The place where a text begins to differ from the other, with a few words around it."""
    at = next((at for at, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    return " ".join(text[max(0, at - 20) : at + 20].split())
