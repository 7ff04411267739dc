"""When and whom each occasion tells: how it is, and setting it, for everything or for one contract."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from alerts import queries
from alerts.collectors import facts_of
from alerts.forms import SettingForm
from alerts.occasion import Occasion, OccasionKind
from alerts.occasions import BY_AREA, OCCASIONS
from alerts.operations.settings import forget_setting, set_occasion
from alerts.permissions import AlertsPermission
from alerts.preview import Change, changes_of
from alerts.tuning import Setting, obstacles_to_setting, setting_from, with_setting
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.accounts.roles import Role
from townhall.database import transaction
from townhall.forms import ConfirmForm

pages = Blueprint("settings", __name__, url_prefix="/werkvoorraad/instellingen")


@pages.route("/")
@allowed(AlertsPermission.SETTING_READ)
def index() -> ResponseReturnValue:
    """Every occasion with its times, its role and its reason; and what was set for one contract."""
    rows = queries.settings()
    return render_template(
        "alerts/settings/index.html", areas=BY_AREA, tuning=queries.tuning(),
        general={row.kind for row in rows if row.contract_id is None},
        of_contracts=[row for row in rows if row.contract_id is not None],
        contracts=dict(queries.contracts_by_number()), may_change=may(AlertsPermission.SETTING_CHANGE),
    )  # fmt: skip


@pages.route("/<kind>", methods=["GET", "POST"])
@allowed(AlertsPermission.SETTING_CHANGE)
def change(kind: str) -> ResponseReturnValue:
    """Set one occasion; first shows which alerts of this year come or go by it."""
    which, contract_id = _kind_or_404(kind), _contract_or_404()
    row, tuning = queries.setting_of(which, contract_id), queries.tuning()
    occasion = tuning.of(which, contract_id)
    form, changes = SettingForm(), None
    if request.method == "GET":
        form.fill(occasion)
    if form.validate_on_submit():
        base = tuning.without(which, contract_id)
        setting = _setting(form, base, contract_id)
        with form.showing_refusals():
            if request.form.get("doe") == "bewaren":
                with transaction():
                    set_occasion(setting, actor=current_actor(), now=clock.now())
                    flash("De instelling geldt vanaf de volgende ronde.", "positive")
                    return redirect(url_for("alerts.settings.index"))
            form.refuse(obstacles_to_setting(setting))
            if not form.obstacles:
                changes = _changes(which, contract_id, with_setting(base, setting), clock.today())
    return render_template(
        "alerts/settings/change.html", form=form, occasion=occasion, house=OCCASIONS[which], row=row, changes=changes,
        contract_id=contract_id, contract=dict(queries.contracts_by_number()).get(contract_id or 0, ""),
        contracts=queries.contracts_by_number(), year=clock.today().year,
    )  # fmt: skip


@pages.route("/<kind>/terug", methods=["POST"])
@allowed(AlertsPermission.SETTING_CHANGE)
def forget(kind: str) -> ResponseReturnValue:
    """Go back to how the house has it."""
    row = queries.setting_of(_kind_or_404(kind), _contract_or_404()) or abort(404)
    if ConfirmForm().validate_on_submit():
        with transaction():
            forget_setting(row, actor=current_actor(), now=clock.now())
        flash("De instelling is terug op de standaard.", "positive")
    return redirect(url_for("alerts.settings.index"))


def _changes(kind: OccasionKind, contract_id: int | None, after: Occasion, today: date) -> list[Change]:
    facts = [fact for fact in facts_of(today) if fact.kind == kind and contract_id in (None, fact.contract_id)]
    stands = {(fact.subject, fact.due_on) for fact in facts}
    over = {
        fact: day
        for fact, day in queries.over_in(kind, today.year).items()
        if (fact.subject, fact.due_on) not in stands and contract_id in (None, fact.contract_id)
    }
    return changes_of(facts, queries.tuning(), after, today.year, over)


def _setting(form: SettingForm, base: Occasion, contract_id: int | None) -> Setting:
    return setting_from(
        base, contract_id=contract_id, steps=form.numbers(), role=Role(form.role.data),
        again_days=form.again_days.data, what_to_do=form.what_to_do.data.strip(),
    )  # fmt: skip


def _kind_or_404(kind: str) -> OccasionKind:
    """The occasion with this name."""
    return OccasionKind(kind) if kind in set(OccasionKind) else abort(404)


def _contract_or_404() -> int | None:
    """The contract in the address; None is: for everything."""
    typed = request.args.get("contract", "")
    if not typed:
        return None
    known = {contract_id for contract_id, _ in queries.contracts_by_number()}
    return int(typed) if typed.isdigit() and int(typed) in known else abort(404)
