"""Ties procurement to the application: pages, rights, words, commands."""

from flask import Blueprint, Flask

from procurement import award_labels, cli, jobs, planning_labels, report_cli, tender_labels, vault_cli
from procurement.labels import BID_LABELS, LABELS
from procurement.operations import (
    award_papers,
    bid_papers,
    descriptive,
    dossier,
    requirement_papers,
    simulation_papers,
    tender_papers,
)
from procurement.permissions import GRANTS, WORDS, ProcurementPermission
from procurement.views import (
    award_pages,
    bid_hashes,
    bid_parties,
    bids,
    closing,
    following,
    openings,
    own_bids,
    received,
    resharing,
    tender_pages,
)
from townhall import filters, navigation
from townhall.accounts import gate


def register(app: Flask) -> None:
    """Add this module to the application."""
    gate.grant(GRANTS, WORDS)
    filters.register_labels(LABELS)
    filters.register_labels(BID_LABELS)
    for labels in tender_labels.ALL:
        filters.register_labels(labels)
    for labels in planning_labels.ALL:
        filters.register_labels(labels)
    for labels in award_labels.ALL:
        filters.register_labels(labels)
    bid_papers.register_access()
    award_papers.register_access()
    tender_papers.register_access()
    descriptive.register_access()
    dossier.register_access()
    simulation_papers.register_access()
    requirement_papers.register_access()
    jobs.register()
    module = Blueprint("procurement", __name__)
    for pages in tender_pages.ALL:
        module.register_blueprint(pages)
    for pages in (
        bids.pages, bid_parties.pages, own_bids.pages, closing.pages, openings.pages, openings.own_key, resharing.pages,
        received.pages, bid_hashes.pages,
    ):  # fmt: skip
        module.register_blueprint(pages)
    for pages in award_pages.ALL:
        module.register_blueprint(pages)
    app.register_blueprint(module)
    app.extensions["csrf"].exempt(following.stop)
    _add_tender_navigation()
    for item in award_pages.NAVIGATION:
        navigation.add(item)
    _add_bid_navigation()
    cli.commands.add_command(vault_cli.commands)
    cli.commands.add_command(report_cli.commands)
    app.cli.add_command(cli.commands)


def _add_tender_navigation() -> None:
    permission = ProcurementPermission
    for item in (
        navigation.NavItem(
            "Aanbestedingen",
            "procurement.tenders.index",
            permission.TENDER_READ,
            20,
            section=tender_pages.SECTION,
        ),
        navigation.NavItem("Aanbestedingen", "procurement.portal.index", permission.PORTAL_READ, 20),
        navigation.NavItem("Vragen voor mij", "procurement.own_questions.index", permission.QUESTION_DRAFT, 26),
        navigation.NavItem(
            "CPV-codes",
            "procurement.cpv.browse",
            permission.TENDER_WRITE,
            80,
            section="procurement.cpv.browse",
        ),
        navigation.NavItem(
            "Eisenbibliotheek",
            "procurement.requirement_library.index",
            permission.TENDER_WRITE,
            81,
            section="procurement.requirement_library.",
        ),
        navigation.NavItem("Inkoopbeleid", "procurement.policy.index", permission.POLICY_READ, 82),
    ):
        navigation.add(item)


def _add_bid_navigation() -> None:
    permission = ProcurementPermission
    for item in (
        navigation.NavItem(
            "Mijn inschrijvingen",
            "procurement.bids.index",
            permission.BID_WRITE,
            22,
            section=("procurement.bids.", "procurement.bid_", "procurement.own_bids."),
        ),
        navigation.NavItem("Te openen", "procurement.openings.to_open", permission.BID_OPEN, 24),
    ):
        navigation.add(item)
