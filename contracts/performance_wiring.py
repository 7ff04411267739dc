"""Ties the pages about results to the module: blueprints, and who may read the files."""

from flask import Blueprint

from contracts.operations.performance_papers import register_access
from contracts.performance_labels import PERFORMANCE_LABELS
from contracts.permissions import ContractsPermission
from contracts.views import (
    experience,
    forecasts,
    performance,
    portal_performance,
    progress_reports,
    sroi,
    talks,
)
from townhall import filters, navigation
from townhall.navigation import NavItem


def add_to(module: Blueprint) -> None:
    """Add results, reports, talks, surveys, complaints, social return and forecasts to the module."""
    # The fixed addresses under /contracten come before the ones that take a number.
    for part in (forecasts, sroi, performance, progress_reports, talks, experience, portal_performance):
        module.register_blueprint(part.pages)
    for labels in PERFORMANCE_LABELS:
        filters.register_labels(labels)
    register_access()
    navigation.add(
        NavItem("Verwachte kosten", "contracts.forecasts.index", ContractsPermission.CONTRACT_READ, order=41)
    )
