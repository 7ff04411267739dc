"""Finance's pages: what is due, making a run, its file, and booking what the bank did."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from invoices.bank_answers import AMOUNT, DAY, OUTCOME, REASON, REFERENCE
from invoices.forms.payments import BankFileForm, BookFailedForm, BookPaidForm, PaymentRunForm
from invoices.labels import TONES
from invoices.lifecycle import PaymentStatus
from invoices.models import Invoice, LateCharge, Payment, PaymentRun
from invoices.operations.bank_answers import book_bank_answers
from invoices.operations.payments import (
    book_failed,
    book_paid,
    book_returned,
    book_run_paid,
    make_payment_run,
)
from invoices.paying import PayStanding, pay_standing
from invoices.permissions import InvoicesPermission
from invoices.queries import payments as payment_queries
from invoices.queries.clawbacks import clawbacks_owed_by
from invoices.queries.invoices import invoices_to_pay
from invoices.queries.late_charges import late_charges_to_pay
from invoices.queries.paying import account_prospects, invoices_held_up, paying_quarters
from invoices.sepa import PainVersion
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import transaction
from townhall.decrees.queries import equated_days
from townhall.filters import euro, short_day
from townhall.money import sum_of
from townhall.organisations.queries import payable_bank_accounts
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download
from townhall.working_days import next_working_day

pages = Blueprint("payments", __name__, url_prefix="/betalingen")

MAY = InvoicesPermission

OPEN_COLUMNS = [
    Column(REFERENCE, lambda payment: payment.number),
    Column("Aanbieder", lambda payment: payment.about.supplier.name),
    Column("Factuur", lambda payment: payment.about.number),
    Column(AMOUNT, lambda payment: payment.amount),
    Column(OUTCOME, lambda payment: None),
    Column(DAY, lambda payment: payment.run.execution_on),
    Column(REASON, lambda payment: None),
    Column("Stand nu", lambda payment: payment.status),
]


def run_or_404(number: str) -> PaymentRun:
    """The run with its payments."""
    return payment_queries.run_with_number(number) or abort(404)


def payment_or_404(number: str) -> Payment:
    """The payment with its invoice and run."""
    return payment_queries.payment_with_number(number) or abort(404)


@pages.route("/")
@allowed(MAY.PAYMENT_READ)
def index() -> ResponseReturnValue:
    """What must be paid, the most urgent first, and the runs so far."""
    due, late, today = invoices_to_pay(), late_charges_to_pay(), clock.today()
    shown = [*due, *invoices_held_up(due_before=today + SOON)]
    accounts = payable_bank_accounts({invoice.supplier_id for invoice in shown}, on=today)
    return render_template(
        "invoices/payments/index.html",
        groups=_by_standing(shown, accounts, today),
        late=late,
        late_total=sum_of(charge.amount for charge in late),
        may_make=bool(due or late),
        accounts=accounts,
        quarters=paying_quarters(),
        page=page_of(payment_queries.payment_runs()),
        today=today,
        tones=TONES,
    )


#: So long before they must be paid, invoices without approval are shown to finance.
SOON = timedelta(days=10)

Row = tuple[Invoice, list[str]]


def _by_standing(
    invoices: Sequence[Invoice], accounts: Collection[int], today: date
) -> list[tuple[PayStanding, list[Row], Decimal]]:
    """The invoices that can be paid now, can wait or are held up, each with why, and what each group adds up to."""
    prospects = account_prospects({invoice.supplier_id for invoice in invoices} - set(accounts), on=today)
    groups: dict[PayStanding, list[Row]] = {standing: [] for standing in PayStanding}
    for invoice in invoices:
        standing, reasons = pay_standing(
            invoice.status,
            is_disputed=invoice.is_disputed,
            due_on=invoice.due_on,
            has_account=invoice.supplier_id in accounts,
            prospect=prospects.get(invoice.supplier_id),
            today=today,
        )
        groups[standing].append((invoice, reasons))
    return [
        (standing, rows, sum_of(invoice.payable_gross for invoice, _ in rows))
        for standing, rows in groups.items()
        if rows
    ]


@pages.route("/maken", methods=["GET", "POST"])
@allowed(MAY.PAYMENT_RELEASE)
def make() -> ResponseReturnValue:
    """Release chosen invoices in one file for the bank."""
    due, late, today = invoices_to_pay(), late_charges_to_pay(), clock.today()
    suppliers = {invoice.supplier_id for invoice in (*due, *(charge.invoice for charge in late))}
    accounts = payable_bank_accounts(suppliers, on=today)
    form = PaymentRunForm()
    form.invoices.offer([(invoice.id, _in_words(invoice)) for invoice in due])
    form.charges.offer([(charge.id, _charge_in_words(charge)) for charge in late])
    if not form.is_submitted():
        form.invoices.data = [str(invoice.id) for invoice in due if invoice.supplier_id in accounts]
        form.charges.data = [str(charge.id) for charge in late if charge.invoice.supplier_id in accounts]
        form.execution_on.data = next_working_day(today, equated_days())
        form.version.data = PainVersion.PAIN_09
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            run = make_payment_run(
                invoices_to_pay([int(each) for each in form.invoices.data or []]),
                charges=late_charges_to_pay([int(each) for each in form.charges.data or []]),
                execution_on=form.execution_on.data,
                version=form.version.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(f"Betaalrun {run.number} is gemaakt. Download het bestand voor de bank.", "positive")
            return redirect(url_for("invoices.payments.show", number=run.number))
    owed = clawbacks_owed_by({invoice.supplier_id for invoice in due})
    return render_template("invoices/payments/make.html", form=form, is_any=bool(due or late), late=late, owed=owed)


def _in_words(invoice: Invoice) -> str:
    return (
        f"{invoice.supplier.name}, factuur {invoice.number}: {euro(invoice.payable_gross)}, "
        f"uiterlijk {short_day(invoice.due_on)}"
    )


def _charge_in_words(charge: LateCharge) -> str:
    invoice = charge.invoice
    return f"{invoice.supplier.name}, vergoeding {charge.number} (factuur {invoice.number}): {euro(charge.amount)}"


@pages.route("/<number>")
@allowed(MAY.PAYMENT_READ)
def show(number: str) -> ResponseReturnValue:
    """One run: its file, its payments, and what the bank did."""
    run = run_or_404(number)
    return render_template(
        "invoices/payments/show.html",
        run=run,
        has_open=any(payment.status is PaymentStatus.ORDERED for payment in run.payments),
        has_live=any(payment.status is not PaymentStatus.FAILED for payment in run.payments),
        ordered=PaymentStatus.ORDERED,
        paid=PaymentStatus.PAID,
        tones=TONES,
    )


@pages.route("/<number>/betaald", methods=["GET", "POST"])
@allowed(MAY.PAYMENT_RELEASE)
def book_run(number: str) -> ResponseReturnValue:
    """Book everything in a run that is still open as paid."""
    run = run_or_404(number)
    form = BookPaidForm(record=run)
    if not form.is_submitted():
        form.paid_on.data = run.execution_on
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            book_run_paid(run, paid_on=form.paid_on.data, actor=current_actor(), now=clock.now())
            flash("De betalingen zijn geboekt. De aanbieders krijgen bericht.", "positive")
            return redirect(url_for("invoices.payments.show", number=number))
    return render_template("invoices/payments/book_run.html", form=form, number=number, execution_on=run.execution_on)


@pages.route("/<number>/open.csv")
@allowed(MAY.PAYMENT_READ)
def open_list(number: str) -> ResponseReturnValue:
    """The payments of a run that did not fail, to fill in what the bank did; also what was paid may come back."""
    live = [payment for payment in run_or_404(number).payments if payment.status is not PaymentStatus.FAILED]
    return as_download(live, OPEN_COLUMNS, title=f"Betaalrun {number}", kind="csv")


@pages.route("/<number>/bestand", methods=["GET", "POST"])
@allowed(MAY.PAYMENT_RELEASE)
def book_file(number: str) -> ResponseReturnValue:
    """Book what the bank did from a file."""
    run, form = run_or_404(number), BankFileForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            booked = book_bank_answers(
                run,
                form.file.data.read(),
                filename=form.file.data.filename,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(f"{booked} {'betaling is' if booked == 1 else 'betalingen zijn'} geboekt.", "positive")
            return redirect(url_for("invoices.payments.show", number=number))
    return render_template("invoices/payments/book_file.html", form=form, number=number)


@pages.route("/betaling/<number>/betaald", methods=["GET", "POST"])
@allowed(MAY.PAYMENT_RELEASE)
def book_one(number: str) -> ResponseReturnValue:
    """Book one payment as paid."""
    payment = payment_or_404(number)
    run_number = payment.run.number
    form = BookPaidForm(record=payment)
    if not form.is_submitted():
        form.paid_on.data = payment.run.execution_on
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            book_paid(payment, paid_on=form.paid_on.data, actor=current_actor(), now=clock.now())
            flash("De betaling is geboekt.", "positive")
            return redirect(url_for("invoices.payments.show", number=run_number))
    payment = payment_or_404(number)
    return render_template("invoices/payments/book_one.html", form=form, payment=payment)


@pages.route("/betaling/<number>/niet-gelukt", methods=["GET", "POST"])
@allowed(MAY.PAYMENT_RELEASE)
def fail_one(number: str) -> ResponseReturnValue:
    """Book one payment as failed, or as come back after it was paid; its invoice comes back on the list."""
    payment = payment_or_404(number)
    run_number, was_paid = payment.run.number, payment.status is PaymentStatus.PAID
    form = BookFailedForm(record=payment)
    if form.validate_on_submit():
        on, reason = form.failed_on.data, form.reason.data
        with form.showing_refusals(), transaction():
            if was_paid:
                book_returned(payment, returned_on=on, reason=reason, actor=current_actor(), now=clock.now())
            else:
                book_failed(payment, failed_on=on, reason=reason, actor=current_actor(), now=clock.now())
            did = "teruggekomen" if was_paid else "niet gelukt"
            flash(f"De betaling is als {did} geboekt. De factuur staat weer op de lijst.", "warning")
            return redirect(url_for("invoices.payments.show", number=run_number))
    payment = payment_or_404(number)
    return render_template("invoices/payments/fail_one.html", form=form, payment=payment, was_paid=was_paid)
