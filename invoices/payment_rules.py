"""Why a payment run cannot be made, or a payment not be booked."""

from collections.abc import Sequence, Set
from datetime import date

from invoices.lifecycle import PaymentStatus
from townhall.refusal import Obstacle
from townhall.working_days import DECREED_DAYS, is_working_day


def obstacles_to_run(
    invoice_ids: Sequence[int],
    charge_ids: Sequence[int] = (),
    *,
    execution_on: date,
    today: date,
    payer_has_account: bool,
    equated: Set[date] = DECREED_DAYS,
) -> list[Obstacle]:
    """Why these invoices and claims for late payment cannot go in a run on that day.

    ``equated`` are the days a decree makes holidays.
    """
    obstacles = []
    if not invoice_ids and not charge_ids:
        text = "Kies ten minste één factuur of vergoeding om te betalen."
        obstacles.append(Obstacle("run-empty", text, "invoices"))
    for ids, field in ((invoice_ids, "invoices"), (charge_ids, "charges")):
        if len(set(ids)) != len(ids):
            text = "Iets staat twee keer in uw keuze. Kies elke factuur en elke vergoeding één keer."
            obstacles.append(Obstacle("chosen-twice", text, field))
    if execution_on < today:
        text = "De betaaldag is al voorbij. Kies vandaag of een latere dag."
        obstacles.append(Obstacle("execution-in-past", text, "execution_on"))
    elif not is_working_day(execution_on, equated):
        text = "Banken betalen alleen op werkdagen. Kies een werkdag."
        obstacles.append(Obstacle("execution-not-working-day", text, "execution_on"))
    if not payer_has_account:
        text = "Er is geen bevestigd rekeningnummer van de gemeente. Laat leveranciersbeheer het vastleggen."
        obstacles.append(Obstacle("no-own-account", text))
    return obstacles


def obstacles_to_booking_paid(
    status: PaymentStatus, *, execution_on: date, on: date, today: date
) -> list[Obstacle]:
    """Why this cannot be booked as paid on that day: the bank pays on the day in the file, not before."""
    obstacles = obstacles_to_booking(status, ordered_on=execution_on, on=on, today=today)
    if on >= execution_on:
        return obstacles
    text = (
        f"De betaaldag in het bestand is {execution_on:%d-%m-%Y}. De bank betaalt niet eerder. "
        "Boek deze betaling op die dag of later."
    )
    return [Obstacle("booked-before-execution", text, "paid_on")] + [
        each for each in obstacles if each.code != "booked-too-early"
    ]


def obstacles_to_booking_returned(
    status: PaymentStatus, *, paid_on: date | None, on: date, today: date
) -> list[Obstacle]:
    """Why money that was paid cannot be booked as come back on that day: only what was paid comes back, and later.

    A bank sends a transfer back when it cannot credit it (SCT Rulebook, EPC125-05: Return).
    """
    obstacles = []
    if status is not PaymentStatus.PAID:
        text = "Deze betaling is niet als betaald geboekt. Ververs de pagina."
        obstacles.append(Obstacle("not-paid", text))
    if paid_on is not None and on < paid_on:
        text = f"Deze betaling is op {paid_on:%d-%m-%Y} gedaan. Kies die dag of een latere."
        obstacles.append(Obstacle("returned-too-early", text, "failed_on"))
    if on > today:
        text = "Deze dag ligt in de toekomst. Kies een eerdere dag."
        obstacles.append(Obstacle("booked-in-future", text, "failed_on"))
    return obstacles


def obstacles_to_booking(status: PaymentStatus, *, ordered_on: date, on: date, today: date) -> list[Obstacle]:
    """Why what the bank did cannot be booked on that day; a bank may turn a payment down before it is due."""
    obstacles = []
    if status is not PaymentStatus.ORDERED:
        obstacles.append(Obstacle("booked-already", "Deze betaling is al geboekt. Ververs de pagina."))
    if on < ordered_on:
        text = "Deze dag ligt voor de dag waarop het betaalbestand is gemaakt. Kies een latere dag."
        obstacles.append(Obstacle("booked-too-early", text, "paid_on"))
    if on > today:
        obstacles.append(
            Obstacle("booked-in-future", "Deze dag ligt in de toekomst. Kies een eerdere dag.", "paid_on")
        )
    return obstacles
