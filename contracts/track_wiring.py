"""Ties the pages of tracks to the module: blueprints, menu lines, and who may read proof."""

from flask import Blueprint

from contracts.permissions import ContractsPermission
from contracts.queries.achievements import how_many_to_verify
from contracts.queries.tracks import may_read_proof, referrals_to_answer
from contracts.track_labels import TRACK_LABELS
from contracts.views import (
    achievements,
    case_managers,
    overlaps,
    portal_tracks,
    referrals,
    track_fees,
    track_imports,
    track_lists,
    track_records,
    tracks,
)
from contracts.views.track_pages import PROOF
from townhall import filters, navigation
from townhall.documents import access
from townhall.navigation import NavItem


def add_to(module: Blueprint) -> None:
    """Add tracks, participants, milestones and the supplier's side to the module."""
    # The fixed addresses under /trajecten come before the one that takes a number.
    for part in (
        case_managers, track_imports, overlaps, track_lists, track_records, track_fees, tracks,
        referrals, achievements, portal_tracks,
    ):  # fmt: skip
        module.register_blueprint(part.pages)
    for labels in TRACK_LABELS:
        filters.register_labels(labels)
    access.register(PROOF, lambda actor, document: may_read_proof(actor, document.id))
    for item in _menu():
        navigation.add(item)


def _menu() -> list[NavItem]:
    may = ContractsPermission
    return [
        NavItem("Deelnemers", "contracts.referrals.index", may.TRACK_READ, 50),
        NavItem("Trajecten", "contracts.tracks.index", may.TRACK_READ, 51),
        NavItem("Prestaties", "contracts.achievements.index", may.TRACK_READ, 52, count=how_many_to_verify),
        NavItem("Toegang tot trajecten", "contracts.case_managers.index", may.TRACK_ASSIGN, 53),
        NavItem(
            "Mijn trajecten",
            "contracts.portal_tracks.index",
            may.TRACK_DELIVER,
            40,
            count=referrals_to_answer,
        ),
    ]
