"""All pages of preparing and publishing a tender, for the wiring."""

from procurement.views import (
    criteria,
    lots,
    portal,
    portal_requirements,
    publishing,
    questions,
    regime,
    requirement_files,
    requirement_library,
    requirement_order,
    requirement_versions,
    requirements,
    simulation,
    tender_documents,
    tenders,
)

#: Further pages of the Programma van Eisen: they hang on the blueprint of ``requirements``.
MORE = (requirement_files, requirement_order, requirement_versions)

ALL = (
    tenders.pages,
    publishing.pages,
    lots.pages,
    lots.cpv,
    regime.pages,
    regime.policy,
    requirements.pages,
    criteria.pages,
    simulation.pages,
    requirement_library.library,
    tender_documents.pages,
    tender_documents.invitations,
    questions.pages,
    portal.pages,
    portal_requirements.pages,
)

#: The pages that the menu's line for tenders stands for.
SECTION = tuple(
    f"procurement.{name}"
    for name in (
        "tenders.",
        "publishing.",
        "lots.",
        "cpv.edit",
        "regime.",
        "requirements.",
        "criteria.",
        "simulation.",
        "tender_documents.",
        "invitations.",
        "questions.",
        "openings.openers",
        "received.",
        "assessment.",
        "award.",
    )
)
