"""For the buyer: from when a price is strikingly low, which prices are, and what is done about them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from procurement.abnormally_low import SUBJECTS
from procurement.forms.bidder_requests import AcceptLowPriceForm, AskAboutPricesForm, measure_form
from procurement.operations.bidder_requests import PRICE_STAGES, accept_low_price, ask_about_prices
from procurement.operations.low_prices import set_low_price_measure
from procurement.permissions import ProcurementPermission
from procurement.queries.bidder_requests import low_price_rules, signalled_bids
from procurement.queries.openings import are_prices_open
from procurement.views.assessment import admitted_or_404
from procurement.views.tender_loading import tabs_of, tender_or_404
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction

pages = Blueprint("low_prices", __name__, url_prefix="/aanbestedingen")

QUESTION = (
    "Uw prijs is opvallend laag. Licht met cijfers toe hoe u de opdracht voor deze prijs kunt uitvoeren "
    "(art. 2.116 Aanbestedingswet). U kunt onder meer ingaan op:\n"
) + "\n".join(f"- {each}" for each in SUBJECTS)


@pages.route("/<reference>/lage-prijzen", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def index(reference: str) -> ResponseReturnValue:
    """The signals, and one question to everybody whose price nobody decided on yet."""
    tender = tender_or_404(reference)
    form = AskAboutPricesForm(data={"question": QUESTION, "days": 5})
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            asked = ask_about_prices(tender, form.days.data, form.question.data, actor=current_actor(), now=clock.now())
            count = len(asked)
        if not form.obstacles:
            flash(f"Gevraagd om een toelichting: {count}.", "positive")
            return redirect(url_for("procurement.low_prices.index", reference=reference))
    is_open = are_prices_open(tender)
    signalled = signalled_bids(tender, tender.lots) if is_open else []
    return render_template(
        "procurement/requests/low_prices.html",
        tender=tender,
        tabs=tabs_of(tender),
        form=form,
        is_open=is_open,
        rules=low_price_rules(tender.lots),
        signalled=signalled,
        undecided=[each for each in signalled if each.request is None] if tender.status in PRICE_STAGES else [],
    )


@pages.route("/<reference>/lage-prijzen/maatstaf", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def measure(reference: str) -> ResponseReturnValue:
    """Set from when a price is signalled, before anybody knows a price."""
    tender = tender_or_404(reference)
    rules = low_price_rules(tender.lots)
    shown = {f"floor_{lot_id}": rule.floor for lot_id, rule in rules.items()}
    percent = next((rule.percent for rule in rules.values()), None)
    form = measure_form(tender.lots, data={**shown, "percent": percent})
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            set_low_price_measure(
                tender, form.percent.data, form.floors(tender.lots), actor=current_actor(), now=clock.now()
            )
        if not form.obstacles:
            flash("De maatstaf voor lage prijzen is vastgelegd.", "positive")
            return redirect(url_for("procurement.low_prices.index", reference=reference))
    return render_template("procurement/requests/measure.html", tender=tender, form=form)


@pages.route("/<reference>/lage-prijzen/<int:bid_id>", methods=["GET", "POST"])
@allowed(ProcurementPermission.ASSESSMENT_MANAGE)
def accept(reference: str, bid_id: int) -> ResponseReturnValue:
    """Leave a signal at that, with a reason."""
    tender = tender_or_404(reference)
    bid = admitted_or_404(tender, bid_id)
    signalled = signalled_bids(tender, [bid.lot])
    found = next((each for each in signalled if each.bid.id == bid_id and each.request is None), None)
    form = AcceptLowPriceForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            accept_low_price(bid, form.reason.data, actor=current_actor(), now=clock.now())
        if not form.obstacles:
            flash("Vastgelegd dat een toelichting niet nodig is.", "positive")
            return redirect(url_for("procurement.low_prices.index", reference=reference))
    return render_template("procurement/requests/accept.html", tender=tender, bid=bid, found=found, form=form)
