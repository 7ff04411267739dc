"""The Dutch words of the threshold monitor and the ledger: a table per kind, as values of two kinds may be equal."""

from collections.abc import Mapping
from typing import Any

from contracts.accumulation import Measure, Outlook, Source
from contracts.ledger import LedgerField, LedgerStatus

SOURCES: Mapping[Source, str] = {
    Source.TENDER: "Aanbesteding",
    Source.CONTRACT: "Contract",
    Source.LOOSE: "Buiten een aanbesteding",
}
MEASURES: Mapping[Measure, str] = {
    Measure.TWELVE_MONTHS: "Over twaalf maanden",
    Measure.OVER_TERMS: "Over de looptijden",
}
OUTLOOKS: Mapping[Outlook, str] = {
    Outlook.REACHED: "Bereikt",
    Outlook.EXPECTED: "Verwacht",
    Outlook.NOT_SEEN: "Niet in zicht",
    Outlook.TOO_LITTLE: "Te weinig gegevens",
}
LEDGER_STATUSES: Mapping[LedgerStatus, str] = {
    LedgerStatus.CHECKED: "Gecontroleerd, nog niet ingelezen",
    LedgerStatus.REFUSED: "Geweigerd: er zijn fouten",
    LedgerStatus.IMPORTED: "Ingelezen",
    LedgerStatus.DROPPED: "Niet gebruikt",
}
LEDGER_FIELDS: Mapping[LedgerField, str] = {
    LedgerField.KEY: "Sleutel van de boeking",
    LedgerField.BOUGHT_ON: "Datum",
    LedgerField.AMOUNT: "Bedrag, excl. btw",
    LedgerField.SUPPLIER: "Leverancier",
    LedgerField.DESCRIPTION: "Omschrijving",
    LedgerField.CPV_CODE: "CPV-code",
    LedgerField.CONTRACT: "Contractnummer",
}

NEED_LABELS: tuple[Mapping[Any, str], ...] = (SOURCES, MEASURES, OUTLOOKS, LEDGER_STATUSES, LEDGER_FIELDS)
