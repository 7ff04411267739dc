"""The fields of the result notice by their business term: what each lot led to (art. 2.134 Aanbestedingswet)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from procurement.notice_facts import NoticeRow, Origin
from procurement.notice_fields import lot_scope


class NoAward(StrEnum):
    """Why a lot has no winner, in the code list of eForms."""

    NOTHING_RECEIVED = "no-rece"
    ALL_REJECTED = "all-rej"
    OTHER = "other"


NO_AWARD_WORDS = {
    NoAward.NOTHING_RECEIVED: "Er zijn geen inschrijvingen ontvangen",
    NoAward.ALL_REJECTED: "Alle inschrijvingen zijn afgewezen",
    NoAward.OTHER: "Andere reden",
}


@dataclass(frozen=True)
class Winner:
    """Who won a lot, on which place, for which evaluation price."""

    name: str
    kvk_number: str
    rank: int | None
    price: Decimal | None


@dataclass(frozen=True)
class LotResult:
    """What one lot led to. Without a decision the competition still runs."""

    number: int
    title: str
    received: int
    admitted: int
    maximum_value: Decimal | None
    decided_on: date | None
    winner: Winner | None
    is_closed: bool


def result_rows(results: list[LotResult]) -> list[NoticeRow]:
    """The fields of the result, lot by lot; nothing for a lot that bids can still come in for."""
    return [row for result in results for row in _rows_of(result)]


def _rows_of(result: LotResult) -> list[NoticeRow]:
    scope = f"{lot_scope(result.number)} uitslag"

    def row(bt: str, label: str, value: object, words: str = "") -> NoticeRow:
        return NoticeRow(bt, label, scope, value, words or str(value), Origin.DERIVED, is_required=False)

    status, status_words = _status(result)
    rows = [
        row("BT-142", "Is er een winnaar", status, status_words),
        row("BT-760", "Soort inschrijvingen", "tenders", "Inschrijvingen"),
        row("BT-759", "Aantal inschrijvingen", result.received),
    ]
    if result.maximum_value is not None:
        rows.append(
            row("BT-118", "Hoogste waarde raamovereenkomst", f"{result.maximum_value:.2f}", _euro(result.maximum_value))
        )
    if status == "clos-nw":
        reason = _why_nobody(result)
        rows.append(row("BT-144", "Waarom er geen winnaar is", reason.value, NO_AWARD_WORDS[reason]))
    if result.decided_on is not None:
        rows.append(
            row("BT-1451", "Datum van het besluit", result.decided_on.isoformat(), f"{result.decided_on:%d-%m-%Y}")
        )
    if result.winner is not None:
        rows += _rows_of_winner(result.winner, row)
    return rows


def _rows_of_winner(winner: Winner, row: Callable[..., NoticeRow]) -> list[NoticeRow]:

    rows = [row("BT-500", "Winnaar", winner.name), row("BT-501", "KvK-nummer van de winnaar", winner.kvk_number)]
    if winner.rank is not None:
        rows.append(row("BT-171", "Plaats in de rangorde", winner.rank))
    if winner.price is not None:
        rows.append(
            row("BT-720", "Waarde van de inschrijving, per deelnemer", f"{winner.price:.2f}", _euro(winner.price))
        )
    return rows


def _status(result: LotResult) -> tuple[str, str]:
    if result.winner is not None:
        return "selec-w", "Er is ten minste één winnaar gekozen"
    if result.is_closed:
        return "clos-nw", "Er is geen winnaar gekozen en de mededinging is gesloten"
    return "open-nw", "Er is nog geen winnaar gekozen, de mededinging loopt nog"


def _why_nobody(result: LotResult) -> NoAward:
    if result.received == 0:
        return NoAward.NOTHING_RECEIVED
    return NoAward.ALL_REJECTED if result.admitted == 0 else NoAward.OTHER


def _euro(value: Decimal) -> str:
    return "€ " + f"{value:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
