"""Which rules a purchase falls under, and why: the regime advice.

In: the estimate, the kinds of service with their part of the value, the day of the notice, the policy
of the municipality. Out: the regime, the procedures that are allowed, the terms, what is voluntary,
and every step of the reasoning with its article. The advice is kept with the tender as it was given.
"""

from collections.abc import Sequence
from decimal import Decimal

from procurement.annex_xiv import is_in_annex_xiv
from procurement.bands import DEFAULT_BANDS, Market, PolicyBand, band_for, procedures_in
from procurement.estimates import SERVICES_LOT_AT_MOST, WORKS_LOT_AT_MOST, SmallLots, small_lots
from procurement.procedures import EUROPEAN_PROCEDURES, PRIVATE_PROCEDURES, Procedure
from procurement.regime_facts import CpvValue, MainObject, Regime, RegimeAdvice, RegimeFacts
from procurement.regime_reasons import (
    reasons_for,
    reasons_of_small_lots,
    voluntary_items,
    warnings_for,
    warnings_of_small_lots,
)
from procurement.thresholds import (
    SAS_SINCE,
    THRESHOLDS,
    Threshold,
    ThresholdKind,
    is_at_or_above,
    threshold_on,
)
from procurement.timeline import minimum_terms
from townhall.money import sum_of
from townhall.refusal import Obstacle


def main_object(parts: Sequence[CpvValue]) -> MainObject:
    """The value of the SAS parts against that of all others (art. 2.12a(2) AW)."""
    return MainObject(
        sas_value=sum_of(part.value for part in parts if is_in_annex_xiv(part.code)),
        other_value=sum_of(part.value for part in parts if not is_in_annex_xiv(part.code)),
    )


def lighter_regime_of_2012_is_allowed(*, a_services: Decimal, b_services: Decimal) -> bool:
    """Art. 2.38(2) AW as it read until 1 July 2016: B services worth at least as much as the A services."""
    return b_services >= a_services


def advise(
    facts: RegimeFacts,
    *,
    thresholds: Sequence[Threshold] = THRESHOLDS,
    bands: Sequence[PolicyBand] = DEFAULT_BANDS,
) -> RegimeAdvice:
    """The regime for these facts, with every reason."""
    parts = main_object(facts.cpv_parts)
    is_sas = parts.is_sas and facts.market != Market.WORKS
    kind = _threshold_kind(facts, is_sas)
    row = threshold_on(kind, facts.notice_on, table=thresholds)
    regime = _regime(facts, is_sas, row)
    procedures = _procedures(facts, is_sas, regime, bands)
    small = _small_lots(facts, regime)
    return RegimeAdvice(
        regime=regime,
        main_object_is_sas=is_sas,
        threshold=row,
        procedures=procedures,
        terms=tuple(minimum_terms(procedures[0])) if procedures else (),
        voluntary=voluntary_items(regime),
        reasons=(*reasons_for(facts, parts, row, regime, bands), *reasons_of_small_lots(small)),
        warnings=(*warnings_for(facts, row), *warnings_of_small_lots(small)),
        small_lots=small,
    )


def _small_lots(facts: RegimeFacts, regime: Regime) -> SmallLots | None:
    """The small-lot rule matters only where the act would apply to more lots than one (art. 2.18(2)(3) AW)."""
    if regime not in (Regime.SAS, Regime.FULL) or len(facts.lots) < 2:
        return None
    return small_lots(facts.lots, WORKS_LOT_AT_MOST if facts.market == Market.WORKS else SERVICES_LOT_AT_MOST)


def _threshold_kind(facts: RegimeFacts, is_sas: bool) -> ThresholdKind:
    if facts.market == Market.WORKS:
        return ThresholdKind.WORKS
    if is_sas and facts.notice_on >= SAS_SINCE:
        return ThresholdKind.SAS
    return ThresholdKind.SERVICES_SUBCENTRAL


def _regime(facts: RegimeFacts, is_sas: bool, row: Threshold | None) -> Regime:
    if row is None:
        return Regime.UNKNOWN
    if not is_at_or_above(facts.estimate, row):
        return Regime.NATIONAL
    if not is_sas:
        return Regime.FULL
    return Regime.SAS if facts.notice_on >= SAS_SINCE else Regime.TWO_B


def _procedures(
    facts: RegimeFacts, is_sas: bool, regime: Regime, bands: Sequence[PolicyBand]
) -> tuple[Procedure, ...]:
    if regime == Regime.UNKNOWN:
        return ()
    if regime == Regime.NATIONAL:
        market = Market.SAS if is_sas else facts.market
        return procedures_in(band_for(market, facts.estimate, facts.notice_on, bands=bands))
    if regime == Regime.SAS:
        return (Procedure.SAS, Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
    if regime == Regime.TWO_B:
        return (Procedure.NATIONAL_OPEN, Procedure.EU_OPEN, Procedure.EU_RESTRICTED)
    return (Procedure.EU_OPEN, Procedure.EU_RESTRICTED)


def obstacles_to_procedure(procedure: Procedure, advice: RegimeAdvice, *, reason: str) -> list[Obstacle]:
    """Why this procedure cannot be used: lighter than the act allows, or a departure unexplained."""
    if procedure in advice.procedures or procedure == Procedure.MINICOMPETITION:
        return []  # an order under a framework: the framework was tendered
    if procedure in (Procedure.IN_HOUSE, Procedure.OPEN_HOUSE):
        return _without_reason(
            reason, "Inbesteding en open house zijn geen aanbesteding. Leg uit waarom u dit mag gebruiken."
        )
    if advice.regime in (Regime.SAS, Regime.FULL, Regime.TWO_B):
        return [
            Obstacle(
                "procedure-not-allowed",
                "De raming is gelijk aan of hoger dan de drempel. Kies een Europese procedure "
                "die het advies noemt.",
                "procedure",
            )
        ]
    if procedure in PRIVATE_PROCEDURES:
        return _without_reason(
            reason, "Het inkoopbeleid vraagt een opener procedure. Leg uit waarom u daarvan afwijkt."
        )
    assert procedure in EUROPEAN_PROCEDURES or procedure == Procedure.NATIONAL_OPEN
    return []


def _without_reason(reason: str, text: str) -> list[Obstacle]:
    return [] if reason.strip() else [Obstacle("procedure-unexplained", text, "procedure_reason")]
