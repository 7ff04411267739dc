"""Ties invoices to the application: pages, rights, words, commands."""

from flask import Blueprint, Flask

from invoices import cli, jobs
from invoices.journal import chosen_accounts, chosen_columns
from invoices.labels import ALL
from invoices.operations import documents as einvoices
from invoices.operations import journals as ledger
from invoices.operations import payment_files as runs
from invoices.permissions import GRANTS, WORDS, InvoicesPermission
from invoices.queries.credit_notes import may_read_credit_note
from invoices.queries.invoices import may_read_einvoice
from invoices.views import (
    approving,
    clawbacks,
    credit_notes,
    disputes,
    invoiceable,
    journals,
    late_asking,
    late_charges,
    messages,
    packages,
    paid,
    payments,
    portal,
    readable,
    remittances,
    review,
    statutory_rates,
    tolerances,
    unlawful,
    vat_treatments,
)
from townhall import filters, navigation
from townhall.accounts import gate
from townhall.documents import access
from townhall.navigation import NavItem

#: The pages that belong to Facturen in the menu.
_ABOUT_INVOICES = tuple(
    f"invoices.{part}."
    for part in (
        "portal", "invoiceable", "packages", "review", "approving", "paid", "readable", "credit_notes", "messages",
        "disputes", "tolerances", "late_asking",
    )
)  # fmt: skip


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS, WORDS)
    settings = app.extensions["settings"]
    # A wrong setting stops the start.
    chosen_columns(settings.journal_columns)
    chosen_accounts(settings.journal_accounts)
    jobs.register()
    for labels in ALL:
        filters.register_labels(labels)
    access.register(einvoices.DOCUMENT_KIND, lambda actor, document: may_read_einvoice(actor, document.id))
    access.register(einvoices.CREDIT_NOTE_KIND, lambda actor, document: may_read_credit_note(actor, document.id))
    for kind in (runs.DOCUMENT_KIND, ledger.DOCUMENT_KIND):
        access.register(kind, lambda actor, _document: gate.holds(actor, InvoicesPermission.PAYMENT_READ))
    module = Blueprint("invoices", __name__)
    for part in (
        portal, invoiceable, approving, review, paid, readable, remittances, credit_notes, messages, disputes,
        clawbacks, journals, late_asking, late_charges, packages, payments, statutory_rates, tolerances, unlawful,
        vat_treatments,
    ):  # fmt: skip
        module.register_blueprint(part.pages)
    app.register_blueprint(module)
    app.cli.add_command(cli.commands)
    for item in _menu():
        navigation.add(item)


def _menu() -> list[NavItem]:
    may = InvoicesPermission
    return [
        NavItem("Facturen", "invoices.portal.index", may.INVOICE_SUBMIT, 60, section=_ABOUT_INVOICES),
        NavItem("Facturen", "invoices.review.index", may.INVOICE_READ, 60, section=_ABOUT_INVOICES),
        NavItem("Betalingen", "invoices.payments.index", may.PAYMENT_READ, 61),
        NavItem("Rechtmatigheid", "invoices.unlawful.index", may.UNLAWFUL_READ, 62),
    ]
