"""The supplier sends many e-invoices in one ZIP, and sees what became of each."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from invoices.forms.invoices import PackageForm
from invoices.labels import TONES
from invoices.models import InvoicePackage
from invoices.operations.packages import offer_package
from invoices.packages import PackageFileStatus
from invoices.permissions import InvoicesPermission
from invoices.queries.packages import counts_of, files_of, package_of, packages_of, results_of
from invoices.views.portal import own_firm
from townhall import clock
from townhall.accounts.gate import allowed, current_actor
from townhall.database import db, transaction
from townhall.filters import words
from townhall.paging import page_of
from townhall.spreadsheets import Column, as_download

pages = Blueprint("packages", __name__, url_prefix="/portaal/facturen/zip")

COLUMNS = [
    Column("Bestand", lambda each: each.file.filename),
    Column("Uitslag", lambda each: each.file.status),
    Column("Factuur", lambda each: each.file.invoice.number if each.file.invoice else None),
    Column("Creditnota", lambda each: each.file.credit_note.number if each.file.credit_note else None),
    Column("Stand van de factuur", lambda each: each.file.invoice.status if each.file.invoice else None),
    Column("Te betalen met btw", lambda each: each.file.invoice.payable_gross if each.file.invoice else None),
    Column("Wat er mis is", lambda each: " ".join(each.wrong)),
]


def package_or_404(package_id: int) -> InvoicePackage:
    """A package of the own firm."""
    return package_of(own_firm().id, package_id) or abort(404)


@pages.route("/", methods=["GET", "POST"])
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def index() -> ResponseReturnValue:
    """Send a ZIP; what was sent before stands below."""
    form = PackageForm()
    if form.validate_on_submit():
        with form.showing_refusals(), transaction():
            package = offer_package(
                form.file.data.stream, own_firm(), filename=form.file.data.filename,
                actor=current_actor(), now=clock.now(),
            )  # fmt: skip
            return redirect(url_for("invoices.packages.show", package_id=package.id))
    return render_template(
        "invoices/packages/index.html", form=form, page=page_of(packages_of(own_firm().id), per_page=10)
    )


@pages.route("/<int:package_id>")
@allowed(InvoicesPermission.INVOICE_SUBMIT)
def show(package_id: int) -> ResponseReturnValue:
    """How far it is, and what became of each file; also to take along."""
    package = package_or_404(package_id)
    asked = request.args.get("stand", "")
    status = PackageFileStatus(asked) if asked in set(PackageFileStatus) else None
    if (kind := request.args.get("bestand")) in ("xlsx", "csv"):
        title = f"Uitslag {package.filename}"
        results = results_of(db.session.scalars(files_of(package.id, status)))
        return as_download(results, COLUMNS, title=title, kind=kind)
    page = page_of(files_of(package.id, status))
    return render_template(
        "invoices/packages/show.html",
        package=package,
        counts=counts_of(package.id),
        page=page,
        results=results_of(page),
        status=status,
        statuses=[(each.value, words(each)) for each in PackageFileStatus],
        States=PackageFileStatus,
        tones=TONES,
    )
