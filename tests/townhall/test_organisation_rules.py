"""Which details can be right, and who may confirm a bank account or let a colleague in."""

from datetime import date, timedelta

import pytest

from tests.factories.organisations import IBANS, NOTE, supplier_details
from townhall.organisations.admission import obstacles_to_deciding_on_colleague
from townhall.organisations.bank_signatures import (
    BankAccountFacts,
    obstacles_to_calling_back,
    obstacles_to_confirming,
    obstacles_to_proposing,
    obstacles_to_refusing,
)
from townhall.organisations.details import obstacles_to_details, obstacles_to_known_number
from townhall.organisations.kinds import BankAccountStatus, OrganisationKind

SUPPLIER = OrganisationKind.SUPPLIER
PAYS_FROM = date(2026, 11, 30)
PROPOSED, CALLED_BACK = BankAccountStatus.PROPOSED, BankAccountStatus.CALLED_BACK


def codes(obstacles):
    return [obstacle.code for obstacle in obstacles]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"name": "  "}, ["name-missing"]),
        ({"kvk_number": None}, ["kvk-missing"]),
        ({"kvk_number": "1234567"}, ["kvk-wrong"]),
        ({"kvk_number": "9123 4567"}, []),
        ({"vat_number": "NL004495445B01"}, []),
        ({"vat_number": "nl 0044.95.445.b01"}, []),
        ({"vat_number": "NL004495446B01"}, ["vat-wrong"]),
        ({"oin": "123"}, ["oin-wrong"]),
        ({"postcode": "2011cd"}, []),
        ({"postcode": "0011 CD"}, ["postcode-wrong"]),
        ({"postcode": "B-1000", "country": "BE"}, []),
        ({"phone": "023-5550100"}, []),
        ({"phone": "geen"}, ["phone-wrong"]),
        ({"name": "", "kvk_number": "x", "postcode": "1"}, ["name-missing", "kvk-wrong", "postcode-wrong"]),
    ],
)
def test_all_that_is_wrong_with_details_is_said_at_once(change, expected):
    assert codes(obstacles_to_details(supplier_details(**change).tidied(), SUPPLIER)) == expected


def test_a_partner_needs_no_kvk_number():
    details = supplier_details(kvk_number="").tidied()

    assert obstacles_to_details(details, OrganisationKind.PARTNER) == []


def test_numbers_are_kept_as_registers_write_them():
    details = supplier_details(
        name=" Voorbeeld   Werk ", kvk_number="91 23 45 67", postcode="2011cd"
    ).tidied()

    assert (details.name, details.kvk_number, details.postcode) == ("Voorbeeld Werk", "91234567", "2011 CD")


def test_a_known_number_is_refused_with_what_to_do():
    (obstacle,) = obstacles_to_known_number("91234567", "Voorbeeld Werk BV")

    assert "Voorbeeld Werk BV" in obstacle.text and "als collega" in obstacle.text
    assert obstacles_to_known_number("91234567", None) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"iban": "NL00FICT0000000001"}, ["iban-wrong"]),
        ({"holder": " "}, ["holder-missing"]),
        ({"has_open_proposal": True}, ["proposal-open"]),
        ({"current_iban": IBANS[0]}, ["iban-current"]),
    ],
)
def test_what_can_be_proposed(change, expected):
    usual = {"iban": IBANS[0], "holder": "Werk BV", "has_open_proposal": False, "current_iban": IBANS[1]}
    asked = {**usual, **change}

    assert codes(obstacles_to_proposing(asked.pop("iban"), asked.pop("holder"), **asked)) == expected


@pytest.mark.parametrize(
    ("facts", "by", "note", "expected"),
    [
        (BankAccountFacts(PROPOSED, 1), 2, NOTE, []),
        (BankAccountFacts(PROPOSED, 1), 1, NOTE, ["same-person"]),
        (BankAccountFacts(PROPOSED, 1), 2, "gebeld", ["note-too-short"]),
        (BankAccountFacts(PROPOSED, 1), None, NOTE, ["nobody-signs"]),
        (BankAccountFacts(CALLED_BACK, 1, 2), 3, NOTE, ["bank-account-decided"]),
        (BankAccountFacts(BankAccountStatus.REFUSED, 1), 3, NOTE, ["bank-account-decided"]),
    ],
)
def test_who_may_write_down_the_call(facts, by, note, expected):
    assert codes(obstacles_to_calling_back(facts, by=by, note=note)) == expected


@pytest.mark.parametrize(
    ("facts", "by", "expected"),
    [
        (BankAccountFacts(CALLED_BACK, 1, 2), 3, []),
        (BankAccountFacts(CALLED_BACK, 1, 2), 2, ["same-person"]),
        (BankAccountFacts(CALLED_BACK, 1, 2), 1, ["same-person"]),
        (BankAccountFacts(CALLED_BACK, 1, 2), None, ["nobody-signs"]),
        (BankAccountFacts(PROPOSED, 1), 3, ["not-called-back"]),
        (BankAccountFacts(BankAccountStatus.CONFIRMED, 1, 2, 3), 4, ["bank-account-decided"]),
    ],
)
def test_who_may_put_the_second_signature(facts, by, expected):
    assert codes(obstacles_to_confirming(facts, by=by)) == expected


@pytest.mark.parametrize(
    ("status", "pays_from", "can_be_refused"),
    [
        (PROPOSED, None, True),
        (CALLED_BACK, None, True),
        (BankAccountStatus.REFUSED, None, False),
        (BankAccountStatus.CONFIRMED, PAYS_FROM, True),
        (BankAccountStatus.CONFIRMED, PAYS_FROM - timedelta(days=1), False),
    ],
)
def test_an_account_can_be_refused_until_money_may_go_to_it(status, pays_from, can_be_refused):
    found = obstacles_to_refusing(BankAccountFacts(status, 1, pays_from=pays_from), today=PAYS_FROM - timedelta(days=1))

    assert (found == []) == can_be_refused


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"by": 2}, ["not-the-first-person"]),
        ({"by": None}, ["not-the-first-person"]),
        ({"by": None, "first_person_id": None}, ["not-the-first-person"]),
        ({"is_confirmed": False}, ["colleague-unconfirmed"]),
        ({"is_decided": True}, ["colleague-decided"]),
    ],
)
def test_who_may_let_a_colleague_in(change, expected):
    usual = {"is_confirmed": True, "is_decided": False, "first_person_id": 1, "by": 1}

    assert codes(obstacles_to_deciding_on_colleague(**{**usual, **change})) == expected
