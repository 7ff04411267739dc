"""The results of a contract: the scorecard, the list behind each figure, and the suppliers of the lot side by side."""

from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.filtering import chosen
from contracts.forms.performance import KpiForm
from contracts.kpis import DEFINITIONS, Kpi, KpiCode, KpiVerdict
from contracts.mix import Distance, GroupCounts, compare, referred_shares, signals_of
from contracts.models.frameworks import FrameworkContract
from contracts.operations.performance import agree_on_kpi, end_kpi
from contracts.operations.talks import figure_of
from contracts.permissions import ContractsPermission
from contracts.queries.comparison import contracts_beside, mix_of, parts_by_distance
from contracts.queries.performance import plans_of, surveys_of
from contracts.queries.progress_reports import report_lines
from contracts.queries.scores import (
    EVER,
    agreed_kpis,
    behind,
    counts_per_quarter,
    kpi_history,
    kpi_row,
    score_of,
)
from contracts.queries.tracks import sees_people, tracks_visible_to, works_on
from contracts.views.frameworks import contract_or_404
from contracts.views.track_pages import one_question
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.forms import ConfirmForm
from townhall.paging import page_of
from townhall.periods import Period, quarter_of, year_of

pages = Blueprint("performance", __name__, url_prefix="/contracten/<number>/resultaten")

STEP = "contracts/performance/step.html"

#: The stretches one can look at, by what stands in the address.
PERIODS = {
    "": "De periode van elke norm",
    "looptijd": "Hele looptijd",
    "jaar": "Dit jaar",
    "vorig-jaar": "Vorig jaar",
    "kwartaal": "Dit kwartaal",
    "vorig-kwartaal": "Vorig kwartaal",
}


def period_asked(today: date) -> Period | None:
    """The stretch of days that ``?periode=`` asks for; None: every figure over its own period."""
    this_year, this_quarter = year_of(today), quarter_of(today)
    return {
        "looptijd": EVER,
        "jaar": this_year,
        "vorig-jaar": year_of(this_year.starts_on - timedelta(days=1)),
        "kwartaal": this_quarter,
        "vorig-kwartaal": quarter_of(this_quarter.starts_on - timedelta(days=1)),
    }.get(request.args.get("periode", ""))


def scorecard(contract: FrameworkContract) -> dict[str, object]:
    """What a scorecard shows, for staff and supplier alike."""
    today = clock.today()
    quarters = counts_per_quarter(contract, today=today)[-12:]
    shares = [each.shares() for each in quarters]
    return {
        "contract": contract,
        "kpis": score_of(contract, today=today, period=period_asked(today)),
        "agreed": {kpi.code: kpi for kpi in agreed_kpis([contract])[contract.id]},
        "period": request.args.get("periode", ""),
        "periods": list(PERIODS.items()),
        "plans": plans_of(contract),
        "quarters": [each.title for each in quarters],
        "lines": [
            ("Geplaatst", [line[0] for line in shares]),
            ("Na 6 maanden aan het werk", [line[1] for line in shares]),
            ("Uitval", [line[2] for line in shares]),
        ],
        "today": today,
    }


@pages.route("")
@allowed(ContractsPermission.CONTRACT_READ)
def show(number: str) -> ResponseReturnValue:
    """The scorecard: every agreed figure beside its norm, and its course."""
    context = scorecard(contract_or_404(number))
    kpis: list[Kpi] = context["kpis"]  # type: ignore[assignment]
    missed = [kpi for kpi in kpis if kpi.verdict is KpiVerdict.MISSED]
    return render_template("contracts/performance/show.html", missed=missed, **context)


@pages.route("/vergelijking")
@allowed(ContractsPermission.CONTRACT_READ)
def comparison(number: str) -> ResponseReturnValue:
    """The suppliers of the lot side by side, corrected for who was referred to them; and patterns to talk about."""
    contract, today = contract_or_404(number), clock.today()
    beside = contracts_beside(contract)
    ids = [each.id for each in beside] or [contract.id]
    mix = mix_of([*{*ids, contract.id}], today=today)
    distances = [each for each in Distance if any(each in own for own in mix.values())]
    return render_template(
        "contracts/performance/comparison.html",
        contract=contract,
        beside=beside,
        figures=[
            (code, compare(parts_by_distance(ids, code, today=today)))
            for code in (KpiCode.PLACED, KpiCode.SUSTAINED, KpiCode.DROPPED_OUT)
        ],
        mix=mix[contract.id],
        sees_people=sees_people(current_actor(), contract),
        distances=distances,
        shares=referred_shares(mix[contract.id], distances),
        shares_of_lot=referred_shares(_together(list(mix.values())), distances),
        signals=signals_of(mix[contract.id]),
        definitions=DEFINITIONS,
    )


def _together(mixes: list[dict[Distance, GroupCounts]]) -> dict[Distance, GroupCounts]:
    return {each: sum((own.get(each, GroupCounts()) for own in mixes), GroupCounts()) for each in Distance}


@pages.route("/<code>")
@allowed(ContractsPermission.TRACK_READ)
def figure(number: str, code: str) -> ResponseReturnValue:
    """The list behind one figure: which tracks, reports or surveys it looks at, and which of them count."""
    contract, today = contract_or_404(number), clock.today()
    asked = chosen(KpiCode, code) or abort(404)
    kpi = figure_of(score_of(contract, today=today, period=period_asked(today)), asked) or abort(404)
    agreed = {each.code: each for each in agreed_kpis([contract])[contract.id]}[asked]
    period = period_asked(today) or _own_period(agreed.period.value, today)
    context = {
        "contract": contract, "kpi": kpi, "agreed": agreed, "definition": DEFINITIONS[asked],
        "period": request.args.get("periode", ""), "periods": list(PERIODS.items()), "stretch": period, "ever": EVER,
    }  # fmt: skip
    if asked is KpiCode.SATISFACTION:
        surveys = [each for each in surveys_of(contract) if each.held_on in period]
        return render_template("contracts/performance/behind_surveys.html", surveys=surveys, **context)
    if asked is KpiCode.REPORTING:
        lines = [each for each in report_lines(contract, today=today) if each.due.due_on in period]
        return render_template("contracts/performance/behind_reports.html", lines=lines, **context)
    days = agreed.days if DEFINITIONS[asked].asks_days else 0
    tracks = behind(tracks_visible_to(current_actor(), contract_id=contract.id), asked, period, today=today, days=days)
    return render_template(
        "contracts/performance/behind_tracks.html", page=page_of(tracks, scalars=False),
        sees_tracks=works_on(current_actor(), contract), **context,
    )  # fmt: skip


def _own_period(name: str, today: date) -> Period:
    return {"term": EVER, "year": year_of(today), "quarter": quarter_of(today)}[name]


@pages.route("/normen")
@allowed(ContractsPermission.CONTRACT_READ)
def norms(number: str) -> ResponseReturnValue:
    """What is agreed on figures, where it comes from, and what was agreed before."""
    contract = contract_or_404(number)
    return render_template(
        "contracts/performance/norms.html",
        contract=contract,
        agreed=agreed_kpis([contract])[contract.id],
        rows={row.code: row for row in kpi_history(contract) if row.ended_on is None},
        ended=[row for row in kpi_history(contract) if row.ended_on is not None],
        definitions=DEFINITIONS,
    )


@pages.route("/normen/nieuw", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def agree(number: str) -> ResponseReturnValue:
    """Agree on a figure and its norm."""
    contract, form = contract_or_404(number), KpiForm()
    asked = chosen(KpiCode, request.args.get("resultaat"))
    if asked is not None and form.code.data is None:
        form.code.data, form.norm.data = asked, DEFINITIONS[asked].usual_norm
    return one_question(
        form, STEP, contract=contract, title="Norm vastleggen", submit="Vastleggen",
        lead="Een nieuwe norm voor hetzelfde resultaat vervangt de oude. De oude blijft zichtbaar.",
        act=lambda: agree_on_kpi(contract, form.agreed(), actor=current_actor(), now=clock.now()),
        done="De norm is vastgelegd. De resultaten worden er vanaf nu aan getoetst.",
        back_to=url_for(".norms", number=number),
    )  # fmt: skip


@pages.route("/normen/<code>/beeindigen", methods=["GET", "POST"])
@allowed(ContractsPermission.CONTRACT_MANAGE)
def end(number: str, code: str) -> ResponseReturnValue:
    """End an agreement on a figure."""
    contract = contract_or_404(number)
    row = kpi_row(contract, chosen(KpiCode, code) or abort(404)) or abort(404)
    return one_question(
        ConfirmForm(), STEP, contract=contract, title="Norm beëindigen", submit="Beëindigen",
        lead="Dit resultaat wordt niet meer aan deze norm getoetst. Staat er een norm in het contract zelf, dan geldt "
        "die weer.",
        act=lambda: end_kpi(contract, row, actor=current_actor(), now=clock.now()),
        done="De norm is beëindigd.", back_to=url_for(".norms", number=number),
    )  # fmt: skip
