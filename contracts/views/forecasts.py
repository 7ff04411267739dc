"""What contracts will still cost, and when a maximum is used up: per contract, and over all lots."""

from collections import defaultdict
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from contracts.forecasts import Outlook, side_by_side
from contracts.permissions import ContractsPermission
from contracts.queries.liabilities import LotForecast, forecast_of, forecasts_per_lot
from contracts.views.frameworks import contract_or_404
from townhall import clock
from townhall.accounts.gate import allowed
from townhall.filters import words
from townhall.organisations.queries import own_organisations, the_municipality
from townhall.spreadsheets import Column, as_download

pages = Blueprint("forecasts", __name__, url_prefix="/contracten")


@pages.route("/verwachting")
@allowed(ContractsPermission.CONTRACT_READ)
def index() -> ResponseReturnValue:
    """All contracts that run, per lot and budget year; ``?bestand=`` gives it as a file."""
    today = clock.today()
    lots = forecasts_per_lot(today=today)
    if request.args.get("bestand") in ("csv", "xlsx"):
        return as_download(_lines(lots), _COLUMNS, title="Verwachte kosten", kind=request.args["bestand"])
    years = sorted({year for lot in lots for year in lot.in_years()})
    per_year = {year: side_by_side([lot.in_years()[year] for lot in lots if year in lot.in_years()]) for year in years}
    return render_template(
        "contracts/forecasts/index.html",
        lots=lots,
        years=years,
        per_year=per_year,
        total=side_by_side([lot.total for lot in lots]),
        municipalities=_per_municipality(lots),
        today=today,
    )


@pages.route("/<number>/verwachting")
@allowed(ContractsPermission.CONTRACT_READ)
def show(number: str) -> ResponseReturnValue:
    """One contract: expected liability with its interval, its steps, and the day the maximum is used up."""
    contract, today = contract_or_404(number), clock.today()
    forecast, names = forecast_of(contract, today=today), _names()
    return render_template(
        "contracts/forecasts/show.html",
        contract=contract,
        forecast=forecast,
        years=forecast.in_years(),
        municipalities=[(names.get(key, ""), each) for key, each in forecast.per_municipality().items()],
        early=_day(today, forecast.days.early),
        expected=_day(today, forecast.days.expected),
        late=_day(today, forecast.days.late),
        today=today,
    )


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _names() -> dict[int | None, str]:
    """Who pays, by its id; without one it is the municipality itself."""
    return {None: the_municipality().name} | {each.id: each.name for each in own_organisations()}


def _per_municipality(lots: list[LotForecast]) -> list[tuple[str, Outlook]]:
    found: dict[int | None, list[Outlook]] = defaultdict(list)
    for lot in lots:
        for each in lot.known:
            for municipality_id, own in each.per_municipality().items():
                found[municipality_id].append(own)
    names = _names()
    return [(names.get(key, ""), side_by_side(own)) for key, own in found.items()]


def _lines(lots: list[LotForecast]) -> list[tuple[object, ...]]:
    names = _names()
    return [
        (
            words(lot.target_group), each.contract.number, each.contract.supplier.name, year,
            names.get(municipality_id, ""), own.expected, own.low, own.high, own.most,
        )
        for lot in lots
        for each in lot.known
        for (year, municipality_id), own in each.cells.items()
    ]  # fmt: skip


_HEADINGS = (
    "Perceel", "Contract", "Opdrachtnemer", "Begrotingsjaar", "Gemeente", "Verwacht", "Ondergrens 80 %",
    "Bovengrens 80 %", "Hoogstens",
)  # fmt: skip
_COLUMNS = [Column(heading, lambda line, at=at: line[at]) for at, heading in enumerate(_HEADINGS)]  # type: ignore[misc]
