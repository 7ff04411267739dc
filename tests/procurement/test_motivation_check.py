"""The reasons in a letter are about this bidder, are his alone, and go with his score."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.motivation_check import Flaw, Motivated, findings_in, is_about_answer, obstacles_to_telling

ANSWER_NORTH = (
    "Bij de intake maakt een vaste trajectbegeleider kennis met de deelnemer en zijn gezin. Binnen drie weken volgt "
    "een proefplaatsing bij een van onze veertien werkgevers in de groenvoorziening. Bij uitval belt de begeleider "
    "dezelfde dag."
)
ANSWER_SOUTH = (
    "Wij geven een groepstraining van vier weken in sollicitatievaardigheden, met een taalcoach. Daarna zoeken wij via "
    "onze vacaturebank een passende baan, en houden wij een half jaar telefonisch contact."
)
NORTH = Motivated(
    bid_id=1,
    criterion_id=1,
    bidder="Noord Werkt BV",
    lot=1,
    code="K1",
    score=Decimal(8),
    motivation="Noord Werkt laat elke deelnemer al na drie weken proefdraaien bij een werkgever in het groen; de "
    "proefplaatsing is uitgewerkt. De vaste trajectbegeleider reageert bij uitval dezelfde dag. Wie dat in het "
    "weekend doet, blijft open.",
    answer=ANSWER_NORTH,
    about="Plan van aanpak Beschrijf hoe u deelnemers naar werk begeleidt.",
)
SOUTH = replace(
    NORTH,
    bid_id=2,
    bidder="Zuidwaarts Stichting",
    score=Decimal(6),
    motivation="De groepstraining in sollicitatievaardigheden is helder, maar hoe de vacaturebank aansluit op deze "
    "doelgroep wordt niet gezegd. Het contact na plaatsing is alleen telefonisch.",
    answer=ANSWER_SOUTH,
)


def flaws(*texts):
    """What is wrong, by bidder."""
    return [(each.text.bidder, each.flaw) for each in findings_in(texts)]


def test_reasons_that_read_back_each_bidders_own_answer_may_leave():
    assert findings_in([NORTH, SOUTH]) == []
    assert obstacles_to_telling([NORTH, SOUTH]) == []


@pytest.mark.parametrize("nothing", ["", "   \n"])
def test_a_missing_motivation_is_named_with_bidder_lot_and_criterion(nothing):
    found = obstacles_to_telling([replace(NORTH, motivation=nothing), SOUTH])

    assert [(each.code, each.text) for each in found] == [
        ("motivation-missing", "Noord Werkt BV, perceel 1, K1: de motivering ontbreekt.")
    ]


@pytest.mark.parametrize(
    "motivation",
    [
        "Het plan van aanpak is concreet en haalbaar en krijgt daarom een goede score.",
        "Noord Werkt BV heeft een uitstekend plan ingediend dat aan alle verwachtingen voldoet.",
        "U beschrijft hoe u deelnemers naar werk begeleidt. Dat doet u goed en volledig.",
        "De groepstraining in sollicitatievaardigheden is helder en past bij de vacaturebank.",
    ],
)
def test_a_text_that_fits_any_bid_or_another_bid_is_held_back(motivation):
    assert flaws(replace(NORTH, motivation=motivation), SOUTH) == [("Noord Werkt BV", Flaw.NOT_ABOUT_ANSWER)]


def test_the_page_of_the_plan_is_enough_when_there_is_a_plan_to_open():
    cites = replace(NORTH, motivation="Op bladzijde 7 staat geen termijn; dat kost punten.", answer="Zie bijlage.")

    assert not is_about_answer(cites)
    assert is_about_answer(replace(cites, has_documents=True))
    assert not is_about_answer(replace(cites, has_documents=True, motivation="Dit is een goed plan.", answer=""))


def test_who_answered_nothing_at_all_cannot_be_read_back():
    text = "Er is geen antwoord gegeven op dit onderdeel."

    assert is_about_answer(replace(NORTH, answer="", motivation=text, score=Decimal(0)))


def test_the_same_text_under_another_name_is_held_back_for_both():
    copied = NORTH.motivation.replace("Noord Werkt", "Zuidwaarts Stichting")
    found = flaws(NORTH, replace(SOUTH, motivation=copied, answer=ANSWER_NORTH, score=NORTH.score))

    assert found == [("Noord Werkt BV", Flaw.SAME_TEXT), ("Zuidwaarts Stichting", Flaw.SAME_TEXT)]


def test_the_same_text_with_another_score_says_so_even_of_one_bidder_on_two_lots():
    second = replace(NORTH, bid_id=3, lot=2, score=Decimal(4))

    found = findings_in([NORTH, second])

    assert [each.flaw for each in found] == [Flaw.SAME_TEXT_OTHER_SCORE] * 2
    assert found[0].words.endswith("maar met een andere score (8 en 4). Schrijf op waarin zij verschillen.")


def test_one_bidder_may_read_the_same_reasons_on_two_lots_with_the_same_score():
    assert findings_in([NORTH, replace(NORTH, bid_id=3, lot=2), SOUTH]) == []


def test_signs_and_capitals_make_no_other_text():
    shouted = NORTH.motivation.upper().replace(";", " -").replace(".", " !")

    assert Flaw.SAME_TEXT in dict(flaws(NORTH, replace(SOUTH, motivation=shouted, score=NORTH.score))).values()


@given(
    st.permutations([NORTH, SOUTH, replace(NORTH, bid_id=3, lot=2, score=Decimal(4)), replace(SOUTH, motivation="")])
)
def test_the_order_of_the_texts_does_not_change_what_is_found(texts):
    found = {(each.text.bid_id, each.text.lot, each.flaw) for each in findings_in(texts)}

    assert found == {
        (1, 1, Flaw.SAME_TEXT_OTHER_SCORE), (3, 2, Flaw.SAME_TEXT_OTHER_SCORE), (2, 1, Flaw.MISSING),
    }  # fmt: skip


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_motivation_that_quotes_the_whole_answer_is_always_about_it(answer, after):
    assert is_about_answer(replace(NORTH, answer=answer, motivation=f"Hier staat: {answer} {after}"))
