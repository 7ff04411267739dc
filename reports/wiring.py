"""Ties reports to the application."""

from flask import Blueprint, Flask

from reports import supplier_pages, threshold_pages, views
from reports.council_report import DOCUMENT_KIND, JOB, make_council_pdf
from reports.permissions import GRANTS, WORDS, ReportsPermission
from townhall import jobs, navigation
from townhall.accounts import gate
from townhall.documents import access


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS, WORDS)
    module = Blueprint("reports", __name__)
    module.register_blueprint(views.pages)
    module.register_blueprint(threshold_pages.pages)
    module.register_blueprint(supplier_pages.pages)
    app.register_blueprint(module)
    jobs.kind(JOB)(make_council_pdf)
    access.register(DOCUMENT_KIND, lambda actor, _document: gate.holds(actor, ReportsPermission.REPORT_READ))
    navigation.add(
        navigation.NavItem("Rapportages", "reports.figures.index", ReportsPermission.REPORT_READ, 80)
    )
