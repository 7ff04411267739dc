"""The pages of contracts: register, one contract, drafting, signing, deciding, and the supplier's own."""

import io
from datetime import date, datetime, timedelta

import pytest

from contracts.lifecycle import ContractStatus
from contracts.models import FrameworkContract
from contracts.operations.frameworks import add_contract_document
from contracts.signing import Clause
from contracts.terms import OptionDecision
from procurement.calculators import parse
from procurement.lots import Financing, TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import (
    RIVAL,
    account_of,
    budget_for,
    draft_contract,
    final_award,
    mandate_for,
    running_contract,
    supplier_named,
)
from townhall.accounts.actor import SYSTEM
from townhall.budgets.kinds import MandateKind
from townhall.database import db
from townhall.documents.operations import store_document
from townhall.jobs.operations import run_due_jobs
from townhall.money import euros

BY_HAND = {
    "basis": "in_house",
    "basis_reason": "Inbesteding artikel 2.24b; doel 60 % van de dienstverlening",
    "title": "Pasmatch",
    "target_group": TargetGroup.GENERAL.value,
    "financing": Financing.EFFORT.value,
    "starts_on": "01-01-2027",
    "ends_on": "31-12-2027",
    "option_count": "1",
    "option_months": "12",
    "notice_months": "3",
    "budget_heading": "Re-integratie",
    "maximum_value": "",
    "placement_months": "6",
    "placement_hours": "12",
    "placement_gap_days": "14",
    "guarantee_months": "1",
    "preset": "EFFORT-100",
    "tariff": "3.600",
}


@pytest.fixture
def saved(app):
    """Gives a function that makes something and commits it; gives back its number or id."""

    def make(factory, **what_matters):
        with app.app_context():
            record = factory(**what_matters)
            db.session.commit()
            return getattr(record, "number", None) or record.id

    return make


@pytest.fixture
def found(app):
    """Gives a function that reads something of a contract as it is in the database now."""

    def look(number, what):
        with app.app_context():
            return what(db.session.query(FrameworkContract).filter_by(number=number).one())

    return look


def text_of(response) -> str:
    return response.get_data(as_text=True)


def test_the_register_shows_maximum_decision_day_and_status(saved, as_person):
    number = saved(running_contract)
    saved(running_contract, maximum_value=None, title="Zonder maximum")

    page = text_of(as_person("coen").get("/contracten/"))

    assert number in page
    assert "30-09-2027" in page
    assert "geen afgesproken" in page
    assert "Getekend" in page


def test_the_register_filters_on_words_status_group_and_day(saved, as_person):
    wanted = saved(running_contract, title="EVC-trajecten", target_group=TargetGroup.PRIOR_LEARNING)
    other = saved(draft_contract)
    coen = as_person("coen")

    for query in ("zoek=evc", "status=signed", "doelgroep=prior_learning", "looptijd=nu"):
        page = text_of(coen.get(f"/contracten/?{query}"))
        assert wanted in page, query
        assert other not in page, query
    assert "Geen contracten gevonden" in text_of(coen.get("/contracten/?zoek=bestaat-niet"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_goes_out_as_a_file_in_which_none_is_not_zero(saved, as_person, kind):
    saved(running_contract, maximum_value=None)
    saved(running_contract, maximum_value=euros("0"))

    answer = as_person("coen").get(f"/contracten/export.{kind}")

    assert answer.status_code == 200
    if kind == "csv":
        lines = text_of(answer).splitlines()
        assert "geen afgesproken" in lines[1] + lines[2]
        assert any(";0,00;" in line for line in lines)


@pytest.mark.parametrize("many", [1, 30])
def test_the_register_takes_a_fixed_number_of_queries(saved, app, as_person, at_most_queries, many):
    with app.app_context():
        for _ in range(many):
            running_contract()
        db.session.commit()
    coen = as_person("coen")
    coen.get("/contracten/")

    with at_most_queries(16):
        coen.get("/contracten/")


def test_a_contract_tells_its_state_in_one_look(saved, as_person):
    number = saved(running_contract)

    page = text_of(as_person("coen").get(f"/contracten/{number}"))

    assert "30\N{NO-BREAK SPACE}%" in page
    assert "Deze regeling: 30 % bij het plan" in page
    assert "Zonder besluit eindigt het contract op 31 december 2027" in page
    assert "Te weinig gegevens" in page
    assert "Beslissen over verlenging" in page


def test_the_page_of_a_contract_takes_a_known_number_of_queries(saved, as_person, at_most_queries):
    number = saved(running_contract)
    coen = as_person("coen")
    coen.get(f"/contracten/{number}")

    with at_most_queries(34):
        coen.get(f"/contracten/{number}")


@pytest.mark.parametrize(
    ("person", "status"),
    [("coen", 200), ("inge", 200), ("kim", 200), ("ria", 200), ("wim", 200), ("anouk", 403), ("sanne", 403)],
)
def test_who_may_read_contracts(saved, as_person, person, status):
    number = saved(running_contract)

    assert as_person(person).get("/contracten/").status_code == status
    assert as_person(person).get(f"/contracten/{number}").status_code == status


@pytest.mark.parametrize(
    "path",
    [
        *("tekenen", "wijzigingen/nieuw", "beeindigen", "documenten", "partners", "tarieven/nieuw"),
        *("ingebrekestelling/nieuw", "exitplan/nieuw"),
    ],
)
def test_an_auditor_changes_nothing(saved, as_person, path):
    number = saved(running_contract)

    assert as_person("ria").get(f"/contracten/{number}/{path}").status_code == 403
    assert as_person("ria").post(f"/contracten/{number}/{path}").status_code == 403


def test_an_auditor_reads_the_file_of_an_option_but_does_not_decide(saved, as_person):
    number = saved(running_contract)

    page = text_of(as_person("ria").get(f"/contracten/{number}/opties/1"))

    assert "Uitgaven per jaar" in page and "Besluit vastleggen" not in page
    assert as_person("ria").post(f"/contracten/{number}/opties/1", data={"taken": "ja"}).status_code == 403


def test_a_contract_that_does_not_exist_is_not_found(as_person):
    assert as_person("coen").get("/contracten/RO-2026-999").status_code == 404


def test_a_contract_follows_from_an_award_without_retyping(saved, found, as_person):
    award_id = saved(final_award)
    coen = as_person("coen")
    assert "Statushouders" in text_of(coen.get("/contracten/uit-gunning"))
    look = text_of(coen.get(f"/contracten/uit-gunning/{award_id}"))
    assert "31 december 2028" in look
    assert "Samen hoogstens" in look

    answer = coen.post(
        f"/contracten/uit-gunning/{award_id}",
        data={
            "starts_on": "01-02-2027",
            "notice_months": "4",
            "budget_heading": "Re-integratie",
            "norm_placed": "40",
        },
    )

    assert answer.headers["Location"].endswith("/contracten/RO-2026-001")
    facts = found("RO-2026-001", lambda c: (c.starts_on, c.options[0].decide_by, c.norm_placed))
    assert facts == (date(2027, 2, 1), date(2028, 9, 30), 40)
    assert coen.get(f"/contracten/uit-gunning/{award_id}").status_code == 404
    assert "CPV-code" not in text_of(coen.get("/contracten/RO-2026-001/wijzigen")), "the tender says it"


def test_the_programme_of_a_contract_is_one_that_has_a_budget(saved, found, app, as_person):
    saved(budget_for, year=2025, programme="Afgelopen")
    saved(budget_for, year=2027)
    with app.app_context():
        supplier_id = supplier_named().id
    coen = as_person("coen")
    page = text_of(coen.get("/contracten/nieuw"))
    assert '<option value="Re-integratie">' in page
    assert "Afgelopen" not in page

    refused = coen.post(
        "/contracten/nieuw", data=BY_HAND | {"supplier": str(supplier_id), "budget_heading": "Reintegratie"}
    )

    assert refused.status_code == 200
    unknown = BY_HAND | {"supplier": str(supplier_id), "budget_heading": ""}
    assert coen.post("/contracten/nieuw", data=unknown).status_code == 302
    assert found("RO-2026-001", lambda c: c.budget_programme) == ""


def test_a_programme_of_before_stays_readable_and_can_be_kept(saved, found, as_person):
    number = saved(draft_contract, budget_programme="Participatie oud")
    saved(budget_for, year=2027)

    page = text_of(as_person("coen").get(f"/contracten/{number}/wijzigen"))

    assert '<option selected value="Participatie oud">Participatie oud</option>' in page


def test_a_contract_by_hand_becomes_a_draft(saved, found, app, as_person):
    saved(budget_for, year=2027)
    with app.app_context():
        supplier_id = supplier_named().id

    answer = as_person("coen").post("/contracten/nieuw", data=BY_HAND | {"supplier": str(supplier_id)})

    assert answer.status_code == 302
    facts = found("RO-2026-001", lambda c: (c.maximum_value, c.milestones[0].amount, c.options[0].decide_by))
    assert facts == (None, euros("300"), date(2027, 9, 30))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"extends_silently": "y"}, "Een contract mag niet vanzelf langer doorlopen"),
        ({"ends_on": "31-12-2026"}, "De laatste dag ligt vóór de eerste dag"),
        ({"tariff": ""}, "Vul het tarief in waarover de percentages gaan"),
        ({"maximum_value": "abc"}, "Vul een bedrag in euro"),
        ({"preset": "NCNP-100"}, "Bij inspanningsfinanciering hoort"),
        ({"option_months": ""}, "heeft geen lengte"),
    ],
)
def test_wrong_input_says_what_to_do_and_keeps_what_was_typed(saved, app, as_person, typed, message):
    saved(budget_for, year=2027)
    with app.app_context():
        supplier_id = supplier_named().id

    page = text_of(
        as_person("coen").post("/contracten/nieuw", data=BY_HAND | {"supplier": str(supplier_id)} | typed)
    )

    assert message in page
    assert "Inbesteding artikel 2.24b" in page
    with app.app_context():
        assert db.session.query(FrameworkContract).count() == 0


#: What the fee schedule says of a placement.
PLACEMENT = {
    "placement_months": "6",
    "placement_hours": "24",
    "placement_gap_days": "14",
    "guarantee_months": "3",
    "clawback": "full",
    "work_kinds": ["regular", "wage_cost_subsidy", "agreement_job"],
}


def test_a_draft_is_changed_and_its_fees_explained(saved, found, as_person):
    number = saved(draft_contract)
    coen = as_person("coen")
    form = text_of(coen.get(f"/contracten/{number}/wijzigen"))
    assert 'value="31-12-2027"' in form
    assert "500.000,00" in form

    coen.post(
        f"/contracten/{number}/wijzigen",
        data=BY_HAND | {"financing": "no_cure_less_pay", "maximum_value": "0"},
    )
    answer = coen.post(
        f"/contracten/{number}/vergoeding",
        data={
            "tariff": "1.000",
            "lines-0-kind": "plan",
            "lines-0-share_percent": "33,3",
            "lines-1-kind": "placement",
            "lines-1-share_percent": "66,7",
            "lines-2-kind": "bonus",
            "lines-2-amount": "250",
        }
        | PLACEMENT,
    )

    assert answer.status_code == 302
    assert found(number, lambda c: (c.title, c.maximum_value)) == ("Pasmatch", euros("0"))
    assert found(number, lambda c: [m.amount for m in c.milestones]) == [
        euros("333"),
        euros("667"),
        euros("250"),
    ]


def test_a_contradicting_schedule_is_refused_with_all_reasons(saved, found, as_person):
    number = saved(draft_contract)

    page = text_of(
        as_person("coen").post(
            f"/contracten/{number}/vergoeding",
            data={
                "tariff": "1.000",
                "lines-0-kind": "sustained_6m",
                "lines-0-share_percent": "80",
                "lines-1-kind": "plan",
                "lines-1-share_percent": "30",
            }
            | PLACEMENT,
        )
    )

    assert "samen 110 %" in page
    assert "kan nooit worden bereikt" in page
    assert "De volgorde klopt niet" in page
    assert found(number, lambda c: len(c.milestones)) == 3


SIGNATURE = {
    "signed_on": "23-11-2026",
    "supplier_signatory": "S. Aanbieder",
    "clauses": [clause.value for clause in Clause],
    "data_processing_agreed": "y",
}


def test_signing_shows_what_is_missing_and_then_signs(saved, found, app, as_person):
    number = saved(draft_contract)
    saved(mandate_for, first_name="wim")
    with app.app_context():
        signatory = str(account_of("wim").id)
    coen = as_person("coen")
    assert "geen budget vastgelegd" in text_of(coen.get(f"/contracten/{number}/tekenen"))
    refused = text_of(
        coen.post(
            f"/contracten/{number}/tekenen",
            data={"signed_on": "23-11-2026", "signatory": signatory, "supplier_signatory": "S."},
        )
    )
    assert "verwerkersovereenkomst is nog niet getekend" in refused
    assert found(number, lambda c: c.status) is ContractStatus.DRAFT

    saved(budget_for, year=2026)
    coen.post(f"/contracten/{number}/tekenen", data=SIGNATURE | {"signatory": signatory})

    assert found(number, lambda c: (c.status, c.signatory)) == (ContractStatus.SIGNED, "Wim Budgethouder")
    # The schedule in the documented format is frozen: what it pays by no longer follows the columns.
    assert found(number, lambda c: parse(c.fee_rules)["tables"]["guarantee_months"]) == 1


def test_an_option_is_decided_with_the_facts_in_sight(saved, found, app, as_person):
    number = saved(running_contract)
    saved(budget_for, year=2028, amount="250000")
    saved(mandate_for, first_name="wim", kind=MandateKind.EXTEND_CONTRACT)
    with app.app_context():
        wim = str(account_of("wim").id)
    coen = as_person("coen")
    page = text_of(coen.get(f"/contracten/{number}/opties/1"))
    assert "De feiten wijzen" in page
    assert "31 december 2028" in page

    data = {"taken": "ja", "decided_on": "23-11-2026", "decided_by": wim}
    assert "Vul in: motivering" in text_of(coen.post(f"/contracten/{number}/opties/1", data=data))
    coen.post(f"/contracten/{number}/opties/1", data=data | {"motivation": "Goede resultaten"})

    assert found(number, lambda c: (c.options[0].decision, c.ends_on)) == (
        OptionDecision.TAKEN,
        date(2028, 12, 31),
    )
    again = text_of(coen.get(f"/contracten/{number}/opties/1"))
    assert "Wat toen bekend was" in again and "Uitgaven per jaar" in again
    assert "€\N{NO-BREAK SPACE}250.000,00" in again
    assert "Besluit vastleggen" not in again


def test_an_option_that_is_not_there_is_not_found(saved, as_person):
    number = saved(running_contract)

    assert as_person("coen").get(f"/contracten/{number}/opties/9").status_code == 404


def test_the_letter_about_an_extension_is_made_by_a_job(saved, found, app, as_person):
    number = saved(running_contract)
    coen = as_person("coen")
    assert coen.post(f"/contracten/{number}/opties/1/brief").status_code == 409
    with app.app_context():
        contract = db.session.query(FrameworkContract).filter_by(number=number).one()
        option = contract.options[0]
        option.decision, option.decided_on = OptionDecision.TAKEN, date(2026, 11, 23)
        option.motivation, option.decided_by = "Goede resultaten", "Wim Budgethouder"
        db.session.commit()

    assert coen.post(f"/contracten/{number}/opties/1/brief").status_code == 302
    assert coen.post(f"/contracten/{number}/opties/1/brief").status_code == 302
    with app.app_context():
        assert run_due_jobs() == 2

    documents = found(number, lambda c: [entry.document_id for entry in c.documents])
    assert len(documents) == 1
    assert as_person("sanne").get(f"/documenten/{documents[0]}").data.startswith(b"%PDF")
    assert as_person("rik").get(f"/documenten/{documents[0]}").status_code == 404


def test_the_contract_sheet_is_made_by_a_job(saved, app, as_person):
    number = saved(running_contract)
    ria = as_person("ria")

    page = ria.post(f"/contracten/{number}/contractblad")
    with app.app_context():
        assert run_due_jobs() == 1

    assert "PDF" in text_of(ria.get(page.headers["Location"])) or "document" in text_of(
        ria.get(page.headers["Location"])
    )


def test_a_change_over_ten_percent_is_refused_on_the_page(saved, found, as_person):
    number = saved(running_contract, options=())
    coen = as_person("coen")
    typed = {"kind": "de_minimis", "months": "0", "agreed_on": "23-11-2026", "reason": "Meer deelnemers"}

    page = text_of(coen.post(f"/contracten/{number}/wijzigingen/nieuw", data=typed | {"value": "40.000"}))
    assert "10 % of meer" in page
    coen.post(f"/contracten/{number}/wijzigingen/nieuw", data=typed | {"value": "39.999,99", "months": "1"})

    assert found(number, lambda c: (c.maximum_value, c.ends_on)) == (euros("539999.99"), date(2028, 1, 31))


def test_a_rate_a_partner_a_document_and_an_end(saved, found, app, as_person):
    number = saved(running_contract)
    milestone = str(found(number, lambda c: c.milestones[0].id))
    coen = as_person("coen")

    rate = {"milestone": milestone, "amount": "1.390,50", "valid_from": "01-01-2027", "reason": "Index"}
    assert coen.post(f"/contracten/{number}/tarieven/nieuw", data=rate).status_code == 302
    upload = {"title": "Contracttekst", "file": (io.BytesIO(b"%PDF-1.7 contract"), "contract.pdf")}
    assert coen.post(f"/contracten/{number}/documenten", data=upload).status_code == 302
    assert "Kies" in text_of(coen.post(f"/contracten/{number}/partners", data={"organisation": "1"}))
    assert coen.post(f"/contracten/{number}/afsluiten").status_code == 409
    end = {"terminated_on": "31-12-2026", "reason": "Norm niet gehaald", "ground": "agreement", "told_on": "23-11-2026"}
    end["tracks"] = "run_on"
    assert coen.post(f"/contracten/{number}/beeindigen", data=end).status_code == 302

    page = text_of(coen.get(f"/contracten/{number}"))
    assert "€\N{NO-BREAK SPACE}1.390,50" in page
    assert "Contracttekst" in page
    assert "Tussentijds beëindigd" in page


def test_what_a_contract_left_unused_is_told_in_the_past_once_it_is_over(saved, found, as_person, set_now):
    number = saved(running_contract)
    last_day = found(number, lambda c: c.ends_on)
    set_now(datetime.combine(last_day, MONDAY.time(), MONDAY.tzinfo))
    assert "Ruim onder het maximum" in text_of(as_person("coen").get(f"/contracten/{number}"))
    set_now(datetime.combine(last_day + timedelta(days=1), MONDAY.time(), MONDAY.tzinfo))

    addresses = {f"/contracten/{number}": "coen", f"/portaal/contracten/{number}": "sanne", "/contracten/": "coen"}
    for address, name in addresses.items():
        page = text_of(as_person(name).get(address))
        assert "Bleef ruim onder het maximum" in page and "Ruim onder het maximum" not in page
        assert "meter--positive" not in page
    assert "Verlengen kan niet meer" in text_of(as_person("coen").get(f"/contracten/{number}"))


def test_a_draft_is_withdrawn_with_a_reason(saved, found, as_person):
    number = saved(draft_contract)
    coen = as_person("coen")

    assert "Geef antwoord op de vraag: waarom" in text_of(coen.post(f"/contracten/{number}/intrekken", data={}))
    coen.post(f"/contracten/{number}/intrekken", data={"reason": "Dubbel"})

    assert found(number, lambda c: c.status) is ContractStatus.WITHDRAWN


def test_a_supplier_reads_own_contracts_only(saved, as_person):
    number = saved(running_contract)
    draft = saved(draft_contract)

    sanne, rik = as_person("sanne"), as_person("rik")
    assert number in text_of(sanne.get("/portaal/contracten/"))
    assert draft not in text_of(sanne.get("/portaal/contracten/"))
    assert "Een plaatsing is werk" in text_of(sanne.get(f"/portaal/contracten/{number}"))
    assert sanne.get(f"/portaal/contracten/{draft}").status_code == 404
    assert number not in text_of(rik.get("/portaal/contracten/"))
    assert rik.get(f"/portaal/contracten/{number}").status_code == 404
    assert as_person("coen").get("/portaal/contracten/").status_code == 403


def test_the_file_of_a_draft_is_not_for_the_supplier(saved, app, as_person):
    with app.app_context():
        contract = draft_contract()
        document = store_document(
            b"%PDF-1.7 concept", filename="concept.pdf", kind="contracts.document", actor=SYSTEM, now=MONDAY
        )
        add_contract_document(contract, document, actor=SYSTEM, now=MONDAY)
        db.session.commit()
        address = f"/documenten/{document.id}"

    assert as_person("coen").get(address).status_code == 200
    assert as_person("sanne").get(address).status_code == 404


def test_a_contract_of_the_rival_is_his(saved, app, as_person):
    with app.app_context():
        rival_id = supplier_named(RIVAL).id
    number = saved(running_contract, supplier_id=rival_id)

    assert as_person("rik").get(f"/portaal/contracten/{number}").status_code == 200
    assert as_person("sanne").get(f"/portaal/contracten/{number}").status_code == 404
