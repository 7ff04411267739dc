"""The threshold monitor: everything bought per need, against the thresholds and the municipality's own bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from contracts.accumulation import (
    PACE_MONTHS,
    CoursePoint,
    Limit,
    Measure,
    Purchase,
    counting,
    counts,
    course,
    days_of,
    pace,
)
from contracts.queries.need_standings import NeedStanding, need_standings
from procurement.queries.policy import thresholds
from procurement.thresholds import ThresholdKind
from reports.permissions import ReportsPermission
from townhall import clock
from townhall.accounts.gate import allowed
from townhall.filters import number, words
from townhall.money import ZERO, round_half_up
from townhall.paging import PER_PAGE, Page
from townhall.spreadsheets import Column, as_download

pages = Blueprint("thresholds", __name__, url_prefix="/rapportages/drempelbewaking")

#: The amounts that hold for what a municipality buys; those of the state and of special sectors do not.
_KINDS_SHOWN = (ThresholdKind.SAS, ThresholdKind.SERVICES_SUBCENTRAL, ThresholdKind.WORKS)
#: A chart tells six lines apart; two of them are the sum and what is expected.
_MOST_LIMITS_DRAWN = 4
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Listed:
    """A purchase on the list of a need, with the last day on which it counts; None where it does not count now."""

    purchase: Purchase
    in_year_until: date | None
    in_terms_until: date | None


@pages.route("")
@allowed(ReportsPermission.REPORT_READ)
def index() -> ResponseReturnValue:
    """Every need, fullest first."""
    today = clock.today()
    needs, nowhere = need_standings(today)
    kind = request.args.get("bestand")
    if kind in ("xlsx", "csv"):
        rows = [(need, each) for need in needs for each in need.standings]
        return as_download(rows, _standing_columns(), title="Drempelbewaking", kind=kind)
    in_force = [row for row in thresholds() if row.is_in_force_on(today) and row.kind in _KINDS_SHOWN]
    return render_template(
        "reports/thresholds/index.html", needs=needs, nowhere=nowhere, today=today, in_force=in_force,
        limit_name=limit_name,
    )  # fmt: skip


@pages.route("/<key>")
@allowed(ReportsPermission.REPORT_READ)
def show(key: str) -> ResponseReturnValue:
    """One need: its sums against each limit, their course, and everything that makes them up."""
    today = clock.today()
    needs, _nowhere = need_standings(today)
    need = next((each for each in needs if each.group.key == key), None) or abort(404)
    listed = _listed(need.group.purchases, today)
    kind = request.args.get("bestand")
    if kind in ("xlsx", "csv"):
        return as_download(listed, _purchase_columns(), title=f"Drempelbewaking {need.group.key}", kind=kind)
    points = course(need.group.purchases, Measure.TWELVE_MONTHS, today)
    return render_template(
        "reports/thresholds/show.html", need=need, today=today, limit_name=limit_name, Measure=Measure,
        pace=pace(need.group.purchases, today), pace_months=PACE_MONTHS,
        page=_page(listed), not_counted=[each for each in need.group.purchases if not counts(each)],
        months=[f"{_MONTHS[point.on.month - 1]} {point.on.year}" for point in points],
        lines=_lines(need, points),
    )  # fmt: skip


def limit_name(limit: Limit) -> str:
    """What a limit is called: the threshold, or the procedure that the policy asks from there on."""
    if limit.is_european:
        return f"Europese drempel ({'SAS' if limit.procedure == 'sas' else 'diensten en leveringen'})"
    return f"Beleid: {words(limit.procedure).lower()}"


def _listed(purchases: Sequence[Purchase], today: date) -> list[Listed]:
    """What counts now in one of the two sums, newest first."""
    in_year = {each.key for each in counting(purchases, Measure.TWELVE_MONTHS, today)}
    in_terms = {each.key for each in counting(purchases, Measure.OVER_TERMS, today)}
    found = [
        Listed(
            each,
            days_of(each, Measure.TWELVE_MONTHS, today)[1] if each.key in in_year else None,
            days_of(each, Measure.OVER_TERMS, today)[1] if each.key in in_terms else None,
        )
        for each in purchases
        if each.key in in_year | in_terms
    ]
    return sorted(found, key=lambda each: (each.purchase.on, each.purchase.key), reverse=True)


def _page(listed: Sequence[Listed]) -> Page[Listed]:
    asked = request.args.get("pagina", 1, type=int)
    at = min(max(1, asked), max(1, -(-len(listed) // PER_PAGE)))
    return Page(listed[(at - 1) * PER_PAGE : at * PER_PAGE], at, PER_PAGE, len(listed))


def _lines(
    need: NeedStanding, points: Sequence[CoursePoint]
) -> list[tuple[str, Sequence[Decimal | None]]]:
    """The course and the limits as lines of a chart, which begins at nought."""

    def drawn(amounts: Sequence[Decimal | None]) -> list[Decimal | None]:
        return [None if amount is None else max(amount, ZERO) for amount in amounts]

    lines = [("Gekocht in twaalf maanden", drawn([point.was for point in points]))]
    expected = drawn([point.expected for point in points])
    if any(amount is not None for amount in expected):
        lines.append(("Verwacht bij dit tempo", expected))
    limits = need.limits[-_MOST_LIMITS_DRAWN:]
    return [*lines, *((limit_name(limit), [limit.amount] * len(points)) for limit in limits)]


def _standing_columns() -> list[Column]:
    """The columns of a row that is a need with one of its standings."""
    return [
        Column("Behoefte", lambda row: row[0].name),
        Column("Grens", lambda row: limit_name(row[1].limit)),
        Column("Bedrag van de grens", lambda row: row[1].limit.amount),
        Column("Opgeteld", lambda row: row[1].measure),
        Column("Samen, excl. btw", lambda row: row[1].total),
        Column("Telt voor deze grens", lambda row: row[1].measured),
        Column("Waarvan in voorbereiding", lambda row: row[1].planned),
        Column("Waarvan niet gekocht zoals de grens vraagt", lambda row: row[1].outside),
        Column("Deel van de grens", lambda row: f"{number(round_half_up(row[1].share * 100, places=1))} %"),
        Column("Verwachting", lambda row: row[1].forecast.outlook),
        Column("Verwachte dag", lambda row: row[1].forecast.on),
    ]


def _purchase_columns() -> list[Column]:
    return [
        Column("Inkoop", lambda row: row.purchase.what),
        Column("Soort", lambda row: row.purchase.source),
        Column("Datum", lambda row: row.purchase.on),
        Column("In voorbereiding", lambda row: row.purchase.is_planned),
        Column("Procedure", lambda row: row.purchase.procedure),
        Column("CPV-code", lambda row: row.purchase.cpv_code),
        Column("Bedrag, excl. btw", lambda row: row.purchase.amount),
        Column("Telt over twaalf maanden tot en met", lambda row: row.in_year_until),
        Column("Telt over de looptijden tot en met", lambda row: row.in_terms_until),
    ]
