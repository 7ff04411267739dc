"""Each way to a contract by hand asks what counts for it, and says why."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.grounds import GROUNDS, obstacles_to_ground
from contracts.lifecycle import PUBLISHED_BEFORE, ContractBasis
from contracts.models import FrameworkContract
from contracts.terms import planned_options
from procurement.lots import TargetGroup
from tests.contracts.test_drafts import AGREEMENT
from tests.factories.contracts import supplier_named
from townhall.database import db
from townhall.money import euros


def test_every_ground_by_hand_says_what_it_needs():
    assert {ground.basis for ground in GROUNDS} == set(ContractBasis) - PUBLISHED_BEFORE


@pytest.mark.parametrize(
    ("what_matters", "expected"),
    [
        ({"maximum_value": euros("5000")}, []),
        ({"maximum_value": euros("0"), "ends_on": date(2028, 12, 31)}, []),
        ({"maximum_value": euros("5000"), "ends_on": date(2029, 1, 1)}, ["individual-too-long"]),
        (
            {"options": planned_options(date(2027, 12, 31), count=1, months=6)},
            ["individual-without-maximum", "individual-with-options"],
        ),
    ],
)
def test_an_agreement_about_one_person_has_a_maximum_two_years_and_no_options(what_matters, expected):
    found = obstacles_to_ground(ContractBasis.INDIVIDUAL, replace(AGREEMENT, **what_matters))

    assert [obstacle.code for obstacle in found] == expected
    assert obstacles_to_ground(ContractBasis.PILOT, replace(AGREEMENT, **what_matters)) == []


def test_coen_makes_an_agreement_for_one_person_with_only_what_counts(app, people, as_person):
    coen = as_person("coen")
    assert "grond=individual" in coen.get("/contracten/zonder-aanbesteding").text
    page = "/contracten/nieuw?grond=individual"
    assert "option_count" not in coen.get(page).text
    assert "option_count" in coen.get("/contracten/nieuw?grond=pilot").text
    sent = {
        "basis": "individual", "basis_reason": "Geen contract biedt jobcoaching in gebarentaal",
        "title": "IRO jobcoaching",
        "target_group": TargetGroup.GENERAL.value, "financing": "effort", "starts_on": "01-01-2027",
        "ends_on": "31-12-2027", "maximum_value": "5.000", "placement_months": "6", "placement_hours": "12",
        "placement_gap_days": "14", "guarantee_months": "1",
    }  # fmt: skip
    with app.app_context():
        supplier = str(supplier_named().id)

    answer = coen.post(page, data=sent | {"supplier": supplier}, follow_redirects=True)

    assert "Individuele re-integratieovereenkomst" in answer.text
    with app.app_context():
        made = db.session.query(FrameworkContract).one()
        assert (made.basis, made.options, made.norm_placed) == (ContractBasis.INDIVIDUAL, [], None)
