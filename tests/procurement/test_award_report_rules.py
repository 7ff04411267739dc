"""Every item of art. 2.132 and 2.51(5) says something, or why it does not apply."""

from dataclasses import replace

import pytest

from procurement.award_report import (
    Answer,
    Item,
    Named,
    ReportFacts,
    article_of,
    items_of,
    obstacles_to_adopting,
    obstacles_to_answer,
)
from procurement.procedures import Procedure

ANSWERS = {
    Item.WITHHELD_INFORMATION: Answer(False, "Geen ondernemer heeft daarom gevraagd."),
    Item.CONFLICTS: Answer(False, "Er zijn geen belangenconflicten geconstateerd."),
    Item.PRIOR_INVOLVEMENT: Answer(False, "Geen inschrijver was betrokken bij de voorbereiding."),
    Item.WINNERS: Answer(True, "De winnaar besteedt 10% uit aan Taalhuis (fictief)."),
}
FACTS = ReportFacts(
    authority="Gemeente Haarlem",
    address="Grote Markt 2, 2011 RD Haarlem",
    subject="Re-integratie 2026",
    value_lines=("Geraamde waarde € 900.000,00 excl. btw",),
    procedure=Procedure.SAS,
    considered=(Named("Noord", "Perceel 1", "Volledig en geschikt."),),
    excluded=(),
    rejected=(),
    abnormally_low=(),
    winners=(Named("Noord", "Perceel 1", "Hoogste score."),),
    not_awarded=(),
    answers=ANSWERS,
)


def item(facts, wanted):
    """One item of the report made of these facts."""
    return next(each for each in items_of(facts) if each.item == wanted)


def test_there_are_fifteen_items_in_the_order_of_the_act():
    assert [each.item for each in items_of(FACTS)] == list(Item)
    assert [each.value for each in Item] == [*"abcdefghijklmn", "2.51(5)"]
    assert article_of(Item.ABNORMALLY_LOW) == "art. 2.132 lid 1 onder g, art. 2.116 Aanbestedingswet 2012"
    assert article_of(Item.PRIOR_INVOLVEMENT).startswith("art. 2.51 lid 5")


def test_a_report_with_all_answers_may_be_adopted():
    assert obstacles_to_adopting(items_of(FACTS)) == []


@pytest.mark.parametrize("missing", ANSWERS)
def test_a_report_with_an_open_item_may_not(missing):
    facts = replace(FACTS, answers={key: value for key, value in ANSWERS.items() if key != missing})

    assert [each.code for each in obstacles_to_adopting(items_of(facts))] == ["report-item-open"]
    assert f"Onderdeel {missing} " in obstacles_to_adopting(items_of(facts))[0].text


@pytest.mark.parametrize(
    ("change", "wanted", "text"),
    [
        (
            {"excluded": (Named("Zuid", "Perceel 1", "Failliet."),)},
            Item.EXCLUDED,
            "Perceel 1: Zuid. Failliet.",
        ),
        ({"rejected": (Named("Zuid", "Perceel 1", "Eis 3."),)}, Item.REJECTED, "Perceel 1: Zuid. Eis 3."),
        ({"abnormally_low": (Named("Zuid", "P 1", "Cao."),)}, Item.ABNORMALLY_LOW, "P 1: Zuid. Cao."),
        ({"not_awarded": (("Perceel 2", "Geen bod."),)}, Item.NOT_AWARDED, "Perceel 2: Geen bod."),
    ],
)
def test_an_item_that_applies_is_filled_and_otherwise_gives_its_reason(change, wanted, text):
    assert item(replace(FACTS, **change), wanted).lines == (text,)
    assert item(FACTS, wanted).not_applicable


@pytest.mark.parametrize(
    "wanted", [Item.COMPETITIVE_DIALOGUE, Item.NEGOTIATED, Item.WITHOUT_NOTICE, Item.NON_ELECTRONIC]
)
@pytest.mark.parametrize("procedure", Procedure)
def test_the_items_of_other_procedures_are_not_applicable_with_a_reason(procedure, wanted):
    assert item(replace(FACTS, procedure=procedure), wanted).not_applicable


def test_the_winners_are_named_with_reason_and_subcontracting():
    assert item(FACTS, Item.WINNERS).lines == (
        "Perceel 1: Noord. Hoogste score.",
        "Onderaanneming: De winnaar besteedt 10% uit aan Taalhuis (fictief).",
    )


def test_an_assessor_who_stepped_down_is_reported_as_a_conflict():
    facts = replace(FACTS, stepped_down=(("Bram", "Zijn zus werkt bij Noord."),))

    assert "Bram trad terug" in item(facts, Item.CONFLICTS).lines[0]


def test_prior_involvement_that_a_bidder_declared_cannot_be_waved_away():
    facts = replace(FACTS, declared_prior_involvement=("Noord",))

    assert item(facts, Item.PRIOR_INVOLVEMENT).is_open


@pytest.mark.parametrize("applies", [True, False])
def test_an_answer_of_one_word_is_too_thin(applies):
    assert obstacles_to_answer(Item.CONFLICTS, Answer(applies, "nee"))


def test_what_was_left_out_of_a_nota_is_in_the_report_whatever_the_buyer_answers():
    left_out = "Nota van inlichtingen 1, vraag 2: een deel is op verzoek weggelaten. Bedrijfsgeheim."

    made = item(replace(FACTS, withheld=(left_out,)), Item.WITHHELD_INFORMATION)

    assert made.lines == (left_out,)
    assert not made.not_applicable
