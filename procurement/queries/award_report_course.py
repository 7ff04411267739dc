"""How the procedure went, as the gunningsverslag tells it: moments, nota's, changes, openings, committee."""

from typing import Any

from procurement.bids import EnvelopeKind
from procurement.models.tenders import Tender
from procurement.queries.assessment import everyone_ever_in
from procurement.queries.openings import openings_of
from procurement.queries.questions import bulletins_of
from procurement.queries.reassessment import reassessments_of
from procurement.queries.rectifications import published_rectifications

Data = dict[str, Any]


def timeline_of_report(tender: Tender) -> list[Data]:
    """The moments up to the decision, in order."""
    openings = openings_of(tender)
    quality, price = openings.get(EnvelopeKind.QUALITY), openings.get(EnvelopeKind.PRICE)
    moments = [
        ("Gepubliceerd", tender.published_at),
        ("Verzoeken tot deelneming tot", tender.requests_until),
        ("Selectie besloten", tender.selected_at),
        ("Vragen tot", tender.questions_until),
        ("Sluiting van de inschrijving", tender.closes_at),
        ("Inschrijvingen geopend", quality.completed_at if quality else None),
        ("Prijzen geopend, na vaststelling van de kwaliteit", price.completed_at if price else None),
    ]
    return [{"label": label, "at": at} for label, at in moments if at is not None]


def bulletins_of_report(tender: Tender) -> list[Data]:
    """Every nota van inlichtingen, with how many questions it answers."""
    return [
        {"number": each.number, "at": each.published_at, "questions": len(each.questions)}
        for each in bulletins_of(tender)
    ]


def rectifications_of_report(tender: Tender) -> list[Data]:
    """Every change after publication, with why."""
    return [
        {"number": each.number, "at": each.published_at, "what": each.what, "why": each.why}
        for each in published_rectifications(tender)
    ]


def openings_of_report(tender: Tender) -> list[Data]:
    """The fixed facts of every opening."""
    return [opening.record for opening in openings_of(tender).values() if opening.record is not None]


def reassessments_of_report(tender: Tender) -> list[Data]:
    """Who assessed anew after a decision was taken back, and why."""
    return [
        {"keeps_committee": each.keeps_committee, "reason": each.reason, "at": each.chosen_at}
        for each in reassessments_of(tender)
    ]


def committee_of_report(tender: Tender) -> list[Data]:
    """Everybody who was ever in the committee, also who stepped down."""
    return [
        {
            "name": member.account.name,
            "function": member.account.function,
            "declared_at": member.declared_at,
            "submitted_at": member.submitted_at,
            "stepped_down_at": member.stepped_down_at,
            "is_second": member.is_second,
        }
        for member in everyone_ever_in(tender)
    ]
