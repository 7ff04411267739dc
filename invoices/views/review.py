"""The municipality's pages: the list, one invoice, why it is paid, and the first two signatures."""

from functools import reduce

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.queries.tracks import track_visible_to
from invoices.approvals import approves_on_behalf_of, obstacles_to_approving, obstacles_to_stating
from invoices.forms.invoices import ApproveForm, ReturnLineForm, SendBackForm, StatementForm
from invoices.labels import TONES
from invoices.lifecycle import OPEN, SENTENCES, InvoiceStatus
from invoices.match_facts import Check
from invoices.models import Invoice, InvoiceLine
from invoices.operations.chains import agreed_in_words
from invoices.operations.review import (
    approve_invoice,
    return_line,
    send_back_invoice,
    state_performance,
)
from invoices.permissions import InvoicesPermission
from invoices.queries import invoices as invoice_queries
from invoices.queries.chains import chain_of
from invoices.queries.clawbacks import clawbacks_of_invoice
from invoices.queries.credit_notes import credit_notes_of_invoice
from invoices.queries.funding import fundings_of
from invoices.queries.late_charges import late_charge_of
from invoices.queries.messages import count_waiting_messages, messages_of
from invoices.queries.paying import lateness_of
from invoices.queries.payments import payments_of
from invoices.queries.signals import signal_facts
from invoices.signals import Signal, signals
from invoices.views.addresses import link_to
from invoices.views.disputes import dispute_on
from townhall import clock
from townhall.accounts.gate import allowed, current_actor, may
from townhall.budgets.costs import Cost
from townhall.budgets.queries import mandates_of
from townhall.database import transaction
from townhall.filters import words
from townhall.money import ZERO
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("review", __name__, url_prefix="/facturen")

MAY = InvoicesPermission

#: As many as fit in a file that is made while somebody waits; the filters make smaller pieces.
MOST_ROWS = 10_000

COLUMNS = [
    Column("Factuur", lambda invoice: invoice.number),
    Column("Aanbieder", lambda invoice: invoice.supplier.name),
    Column("Contract", lambda invoice: invoice.contract.number),
    Column("Factuurdatum", lambda invoice: invoice.issued_on),
    Column("Ontvangen", lambda invoice: invoice.received_at),
    Column("Gevraagd excl. btw", lambda invoice: invoice.net),
    Column("Gevraagd incl. btw", lambda invoice: invoice.gross),
    Column("Te betalen incl. btw", lambda invoice: invoice.payable_gross),
    Column("Uiterlijk betalen", lambda invoice: invoice.due_on),
    Column("Status", lambda invoice: invoice.status),
]


def invoice_or_404(invoice_id: int) -> Invoice:
    """The invoice with its lines, for staff: drafts do not exist."""
    return invoice_queries.invoice_visible_to(current_actor(), invoice_id) or abort(404)


def _asked() -> tuple[str, InvoiceStatus | None]:
    """The words and the status that the list is narrowed to."""
    asked = request.args.get("status")
    status = InvoiceStatus(asked) if asked in {each.value for each in InvoiceStatus} else None
    return request.args.get("zoek", "").strip(), status


def line_or_404(invoice: Invoice, sequence: int) -> InvoiceLine:
    """The line with this place on the invoice."""
    return next((line for line in invoice.lines if line.sequence == sequence), None) or abort(404)


@pages.route("/")
@allowed(MAY.INVOICE_READ)
def index() -> ResponseReturnValue:
    """What suppliers sent, filtered, what waits for somebody on top; also as a workbook or as CSV."""
    text, status, kind = *_asked(), request.args.get("bestand")
    if kind in ("xlsx", "csv"):
        rows = invoice_queries.first_invoices_matching(text=text, status=status, limit=MOST_ROWS)
        return as_download(rows, COLUMNS, title="Facturen", kind=kind)
    return render_template(
        "invoices/review/index.html",
        page=page_of(invoice_queries.invoices_matching(text=text, status=status)),
        text=text,
        status=status,
        most=MOST_ROWS,
        waiting=count_waiting_messages(),
        statuses=[
            (each.value, words(each))
            for each in InvoiceStatus
            if each not in (InvoiceStatus.DRAFT, InvoiceStatus.SUBMITTED)
        ],
        today=clock.today(),
        tones=TONES,
    )


@pages.route("/<int:invoice_id>")
@allowed(MAY.INVOICE_READ)
def show(invoice_id: int) -> ResponseReturnValue:
    """One invoice: its signatures, and every line with every check and its facts."""
    invoice = invoice_or_404(invoice_id)
    late = lateness_of(invoice, today=clock.today())
    return render_template(
        "invoices/review/show.html",
        invoice=invoice,
        sentence=SENTENCES[invoice.status],
        steps=steps_of(invoice),
        checks={check.value: check for check in Check},
        may_return=may(MAY.PERFORMANCE_STATE) and invoice.status is InvoiceStatus.IN_REVIEW,
        next_step=_next_step(invoice),
        contract_url=link_to("contracts.frameworks.show", number=invoice.contract.number),
        payments=payments_of(invoice.id),
        clawbacks=clawbacks_of_invoice(invoice.id),
        credit_notes=credit_notes_of_invoice(invoice.id),
        messages=messages_of(invoice.id),
        dispute=dispute_on(invoice),
        may_decide=may(MAY.PERFORMANCE_STATE),
        late=late,
        charge=late_charge_of(invoice.id) if late else None,
        signals=_signals(invoice),
        tones=TONES,
    )


@pages.route("/<int:invoice_id>/regels/<int:sequence>")
@allowed(MAY.INVOICE_READ)
def chain(invoice_id: int, sequence: int) -> ResponseReturnValue:
    """Why this line is paid: from the award to the payment."""
    invoice = invoice_or_404(invoice_id)
    found = chain_of(invoice, sequence) or abort(404)
    achievement = found.line.achievement
    # Some lots reveal so much about people that not every contract manager may open their tracks.
    sees_track = track_visible_to(current_actor(), found.line.track_number) is not None
    return render_template(
        "invoices/review/chain.html",
        invoice=invoice,
        chain=found,
        achievement=achievement,
        track_url=link_to("contracts.tracks.show", number=found.line.track_number) if sees_track else None,
        achievement_url=link_to("contracts.achievements.show", achievement_id=achievement.id)
        if achievement and sees_track
        else None,
        contract_url=link_to("contracts.frameworks.show", number=invoice.contract.number),
        agreed=agreed_in_words(invoice.contract),
        fees_url=link_to("contracts.frameworks.fee_preview", number=invoice.contract.number),
        tender_url=link_to("procurement.tenders.show", reference=found.award.tender.reference)
        if found.award
        else None,
        award_url=link_to("procurement.award.show", reference=found.award.tender.reference)
        if found.award
        else None,
        tones=TONES,
    )


@pages.route("/<int:invoice_id>/prestatieverklaring", methods=["GET", "POST"])
@allowed(MAY.PERFORMANCE_STATE)
def state(invoice_id: int) -> ResponseReturnValue:
    """Declare that what the accepted lines ask was delivered."""
    invoice = invoice_or_404(invoice_id)
    form = StatementForm(record=invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            state_performance(
                invoice, statement=form.statement.data or "", actor=current_actor(), now=clock.now()
            )
            flash("De prestatie is verklaard. De budgethouder beslist nu over akkoord.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    elif not form.is_submitted():
        form.refuse(obstacles_to_stating(invoice.signed_facts(), account_id=current_actor().account_id))
    invoice = invoice_or_404(invoice_id)
    return render_template(
        "invoices/review/state.html", form=form, invoice=invoice, signals=_signals(invoice), tones=TONES
    )


@pages.route("/<int:invoice_id>/regels/<int:sequence>/terugsturen", methods=["GET", "POST"])
@allowed(MAY.PERFORMANCE_STATE)
def send_line_back(invoice_id: int, sequence: int) -> ResponseReturnValue:
    """Send one line back to the supplier."""
    invoice = invoice_or_404(invoice_id)
    line = line_or_404(invoice, sequence)
    form = ReturnLineForm(record=invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            return_line(line, hint=form.hint.data, actor=current_actor(), now=clock.now())
            flash(f"Regel {line.number} is teruggestuurd.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    invoice = invoice_or_404(invoice_id)
    line = line_or_404(invoice, sequence)
    return render_template("invoices/review/return_line.html", form=form, invoice=invoice, line=line)


@pages.route("/<int:invoice_id>/akkoord", methods=["GET", "POST"])
@allowed(MAY.INVOICE_APPROVE)
def approve(invoice_id: int) -> ResponseReturnValue:
    """Approve the payment, with the money that is there beside it."""
    invoice, actor = invoice_or_404(invoice_id), current_actor()
    form = ApproveForm(record=invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            approve_invoice(invoice, actor=actor, now=clock.now())
            flash("De factuur is akkoord. Financiën neemt de factuur op in een betaalrun.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    invoice = invoice_or_404(invoice_id)
    fundings = fundings_of(invoice, year=clock.today().year)
    needs = [funding.need for funding in fundings]
    mandates = mandates_of(actor.account_id)
    if not form.is_submitted():
        form.refuse(
            obstacles_to_approving(
                invoice.signed_facts(),
                account_id=actor.account_id,
                mandates=mandates,
                funding=needs,
                on=clock.today(),
            )
        )
    return render_template(
        "invoices/review/approve.html",
        form=form,
        invoice=invoice,
        needs=needs,
        cost=reduce(Cost.plus, (funding.cost for funding in fundings), Cost(ZERO)),
        lender=approves_on_behalf_of(invoice.signed_facts(), mandates, on=clock.today()),
        signals=_signals(invoice),
        tones=TONES,
    )


@pages.route("/<int:invoice_id>/terugsturen", methods=["GET", "POST"])
@allowed(MAY.INVOICE_APPROVE)
def send_back(invoice_id: int) -> ResponseReturnValue:
    """Send the invoice back to the contract manager."""
    invoice = invoice_or_404(invoice_id)
    form = SendBackForm(record=invoice)
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            send_back_invoice(invoice, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash("De factuur ligt weer bij de contractmanager.", "positive")
            return redirect(url_for("invoices.review.show", invoice_id=invoice_id))
    invoice = invoice_or_404(invoice_id)
    return render_template("invoices/review/send_back.html", form=form, invoice=invoice)


_ORDER = (
    (InvoiceStatus.IN_REVIEW, "Gecontroleerd"),
    (InvoiceStatus.STATED, "Prestatie verklaard"),
    (InvoiceStatus.APPROVED, "Akkoord"),
    (InvoiceStatus.RELEASED, "Betaling vrijgegeven"),
    (InvoiceStatus.PAID, "Betaald"),
)


def steps_of(invoice: Invoice) -> list[tuple[str, str]]:
    """Where the invoice is on its way to the bank, for the row of steps; empty when it left the road."""
    places = [status for status, _label in _ORDER]
    if invoice.status not in places:
        return []
    reached = places.index(invoice.status)
    labels = ["Ontvangen", *(label for _status, label in _ORDER)]
    return [
        (label, "done" if place <= reached + 1 else "current" if place == reached + 2 else "todo")
        for place, label in enumerate(labels)
    ]


def _next_step(invoice: Invoice) -> tuple[str, str] | None:
    """The button for who is next."""
    if invoice.status is InvoiceStatus.IN_REVIEW and not invoice.is_disputed and may(MAY.PERFORMANCE_STATE):
        return "Prestatie verklaren", url_for("invoices.review.state", invoice_id=invoice.id)
    if invoice.status is InvoiceStatus.STATED and may(MAY.INVOICE_APPROVE):
        return "Beoordelen en akkoord geven", url_for("invoices.review.approve", invoice_id=invoice.id)
    if invoice.status is InvoiceStatus.APPROVED and may(MAY.PAYMENT_RELEASE):
        return "Naar betalen", url_for("invoices.payments.index")
    return None


def _signals(invoice: Invoice) -> list[Signal]:
    """What stands out, as long as somebody still has to sign."""
    waits = invoice.status in OPEN and invoice.released_by_id is None
    return signals(signal_facts(invoice)) if waits else []
