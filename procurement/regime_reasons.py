"""Why the regime is what it is, in words a buyer can put in the file."""

from collections.abc import Sequence
from decimal import Decimal

from procurement.annex_xiv import BROAD_CODES
from procurement.bands import Market, PolicyBand, band_for
from procurement.estimates import SmallLots
from procurement.procedures import Procedure
from procurement.regime_facts import MainObject, Reason, Regime, RegimeFacts
from procurement.thresholds import Threshold, is_at_or_above

#: How close under a threshold an estimate must be justified: within ten percent.
CLOSE_PERCENT = 10


def voluntary_items(regime: Regime) -> tuple[Reason, ...]:
    if regime != Regime.SAS:
        return ()
    return (
        Reason(
            "art. 2.127–2.131 AW",
            "De opschortende termijn geldt niet van rechtswege. Neemt u hem op in de stukken, dan bent u "
            "eraan "
            "gebonden. Advies: 20 dagen.",
        ),
        Reason(
            "art. 2.86–2.87 AW",
            "Uitsluitingsgronden zijn niet verplicht. Stelt u ze, dan moet u de eigen verklaring (UEA) "
            "gebruiken "
            "(art. 2.39 lid 3).",
        ),
        Reason(
            "art. 2.140 lid 3 AW",
            "Het maximum van vier jaar voor een raamovereenkomst geldt niet. Motiveer een langere duur.",
        ),
        Reason(
            "art. 2.70–2.74 AW",
            "Er zijn geen minimumtermijnen. De termijn moet wel evenredig zijn (art. 1.10).",
        ),
        Reason(
            "art. 2.114–2.115 AW",
            "De regels voor gunningscriteria gelden niet. Maak criteria en weging toch vooraf bekend.",
        ),
    )


def reasons_for(
    facts: RegimeFacts,
    parts: MainObject,
    row: Threshold | None,
    regime: Regime,
    bands: Sequence[PolicyBand],
) -> list[Reason]:
    return [
        Reason(
            "art. 2.15 lid 2 en 2.18 AW",
            f"De raming is {dutch_euros(facts.estimate)} excl. btw: alle percelen, opties en verlengingen "
            f"samen{', behalve waar hieronder iets anders staat' if facts.methods else ''}.",
        ),
        *facts.methods,
        *_reasons_of_main_object(facts, parts),
        *_reasons_of_threshold(facts, row),
        _reason_of_regime(facts, parts, regime, bands),
    ]


def _reasons_of_main_object(facts: RegimeFacts, parts: MainObject) -> list[Reason]:
    if facts.market == Market.WORKS:
        return [Reason("art. 2.1 AW", "Het gaat om werken.")]
    heavier = "sociale en andere specifieke diensten (SAS)" if parts.is_sas else "andere diensten"
    reasons = [
        Reason(
            "art. 2.38 AW en bijlage XIV bij richtlijn 2014/24/EU",
            f"SAS-diensten: {dutch_euros(parts.sas_value)}. Andere diensten: "
            f"{dutch_euros(parts.other_value)}.",
        )
    ]
    if parts.sas_value and parts.other_value:
        reasons.append(
            Reason("art. 2.12a lid 2 AW", f"Het zwaarste deel bepaalt het regime. Dat zijn de {heavier}.")
        )
    return reasons


def _reasons_of_threshold(facts: RegimeFacts, row: Threshold | None) -> list[Reason]:
    if row is None:
        return [
            Reason(
                "art. 2.7 AW",
                f"Voor {facts.notice_on:%d-%m-%Y} is geen drempelbedrag bekend. "
                "Vraag de beheerder om het nieuwe bedrag in te voeren.",
            )
        ]
    side = "gelijk aan of hoger dan" if is_at_or_above(facts.estimate, row) else "lager dan"
    return [
        Reason(
            "art. 2.15 lid 1 AW",
            f"De dag van de aankondiging ({facts.notice_on:%d-%m-%Y}) bepaalt het drempelbedrag: "
            f"{dutch_euros(row.amount)}. De raming is {side} dit bedrag.",
        )
    ]


def _reason_of_regime(
    facts: RegimeFacts, parts: MainObject, regime: Regime, bands: Sequence[PolicyBand]
) -> Reason:
    if regime == Regime.SAS:
        return Reason(
            "art. 2.38–2.39 AW",
            "De procedure voor sociale en andere specifieke diensten mag worden gevolgd. Verplicht zijn: "
            "aankondiging, toetsing aan de eisen, proces-verbaal en aankondiging van de gunning.",
        )
    if regime == Regime.FULL:
        return Reason(
            "art. 2.1–2.3 AW", "Deel 2 van de wet geldt volledig, voor elk perceel (art. 2.18 lid 2)."
        )
    if regime == Regime.TWO_B:
        return Reason(
            "art. 2.38–2.39 AW (tekst tot 1 juli 2016)",
            "Dit zijn 2B-diensten: alleen de technische specificaties, het proces-verbaal en de aankondiging "
            "van de "
            "gunning zijn Europees geregeld.",
        )
    if regime == Regime.UNKNOWN:
        return Reason("art. 2.7 AW", "Zonder drempelbedrag is er geen advies over de procedure.")
    market = Market.SAS if parts.is_sas and facts.market != Market.WORKS else facts.market
    band = band_for(market, facts.estimate, facts.notice_on, bands=bands)
    return Reason(
        "art. 1.10 en 1.16 AW, Gids Proportionaliteit 3.4A",
        f"Onder de drempel geldt het inkoopbeleid: vanaf {dutch_euros(band.from_amount)} "
        f"{_BAND_WORDS[band.procedure]}. Wijkt u af, motiveer dat dan. Bron: {band.source}.",
    )


_BAND_WORDS = {
    Procedure.SINGLE_PRIVATE: "enkelvoudig onderhands",
    Procedure.MULTIPLE_PRIVATE: "meervoudig onderhands",
    Procedure.NATIONAL_OPEN: "nationaal openbaar",
}


def warnings_for(facts: RegimeFacts, row: Threshold | None) -> list[Reason]:
    warnings = []
    if row is not None and _is_just_below(facts.estimate, row.amount):
        warnings.append(
            Reason(
                "art. 2.14 AW",
                f"De raming ligt ten hoogste {CLOSE_PERCENT} % onder de drempel. Leg vast waarom zij "
                "realistisch is.",
            )
        )
    if row is not None and facts.maximum is not None and facts.estimate < row.amount <= facts.maximum:
        warnings.append(
            Reason(
                "art. 2.15 lid 3 AW en art. 5 lid 5 richtlijn 2014/24/EU",
                f"De maximale waarde ({dutch_euros(facts.maximum)}) haalt de drempel ({dutch_euros(row.amount)}), de "
                f"raming ({dutch_euros(facts.estimate)}) niet. Bij een raamovereenkomst telt volgens de richtlijn de "
                "geraamde maximale waarde. Kies een Europese procedure, verlaag de maximale waarde, of leg vast waarom "
                "de raming volstaat.",
            )
        )
    broad = [part.code for part in facts.cpv_parts if part.code in BROAD_CODES]
    if broad:
        warnings.append(
            Reason(
                "bijlage XIV bij richtlijn 2014/24/EU",
                f"CPV-code {', '.join(broad)} is ruim. Niet de code maar de dienst bepaalt het regime: "
                "leg uit waarom de dienst erbij past, of kies een preciezere code.",
            )
        )
    return warnings


def _is_just_below(estimate: Decimal, amount: Decimal) -> bool:
    return estimate < amount and estimate * 100 >= amount * (100 - CLOSE_PERCENT)


def reasons_of_small_lots(small: SmallLots | None) -> list[Reason]:
    """The small-lot rule in words: limit, room and choice (art. 2.18(3) AW)."""
    if small is None:
        return []
    chosen = (
        f"Dat kan voor {'; '.join(lot.id for lot in small.exempt)} (samen {dutch_euros(small.together)})."
        if small.exempt
        else "Geen perceel past daarbinnen."
    )
    return [
        Reason(
            "art. 2.18 lid 3 AW",
            f"Percelen van ten hoogste {dutch_euros(small.limit.amount)} mogen buiten de Europese procedure blijven, "
            f"samen voor ten hoogste 20 % van alle percelen ({dutch_euros(small.room)}). {chosen}",
        )
    ]


def warnings_of_small_lots(small: SmallLots | None) -> list[Reason]:
    """Where act and directive differ: a lot of exactly the limit."""
    if small is None or not any(lot in small.exempt for lot in small.at_the_limit):
        return []
    return [
        Reason(
            "art. 5 lid 10 richtlijn 2014/24/EU",
            f"{'; '.join(lot.id for lot in small.at_the_limit)} is precies {dutch_euros(small.limit.amount)}. "
            "De wet zegt ‘niet meer dan’, de richtlijn ‘minder dan’. "
            "Houd het perceel veiligheidshalve in de Europese procedure.",
        )
    ]


def dutch_euros(amount: Decimal) -> str:
    """The amount as a Dutch reader writes it: € 1.250,00."""
    return f"€ {amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
