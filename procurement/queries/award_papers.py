"""The stored data of reports and letters, read back for page and paper: text becomes day and amount."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.award_pictures import Bars, Working, bars_in, firmness_bars_in, plane_in, workings_in
from procurement.models.award import AwardLetter
from procurement.queries.opening_record import RecordPage, record_page
from procurement.regime_snapshot import PROCEDURE_WORDS, REGIME_WORDS, KeptAdvice, read_back
from procurement.simulation_chart import Plane
from townhall.clock import AMSTERDAM
from townhall.column_types import canonical_json


@dataclass(frozen=True)
class ReportPage:
    """A version of the report as page and PDF show it."""

    reference: str
    number: int
    is_adopted: bool
    data: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the data as it travels in the PDF: printed, so that no digit of it changes unseen."""
        return hashlib.sha256(canonical_json(self.data).encode()).hexdigest()

    def at(self, text: str | datetime | None) -> datetime | None:
        """A moment in the data."""
        return moment_of(text)

    def on(self, text: str | date | None) -> date | None:
        """A day in the data."""
        return day_of(text)

    def amount(self, text: str | None) -> Decimal | None:
        """A number in the data."""
        return None if text is None else Decimal(text)

    def bars(self, lot: Mapping[str, Any]) -> Bars | None:
        """What every criterion gave every bidder on this lot, as a picture."""
        return bars_in(lot["ranking"])

    def plane(self, lot: Mapping[str, Any]) -> Plane | None:
        """The bids of this lot on price and quality."""
        return plane_in(lot["ranking"])

    def firmness_bars(self, lot: Mapping[str, Any]) -> Bars | None:
        """Per kind of small change what share of them leaves the winner of this lot where it is."""
        return firmness_bars_in(lot.get("firmness"))

    def workings(self, lot: Mapping[str, Any]) -> list[Working]:
        """The formula with the figures of this lot filled in."""
        return workings_in(lot["ranking"])

    @property
    def advice(self) -> KeptAdvice | None:
        """The regime advice as the rules know it; None when the tender had none."""
        return read_back(self.data["regime"]) if self.data["regime"] else None

    @property
    def cpv_names(self) -> dict[str, str]:
        """What the CPV codes are called; a report of before format 3 does not say."""
        return {each["code"]: each.get("name", "") for each in self.data["tender"]["cpv"]}

    @property
    def openings(self) -> list[RecordPage]:
        """The proces-verbaal of every opening."""
        return [record_page(each) for each in self.data["openings"]]

    @property
    def regime_words(self) -> str:
        """The regime in words."""
        regime = self.data["regime"]
        return REGIME_WORDS[regime["advice"]["regime"]] if regime else "Geen regime-advies vastgelegd"

    @property
    def procedure_words(self) -> str:
        """The procedure in words."""
        return PROCEDURE_WORDS[self.data["tender"]["procedure"]]


@dataclass(frozen=True)
class LetterPage:
    """A letter as page and PDF show it."""

    reference: str
    sent_at: datetime
    data: Mapping[str, Any]

    def on(self, text: str | date | None) -> date | None:
        """A day in the data."""
        return day_of(text)

    def amount(self, text: str | None) -> Decimal | None:
        """A number in the data."""
        return None if text is None else Decimal(text)


def report_page(data: Mapping[str, Any]) -> ReportPage:
    """The report that this data is."""
    return ReportPage(data["tender"]["reference"], data.get("number", 1), data["decision"] is not None, data)


def letter_page(letter: AwardLetter) -> LetterPage:
    """This letter."""
    return LetterPage(letter.reference, letter.sent_at, letter.data)


def moment_of(text: str | datetime | None) -> datetime | None:
    """A moment, whether it was just made or read back as text."""
    if text is None or isinstance(text, datetime):
        return text
    return datetime.fromisoformat(text).astimezone(AMSTERDAM)


def day_of(text: str | date | None) -> date | None:
    """A day, whether it was just made or read back as text."""
    if text is None or isinstance(text, date):
        return text
    return date.fromisoformat(text)
