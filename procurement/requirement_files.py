"""A Programma van Eisen as rows of a spreadsheet: how it is written, and how it is read back, row by row.

The file is the whole document. A row with a key (kenmerk) is a requirement that is already there, a row without one is
new, and what the file no longer holds is taken out. Numbers follow the order of the rows. A row with nothing but a
section keeps a section in which nothing is asked yet.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from procurement.procedures import RequirementKind, VerificationMoment
from procurement.requirement_rules import (
    LONGEST_TITLE,
    RequirementSetting,
    obstacles_to_requirement,
)
from procurement.requirement_texts import RequirementsText, RequirementText, SectionText
from procurement.tender_content import RequirementContent
from procurement.tender_labels import REQUIREMENTS, VERIFICATIONS
from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle

KEY, NUMBER, SECTION, TEXT, KIND, FROM, LOT, CRITERION, MOMENT, METHOD = HEADINGS = (
    "Kenmerk", "Nummer", "Hoofdstuk", "Tekst", "Soort", "Geldt vanaf", "Perceel", "Gunningscriterium",
    "Toetsmoment", "Toetswijze",
)  # fmt: skip
NEEDED = (SECTION, TEXT, KIND)
ALL_LOTS = "Alle"
MOST_ROWS = 1000

_KINDS: Mapping[str, RequirementKind] = {
    **{label.casefold(): kind for kind, label in REQUIREMENTS.items()},
    "eis": RequirementKind.KNOCK_OUT,
}
_MOMENTS: Mapping[str, VerificationMoment] = {
    "": VerificationMoment.WITH_BID,
    **{label.casefold(): moment for moment, label in VERIFICATIONS.items()},
}


@dataclass(frozen=True)
class FileRow:
    """One row that could be read; without content it only names a section."""

    line: int
    section: str
    key: str | None = None
    content: RequirementContent | None = None


def rows_of(text: RequirementsText) -> list[dict[str, str]]:
    """The rows to write, each a cell per heading."""
    rows = []
    for section in text.sections:
        if not section.requirements:
            rows.append({**dict.fromkeys(HEADINGS, ""), SECTION: section.title})
        rows += [_cells(section.title, each) for each in section.requirements]
    return rows


def _cells(title: str, requirement: RequirementText) -> dict[str, str]:
    return {
        KEY: requirement.key,
        NUMBER: requirement.number,
        SECTION: title,
        TEXT: requirement.text,
        KIND: REQUIREMENTS[requirement.kind],
        FROM: f"{requirement.holds_from:%d-%m-%Y}" if requirement.holds_from else "",
        LOT: ALL_LOTS if requirement.lot_number is None else str(requirement.lot_number),
        CRITERION: requirement.criterion_code or "",
        MOMENT: VERIFICATIONS[requirement.verification],
        METHOD: requirement.verification_method,
    }


def read_rows(
    headings: Sequence[str], lines: Sequence[tuple[int, Sequence[Any]]], setting: RequirementSetting, keys: set[str]
) -> tuple[list[FileRow], list[Obstacle]]:
    """The rows of a file, and everything that is wrong with it; each mistake names its line.

    ``lines`` pairs the number of a line with its cells; ``keys`` are those of the tender now.
    """
    if found := _obstacles_to_headings(headings, len(lines)):
        return [], found
    rows: list[FileRow] = []
    obstacles: list[Obstacle] = []
    seen: set[str] = set()
    for number, cells in lines:
        named = dict(zip(headings, map(_plain, cells), strict=False))
        row, wrong = _read_row(number, named, setting)
        if row.key is not None and row.key not in keys:
            text = f"Kenmerk {row.key} hoort niet bij deze aanbesteding. Laat de cel leeg bij een nieuwe eis."
            wrong.append(Obstacle("key-unknown", text))
        if row.key is not None and row.key in seen:
            wrong.append(Obstacle("key-twice", f"Kenmerk {row.key} staat al op een eerdere regel."))
        seen.update({row.key} if row.key else ())
        rows.append(row)
        obstacles += [Obstacle(each.code, f"Regel {number}: {each.text}") for each in wrong]
    return rows, obstacles


def _obstacles_to_headings(headings: Sequence[str], count: int) -> list[Obstacle]:
    obstacles = [
        Obstacle("heading-missing", f"De kolom ‘{name}’ ontbreekt. Exporteer het Programma van Eisen als voorbeeld.")
        for name in NEEDED
        if name not in headings
    ]
    obstacles += [
        Obstacle("heading-unknown", f"De kolom ‘{name}’ is niet bekend. Haal haar weg of verbeter de kop.")
        for name in headings
        if name not in HEADINGS
    ]
    obstacles += [
        Obstacle("heading-twice", f"De kolom ‘{name}’ staat er twee keer.")
        for name in sorted({name for name in headings if headings.count(name) > 1})
    ]
    if not count:
        obstacles.append(Obstacle("file-empty", "Het bestand bevat geen enkele eis. Er is niets gewijzigd."))
    if count > MOST_ROWS:
        obstacles.append(Obstacle("file-too-long", f"Het bestand heeft meer dan {MOST_ROWS} regels."))
    return obstacles


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_row(
    number: int, cells: Mapping[str, str], setting: RequirementSetting
) -> tuple[FileRow, list[Obstacle]]:
    wrong = _obstacles_to_words(cells)
    key = cells.get(KEY) or None
    if not any(cells.get(name) for name in (KEY, TEXT, KIND)):
        return FileRow(number, cells.get(SECTION, "")), wrong
    kind = _KINDS.get(cells[KIND].casefold())
    moment = _MOMENTS.get(cells.get(MOMENT, "").casefold())
    day, lot = _day(cells.get(FROM, "")), _lot(cells.get(LOT, ""))
    for value, column, example in (
        (kind, KIND, "Eis (knock-out), Voorwaardelijke eis of Wens"),
        (moment, MOMENT, "Bij de inschrijving, Voor de ondertekening of Tijdens het contract"),
        (day, FROM, "een datum als 1-4-2027, of niets"),
        (lot, LOT, "het nummer van een perceel, of Alle"),
    ):
        if value is None:
            text = f"In de kolom ‘{column}’ staat ‘{cells.get(column, '')}’. Vul in: {example}."
            wrong.append(Obstacle("cell-unreadable", text))
    content = RequirementContent(
        text=cells[TEXT],
        kind=kind or RequirementKind.KNOCK_OUT,
        lot_number=lot or None,
        criterion_code=cells.get(CRITERION) or None,
        holds_from=day or None,
        verification=moment or VerificationMoment.WITH_BID,
        verification_method=cells.get(METHOD, ""),
    )
    if kind is not None and day is not None:
        wrong += obstacles_to_requirement(content, setting)
    return FileRow(number, cells.get(SECTION, ""), key, content), wrong


def _obstacles_to_words(cells: Mapping[str, str]) -> list[Obstacle]:
    obstacles = []
    title = cells.get(SECTION, "")
    if not title:
        obstacles.append(Obstacle("section-missing", "Vul het hoofdstuk in."))
    if len(title) > LONGEST_TITLE:
        text = f"De titel van het hoofdstuk is langer dan {LONGEST_TITLE} tekens."
        obstacles.append(Obstacle("title-too-long", text))
    if any(holds_bsn(cells.get(name, "")) for name in (SECTION, TEXT, METHOD)):
        text = "Hier lijkt een burgerservicenummer te staan. Haal het weg: Raamwerk bewaart nooit een BSN."
        obstacles.append(Obstacle("holds-bsn", text))
    return obstacles


def _day(text: str) -> date | Literal[False] | None:
    """The day; False for an empty cell, None when it cannot be read."""
    if not text:
        return False
    found = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _lot(text: str) -> int | None:
    """The number of a lot; 0 for all lots, None when it cannot be read."""
    if not text or text.casefold() == ALL_LOTS.casefold():
        return 0
    return int(text) if re.fullmatch(r"[1-9]\d{0,3}", text) else None


def by_section(rows: Sequence[FileRow]) -> dict[str, list[FileRow]]:
    """Per title its rows that ask something; sections in the order in which they first appear."""
    titles: dict[str, str] = {}
    grouped: dict[str, list[FileRow]] = {}
    for row in rows:
        title = titles.setdefault(row.section.casefold(), row.section)
        grouped.setdefault(title, []).extend([row] if row.content is not None else [])
    return grouped


def text_of_rows(rows: Sequence[FileRow]) -> RequirementsText:
    """The document as the file wants it; a new requirement has its line for a key."""
    return RequirementsText(
        tuple(
            SectionText(
                number,
                title,
                tuple(_text(row, f"{number}.{place}") for place, row in enumerate(mine, start=1)),
            )
            for number, (title, mine) in enumerate(by_section(rows).items(), start=1)
        )
    )


def _text(row: FileRow, number: str) -> RequirementText:
    assert row.content is not None, "rows of a section alone were left out"
    return RequirementText(
        key=row.key or f"regel {row.line}",
        number=number,
        text=row.content.text,
        kind=row.content.kind,
        holds_from=row.content.holds_from,
        lot_number=row.content.lot_number,
        criterion_code=row.content.criterion_code,
        verification=row.content.verification,
        verification_method=row.content.verification_method,
    )
