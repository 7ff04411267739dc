"""The fields of the result notice by their business term: what each lot led to (art. 2.134 Aanbestedingswet)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from procurement.notice_facts import NoticeRow, Origin
from procurement.notice_fields import lot_scope
from townhall.money import round_to_cents, sum_of
from townhall.refusal import Obstacle


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


#: The part of the rows that is about the result as a whole.
RESULT_SCOPE = "Uitslag"


@dataclass(frozen=True)
class Winner:
    """Who won a lot, on which place, for which evaluation price, and how much of the work others do for him."""

    name: str
    kvk_number: str
    rank: int | None
    price: Decimal | None
    subcontracted: Decimal = Decimal(0)
    """In percent; nothing when the bid names no subcontractor."""


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
    re_estimated: Decimal | None = None
    """What the framework is expected to cost with the fees of the winner."""
    signed_on: date | None = None
    """When the contract was concluded; None while it was not."""


def re_estimate(price: Decimal, *, clients_per_year: int, months: int | None) -> Decimal | None:
    """The expected value of a lot at this price per person, over its whole term; None while the term is not known."""
    if months is None:
        return None
    return round_to_cents(Fraction(price) * clients_per_year * months / 12)


def result_rows(results: list[LotResult]) -> list[NoticeRow]:
    """The fields of the result: of all lots together, then lot by lot; nothing while bids can still come in."""
    return [*_rows_of_all(results), *(row for result in results for row in _rows_of(result))]


def obstacles_to_result(rows: Sequence[NoticeRow]) -> list[Obstacle]:
    """Which fields of the notice of the result cannot be filled in yet (art. 2.134 Aanbestedingswet)."""
    return [
        Obstacle("result-field-missing", f"{row.scope}: {row.bt} ({row.label}) ontbreekt. {WHERE_FROM[row.bt]}")
        for row in rows
        if row.origin == Origin.MISSING
    ]


#: Where a value comes from that is not there yet.
WHERE_FROM: Mapping[str, str] = {
    "BT-145": "Zij volgt als de ondertekening bij het contract is vastgelegd.",
    "BT-709": "Het perceel heeft geen hoogste waarde.",
    "BT-660": "Er is geen looptijd of geen prijs om mee te rekenen.",
}


def _rows_of_all(results: list[LotResult]) -> list[NoticeRow]:
    known = [each.maximum_value for each in results if each.maximum_value is not None]
    if not known or len(known) != len(results):
        return []
    total = sum_of(known)
    label = "Hoogste waarde van alle raamovereenkomsten"
    return [NoticeRow("BT-118", label, RESULT_SCOPE, f"{total:.2f}", _euro(total), Origin.DERIVED, is_required=False)]


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
    if status == "clos-nw":
        reason = _why_nobody(result)
        rows.append(row("BT-144", "Waarom er geen winnaar is", reason.value, NO_AWARD_WORDS[reason]))
    if result.decided_on is not None:
        rows.append(
            row("BT-1451", "Datum van het besluit", result.decided_on.isoformat(), f"{result.decided_on:%d-%m-%Y}")
        )
    if result.winner is None:
        return rows
    signed_on = result.signed_on
    return [
        *rows,
        _amount("BT-709", "Hoogste waarde van de raamovereenkomst", scope, result.maximum_value),
        _amount("BT-660", "Opnieuw geraamd met de prijs van de winnaar", scope, result.re_estimated),
        _known("BT-145", "Datum van de overeenkomst", scope, signed_on and signed_on.isoformat(), _day(signed_on)),
        *_rows_of_winner(result.winner, row),
        *_rows_of_subcontracting(result, result.winner, row),
    ]


def _known(bt: str, label: str, scope: str, value: object, words: str) -> NoticeRow:
    """A field that the notice must have: with its value, or as missing."""
    origin = Origin.MISSING if value is None else Origin.DERIVED
    return NoticeRow(bt, label, scope, value, words, origin)


def _amount(bt: str, label: str, scope: str, amount: Decimal | None) -> NoticeRow:
    if amount is None:
        return _known(bt, label, scope, None, "")
    return _known(bt, label, scope, f"{amount:.2f}", _euro(amount))


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _rows_of_subcontracting(result: LotResult, winner: Winner, row: Callable[..., NoticeRow]) -> list[NoticeRow]:
    """Whether others do a part of the work; its value is that part of what the framework is expected to cost."""
    if not winner.subcontracted:
        return [row("BT-773", "Onderaanneming", "no", "Nee")]
    percent = f"{winner.subcontracted.normalize():f}"
    rows = [
        row("BT-773", "Onderaanneming", "yes", "Ja"),
        row("BT-555", "Onderaanneming, deel in procenten", percent, f"{percent.replace('.', ',')} %"),
    ]
    if result.re_estimated is not None:
        value = round_to_cents(Fraction(result.re_estimated) * Fraction(winner.subcontracted) / 100)
        rows.append(row("BT-553", "Onderaanneming, waarde", f"{value:.2f}", _euro(value)))
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
