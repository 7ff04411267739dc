"""Everything the house knows of one tender, table by table, for its dossier; keys of the vault are no part of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, inspect, select
from sqlalchemy.orm import undefer

from procurement.assessment import are_all_in
from procurement.models import (
    assessment,
    award,
    award_terms,
    bidder_requests,
    bids,
    estimates,
    imported_points,
    late_bids,
    notices,
    openings,
    planning,
    questions,
    requirements,
    selection,
    tenders,
)
from procurement.models.rectifications import Rectification, RectifiedDocument, RectifiedRequirement
from procurement.models.tenders import Tender
from procurement.queries.assessment import member_facts
from townhall.accounts.models import Account
from townhall.audit.models import AuditEntry
from townhall.database import Record, db
from townhall.documents.models import Document
from townhall.organisations.models import Organisation

#: (file without ending, what it is, table, the column that ties it to the tender or to something of it)
TABLES: Sequence[tuple[str, str, type[Record], str]] = (
    ("aanbesteding/aanbesteding", "De aanbesteding met haar regels en planning", tenders.Tender, "id"),
    ("aanbesteding/cpv", "CPV-codes", tenders.CpvPart, "tender_id"),
    ("aanbesteding/percelen", "Percelen", tenders.Lot, "tender_id"),
    ("aanbesteding/mijlpalen", "Mijlpalen en hoogste vergoedingen", tenders.LotMilestone, "lot_id"),
    ("aanbesteding/opties", "Andere opties dan verlengen", estimates.LotOption, "lot_id"),
    ("aanbesteding/criteriumgroepen", "Groepen van gunningscriteria", award_terms.CriterionGroup, "tender_id"),
    ("aanbesteding/gunningscriteria", "Gunningscriteria", tenders.AwardCriterion, "tender_id"),
    ("aanbesteding/eisen-indeling", "Hoofdstukken van de eisen", requirements.RequirementSection, "tender_id"),
    ("aanbesteding/eisen", "Eisen en wensen, ook vervallen", tenders.Requirement, "tender_id"),
    ("aanbesteding/eisen-versies", "Elke versie van de eisen", requirements.RequirementsVersion, "tender_id"),
    ("aanbesteding/rectificaties", "Rectificaties", Rectification, "tender_id"),
    ("aanbesteding/gewijzigde-eisen", "Eisen per rectificatie", RectifiedRequirement, "rectification_id"),
    ("aanbesteding/gewijzigde-stukken", "Stukken per rectificatie", RectifiedDocument, "rectification_id"),
    ("aanbesteding/stukken", "Stukken, ook vervangen", tenders.TenderDocument, "tender_id"),
    ("aanbesteding/uitnodigingen", "Wie is uitgenodigd", tenders.TenderInvitation, "tender_id"),
    ("aanbesteding/sluiting", "Elke verplaatsing van de sluiting", tenders.ClosingMove, "tender_id"),
    ("aanbesteding/aankondiging", "Gegevens van de aankondiging", notices.NoticeData, "tender_id"),
    ("aanbesteding/beschrijvend-document", "Elke versie van het document", notices.DescriptiveDocument, "tender_id"),
    ("aanbesteding/regime", "Elk regime-advies met zijn memo", estimates.RegimeAdviceRow, "tender_id"),
    ("aanbesteding/planning", "Elke planning", planning.TenderPlanning, "tender_id"),
    ("aanbesteding/simulaties", "Simulaties van de prijsformule", award_terms.PriceSimulation, "tender_id"),
    ("selectie/criteria", "Criteria van de selectie", selection.SelectionCriterion, "tender_id"),
    ("selectie/verzoeken", "Verzoeken tot deelneming, na opening", selection.ParticipationRequest, "tender_id"),
    ("vragen/extra-rondes", "Extra vragenrondes", questions.ExtraRound, "tender_id"),
    ("vragen/vragen", "Vragen en antwoorden", questions.Question, "tender_id"),
    ("vragen/notas", "Nota's van inlichtingen", questions.Bulletin, "tender_id"),
    ("opening/openers", "Wie mag openen", openings.Opener, "tender_id"),
    ("opening/openingen", "Processen-verbaal van opening", openings.Opening, "tender_id"),
    ("opening/boomwortels", "Wat bij de sluiting is vastgelegd", openings.ClosingRoot, "tender_id"),
    ("opening/toelatingen", "Openers die later zijn toegelaten", openings.Resharing, "tender_id"),
    ("inschrijvingen/aanmeldingen", "Wie zich meldde voor de aanbesteding", bids.Registration, "tender_id"),
    ("inschrijvingen/inschrijvingen", "Elke inschrijving, ook vervangen en ingetrokken", bids.Bid, "tender_id"),
    ("inschrijvingen/vooraf-gemeld", "Vooraf gemelde controlegetallen", late_bids.BidHash, "tender_id"),
    ("inschrijvingen/te-laat", "Besluiten over wat over de sluiting heen liep", late_bids.LateDecision, "bid_id"),
    ("inschrijvingen/enveloppen", "Controlegetallen van de enveloppen", bids.SealedEnvelope, "bid_id"),
    ("inschrijvingen/verzegelde-documenten", "Controlegetallen van de documenten", bids.SealedFile, "bid_id"),
    ("inschrijvingen/eigen-verklaringen", "Geopende eigen verklaringen", bids.BidDeclaration, "bid_id"),
    ("inschrijvingen/antwoorden", "Geopende antwoorden", bids.BidAnswer, "bid_id"),
    ("inschrijvingen/prijzen", "Geopende prijzen", bids.BidPrice, "bid_id"),
    ("inschrijvingen/kosten", "Geopende bedragen op de kostenposten", bids.BidCost, "bid_id"),
    ("inschrijvingen/documenten", "Geopende documenten", bids.BidDocument, "bid_id"),
    ("inschrijvingen/herstel-en-toelichting", "Verzoeken aan inschrijvers", bidder_requests.BidderRequest, "bid_id"),
    ("beoordeling/toetsing", "Toetsing per inschrijving", assessment.BidCheck, "bid_id"),
    ("beoordeling/lage-prijzen", "Maat voor abnormaal lage prijzen", bidder_requests.LowPriceMeasure, "lot_id"),
    ("beoordeling/commissie", "Beoordelaars, ook teruggetreden", assessment.CommitteeMember, "tender_id"),
    ("beoordeling/belangen", "Verklaringen over belangen", assessment.ConflictStatement, "member_id"),
    ("beoordeling/scores", "Scores van elke beoordelaar", assessment.Score, "member_id"),
    ("beoordeling/herbeoordeling", "Wie opnieuw beoordeelde, en waarom", assessment.Reassessment, "tender_id"),
    ("beoordeling/eindscores", "Eindscores met motivering", assessment.ConsensusScore, "bid_id"),
    ("beoordeling/ingevoerde-punten", "Prijspunten van een eigen methode", imported_points.ImportedPoints, "bid_id"),
    ("rangorde/rangordes", "Elke versie van de rangorde", award.Ranking, "tender_id"),
    ("rangorde/regels", "Punten en plaats per inschrijving", award.RankingRow, "ranking_id"),
    ("gunning/verslagen", "Versies van het gunningsverslag", award.AwardReport, "tender_id"),
    ("gunning/beslissingen", "Gunningsbeslissingen", award.AwardDecision, "tender_id"),
    ("gunning/percelen", "Gunning per perceel, ook ingetrokken", award.LotAward, "tender_id"),
    ("gunning/brieven", "Brieven aan inschrijvers", award.AwardLetter, "tender_id"),
    ("gunning/bezwaren", "Bezwaren en dagvaardingen", award.Objection, "lot_award_id"),
)  # fmt: skip

#: Of what was read, the ids that other tables point at.
POINTED_AT: dict[type[Record], str] = {
    tenders.Lot: "lot_id",
    bids.Bid: "bid_id",
    Rectification: "rectification_id",
    assessment.CommitteeMember: "member_id",
    award.Ranking: "ranking_id",
    award.LotAward: "lot_award_id",
}


@dataclass(frozen=True)
class Table:
    """The rows of one table that belong to the tender."""

    path: str
    about: str
    rows: Sequence[Record]


def tables_of(tender: Tender) -> Iterator[Table]:
    """Every table with its rows, oldest first; the scores of assessors only when all of them are in."""
    ids: dict[str, list[int]] = {"id": [tender.id], "tender_id": [tender.id]}
    for path, about, model, column in TABLES:
        if model is assessment.Score and not are_all_in(member_facts(tender)):
            continue
        rows = _rows(model, column, ids.get(column, []))
        if model in POINTED_AT:
            ids[POINTED_AT[model]] = [row.id for row in rows]  # type: ignore[attr-defined]
        yield Table(path, about, rows)


def _rows(model: type[Record], column: str, ids: Sequence[int]) -> Sequence[Record]:
    statement = select(model).where(getattr(model, column).in_(ids)).order_by(model.id)  # type: ignore[attr-defined]
    if model is bids.SealedEnvelope:
        statement = statement.options(undefer(bids.SealedEnvelope.opened_content))
    return db.session.scalars(statement).all()


def facts_in(row: Record) -> dict[str, Any]:
    """Every column of a row but what is encrypted, and but an opened envelope: that is a file of its own."""
    return {
        each.key: getattr(row, each.key)
        for each in inspect(type(row)).column_attrs
        if not isinstance(each.columns[0].type, LargeBinary) and each.key != "opened_content"
    }


def documents_in(rows: Sequence[Record]) -> list[Document]:
    """The files that these rows point at, each once."""
    ids = {
        value
        for row in rows
        for key, value in facts_in(row).items()
        if value is not None and (key == "document_id" or key.endswith("_document_id")) and key != "tender_document_id"
    }
    return list(db.session.scalars(select(Document).where(Document.id.in_(ids)).order_by(Document.id)))


def people_in(ids: set[int]) -> list[dict[str, Any]]:
    """Who these accounts are, by name and function."""
    found = db.session.scalars(select(Account).where(Account.id.in_(ids)).order_by(Account.id))
    return [{"id": each.id, "name": each.name, "function": each.function} for each in found]


def firms_in(ids: set[int]) -> list[dict[str, Any]]:
    """Who these firms are."""
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id))
    return [{"id": each.id, "name": each.name, "kvk_number": each.kvk_number} for each in found]


def trail_of(tender: Tender) -> list[AuditEntry]:
    """Every act on the tender and on what is of it, oldest first: what is named after its reference."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_label.startswith(tender.reference, autoescape=True))
        .order_by(AuditEntry.id)
    )
    after = len(tender.reference)
    return [each for each in entries if not each.subject_label[after : after + 1].isdigit()]
