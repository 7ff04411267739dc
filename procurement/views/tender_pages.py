"""All pages of preparing and publishing a tender, for the wiring."""

from procurement.views import (
    criteria,
    descriptive,
    exclusion,
    following,
    lots,
    notices,
    planning,
    portal,
    portal_papers,
    portal_requirements,
    publishing,
    question_desk,
    questions,
    rectifications,
    rectified_requirements,
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
    question_desk.pages,
    question_desk.mine,
    rectifications.pages,
    rectified_requirements.pages,
    portal.pages,
    portal_papers.pages,
    following.pages,
    planning.pages,
    planning.portal,
    planning.policy,
    notices.pages,
    descriptive.pages,
    exclusion.pages,
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
        "planning.",
        "exclusion.",
        "notices.",
        "tender_documents.",
        "invitations.",
        "questions.",
        "question_desk.",
        "rectifications.",
        "rectified_requirements.",
        "openings.openers",
        "received.",
        "assessment.",
        "award.",
    )
)
