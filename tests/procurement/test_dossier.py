"""The dossier opens, its manifest agrees, the ranking can be recomputed from it, and nothing is in it too early."""

import hashlib
import io
import json
import zipfile
from decimal import Decimal

import pytest

from procurement.dossier import in_file_name
from procurement.models.award import Ranking
from procurement.models.bids import SealedEnvelope
from procurement.models.tenders import Tender
from procurement.operations.dossier import make_dossier, request_dossier
from procurement.queries.dossier import TABLES
from procurement.scoring_case import score_case
from tests.factories.assessment import DECIDED_AT, assessment_begun, score_all, told_tender
from tests.factories.tenders import published_tender, saved_tender
from townhall.database import db
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.refusal import Refusal


def packed(tender):
    """The dossier of this tender, opened."""
    db.session.flush()
    document_id = make_dossier({"tender_id": tender.id}, lambda done, steps: None)
    return zipfile.ZipFile(io.BytesIO(storage.read(db.session.get_one(Document, document_id))))


def read(archive, path):
    """One JSON file of the dossier."""
    return json.loads(archive.read(path))


def test_the_manifest_names_every_file_with_its_hash(session, people):
    archive = packed(told_tender())

    manifest = read(archive, "manifest.json")
    assert {each["path"] for each in manifest["files"]} | {"manifest.json"} == set(archive.namelist())
    for each in manifest["files"]:
        data = archive.read(each["path"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (each["sha256"], each["size"])
    assert archive.testzip() is None
    assert {f"{path}.json" for path, *_ in TABLES} <= set(archive.namelist())
    assert "flask procurement score" in archive.read("LEESMIJ.txt").decode()


#: What hangs on a tender and stays out: keys of the vault, what a bidder is still writing, addresses of visitors.
LEFT_OUT = {"tender_key", "key_share", "opening_remainder", "bid_draft", "tender_follower"}


def test_every_table_of_a_tender_is_in_its_dossier_or_left_out_on_purpose():
    models = [each.class_ for each in Tender.registry.mappers if each.class_.__module__.startswith("procurement.")]
    packed_tables = {model.__tablename__ for _, _, model, _ in TABLES}

    points_at = {
        model.__tablename__: {key.column.table.name for key in model.__table__.foreign_keys} for model in models
    }

    assert {name for name, to in points_at.items() if to & packed_tables} - packed_tables == LEFT_OUT


def test_the_ranking_is_recomputed_from_the_dossier_alone(session, people):
    tender = told_tender(lots=2)
    archive = packed(tender)

    firms = {each["id"]: each["name"] for each in read(archive, "bedrijven.json")}
    rows, rankings = read(archive, "rangorde/regels.json"), read(archive, "rangorde/rangordes.json")
    assert len(rankings) == 2
    for ranking in rankings:
        lot = session.get_one(Ranking, ranking["id"]).lot.number
        answer = score_case(read(archive, f"rangorde/perceel-{lot}-versie-{ranking['number']}-score.json"))
        mine = [row for row in rows if row["ranking_id"] == ranking["id"]]
        assert {firms[row["supplier_id"]]: row["rank"] for row in mine} == {
            name: each["rank"] for name, each in answer["bids"].items()
        }


def test_prices_in_the_envelopes_are_the_prices_that_were_ranked(session, people):
    archive = packed(told_tender())

    prices = [path for path in archive.namelist() if path.endswith("/price.json")]
    milestones = {str(each["id"]): each for each in read(archive, "aanbesteding/mijlpalen.json")}
    paid = set()
    for path in prices:
        asked = read(archive, path)["prices"]
        chances = {key: Decimal(milestones[key]["expected_attainment"]) / 100 for key in asked}
        paid.add(sum(Decimal(amount) * chances[key] for key, amount in asked.items()))
    assert paid == {Decimal(row["evaluation_price"]) for row in read(archive, "rangorde/regels.json")}
    hashes = {each.sha256 for each in session.query(SealedEnvelope)}
    opened = [path for path in archive.namelist() if path.endswith(("/price.json", "/quality.json"))]
    assert {hashlib.sha256(archive.read(path)).hexdigest() for path in opened} == hashes


def test_before_everything_is_in_neither_prices_nor_scores_are_in_it(session, people):
    tender = assessment_begun()
    score_all(tender, "Anouk")

    archive = packed(tender)

    assert "beoordeling/scores.json" not in archive.namelist()
    assert read(archive, "inschrijvingen/prijzen.json") == []
    everything = b"".join(archive.read(path) for path in archive.namelist())
    assert b"1800.00" not in everything and b"laat een traject beginnen" not in everything
    assert "nog niet alle beoordelaars" in archive.read("LEESMIJ.txt").decode()


def test_asking_for_a_dossier_is_on_record_and_a_draft_has_none(session, people):
    with pytest.raises(Refusal) as refusal:
        request_dossier(saved_tender(), actor=people.actor("inge"), now=DECIDED_AT)

    assert [each.code for each in refusal.value.obstacles] == ["no-dossier-of-a-draft"]


def test_the_buyer_takes_the_dossier_along_and_others_cannot(session, people, as_person, set_now):
    tender = published_tender()
    reference = tender.reference
    db.session.commit()
    set_now(DECIDED_AT)
    inge, url = as_person("inge"), f"/aanbestedingen/{reference}/dossier"

    assert as_person("anouk").post(url).status_code == 403
    asked = inge.post(url)
    run_due_jobs()
    page = inge.get(asked.location).get_data(as_text=True)
    document = db.session.query(Document).filter(Document.filename.startswith(f"dossier-{reference}")).one()
    assert f"/documenten/{document.id}" in page
    assert inge.get(f"/documenten/{document.id}").data[:2] == b"PK"
    assert as_person("ria").get(f"/documenten/{document.id}").status_code == 200
    assert as_person("anouk").get(f"/documenten/{document.id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "path"),
    [("Werkvooruit BV (fictief)", "werkvooruit-bv-fictief"), ("../..", "zonder-naam"), ("é/ü", "zonder-naam")],
)
def test_a_name_in_a_path_stays_inside_its_folder(name, path):
    assert in_file_name(name) == path
