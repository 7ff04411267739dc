"""What the calculator of regimes warns for: regime, threshold and code that do not fit together."""

from datetime import date
from decimal import Decimal

from procurement.regime_case_reading import RegimeCase
from procurement.regime_reasons import dutch_euros
from procurement.thresholds import SAS_SINCE, Threshold, ThresholdKind, threshold_on

#: The published table has the amount for 2016 and 2017; the act followed half-way through the first year.
TABLE_HAS_SAS_SINCE = date(2016, 1, 1)

#: An article and what it means here.
Warnings = list[tuple[str, str]]


def warnings_of(read: RegimeCase, estimate: Decimal | None, row: Threshold | None) -> Warnings:
    """Every warning with its article; ``row`` is the threshold the estimate was held against."""
    return [*_of_regime(read), *_of_kind(read, estimate, row)]


def _of_regime(read: RegimeCase) -> Warnings:
    """The SAS regime was chosen where it does not fit, or did not yet exist."""
    warnings = []
    if read.cpv and not read.main_is_sas and read.says_sas:
        text = "Het SAS-regime is gekozen, maar de hoofdcode past daar niet bij. Leg uit of kies opnieuw."
        warnings.append(("art. 2.38 AW", text))
    if read.threshold_kind == ThresholdKind.SAS and read.day and TABLE_HAS_SAS_SINCE <= read.day < SAS_SINCE:
        text = (
            f"Het bedrag staat in de tabel van 2016 en 2017, maar het SAS-regime staat pas sinds {SAS_SINCE:%d-%m-%Y} "
            "in de wet. Tot die dag golden de regels voor 2B-diensten."
        )
        warnings.append(("art. 2.38 AW (tekst tot 1 juli 2016)", text))
    return warnings


def _of_kind(read: RegimeCase, estimate: Decimal | None, row: Threshold | None) -> Warnings:
    """A SAS service held against the lower threshold of other services, where that makes the difference."""
    kinds = (ThresholdKind.SERVICES_SUBCENTRAL, ThresholdKind.SERVICES_CENTRAL)
    if read.threshold_kind not in kinds or not read.main_is_sas or read.day is None or read.day < SAS_SINCE:
        return []
    of_sas = threshold_on(ThresholdKind.SAS, read.day)
    if estimate is None or row is None or of_sas is None or not row.amount <= estimate < of_sas.amount:
        return []
    text = (
        f"De hoofdcode is een SAS-dienst. Daarvoor geldt een drempel van {dutch_euros(of_sas.amount)}, en die haalt de "
        f"raming niet. Gerekend is met {dutch_euros(row.amount)}, zoals gevraagd."
    )
    return [("art. 2.38 AW", text)]
