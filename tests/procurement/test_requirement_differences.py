"""Two versions of a Programma van Eisen, compared to the word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.procedures import RequirementKind, VerificationMoment
from procurement.requirement_differences import FieldChange, Mark, Piece, SectionChange, differences, pieces_of
from procurement.requirement_texts import RequirementsText, RequirementText, SectionText, as_facts, from_facts

WORDS = st.lists(st.sampled_from(["de", "het", "binnen", "tien", "\n", "  ", "dagen.", "é"]), max_size=30).map(" ".join)


def line(key="E-1", number="1.1", text="U heeft een keurmerk.", kind=RequirementKind.KNOCK_OUT, **more):
    return RequirementText(key=key, number=number, text=text, kind=kind, **more)


def document(*lines, title="Algemeen"):
    return RequirementsText((SectionText(1, title, lines),))


@given(before=WORDS, after=WORDS)
def test_the_pieces_hold_both_texts_whole(before, after):
    pieces = pieces_of(before, after)

    assert "".join(piece.text for piece in pieces if piece.mark != Mark.NEW) == before
    assert "".join(piece.text for piece in pieces if piece.mark != Mark.GONE) == after


@given(text=WORDS)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.mark for piece in pieces_of(text, text)} <= {Mark.SAME}


def test_only_the_changed_words_are_marked():
    assert pieces_of("Start binnen tien werkdagen.", "Start binnen vijf werkdagen.") == (
        Piece(Mark.SAME, "Start binnen "),
        Piece(Mark.GONE, "tien"),
        Piece(Mark.NEW, "vijf"),
        Piece(Mark.SAME, " werkdagen."),
    )


def test_neighbouring_words_that_changed_are_one_piece():
    marks = [piece.mark for piece in pieces_of("a b c d", "a x y d")]

    assert marks == [Mark.SAME, Mark.GONE, Mark.NEW, Mark.SAME]


def test_a_version_is_the_same_as_itself():
    assert not differences(document(line()), document(line()))


def test_added_removed_and_changed_are_told_apart_by_key():
    before = document(line("E-1", "1.1"), line("E-2", "1.2", "Weg"), line("E-3", "1.3", "Blijft"))
    after = document(
        line("E-1", "1.1", "U heeft twee keurmerken."), line("E-3", "1.2", "Blijft"), line("E-4", "1.3", "Nieuw")
    )

    found = differences(before, after)

    assert [each.key for each in found.added] == ["E-4"]
    assert [each.key for each in found.removed] == ["E-2"]
    assert [each.after.key for each in found.changed] == ["E-1"]
    assert [(was.number, now.number) for was, now in found.renumbered] == [("1.3", "1.2")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": RequirementKind.WISH}, FieldChange("Soort", RequirementKind.KNOCK_OUT, RequirementKind.WISH)),
        ({"holds_from": date(2027, 4, 1)}, FieldChange("Geldt vanaf", None, date(2027, 4, 1))),
        ({"lot_number": 2}, FieldChange("Perceel", None, 2)),
        ({"criterion_code": "K1"}, FieldChange("Gunningscriterium", None, "K1")),
        (
            {"verification": VerificationMoment.BEFORE_SIGNING},
            FieldChange("Toetsmoment", VerificationMoment.WITH_BID, VerificationMoment.BEFORE_SIGNING),
        ),
        ({"verification_method": "Certificaat"}, FieldChange("Toetswijze", "", "Certificaat")),
    ],
)
def test_everything_a_requirement_says_is_compared(change, expected):
    found = differences(document(line()), document(line(**change)))

    assert found.changed[0].fields == (expected,)


def test_another_title_of_a_section_is_a_difference():
    assert differences(document(title="Oud"), document(title="Nieuw")).sections == (SectionChange(1, "Oud", "Nieuw"),)


@given(text=WORDS, kind=st.sampled_from(RequirementKind), day=st.none() | st.dates(), lot=st.none() | st.integers(1, 9))
def test_a_version_is_read_back_as_it_was_written(text, kind, day, lot):
    written = document(line(text=text, kind=kind, holds_from=day, lot_number=lot))

    assert from_facts(as_facts(written)) == written
