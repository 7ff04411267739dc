"""The regime advice as it is kept with a tender: facts and outcome, and what has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.bands import Market
from procurement.estimates import LotValue, SmallLotLimit, SmallLots
from procurement.procedures import Procedure
from procurement.regime_facts import CpvValue, Reason, Regime, RegimeAdvice, RegimeFacts
from procurement.thresholds import Threshold, ThresholdKind, Trust
from procurement.timeline import MinimumTerm
from townhall.money import euros

Snapshot = Mapping[str, Any]


def snapshot_of(facts: RegimeFacts, advice: RegimeAdvice) -> dict[str, Any]:
    """Everything one needs to read the advice back, as plain text and lists."""
    return {"facts": _facts(facts), "advice": _advice(advice)}


def _facts(facts: RegimeFacts) -> dict[str, Any]:
    return {
        "estimate": str(facts.estimate),
        "notice_on": facts.notice_on.isoformat(),
        "cpv_parts": [
            {"code": part.code, "value": str(part.value), "is_main": part.is_main} for part in facts.cpv_parts
        ],
        "market": facts.market.value,
        "maximum": None if facts.maximum is None else str(facts.maximum),
        "lots": _lots(facts.lots),
        "methods": [_reason(reason) for reason in facts.methods],
    }


def _lots(lots: Iterable[LotValue]) -> list[list[str]]:
    return [[lot.id, str(lot.value)] for lot in lots]


def _advice(advice: RegimeAdvice) -> dict[str, Any]:
    row = advice.threshold
    return {
        "regime": advice.regime.value,
        "main_object_is_sas": advice.main_object_is_sas,
        "threshold": None
        if row is None
        else {
            "kind": row.kind.value,
            "in_force_from": row.in_force_from.isoformat(),
            "in_force_to": row.in_force_to.isoformat(),
            "amount": str(row.amount),
            "trust": row.trust.value,
            "source": row.source,
        },
        "procedures": [procedure.value for procedure in advice.procedures],
        "terms": [
            {"what": term.what, "days": term.days, "article": term.article, "is_law": term.is_law}
            for term in advice.terms
        ],
        "voluntary": [_reason(reason) for reason in advice.voluntary],
        "reasons": [_reason(reason) for reason in advice.reasons],
        "warnings": [_reason(reason) for reason in advice.warnings],
        "small_lots": _small_lots(advice.small_lots),
    }


def _small_lots(small: SmallLots | None) -> dict[str, Any] | None:
    if small is None:
        return None
    return {
        "limit": str(small.limit.amount),
        "room": str(small.room),
        "exempt": _lots(small.exempt),
        "european": _lots(small.european),
    }


def _reason(reason: Reason) -> dict[str, str]:
    return {"article": reason.article, "text": reason.text}


@dataclass(frozen=True)
class KeptAdvice:
    """An advice that was kept, read back: what it was based on, what it said, who asked for it and when."""

    facts: RegimeFacts
    advice: RegimeAdvice
    made_at: datetime
    made_by: str


def read_back(kept: Snapshot) -> KeptAdvice:
    """The advice in the file, as the rules know it."""
    return KeptAdvice(
        facts=_read_facts(kept["facts"]),
        advice=_read_advice(kept["advice"]),
        made_at=datetime.fromisoformat(kept["made_at"]),
        made_by=kept["made_by"],
    )


def _read_facts(facts: Mapping[str, Any]) -> RegimeFacts:
    return RegimeFacts(
        estimate=euros(facts["estimate"]),
        notice_on=date.fromisoformat(facts["notice_on"]),
        cpv_parts=tuple(
            CpvValue(part["code"], euros(part["value"]), part["is_main"]) for part in facts["cpv_parts"]
        ),
        market=Market(facts["market"]),
        # Advices of before November 2026 do not have these.
        maximum=None if facts.get("maximum") is None else euros(facts["maximum"]),
        lots=_read_lots(facts.get("lots", [])),
        methods=tuple(Reason(**each) for each in facts.get("methods", [])),
    )


def _read_lots(lots: Iterable[list[str]]) -> tuple[LotValue, ...]:
    return tuple(LotValue(name, euros(value)) for name, value in lots)


def _read_advice(advice: Mapping[str, Any]) -> RegimeAdvice:
    return RegimeAdvice(
        regime=Regime(advice["regime"]),
        main_object_is_sas=advice["main_object_is_sas"],
        threshold=_read_threshold(advice["threshold"]),
        procedures=tuple(Procedure(each) for each in advice["procedures"]),
        terms=tuple(MinimumTerm(**each) for each in advice["terms"]),
        voluntary=tuple(Reason(**each) for each in advice["voluntary"]),
        reasons=tuple(Reason(**each) for each in advice["reasons"]),
        warnings=tuple(Reason(**each) for each in advice["warnings"]),
        small_lots=_read_small_lots(advice.get("small_lots")),
    )


def _read_small_lots(small: Mapping[str, Any] | None) -> SmallLots | None:
    if small is None:
        return None
    return SmallLots(
        exempt=_read_lots(small["exempt"]),
        european=_read_lots(small["european"]),
        room=euros(small["room"]),
        limit=SmallLotLimit(euros(small["limit"]), amount_itself_is_small=True),
    )


def _read_threshold(row: Mapping[str, Any] | None) -> Threshold | None:
    if row is None:
        return None
    return Threshold(
        kind=ThresholdKind(row["kind"]),
        in_force_from=date.fromisoformat(row["in_force_from"]),
        in_force_to=date.fromisoformat(row["in_force_to"]),
        amount=euros(row["amount"]),
        trust=Trust(row["trust"]),
        source=row["source"],
    )


def is_same(kept: Snapshot, current: Snapshot) -> bool:
    """Whether the advice in the file is still what the rules say about the facts of now."""
    return bool(kept["facts"] == current["facts"] and kept["advice"] == current["advice"])


def changes_since(kept: Snapshot, current: Snapshot) -> list[tuple[str, str, str]]:
    """What differs: a Dutch name, what it was, what it is; only the lines that changed."""
    before, after = _lines(kept), _lines(current)
    return [(name, before[name], after[name]) for name in before if before[name] != after[name]]


def _lines(snapshot: Snapshot) -> dict[str, str]:
    facts, advice = snapshot["facts"], snapshot["advice"]
    row = advice["threshold"]
    return {
        "Raming": _euros(facts["estimate"]),
        "Maximale waarde": _euros(facts["maximum"]) if facts.get("maximum") else "niet bekend",
        "Dag van aankondiging": _day(facts["notice_on"]),
        "CPV-codes": "; ".join(
            f"{part['code']}{' (hoofdcode)' if part['is_main'] else ''}: {_euros(part['value'])}"
            for part in facts["cpv_parts"]
        ),
        "Drempelbedrag": _euros(row["amount"]) if row else "onbekend",
        "Regime": REGIME_WORDS[advice["regime"]],
        "Procedures": ", ".join(PROCEDURE_WORDS[each] for each in advice["procedures"]) or "geen",
        "Redenen en aandachtspunten": " ".join(
            f"{reason['text']} ({reason['article']})" for reason in [*advice["reasons"], *advice["warnings"]]
        ),
    }


def _euros(amount: str) -> str:
    return f"€ {Decimal(amount):,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}-{month}-{year}"


REGIME_WORDS = {
    "sas": "Sociale en andere specifieke diensten (SAS)",
    "full": "Volledig Europees regime",
    "national": "Nationaal, onder de drempel",
    "two_b": "2B-diensten (recht tot 1 juli 2016)",
    "unknown": "Nog niet te bepalen",
}

PROCEDURE_WORDS = {
    "single_private": "Enkelvoudig onderhands",
    "multiple_private": "Meervoudig onderhands",
    "national_open": "Nationaal openbaar",
    "sas": "SAS-procedure",
    "eu_open": "Europees openbaar",
    "eu_restricted": "Europees niet-openbaar",
    "open_house": "Open house",
    "in_house": "Inbesteding",
    "minicompetition": "Minicompetitie",
}
