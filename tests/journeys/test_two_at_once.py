"""Two people have the same page open: the second learns who changed it, loses nothing, and overwrites nothing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from procurement.queries.assessment import opened_bids, quality_criteria_of
from tests.factories.assessment import assessment_begun, score_all
from tests.factories.budgets import saved_budget
from tests.factories.contracts import draft_contract
from tests.factories.organisations import saved_supplier
from tests.factories.tenders import saved_tender
from tests.journeys.browsing import Person

pytestmark = pytest.mark.both_databases

WHY = "De inschrijver noemt een vaste begeleider met een caseload van dertig deelnemers."


def of_tender(part: str) -> Callable[[], str]:
    return lambda: f"/aanbestedingen/{saved_tender().reference}/{part}"


def of_contract(part: str) -> Callable[[], str]:
    return lambda: f"/contracten/{draft_contract().number}/{part}"


def of_consensus() -> str:
    tender = assessment_begun()
    for name in ("Anouk", "Bram"):
        score_all(tender, name)
    bid, criterion = opened_bids(tender)[0], quality_criteria_of(tender)[0]
    return f"/aanbestedingen/{tender.reference}/consensus/{bid.id}/{criterion.id}"


#: Where, who, the field, and what the first and the second of them type.
EDITS = {
    "tender": (of_tender("gegevens"), "inge", {"Titel": "Eerste"}, {"Titel": "Tweede"}),
    "planning": (of_tender("planning"), "inge", {"Looptijd in maanden": "30"}, {"Looptijd in maanden": "18"}),
    "lot": (of_tender("percelen/1"), "inge", {"Titel": "Eerste"}, {"Titel": "Tweede"}),
    "codes": (of_tender("cpv"), "inge", {"Waarde, excl. btw": "100"}, {"Waarde, excl. btw": "200"}),
    "criterion": (of_tender("criteria/1"), "inge", {"Titel": "Eerste"}, {"Titel": "Tweede"}),
    "formula": (of_tender("criteria/formule"), "inge", {"Kwaliteitsscore": "Gemiddelde"}, {}),
    "contract": (of_contract("wijzigen"), "coen", {"Titel": "Eerste"}, {"Titel": "Tweede"}),
    "budget": (
        lambda: f"/budgetten/{saved_budget().id}/wijzigen", "wim",
        {"Nieuw bedrag": "90.000,00", "Kenmerk van het besluit": "B1", "Reden": "Meer"}, {"Nieuw bedrag": "80.000,00"},
    ),
    "supplier": (
        lambda: f"/aanbieders/{saved_supplier().kvk_number}/wijzigen", "inge",
        {"Plaats": "Bloemendaal"}, {"Plaats": "Zandvoort"},
    ),
    "consensus": (
        of_consensus, "inge",
        {"Eindscore": "8", "Motivering": WHY}, {"Eindscore": "6", "Motivering": "Iets anders, maar ook waar. " * 3},
    ),
}  # fmt: skip


@pytest.fixture
def two_at(as_person: Callable[[str], FlaskClient], session: object) -> Callable[[str, str], tuple[Person, Person]]:
    """Gives two windows on the same address, of the same person: what counts is when each was opened."""

    def open_both(url: str, name: str) -> tuple[Person, Person]:
        return Person(name, as_person(name)).go(url), Person(name, as_person(name)).go(url)

    return open_both


def main_button(person: Person) -> str:
    found = person.page.tree.xpath("//main//form[contains(@class, 'form')]//button[contains(@class, 'primary')]")
    return str(found[0].text_content()).strip()


@pytest.mark.parametrize("subject", EDITS)
def test_the_second_is_told_keeps_what_was_typed_and_changes_nothing(subject, two_at, people):
    make, name, typed_first, typed_second = EDITS[subject]
    url = make()
    first, second = two_at(url, name)
    first.fill(typed_first).press(main_button(first)).gets_through()
    after_first = Person(name, first.client).go(url).page.forms[0].values

    second.fill(typed_second).press(main_button(second))

    second.reads("Iemand anders heeft dit intussen gewijzigd", "Bekijk de nieuwe versie")
    for label, value in typed_second.items():
        control = second.page.forms[0].labels()[label]
        assert second.page.forms[0].values[control.get("name")] == [value.strip()]
    assert Person(name, first.client).go(url).page.forms[0].values == after_first
