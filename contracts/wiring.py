"""Ties contracts to the application: pages, rights, words, commands."""

from flask import Blueprint, Flask

from contracts import cli, jobs, performance_wiring, track_wiring
from contracts.call_off_labels import CALL_OFF_LABELS
from contracts.check_labels import CHECK_LABELS
from contracts.ending_labels import ENDING_LABELS
from contracts.labels import LABELS
from contracts.need_labels import NEED_LABELS
from contracts.operations import papers
from contracts.partner_labels import PARTNER_LABELS
from contracts.permissions import GRANTS, WORDS, ContractsPermission
from contracts.queries.call_offs import frameworks_to_compete_under
from contracts.views import (
    budget_headings,
    call_offs,
    changes,
    checks,
    decisions,
    defaults,
    drafts,
    endings,
    fees,
    frameworks,
    indexation,
    needs,
    partners,
    portal_frameworks,
    purchases,
)
from procurement.queries.frameworks import register_frameworks
from townhall import filters, navigation
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS, WORDS)
    filters.register_labels(LABELS)
    for labels in (*NEED_LABELS, *ENDING_LABELS, *CHECK_LABELS, *PARTNER_LABELS, *CALL_OFF_LABELS):
        filters.register_labels(labels)
    papers.register_access()
    jobs.register()
    register_frameworks(frameworks_to_compete_under)
    module = Blueprint("contracts", __name__)
    # The pages of drafts and decisions hang on the same blueprint as the register.
    assert drafts.pages is decisions.pages is checks.pages is partners.pages is call_offs.pages is frameworks.pages
    assert changes.pages is defaults.pages is endings.pages is frameworks.pages
    assert fees.pages is indexation.pages is budget_headings.pages is frameworks.pages
    module.register_blueprint(frameworks.pages)
    module.register_blueprint(portal_frameworks.pages)
    module.register_blueprint(needs.pages)
    module.register_blueprint(purchases.pages)
    performance_wiring.add_to(module)
    track_wiring.add_to(module)
    app.register_blueprint(module)
    app.cli.add_command(cli.commands)
    _add_navigation()


def _add_navigation() -> None:
    for item in (
        navigation.NavItem(
            "Contracten", "contracts.frameworks.index", ContractsPermission.CONTRACT_READ, order=40
        ),
        navigation.NavItem(
            "Contracten",
            "contracts.portal_frameworks.index",
            ContractsPermission.CONTRACT_READ_OWN,
            order=40,
        ),
    ):
        navigation.add(item)
