"""Reading the lines of the ledger (grootboek): which column is what, and what is wrong, line by line.

All or nothing: one mistake and nothing of the file is used. Amounts are exact: ``1.250,50`` and ``1250,5`` are read,
a part of a cent is a mistake and never rounded. Nine digits that can be a BSN do not come in (art. 10 Wet algemene
bepalingen burgerservicenummer: only where an act says so).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from townhall.identifiers import holds_bsn
from townhall.money import euros
from townhall.refusal import Obstacle

Cell = str | int | Decimal | date | None
Row = tuple[int, tuple[Cell, ...]]


class LedgerStatus(StrEnum):
    """What became of a file of the ledger."""

    CHECKED = "checked"
    REFUSED = "refused"
    IMPORTED = "imported"
    DROPPED = "dropped"


class LedgerField(StrEnum):
    """What is read from a line."""

    KEY = "key"
    BOUGHT_ON = "bought_on"
    AMOUNT = "amount"
    SUPPLIER = "supplier"
    DESCRIPTION = "description"
    CPV_CODE = "cpv_code"
    CONTRACT = "contract"


REQUIRED = (
    LedgerField.KEY, LedgerField.BOUGHT_ON, LedgerField.AMOUNT, LedgerField.SUPPLIER, LedgerField.DESCRIPTION,
)  # fmt: skip
#: Headings that ledgers use; anything else is pointed out by whoever reads the file in.
USUAL_HEADINGS: Mapping[LedgerField, tuple[str, ...]] = {
    LedgerField.KEY: ("boekstuknummer", "boekstuk", "boekingsnummer", "journaalpost", "documentnummer"),
    LedgerField.BOUGHT_ON: ("boekdatum", "boekingsdatum", "factuurdatum", "datum"),
    LedgerField.AMOUNT: ("bedrag excl. btw", "bedrag excl btw", "netto bedrag", "nettobedrag", "bedrag"),
    LedgerField.SUPPLIER: ("leverancier", "crediteur", "naam crediteur", "naam leverancier", "crediteurnaam"),
    LedgerField.DESCRIPTION: ("omschrijving", "boekingsomschrijving", "omschrijving boeking", "tekst"),
    LedgerField.CPV_CODE: ("cpv", "cpv-code", "cpv code"),
    LedgerField.CONTRACT: ("contract", "contractnummer", "overeenkomst"),
}
LONGEST_KEY, LONGEST_SUPPLIER, LONGEST_DESCRIPTION = 120, 200, 300
_WITHHELD = "(niet getoond)"


@dataclass(frozen=True)
class LedgerLine:
    """One line of the ledger, as it will be kept."""

    line: int
    key: str
    bought_on: date
    amount: Decimal
    supplier: str
    description: str
    cpv_code: str = ""
    contract_number: str = ""


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one cell; ``line`` is the number of the line in the file."""

    line: int
    column: str
    value: str
    problem: str


class _Wrong(ValueError):
    """Why a cell cannot be read, in Dutch."""


def columns_of(
    headings: Sequence[str], pointed_out: Mapping[LedgerField, str]
) -> tuple[dict[LedgerField, tuple[int, ...]], list[Obstacle]]:
    """Which columns are read as what: as pointed out, else by the usual headings; and what cannot be found.

    A key may be made of several columns, written with a plus: ``Boekstuk + Regel``.
    """
    places = {heading.strip().casefold(): at for at, heading in reversed(list(enumerate(headings)))}
    found: dict[LedgerField, tuple[int, ...]] = {}
    obstacles = []
    in_the_file = ", ".join(heading for heading in headings if heading) or "geen"
    for field in LedgerField:
        typed = pointed_out.get(field, "").strip()
        names = [part.strip() for part in typed.split("+")] if field == LedgerField.KEY else [typed]
        if typed and all(name.casefold() in places for name in names):
            found[field] = tuple(places[name.casefold()] for name in names)
        elif typed:
            text = f"De kolom {typed} staat niet in het bestand. In het bestand staan: {in_the_file}."
            obstacles.append(Obstacle("column-missing", text, field.value))
        elif usual := next((name for name in USUAL_HEADINGS[field] if name in places), None):
            found[field] = (places[usual],)
        elif field in REQUIRED:
            text = f"Raamwerk herkent deze kolom niet. Vul de kop in. In het bestand staan: {in_the_file}."
            obstacles.append(Obstacle("column-unknown", text, field.value))
    return found, obstacles


def read_lines(
    rows: Sequence[Row], headings: Sequence[str], columns: Mapping[LedgerField, tuple[int, ...]], *,
    today: date, cpv_of: Callable[[str], str | None],
) -> tuple[list[LedgerLine], list[Mistake]]:  # fmt: skip
    """Every line that can be read, and everything that is wrong. ``cpv_of`` gives the eight digits of a code."""
    lines: list[LedgerLine] = []
    mistakes: list[Mistake] = []
    seen: dict[str, int] = {}
    readers = _readers(today, cpv_of)
    for number, cells in rows:
        values: dict[LedgerField, object] = {}
        for field, at in columns.items():
            cell = cells[at[0]] if len(at) == 1 else "/".join(_text(cells[place]) for place in at)
            try:
                values[field] = readers[field](cell)
            except _Wrong as wrong:
                shown = _WITHHELD if holds_bsn(_text(cell)) else _text(cell)[:80]
                column = " + ".join(headings[place] for place in at)
                mistakes.append(Mistake(number, column, shown, str(wrong)))
        key = str(values.get(LedgerField.KEY, ""))
        if key and key in seen:
            problem = f"Deze sleutel staat ook op regel {seen[key]}. Elke boeking heeft een eigen sleutel."
            mistakes.append(
                Mistake(number, headings[columns[LedgerField.KEY][0]], key[:80], problem)
            )
        seen.setdefault(key, number)
        if set(columns) <= set(values):
            lines.append(_line(number, values))
    return lines, mistakes


def _line(number: int, values: Mapping[LedgerField, object]) -> LedgerLine:
    bought_on, amount = values[LedgerField.BOUGHT_ON], values[LedgerField.AMOUNT]
    assert isinstance(bought_on, date) and isinstance(amount, Decimal)
    return LedgerLine(
        line=number,
        key=str(values[LedgerField.KEY]),
        bought_on=bought_on,
        amount=amount,
        supplier=str(values[LedgerField.SUPPLIER]),
        description=str(values[LedgerField.DESCRIPTION]),
        cpv_code=str(values.get(LedgerField.CPV_CODE, "")),
        contract_number=str(values.get(LedgerField.CONTRACT, "")),
    )


def _readers(
    today: date, cpv_of: Callable[[str], str | None]
) -> dict[LedgerField, Callable[[Cell], object]]:
    def day_in_the_past(cell: Cell) -> date:
        read = day_of(cell)
        if read > today:
            raise _Wrong("Deze datum ligt in de toekomst.")
        return read

    def code(cell: Cell) -> str:
        if not _text(cell):
            return ""
        found = cpv_of(_text(cell))
        if found is None:
            raise _Wrong("Deze CPV-code bestaat niet.")
        return found

    return {
        LedgerField.KEY: lambda cell: _words(cell, LONGEST_KEY, may_hold_bsn=True),
        LedgerField.BOUGHT_ON: day_in_the_past,
        LedgerField.AMOUNT: amount_of,
        LedgerField.SUPPLIER: lambda cell: _words(cell, LONGEST_SUPPLIER),
        LedgerField.DESCRIPTION: lambda cell: _words(cell, LONGEST_DESCRIPTION),
        LedgerField.CPV_CODE: code,
        LedgerField.CONTRACT: lambda cell: _text(cell).upper(),
    }


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell).strip()


def _words(cell: Cell, longest: int, *, may_hold_bsn: bool = False) -> str:
    text = _text(cell)
    if not text:
        raise _Wrong("Deze cel is leeg.")
    if len(text) > longest:
        raise _Wrong(f"Deze tekst is langer dan {longest} tekens.")
    if not text.isprintable():
        raise _Wrong("In deze tekst staat een teken dat niet te lezen is.")
    # The key is a number of the ledger itself; one in eleven of nine digits passes the test by chance.
    if holds_bsn(text) and not may_hold_bsn:
        raise _Wrong("Hier lijkt een burgerservicenummer te staan. Haal het weg: Raamwerk bewaart nooit een BSN.")
    return text


def amount_of(cell: Cell) -> Decimal:
    """The amount in a cell: ``€ 1.250,50``, ``1250,5``, ``-12,00`` or, as some ledgers print it, ``12,00-``.

    Raises ``ValueError`` with a Dutch sentence; never rounds.
    """
    text = re.sub(r"[€\s]", "", _text(cell)).replace("EUR", "")
    if not text:
        raise _Wrong("Deze cel is leeg.")
    found = re.fullmatch(r"([-+]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?([-+]?)", text)
    point = re.fullmatch(r"([-+]?)(\d+)\.(\d{1,2})([-+]?)", text)
    if not found and not point:
        raise _Wrong("Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50.")
    parts = found or point
    assert parts is not None
    before, whole, cents, after = parts.groups()
    if before and after:
        raise _Wrong("Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50.")
    sign = "-" if "-" in before + after else ""
    try:
        amount = euros(f"{sign}{whole.replace('.', '') if found else whole}.{cents or 0}")
    except ValueError as error:
        raise _Wrong("Dit bedrag heeft delen van centen. Raamwerk rondt niet af.") from error
    if amount == 0:
        raise _Wrong("Dit bedrag is nul.")
    if abs(amount) >= 10**11:
        raise _Wrong("Dit bedrag is te groot.")
    return amount


def day_of(cell: Cell) -> date:
    """The day in a cell: ``23-11-2026``, ``2026-11-23`` or ``20261123``; a ``ValueError`` in Dutch when it is none."""
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if not text:
        raise _Wrong("Deze cel is leeg.")
    found = re.fullmatch(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})", text) or re.fullmatch(
        r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})", text
    )
    try:
        read = date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        read = None
    if read is None or read.year < 1990:
        raise _Wrong("Dit is geen datum. Schrijf dag-maand-jaar, bijvoorbeeld 23-11-2026.")
    return read
