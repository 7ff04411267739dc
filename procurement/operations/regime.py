"""Keeping the regime advice with a tender, and the tables it rests on."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from procurement.bands import Market
from procurement.lifecycle import obstacles_to_changing
from procurement.models.estimates import RegimeAdviceRow
from procurement.models.policy import PolicyBandRow, ThresholdRow
from procurement.models.tenders import Tender
from procurement.procedures import Procedure
from procurement.queries.policy import policy_bands, thresholds
from procurement.queries.regime import advices_of, count_of_advices
from procurement.queries.tender_facts import regime_facts_of
from procurement.regime_facts import RegimeAdvice
from procurement.regime_snapshot import read_back, snapshot_of
from procurement.regimes import advise
from procurement.thresholds import ThresholdKind, period_of_threshold
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.jobs.operations import request_job
from townhall.money import ZERO
from townhall.refusal import Obstacle, refuse_if

REGIME_MEMO_JOB = "procurement.regime-memo"


def store_regime_advice(tender: Tender, *, actor: Actor, now: datetime) -> RegimeAdvice:
    """Work out the regime of a draft; facts, outcome and reasons go in the file, and the job makes the memo.

    What was in the file stays in it.
    """
    facts = regime_facts_of(tender)
    obstacles = obstacles_to_changing(tender.status)
    if facts is None:
        text = "Vul eerst een perceel, een CPV-code en de dag van aankondiging in."
        obstacles.append(Obstacle("facts-missing", text))
    refuse_if(obstacles)
    assert facts is not None, "refused above"
    advice = advise(facts, thresholds=thresholds(), bands=policy_bands())
    before = (tender.regime_advice or {}).get("advice", {}).get("regime")
    if tender.regime_advice is not None and not count_of_advices(tender):
        _add_to_file(tender)  # kept before advices were filed one by one
    tender.regime_advice = {
        **snapshot_of(facts, advice),
        "made_at": now.isoformat(timespec="seconds"),
        "made_by": actor.name,
    }
    _request_memo(_add_to_file(tender), tender, actor=actor, now=now)
    trail.record(
        "tender.regime_advised",
        tender,
        actor=actor,
        now=now,
        before={"regime": before},
        after={"regime": advice.regime.value, "estimate": facts.estimate},
    )
    return advice


def file_regime_memo(tender: Tender, *, actor: Actor, now: datetime) -> RegimeAdviceRow:
    """Make the memo of the newest advice, when it has none: it was kept before memos were filed by themselves."""
    assert tender.regime_advice is not None, "asked for from the page that shows it"
    filed = next(iter(advices_of(tender)), None)
    refuse_if([Obstacle("memo-exists", "De memo staat al in het dossier.")] if filed and filed.job_id else [])
    row = filed or _add_to_file(tender)
    _request_memo(row, tender, actor=actor, now=now)
    trail.record("tender.regime_filed", tender, actor=actor, now=now, after={"number": row.number})
    return row


def _add_to_file(tender: Tender) -> RegimeAdviceRow:
    """The advice that counts now, as the next one in the file."""
    assert tender.regime_advice is not None, "there is an advice to keep"
    kept = read_back(tender.regime_advice)
    row = RegimeAdviceRow(
        tender_id=tender.id,
        number=count_of_advices(tender) + 1,
        made_at=kept.made_at,
        made_by=kept.made_by,
        content=tender.regime_advice,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _request_memo(row: RegimeAdviceRow, tender: Tender, *, actor: Actor, now: datetime) -> None:
    title = f"Regime-advies {row.number} van {tender.reference}"
    job = request_job(REGIME_MEMO_JOB, {"advice_id": row.id}, actor=actor, now=now, title=title)
    row.job_id = job.id


def set_policy_bands(
    market: Market,
    *,
    multiple_from: Decimal,
    open_from: Decimal | None,
    in_force_from: date,
    source: str,
    actor: Actor,
    now: datetime,
) -> list[PolicyBandRow]:
    """Add the limits of a new purchasing policy; the old ones stay in force until the day before."""
    refuse_if(_obstacles_to_bands(market, multiple_from, open_from, in_force_from))
    limits = [(ZERO, Procedure.SINGLE_PRIVATE), (multiple_from, Procedure.MULTIPLE_PRIVATE)]
    if open_from is not None:
        limits.append((open_from, Procedure.NATIONAL_OPEN))
    rows = [
        PolicyBandRow(
            market=market,
            from_amount=amount,
            procedure=procedure,
            in_force_from=in_force_from,
            source=source,
            added_at=now,
            added_by_id=actor.account_id,
        )
        for amount, procedure in limits
    ]
    db.session.add_all(rows)
    db.session.flush()
    trail.record(
        "policy.bands_set",
        rows[0],
        actor=actor,
        now=now,
        after={
            "market": market.value,
            "in_force_from": in_force_from,
            "limits": [[amount, procedure.value] for amount, procedure in limits],
            "source": source,
        },
    )
    return rows


def _obstacles_to_bands(
    market: Market, multiple_from: Decimal, open_from: Decimal | None, in_force_from: date
) -> list[Obstacle]:
    obstacles = []
    if multiple_from <= 0:
        text = "Meervoudig onderhands begint boven nul euro."
        obstacles.append(Obstacle("band-not-positive", text, "multiple_from"))
    if open_from is not None and open_from <= multiple_from:
        text = "Nationaal openbaar begint bij een hoger bedrag dan meervoudig onderhands."
        obstacles.append(Obstacle("bands-out-of-order", text, "open_from"))
    if any(band.market == market and band.in_force_from == in_force_from for band in policy_bands()):
        text = "Voor deze dag staan er al grenzen. Kies een andere ingangsdatum: oude regels blijven staan."
        obstacles.append(Obstacle("bands-exist", text, "in_force_from"))
    return obstacles


def add_thresholds(
    year: int, amounts: Mapping[ThresholdKind, Decimal], *, source: str, actor: Actor, now: datetime
) -> list[ThresholdRow]:
    """Add the amounts of two coming years, as the Commission published them."""
    first, last = period_of_threshold(date(year, 1, 1))
    obstacles = []
    if first.year != year:
        text = f"Drempelbedragen gelden vanaf een even jaar. Kies {first.year} of {first.year + 2}."
        obstacles.append(Obstacle("odd-year", text, "year"))
    if any(row.in_force_from <= last and row.in_force_to >= first for row in thresholds()):
        text = f"Voor {first.year} en {last.year} staan de bedragen er al. Die blijven staan."
        obstacles.append(Obstacle("thresholds-exist", text, "year"))
    refuse_if(obstacles)
    rows = [
        ThresholdRow(
            kind=kind,
            in_force_from=first,
            in_force_to=last,
            amount=amount,
            source=source,
            added_at=now,
            added_by_id=actor.account_id,
        )
        for kind, amount in amounts.items()
    ]
    db.session.add_all(rows)
    db.session.flush()
    after = {"year": year, "source": source, **{kind.value: amount for kind, amount in amounts.items()}}
    trail.record("policy.thresholds_added", rows[0], actor=actor, now=now, after=after)
    return rows
