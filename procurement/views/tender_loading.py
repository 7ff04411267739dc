"""What the pages of a tender share: loading it, and the tabs to its other pages."""

from flask import abort, current_app, request, url_for

from procurement.award_set_up import WITHOUT_COMPARISON
from procurement.award_terms import terms_in_words
from procurement.lifecycle import TenderStatus
from procurement.models.tenders import Tender
from procurement.procedures import OPENED_BY_ONE, PRIVATE_PROCEDURES, Procedure
from procurement.progress import Part
from procurement.queries.award_terms import award_of, parameters_in_words
from procurement.queries.tenders import tender_by_reference
from procurement.selection import has_selection
from procurement.views.bid_reading import may_read_outcome
from townhall.accounts.gate import gate_of, may

Tab = tuple[str, str, bool]

#: The page of each part of the preparation.
PAGE_OF_PART: dict[Part, str] = {
    Part.PLANNING: "procurement.tenders.plan",
    Part.LOTS: "procurement.lots.index",
    Part.CODES: "procurement.cpv.edit",
    Part.REGIME: "procurement.regime.show",
    Part.GROUNDS: "procurement.exclusion.choose",
    Part.REQUIREMENTS: "procurement.requirements.index",
    Part.SELECTION: "procurement.selection.show",
    Part.CRITERIA: "procurement.criteria.index",
    Part.INVITATIONS: "procurement.invitations.index",
    Part.NOTICE: "procurement.notices.show",
    Part.OPENERS: "procurement.openings.openers",
}

#: Says nothing where no bids are compared, unless somebody made criteria before the procedure was chosen.
CRITERIA_TAB = ("Gunningscriteria", "procurement.criteria.index")

#: The pages of a tender, in the order of its life.
_TABS: tuple[tuple[str, str], ...] = (
    ("Overzicht", "procurement.tenders.show"),
    ("Percelen", "procurement.lots.index"),
    ("Raming en regime", "procurement.regime.show"),
    ("Programma van Eisen", "procurement.requirements.index"),
    CRITERIA_TAB,
    ("Stukken", "procurement.tender_documents.index"),
    ("Aankondiging", "procurement.notices.show"),
    ("Vragen", "procurement.questions.index"),
)
_AFTER_REQUIREMENTS = 4
#: Pages of later stages; a tab once bids can come in.
_LATER_TABS: tuple[tuple[str, str], ...] = (
    ("Rectificaties", "procurement.rectifications.index"),
    ("Inschrijvingen", "procurement.received.index"),
    ("Opening", "procurement.openings.show"),
    ("Beoordeling", "procurement.assessment.show"),
    ("Gunning", "procurement.award.show"),
)

#: Instead of those, where one person opens what came in and nothing is compared.
_SHORT_TABS: dict[Procedure, tuple[tuple[str, str], ...]] = {
    Procedure.SINGLE_PRIVATE: (
        ("Rectificaties", "procurement.rectifications.index"),
        ("Offerte", "procurement.offers.show"),
    ),
    Procedure.OPEN_HOUSE: (
        ("Rectificaties", "procurement.rectifications.index"),
        ("Aanmeldingen", "procurement.offers.show"),
    ),
}


#: Where the work of a stage is done; a draft has its own list of parts.
_PAGE_OF_STAGE: dict[TenderStatus, tuple[str, str]] = {
    TenderStatus.PUBLISHED: ("Naar de vragen", "procurement.questions.index"),
    TenderStatus.OPENED: ("Naar de beoordeling", "procurement.assessment.show"),
    TenderStatus.ASSESSMENT: ("Naar de beoordeling", "procurement.assessment.show"),
    TenderStatus.QUALITY_LOCKED: ("Naar de opening", "procurement.openings.show"),
    TenderStatus.RANKED: ("Naar de gunning", "procurement.award.show"),
    TenderStatus.DECIDED: ("Naar de gunning", "procurement.award.show"),
    TenderStatus.STANDSTILL: ("Naar de gunning", "procurement.award.show"),
}


def tender_or_404(reference: str) -> Tender:
    """The tender with this reference, for staff."""
    return tender_by_reference(reference) or abort(404)


def tabs_of(tender: Tender) -> list[Tab]:
    """The pages of this tender that this person may open; which one is open."""
    rows = list(_TABS)
    if has_selection(tender.procedure):
        rows.insert(_AFTER_REQUIREMENTS, ("Selectie", "procurement.selection.show"))
    if tender.procedure in WITHOUT_COMPARISON and not tender.criteria:
        rows.remove(CRITERIA_TAB)
    if tender.status != TenderStatus.DRAFT and tender.procedure != Procedure.IN_HOUSE:
        rows += _SHORT_TABS.get(tender.procedure, _LATER_TABS)
    return [
        (label, url_for(endpoint, reference=tender.reference), _is_open(endpoint))
        for label, endpoint in rows
        if _may_open(endpoint)
    ]


def next_page_of(
    tender: Tender, *, is_closed: bool, are_prices_open: bool, is_judging: bool = False
) -> tuple[str, str] | None:
    """The words and address of the page where the next step is set, when this person may open it."""
    if tender.procedure == Procedure.IN_HOUSE or tender.status not in _PAGE_OF_STAGE:
        return None
    words, endpoint = _PAGE_OF_STAGE[tender.status]
    if tender.procedure in OPENED_BY_ONE and tender.status in (TenderStatus.PUBLISHED, TenderStatus.OPENED):
        words = "Naar de aanmeldingen" if tender.procedure == Procedure.OPEN_HOUSE else "Naar de offerte"
        endpoint = "procurement.offers.show"
    elif is_judging:
        words, endpoint = "Naar de selectie", "procurement.selection.show"
    elif tender.status == TenderStatus.PUBLISHED and is_closed:
        words, endpoint = _PAGE_OF_STAGE[TenderStatus.QUALITY_LOCKED]
    if tender.status == TenderStatus.QUALITY_LOCKED and are_prices_open:
        if not may_read_outcome(tender):
            return None
        words, endpoint = "Naar de rangorde", "procurement.award.ranking"
    return (words, url_for(endpoint, reference=tender.reference)) if _may_open(endpoint) else None


def _may_open(endpoint: str) -> bool:
    gate = gate_of(current_app, endpoint)
    return gate is not None and (gate.public or any(may(permission) for permission in gate.permissions))


#: Pages that are reached from a tab of other pages.
_UNDER = {"procurement.closing": "procurement.received", "procurement.resharing": "procurement.openings"}


def _is_open(endpoint: str) -> bool:
    here = request.endpoint or ""
    if endpoint == "procurement.tenders.show":
        return here == endpoint
    pages = here.rpartition(".")[0]
    return _UNDER.get(pages, pages) == endpoint.rpartition(".")[0]


def is_private(tender: Tender) -> bool:
    """Whether only invited suppliers may bid."""
    return tender.procedure in PRIVATE_PROCEDURES


def rules_of(tender: Tender) -> list[tuple[str, str]]:
    """The rules of comparing in words: what was published, or what would be."""
    return terms_in_words(award_of(tender).terms)


def parameter_pairs(tender: Tender) -> list[tuple[str, str]]:
    """The published numbers of the price formula, each with its name."""
    return parameters_in_words(tender.price_formula, tender.price_parameters)
