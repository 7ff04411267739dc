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


def test_a_report_without_the_address_of_the_municipality_may_not_and_says_where_to_put_it():
    obstacles = obstacles_to_adopting(items_of(replace(FACTS, address=" ")))

    assert [each.code for each in obstacles] == ["report-item-open"]
    assert "adres van de gemeente invullen bij ‘Organisaties’" in obstacles[0].text


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


#: What fills each item, beside what FACTS hold; the others are filled by FACTS itself.
FILLED = {
    Item.EXCLUDED: {"turned_down": (("Oost", "Geschikt, 10 punten, plaats 6 van 6."),)},
    Item.REJECTED: {"rejected": (Named("Zuid", "Perceel 1", "Eis 3."),)},
    Item.WITHHELD_INFORMATION: {"withheld": ("Nota van inlichtingen 1, vraag 2: een deel is weggelaten.",)},
    Item.ABNORMALLY_LOW: {"abnormally_low": (Named("Zuid", "Perceel 1", "Onder de cao."),)},
    Item.COMPETITIVE_DIALOGUE: {"said": "In twee gesprekken is de opdracht verkend; de stukken zeiden dat vooraf."},
    Item.NEGOTIATED: {"said": "Met alle inschrijvers is onderhandeld over de nazorg, zoals aangekondigd."},
    Item.WITHOUT_NOTICE: {"said": "Na een mislukte procedure zonder inschrijvingen is één aanbieder gevraagd."},
    Item.NON_ELECTRONIC: {"said": "Een maquette van de werkplaats is op het stadhuis afgegeven."},
    Item.CONFLICTS: {"stepped_down": (("Bram", "Zijn zus werkt bij Noord."),)},
    Item.NOT_AWARDED: {"not_awarded": (("Perceel 2", "Geen bod."),)},
    Item.PRIOR_INVOLVEMENT: {"said": "Noord deed het vooronderzoek; het rapport is met allen gedeeld."},
}
#: What keeps an item from applying; authority, subject and value always apply.
EMPTY = {Item.CONSIDERED: {"considered": ()}, Item.WINNERS: {"winners": ()}}


def with_item(item, change):
    """The facts in which this item is filled, or empty."""
    said = change.get("said")
    if said is None:
        return replace(FACTS, **change)
    return replace(FACTS, answers={**ANSWERS, item: Answer(True, said)})


@pytest.mark.parametrize("wanted", [each for each in Item if each not in FILLED])
def test_an_item_that_always_has_something_to_say_says_it(wanted):
    assert item(FACTS, wanted).lines and not item(FACTS, wanted).not_applicable


@pytest.mark.parametrize("wanted", FILLED)
def test_every_other_item_is_filled_when_it_applies(wanted):
    made = item(with_item(wanted, FILLED[wanted]), wanted)

    assert made.lines and not made.is_open
    said = FILLED[wanted].get("said")
    assert said is None or said in made.lines


@pytest.mark.parametrize("wanted", [*FILLED, *EMPTY])
def test_every_item_that_need_not_apply_gives_its_reason_when_it_does_not(wanted):
    made = item(with_item(wanted, EMPTY.get(wanted, {})), wanted)

    assert not made.lines
    assert len(made.not_applicable) > 15


def test_a_selection_names_who_was_invited_and_who_was_not():
    facts = replace(
        FACTS,
        procedure=Procedure.EU_RESTRICTED,
        selected=(("Noord", "Plaats 1."),),
        turned_down=(("Oost", "Plaats 6."),),
    )

    assert item(facts, Item.CONSIDERED).lines[0] == "Selectie: Noord, geselecteerd. Plaats 1."
    assert item(facts, Item.EXCLUDED).lines == ("Selectie: Oost, niet geselecteerd. Plaats 6.",)


def test_who_bids_along_with_a_winner_is_named_beside_what_the_buyer_says():
    facts = replace(FACTS, bidding_along=("Perceel 1: Noord noemt Taalhuis, onderaannemer, 20 %: taalles",))

    assert "Perceel 1: Noord noemt Taalhuis, onderaannemer, 20 %: taalles" in item(facts, Item.WINNERS).lines
    assert item(facts, Item.WINNERS).lines[-1].startswith("Onderaanneming:")


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
