"""A contract is paid from the budget of its lot, and where that has none from its programme's, everywhere the same."""

from datetime import date

import pytest

from contracts.lifecycle import ContractStatus
from contracts.models import FrameworkContract
from contracts.operations.budget_headings import choose_budget
from contracts.operations.drafts import draft_contract_from_award
from contracts.operations.referral_bulk import add_referrals
from contracts.queries.extension_figures import budget_rooms
from contracts.queries.partners import costs_per_municipality
from contracts.queries.signing import signing_facts
from contracts.signing import obstacles_to_signing
from contracts.track_imports import ReferralLine
from tests.conftest import MONDAY
from tests.factories.contracts import budget_for, draft_contract, final_award, running_contract
from tests.factories.tracks import referred_track
from townhall.audit.queries import history_of
from townhall.budgets.headings import Heading
from townhall.budgets.models import Commitment
from townhall.budgets.queries import room_of
from townhall.database import db
from townhall.money import ZERO, euros
from townhall.refusal import Refusal

LOT = "Statushouders"
OF_LOT, WHOLE = Heading("Re-integratie", LOT), Heading("Re-integratie")


def codes(refusal) -> list[str]:
    return [obstacle.code for obstacle in refusal.value.obstacles]


@pytest.mark.parametrize(
    ("lot", "year", "expected"),
    [(LOT, 2027, OF_LOT), ("statushouders", 2027, Heading("Re-integratie", "statushouders")), (LOT, 2026, WHOLE)],
)
def test_a_contract_from_an_award_is_paid_from_the_lot_with_its_name(session, people, lot, year, expected):
    budget_for(2027)
    budget_for(year, lot=lot)

    contract = draft_contract_from_award(final_award(), actor=people.actor("coen"), now=MONDAY)

    assert contract.budget_heading == expected
    assert f'"budget":"{expected}"' in history_of(contract)[0].after


def test_who_drafts_it_may_choose_the_whole_programme(session, people):
    budget_for(2027, lot=LOT)

    contract = draft_contract_from_award(
        final_award(), budget_heading=WHOLE, actor=people.actor("coen"), now=MONDAY
    )

    assert contract.budget_heading == WHOLE


def test_a_referral_is_promised_on_the_lot_and_when_that_is_full_the_refusal_names_it(session, people):
    whole, of_lot = budget_for(2026), budget_for(2026, lot=LOT, amount="5000")
    contract, other = running_contract(budget_lot=LOT), running_contract(budget_lot="Jongeren")

    assert referred_track(contract).commitment.budget_id == of_lot.id
    assert referred_track(other).commitment.budget_id == whole.id, "its lot has no budget this year"
    with pytest.raises(Refusal) as refusal:
        referred_track(contract)

    assert codes(refusal) == ["budget-exceeded"]
    assert "Re-integratie, perceel Statushouders 2026" in refusal.value.obstacles[0].text
    assert (room_of(whole).committed, room_of(of_lot).committed) == (euros(4500), euros(4500))


def test_a_file_of_referrals_takes_each_contract_from_its_own_budget(session, people):
    whole, of_lot = budget_for(2026), budget_for(2026, lot=LOT)
    first, second, third = (running_contract(budget_lot=lot) for lot in (LOT, "Jongeren", ""))
    contracts = {contract.number: contract for contract in (first, second, third)}
    lines = [ReferralLine(row, str(row), number, date(2026, 11, 2)) for row, number in enumerate([*contracts] * 2)]

    add_referrals(lines, contracts, fee=lambda *_: euros(100), actor=people.actor("kim"), now=MONDAY)

    assert (room_of(of_lot).committed, room_of(whole).committed) == (euros(200), euros(400))
    assert session.query(Commitment).count() == 6


def test_signing_looks_at_the_same_budget_and_names_it(session):
    contract = draft_contract(budget_lot=LOT)

    def refused() -> dict[str, str]:
        facts = signing_facts(contract, signatory=None, clauses=set(), data_processing_agreed=True)
        return {each.code: each.text for each in obstacles_to_signing(facts, signed_on=MONDAY.date(), signatory="W")}

    assert "Re-integratie, perceel Statushouders 2026" in refused()["budget-missing"]
    budget_for(2026)
    assert not refused().keys() & {"budget-missing", "budget-too-small"}
    budget_for(2026, lot=LOT, amount="1")
    assert "Re-integratie, perceel Statushouders 2026" in refused()["budget-too-small"]


def test_the_figures_of_a_contract_show_the_room_of_the_budget_that_pays(session):
    contract = running_contract(budget_lot=LOT)
    budget_for(2026, amount="7000")
    budget_for(2026, lot=LOT, amount="300")
    budget_for(2027, amount="8000")

    rooms = budget_rooms(contract, [2026, 2027, 2028])

    assert [room and room.left for room in rooms.values()] == [euros(300), euros(8000), None]
    assert costs_per_municipality(contract, today=MONDAY.date())[0].room.left == euros(300)


def test_another_budget_pays_from_now_on_and_what_was_promised_stays(session, people):
    whole, of_lot = budget_for(2026), budget_for(2026, lot=LOT, amount="4500")
    contract = running_contract(budget_lot=LOT)
    referred_track(contract)

    choose_budget(contract, WHOLE, reason="Het perceel is vol", actor=people.actor("coen"), now=MONDAY)

    assert referred_track(contract).commitment.budget_id == whole.id
    assert room_of(of_lot).left == ZERO
    entry = next(each for each in history_of(contract) if each.act == "contract.budget-chosen")
    assert (str(OF_LOT) in entry.before, str(OF_LOT) in entry.after, str(WHOLE) in entry.after) == (True, False, True)


@pytest.mark.parametrize(
    ("heading", "reason", "status", "expected"),
    [
        (OF_LOT, " ", ContractStatus.SIGNED, ["budget-unchanged", "reason-missing"]),
        (Heading(), "vol", ContractStatus.SIGNED, ["budget-missing"]),
        (WHOLE, "vol", ContractStatus.WITHDRAWN, ["withdrawn"]),
    ],
)
def test_why_another_budget_is_refused(session, people, heading, reason, status, expected):
    contract = running_contract(budget_lot=LOT, status=status)

    with pytest.raises(Refusal) as refusal:
        choose_budget(contract, heading, reason=reason, actor=people.actor("coen"), now=MONDAY)

    assert codes(refusal) == expected


@pytest.mark.one_database("sqlite")
def test_on_the_pages_the_lot_is_proposed_and_can_be_changed_later(app, as_person):
    with app.app_context():
        budget_for(2027)
        budget_for(2027, lot=LOT)
        award_id, number = final_award().id, running_contract().number
        db.session.commit()
    coen = as_person("coen")

    assert f'<option selected value="{OF_LOT}">' in coen.get(f"/contracten/uit-gunning/{award_id}").text
    wrong = coen.post(f"/contracten/{number}/budget", data={"budget_heading": str(WHOLE), "reason": "vol"}).text
    assert "wordt hier al uit betaald" in wrong and "vol</textarea>" in wrong
    coen.post(f"/contracten/{number}/budget", data={"budget_heading": str(OF_LOT), "reason": "splitsing"})

    with app.app_context():
        contract = db.session.query(FrameworkContract).filter_by(number=number).one()
        assert contract.budget_heading == OF_LOT
    assert str(OF_LOT) in coen.get(f"/contracten/{number}").text
    assert as_person("kim").get(f"/contracten/{number}/budget").status_code == 403
