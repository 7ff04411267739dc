"""A file with what the bank did with each payment of a run, read into values or into everything wrong with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices.lifecycle import PaymentStatus
from townhall.refusal import Obstacle
from townhall.table_files import Cell, Table
from townhall.typed import plain_number, typed_day

#: The headings of the file; the amount may be left out or empty, and is compared when it is there.
REFERENCE, OUTCOME, DAY, REASON, AMOUNT = "Kenmerk", "Uitkomst", "Datum", "Reden", "Bedrag"

OUTCOMES = {
    "betaald": PaymentStatus.PAID,
    "niet gelukt": PaymentStatus.FAILED,
    "teruggekomen": PaymentStatus.FAILED,
}


@dataclass(frozen=True)
class BankAnswer:
    """What the bank did with one payment."""

    line: int
    number: str
    outcome: PaymentStatus
    on: date
    reason: str
    amount: Decimal | None


def read_answers(table: Table, *, numbers: Collection[str]) -> tuple[list[BankAnswer], list[Obstacle]]:
    """The answers for these payments, and every mistake in the file with its line; a line without an outcome waits."""
    places = {heading.casefold(): place for place, heading in enumerate(table.headings)}
    missing = [name for name in (REFERENCE, OUTCOME, DAY) if name.casefold() not in places]
    if missing:
        text = f"In het bestand ontbreekt de kolom {', '.join(missing)}. Begin met de lijst van deze betaalrun."
        return [], [Obstacle("column-missing", text, "file")]
    answers: list[BankAnswer] = []
    obstacles: list[Obstacle] = []
    for line, cells in table.rows:
        row = {name: _text(cells, places.get(name.casefold())) for name in (REFERENCE, OUTCOME, DAY, REASON, AMOUNT)}
        if not row[OUTCOME]:
            continue
        answer, wrong = _answer(line, row, numbers)
        if answer is not None and any(each.number == answer.number for each in answers):
            wrong.append(f"kenmerk {answer.number} staat twee keer in het bestand")
        obstacles += [Obstacle("wrong-line", f"Regel {line}: {each}.", "file") for each in wrong]
        if answer is not None:
            answers.append(answer)
    if not answers and not obstacles:
        text = "Geen enkele regel heeft een uitkomst. Vul in: betaald, niet gelukt of teruggekomen."
        obstacles.append(Obstacle("no-answers", text, "file"))
    return answers, obstacles


def _answer(line: int, row: dict[str, str], numbers: Collection[str]) -> tuple[BankAnswer | None, list[str]]:
    wrong = []
    outcome, on, amount = OUTCOMES.get(row[OUTCOME].casefold()), _day(row[DAY]), _amount(row[AMOUNT])
    if row[REFERENCE] not in numbers:
        wrong.append(f"kenmerk {row[REFERENCE] or '(leeg)'} hoort niet bij deze betaalrun")
    if outcome is None:
        wrong.append(f"uitkomst “{row[OUTCOME]}” kennen wij niet; vul in: betaald, niet gelukt of teruggekomen")
    if on is None:
        wrong.append("de datum klopt niet; schrijf dd-mm-jjjj")
    if row[AMOUNT] and amount is None:
        wrong.append("het bedrag is geen getal")
    if outcome is PaymentStatus.FAILED and not row[REASON]:
        wrong.append("schrijf bij Reden waarom de betaling niet is gelukt")
    if wrong or outcome is None or on is None:
        return None, wrong
    return BankAnswer(line, row[REFERENCE], outcome, on, row[REASON], amount), []


def _text(cells: tuple[Cell, ...], place: int | None) -> str:
    cell = None if place is None else cells[place]
    if cell is None:
        return ""
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell).strip()


def _day(typed: str) -> date | None:
    try:
        return typed_day(typed)
    except ValueError:
        return None


def _amount(typed: str) -> Decimal | None:
    try:
        return Decimal(plain_number(typed.removeprefix("€").strip()))
    except ValueError:
        return None
