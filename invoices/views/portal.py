"""The supplier's pages: what can be invoiced, making and sending invoices, following them."""

from io import BytesIO
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from contracts.models import FrameworkContract
from invoices.claims import AchievementFacts, obstacles_to_claiming
from invoices.credit_notes import creditable_lines
from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from invoices.forms.invoices import DraftInvoiceForm, UploadInvoiceForm
from invoices.labels import TONES
from invoices.lifecycle import MOVES, SENTENCES, InvoiceStatus, LineStatus
from invoices.match_facts import Reason
from invoices.models import Invoice
from invoices.operations.examples import example_invoice
from invoices.operations.intake import take_in_ubl
from invoices.operations.submission import draft_invoice, submit_invoice, withdraw_invoice
from invoices.permissions import InvoicesPermission
from invoices.queries import claimables
from invoices.queries import invoices as invoice_queries
from invoices.queries.achievements import achievements_with_ids
from invoices.queries.clawbacks import clawbacks_of_invoice
from invoices.queries.corrections import correctable_invoices
from invoices.queries.credit_notes import credit_note_from_file, credit_notes_of_invoice, invoiced_lines
from invoices.queries.late_charges import late_charge_of
from invoices.queries.messages import messages_of
from invoices.queries.paying import lateness_of, payment_expected_on
from invoices.queries.payments import payments_of
from invoices.submission_rules import obstacles_to_charging_vat
from invoices.views.disputes import dispute_on, lines_to_disagree_with
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.filters import euro, short_day
from townhall.forms import ConfirmForm
from townhall.money import sum_of
from townhall.organisations.models import Organisation
from townhall.organisations.queries import active_bank_account, supplier_of
from townhall.paging import page_of
from townhall.refusal import Obstacle
from townhall.vat import vat_rate_on

pages = Blueprint("portal", __name__, url_prefix="/portaal/facturen")


def own_firm() -> Organisation:
    """The firm of who asks; 404 for anybody without one."""
    return supplier_of(current_actor()) or abort(404)


def invoice_or_404(invoice_id: int) -> Invoice:
    """The invoice with its lines, for its own supplier."""
    return invoice_queries.invoice_visible_to(current_actor(), invoice_id) or abort(404)


def own_contract_or_404(number: str) -> FrameworkContract:
    """A contract of the firm of who asks."""
    return invoice_queries.contract_with_number(own_firm().id, number) or abort(404)


@pages.route("/")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def index() -> ResponseReturnValue:
    """Every invoice of the firm, newest first, and what waits to be invoiced."""
    firm = own_firm()
    claimable = claimables.claimable_achievements(firm.id)
    return render_template(
        "invoices/portal/index.html",
        page=page_of(invoice_queries.invoices_of_supplier(firm.id)),
        how_many=len(claimable),
        total=sum_of(each.amount for each in claimable),
        tones=TONES,
    )


@pages.route("/maken")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def claimable() -> ResponseReturnValue:
    """What can be invoiced now, per contract, and what is not yet checked."""
    firm, today = own_firm(), clock.today()
    found = claimables.claimable_achievements(firm.id)
    blocked = {
        each.achievement_id: obstacles
        for each in found
        if (obstacles := obstacles_to_claiming(each, supplier_id=firm.id, on=today))
    }
    groups = [
        (number, rows, sum_of(each.amount for each in rows if each.achievement_id not in blocked))
        for number, rows in (
            (number, list(group)) for number, group in groupby(found, key=lambda each: each.contract_number)
        )
    ]
    return render_template(
        "invoices/portal/claimable.html",
        groups=groups,
        blocked=blocked,
        drafted=claimables.drafted_achievement_ids(firm.id),
        waiting=claimables.waiting_achievements(firm.id),
        account=active_bank_account(firm.id, on=today),
    )


@pages.route("/maken/<number>", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def make(number: str) -> ResponseReturnValue:
    """Make a draft invoice of chosen achievements under one contract."""
    firm, contract = own_firm(), own_contract_or_404(number)
    offered = _offered(firm, contract)
    earlier = {str(each.id): each for each in correctable_invoices(firm.id, contract.id)}
    form = DraftInvoiceForm()
    form.achievements.offer([(each.achievement_id, _in_words(each)) for each in offered])
    form.corrects.offer([(key, f"{each.number} van {short_day(each.issued_on)}") for key, each in earlier.items()])
    if not form.is_submitted():
        corrected = earlier.get(request.args.get("verbetert", ""))
        form.corrects.data = str(corrected.id) if corrected else None
        form.achievements.data = [str(each.achievement_id) for each in _to_correct(corrected, offered)]
        form.issued_on.data = clock.today()
        form.refuse(
            obstacles_to_charging_vat(
                firm.vat_number, has_vat=any(vat_rate_on(each.reached_on) for each in offered)
            )
        )
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            invoice = draft_invoice(
                firm,
                contract,
                achievements_with_ids([int(each) for each in form.achievements.data]),
                number=form.number.data,
                issued_on=form.issued_on.data,
                corrects=earlier.get(form.corrects.data or ""),
                actor=current_actor(),
                now=clock.now(),
            )
            return redirect(url_for("invoices.portal.show", invoice_id=invoice.id))
    return render_template("invoices/portal/make.html", form=form, contract=contract, offered=offered)


def _to_correct(corrected: Invoice | None, offered: list[AchievementFacts]) -> list[AchievementFacts]:
    """Of what can be invoiced that which came back with this invoice; everything without one."""
    if corrected is None:
        return offered
    whole = corrected.status is InvoiceStatus.WITHDRAWN
    asked = {
        (line.track_number, line.milestone_code)
        for line in corrected.lines
        if whole or line.status is LineStatus.RETURNED
    }
    return [each for each in offered if (each.track_number, each.milestone_code) in asked]


def _offered(firm: Organisation, contract: FrameworkContract) -> list[AchievementFacts]:
    return [
        each
        for each in claimables.claimable_achievements(firm.id)
        if each.contract_id == contract.id
        and not obstacles_to_claiming(each, supplier_id=firm.id, on=clock.today())
    ]


def _in_words(each: AchievementFacts) -> str:
    return (
        f"{each.track_number}: {each.milestone_label} ({each.milestone_code}), "
        f"bereikt {short_day(each.reached_on)}, {euro(each.amount)}"
    )


@pages.route("/insturen", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def upload() -> ResponseReturnValue:
    """Send an e-invoice; when it is refused, the verdict says everything that is wrong."""
    form, verdict = UploadInvoiceForm(), None
    if form.validate_on_submit():
        data = form.file.data.read()
        with form.showing_refusals(), transaction():
            known = invoice_queries.invoice_from_file(own_firm().id, data)
            invoice = take_in_ubl(data, own_firm(), actor=current_actor(), now=clock.now())
            if note := credit_note_from_file(own_firm().id, data):
                flash("Uw creditnota is geboekt. Hier ziet u wat wij ermee deden.", "positive")
                return redirect(url_for("invoices.credit_notes.show", credit_note_id=note.id))
            if known:
                flash("Dit bestand hadden wij al. Hier ziet u hoe het met deze factuur staat.", "info")
            else:
                flash("Wij hebben uw e-factuur ontvangen en per regel gecontroleerd.", "positive")
            return redirect(url_for("invoices.portal.show", invoice_id=invoice.id))
        verdict = judge(data, on=clock.today())
        if verdict.valid:
            verdict = None  # refused for another reason, which the form says
        else:
            form.refuse([Obstacle("ubl-not-valid", f"{verdict.sentence} Hieronder staat wat u verbetert.")])
    return render_template("invoices/portal/upload.html", form=form, verdict=verdict)


@pages.route("/controleren", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def check() -> ResponseReturnValue:
    """Try a file without sending it; nothing of it is kept."""
    form, verdict = UploadInvoiceForm(), None
    if form.validate_on_submit():
        verdict = judge(form.file.data.read(), on=clock.today())
    return render_template("invoices/portal/check.html", form=form, verdict=verdict)


@pages.route("/e-factuur-maken")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def guide() -> ResponseReturnValue:
    """What stands where on an e-invoice to us, with an example of the firm's own data."""
    invoice = example_invoice(own_firm(), today=clock.today())
    return render_template(
        "invoices/portal/guide.html", invoice=invoice, xml=write_ubl(invoice).decode(), reasons=list(Reason)
    )


@pages.route("/voorbeeld.xml")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def example() -> ResponseReturnValue:
    """The example of the guide as a file."""
    data = write_ubl(example_invoice(own_firm(), today=clock.today()))
    return send_file(
        BytesIO(data), mimetype="application/xml", download_name="voorbeeldfactuur.xml", as_attachment=True
    )


@pages.route("/<int:invoice_id>")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def show(invoice_id: int) -> ResponseReturnValue:
    """One invoice: where it is, what each line gave, and what to do."""
    invoice = invoice_or_404(invoice_id)
    late = lateness_of(invoice, today=clock.today())
    return render_template(
        "invoices/portal/show.html",
        invoice=invoice,
        sentence=SENTENCES[invoice.status],
        may_submit=InvoiceStatus.SUBMITTED in MOVES[invoice.status],
        may_withdraw=InvoiceStatus.WITHDRAWN in MOVES[invoice.status],
        may_correct=invoice.received_at is not None and invoice.as_earlier().can_be_corrected,
        expected_on=payment_expected_on(invoice, today=clock.today()),
        late=late,
        charge=late_charge_of(invoice.id) if late else None,
        payments=payments_of(invoice.id),
        clawbacks=clawbacks_of_invoice(invoice.id),
        may_credit=bool(creditable_lines(invoice.status, invoiced_lines(invoice))),
        credit_notes=credit_notes_of_invoice(invoice.id),
        messages=messages_of(invoice.id),
        dispute=dispute_on(invoice),
        may_disagree=lines_to_disagree_with(invoice, today=clock.today()),
        form=ConfirmForm(),
        tones=TONES,
    )


@pages.route("/<int:invoice_id>/indienen", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def submit(invoice_id: int) -> ResponseReturnValue:
    """Send a draft, after a last look."""
    invoice = invoice_or_404(invoice_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            submit_invoice(invoice, actor=current_actor(), now=clock.now())
            flash("Uw factuur is ingediend en per regel gecontroleerd.", "positive")
            return redirect(url_for("invoices.portal.show", invoice_id=invoice_id))
    invoice = invoice_or_404(invoice_id)
    return render_template("invoices/portal/submit.html", form=form, invoice=invoice)


@pages.route("/<int:invoice_id>/intrekken", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def withdraw(invoice_id: int) -> ResponseReturnValue:
    """Take an invoice back that nobody signed yet."""
    invoice = invoice_or_404(invoice_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            withdraw_invoice(
                invoice, reason="ingetrokken in het portaal", actor=current_actor(), now=clock.now()
            )
            flash("De factuur is ingetrokken. U kunt de prestaties opnieuw factureren.", "positive")
            return redirect(url_for("invoices.portal.index"))
    invoice = invoice_or_404(invoice_id)
    return render_template("invoices/portal/withdraw.html", form=form, invoice=invoice)
