"""The statutory interest for commercial transactions of a half-year, typed in by one person and confirmed by another.

It is published twice a year: the rate of the ECB on 1 January and 1 July, and 8 percentage points (art. 6:120 lid 2
BW). What the house knows from a source stays as it is; what it could not check may be confirmed or put right.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from invoices.payment_terms import InterestRate, half_year_of
from townhall.four_eyes import obstacles_to_signing
from townhall.refusal import Obstacle

#: Art. 6:120 lid 2 BW; the rate of the ECB has never been below zero.
POINTS_ABOVE_ECB = 8


class RateStatus(StrEnum):
    """Where a rate that was typed in stands; only a confirmed one counts."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


def known_rates(of_the_house: Iterable[InterestRate], confirmed: Iterable[InterestRate]) -> tuple[InterestRate, ...]:
    """All rates that count, the oldest first: what two people confirmed takes the place of what was not verified."""
    rates = {each.starts_on: each for each in of_the_house}
    for each in confirmed:
        known = rates.get(each.starts_on)
        if known is None or not known.verified:
            rates[each.starts_on] = each
    return tuple(rates[starts_on] for starts_on in sorted(rates))


def half_years_to_record(known: Sequence[InterestRate], *, today: date) -> list[date]:
    """The first days of the half-years that may be typed in, the newest first: not verified yet, and begun or next."""
    next_one = half_year_of(today)[1] + timedelta(days=1)
    verified = {each.starts_on for each in known if each.verified}
    found, starts_on = [], next_one
    oldest = min((each.starts_on for each in known), default=next_one)
    while starts_on >= oldest:
        if starts_on not in verified:
            found.append(starts_on)
        starts_on = half_year_of(starts_on - timedelta(days=1))[0]
    return found


def obstacles_to_recording(
    starts_on: date,
    percent: Decimal,
    *,
    source: str,
    known: Sequence[InterestRate],
    waiting: Iterable[date],
    today: date,
) -> list[Obstacle]:
    """Why this rate cannot be typed in; ``waiting`` are the half-years of which one waits for a second person."""
    obstacles = []
    if starts_on in set(waiting):
        text = "Voor dit halfjaar wacht al een tarief op een tweede persoon. Bevestig dat, of wijs het af."
        obstacles.append(Obstacle("rate-waits", text, "starts_on"))
    elif starts_on not in half_years_to_record(known, today=today):
        text = "Het tarief van dit halfjaar staat vast, of is nog niet bekendgemaakt. Kies een ander halfjaar."
        obstacles.append(Obstacle("rate-stands", text, "starts_on"))
    if percent < POINTS_ABOVE_ECB:
        text = "De wettelijke handelsrente is de rente van de ECB plus 8 procentpunten. Vul 8 procent of meer in."
        obstacles.append(Obstacle("rate-too-low", text, "percent"))
    if not source.strip():
        text = "Vul in waar u dit tarief hebt gelezen, zodat een collega het kan nakijken."
        obstacles.append(Obstacle("source-missing", text, "source"))
    return obstacles


def obstacles_to_confirming(status: RateStatus, *, recorded_by: int | None, by: int | None) -> list[Obstacle]:
    """Why this person cannot confirm this rate: it was decided, or is his own."""
    if status is not RateStatus.PROPOSED:
        return [Obstacle("rate-decided", "Over dit tarief is al beslist. Ververs de pagina.")]
    return obstacles_to_signing({"recorded": recorded_by, "confirmed": None}, as_="confirmed", account_id=by)


def obstacles_to_rejecting(status: RateStatus, *, reason: str) -> list[Obstacle]:
    """Why this rate cannot be turned down like this; one may turn down one's own."""
    obstacles = []
    if status is not RateStatus.PROPOSED:
        obstacles.append(Obstacle("rate-decided", "Over dit tarief is al beslist. Ververs de pagina."))
    if not reason.strip():
        obstacles.append(Obstacle("reason-missing", "Leg uit wat er niet klopt aan dit tarief.", "reason"))
    return obstacles
