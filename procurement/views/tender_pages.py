"""All pages of preparing and publishing a tender, for the wiring."""

from procurement.views import (
    lots,
    portal,
    publishing,
    questions,
    regime,
    requirements,
    tender_documents,
    tenders,
)

ALL = (
    tenders.pages,
    publishing.pages,
    lots.pages,
    lots.cpv,
    regime.pages,
    regime.policy,
    requirements.pages,
    requirements.criteria,
    tender_documents.pages,
    tender_documents.invitations,
    questions.pages,
    portal.pages,
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
        "tender_documents.",
        "invitations.",
        "questions.",
        "openings.openers",
        "received.",
        "assessment.",
        "award.",
    )
)
