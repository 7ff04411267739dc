"""The words of a question: who they name, and what they look like."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.question_texts import core_of, likeness, names_found, obstacles_to_text

FIRM = "Werkvooruit Haarlem BV (fictief)"


@pytest.mark.parametrize(
    ("firm", "core"),
    [
        (FIRM, "werkvooruit haarlem"),
        ("Stichting De Brug", "de brug"),
        ("Jansen & Zn. V.O.F.", "jansen & zn"),
        ("B.V.", ""),
    ],
)
def test_the_core_of_a_name_leaves_out_legal_form_and_brackets(firm, core):
    assert core_of(firm) == core


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mag Werkvooruit Haarlem een combinatie vormen?", True),
        ("mag  WERKVOORUIT\nHAARLEM, samen met een ander?", True),
        ("Mag werkvooruit-haarlemmers?", False),
        ("Mag een combinatie?", False),
    ],
)
def test_a_question_that_names_its_asker_is_found(text, found):
    assert bool(names_found(text, [FIRM])) is found


def test_a_name_that_is_too_short_or_only_a_legal_form_finds_nothing():
    assert names_found("Mag dat van de BV Ab?", ["BV", "Ab BV", ""]) == []


def test_a_citizen_service_number_is_refused_also_in_the_wish_to_leave_out():
    assert obstacles_to_text("Mag het?", "", "") == []
    assert [each.code for each in obstacles_to_text("Mag het?", "", "Nummer 111222333")] == ["text-bsn"]


def test_equal_questions_are_wholly_alike_and_different_ones_not():
    assert likeness("Mag een combinatie inschrijven?", "mag EEN combinatie inschrijven") == 1
    assert likeness("Mag een combinatie inschrijven?", "Wat is de looptijd?") == 0
    assert likeness("", "Wat?") == 0


@given(one=st.text(max_size=60), other=st.text(max_size=60))
def test_likeness_is_mutual_and_lies_between_nothing_and_all(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert Fraction(0) <= likeness(one, other) <= 1
