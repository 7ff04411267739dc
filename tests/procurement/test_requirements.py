"""Sections, order, versions, library and revisions of the Programma van Eisen: what the verbs do and refuse."""

from datetime import date, datetime, timedelta

import pytest

from procurement.models.requirements import LibraryRequirement
from procurement.operations.requirement_import import import_requirements
from procurement.operations.requirement_library import add_to_library, copy_requirements, take_from_library
from procurement.operations.requirement_revisions import RequirementRevision, apply_revisions, obstacles_to_revising
from procurement.operations.requirement_sections import (
    Direction,
    add_section,
    move_requirement,
    move_section,
    remove_section,
    rename_section,
)
from procurement.operations.requirement_versions import freeze_requirements_version, save_requirements_version
from procurement.operations.requirements import add_requirement, change_requirement
from procurement.operations.tenders import publish_tender
from procurement.procedures import RequirementKind, VerificationMoment
from procurement.queries.bids import requirements_for
from procurement.queries.requirements import (
    published_versions_of,
    requirements_text_of,
    tenders_using,
    usage_of_library,
    versions_of,
)
from procurement.requirement_differences import differences
from procurement.requirement_files import read_rows, rows_of
from procurement.requirement_rules import LibraryContent, RequirementSetting
from procurement.requirement_texts import from_facts
from procurement.tender_content import RequirementContent
from tests.factories.tenders import published_tender, saved_tender
from townhall.clock import AMSTERDAM
from townhall.refusal import Refusal

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def inge(people):
    return people.actor("inge")


def codes(refusal):
    return [each.code for each in refusal.value.obstacles]


def lines(tender):
    return [(each.number, each.text) for each in requirements_text_of(tender).requirements()]


def with_two_sections(inge):
    """1.1 and 1.2 of the factory, 2.1 and 2.2 of a second section."""
    tender = saved_tender()
    add_section(tender, "Privacy", actor=inge, now=NOW)
    for text in ("Reglement", "Melding"):
        add_requirement(tender, RequirementContent(text, section_number=2), actor=inge, now=NOW)
    return tender


def test_a_requirement_is_numbered_within_its_section(session, inge):
    tender = with_two_sections(inge)

    assert [number for number, _text in lines(tender)] == ["1.1", "1.2", "2.1", "2.2"]


@pytest.mark.parametrize(
    ("index", "direction", "order"),
    [
        (0, Direction.DOWN, [1, 0, 2, 3]),
        (3, Direction.UP, [0, 1, 3, 2]),
        (0, Direction.UP, [0, 1, 2, 3]),
        (3, Direction.DOWN, [0, 1, 2, 3]),
        (1, Direction.DOWN, [0, 1, 2, 3]),
        (2, Direction.UP, [0, 1, 2, 3]),
    ],
)
def test_a_requirement_moves_one_place(session, inge, index, direction, order):
    tender = with_two_sections(inge)
    keys = [each.key for each in tender.requirements]

    move_requirement(tender.requirements[index], direction, actor=inge, now=NOW)

    assert [each.key for each in tender.requirements] == [keys[place] for place in order]


def test_at_the_edge_a_requirement_goes_into_the_section_beside_it(session, inge):
    tender = with_two_sections(inge)
    last, first = tender.requirements[1], tender.requirements[2]

    move_requirement(last, Direction.DOWN, actor=inge, now=NOW)
    assert (last.code, first.code) == ("2.1", "2.2")

    move_requirement(last, Direction.UP, actor=inge, now=NOW)
    assert (last.code, first.code) == ("1.2", "2.1")


def test_a_section_moves_with_all_that_is_in_it(session, inge):
    tender = with_two_sections(inge)

    move_section(tender.sections[1], Direction.UP, actor=inge, now=NOW)

    assert [section.title for section in tender.sections] == ["Privacy", "Algemeen"]
    assert [text for _number, text in lines(tender)][:2] == ["Reglement", "Melding"]


def test_a_requirement_changed_to_another_section_comes_last_there(session, inge):
    tender = with_two_sections(inge)
    first = tender.requirements[0]

    change_requirement(first, RequirementContent("Verhuisd", section_number=2), actor=inge, now=NOW)

    assert lines(tender)[-1] == ("2.3", "Verhuisd")
    assert lines(tender)[0][0] == "1.1"


def test_only_an_empty_section_is_removed_and_the_others_close_up(session, inge):
    tender = with_two_sections(inge)
    with pytest.raises(Refusal) as refusal:
        remove_section(tender.sections[0], actor=inge, now=NOW)
    assert codes(refusal) == ["section-not-empty"]

    empty = add_section(tender, "Leeg", actor=inge, now=NOW)
    move_section(empty, Direction.UP, actor=inge, now=NOW)
    remove_section(empty, actor=inge, now=NOW)

    assert [(each.number, each.title) for each in tender.sections] == [(1, "Algemeen"), (2, "Privacy")]
    assert lines(tender)[2] == ("2.1", "Reglement")


@pytest.mark.parametrize(
    ("title", "code"), [(" ", "title-missing"), ("ALGEMEEN", "title-in-use"), ("x" * 201, "title-too-long")]
)
def test_the_title_of_a_section_is_checked(session, inge, title, code):
    tender = with_two_sections(inge)

    with pytest.raises(Refusal) as refusal:
        rename_section(tender.sections[1], title, actor=inge, now=NOW)

    assert codes(refusal) == [code]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (RequirementContent("x", RequirementKind.CONDITIONAL), "condition-without-day"),
        (RequirementContent("x", RequirementKind.WISH, holds_from=date(2027, 4, 1)), "day-without-condition"),
        (RequirementContent("x", section_number=9), "section-unknown"),
        (RequirementContent("x" * 4001), "text-too-long"),
    ],
)
def test_a_requirement_that_cannot_be_is_refused(session, inge, content, code):
    with pytest.raises(Refusal) as refusal:
        add_requirement(saved_tender(), content, actor=inge, now=NOW)

    assert codes(refusal) == [code]


def test_a_version_is_kept_only_when_something_changed(session, inge):
    tender = saved_tender()
    first = save_requirements_version(tender, reason="Eerste opzet", actor=inge, now=NOW)
    with pytest.raises(Refusal) as refusal:
        save_requirements_version(tender, reason="Nog eens", actor=inge, now=NOW)
    assert codes(refusal) == ["nothing-changed"]

    add_requirement(tender, RequirementContent("Erbij"), actor=inge, now=NOW)
    second = save_requirements_version(tender, reason="Na overleg", actor=inge, now=NOW)

    assert (first.number, second.number) == (1, 2)
    found = differences(from_facts(first.content), from_facts(second.content))
    assert [each.text for each in found.added] == ["Erbij"]


def test_publication_keeps_a_version_that_bidders_may_see(session, inge, monkeypatch):
    tender = saved_tender()
    save_requirements_version(tender, reason="Concept", actor=inge, now=NOW - timedelta(days=1))
    monkeypatch.setattr("procurement.operations.tenders.obstacles_to_publishing", lambda facts, now: [])

    publish_tender(tender, actor=inge, now=NOW)

    assert [(each.number, each.reason) for each in versions_of(tender)] == [(2, "Publicatie"), (1, "Concept")]
    assert [each.number for each in published_versions_of(tender)] == [2]


def test_a_revision_keeps_keys_and_numbers_and_what_was_dropped(session, inge):
    tender = published_tender()
    first = freeze_requirements_version(tender, reason="Publicatie", actor=inge, now=NOW)
    kept, dropped = (each.key for each in tender.requirements)

    touched = apply_revisions(
        tender,
        [
            RequirementRevision(kept, RequirementContent("Nu anders")),
            RequirementRevision(dropped),
            RequirementRevision(content=RequirementContent("Nieuw", section_number=1)),
        ],
        now=NOW,
    )
    second = freeze_requirements_version(tender, reason="Rectificatie 1", actor=inge, now=NOW)

    found = differences(from_facts(first.content), from_facts(second.content))
    assert [each.after.key for each in found.changed] == [kept]
    assert [each.key for each in found.removed] == [dropped]
    assert lines(tender) == [("1.1", "Nu anders"), ("1.3", "Nieuw")]
    assert touched[1].dropped_at == NOW
    assert dropped not in {each.key for each in requirements_for(tender.lots[0])}


def test_a_wrong_revision_is_named_by_its_place(session, inge):
    tender = published_tender()
    key = tender.requirements[0].key

    empty = RequirementContent(" ")

    found = obstacles_to_revising(
        tender, [RequirementRevision("E-0"), RequirementRevision(key), RequirementRevision(key, empty)]
    )

    assert [(each.code, each.text[:11]) for each in found] == [
        ("requirement-unknown", "Wijziging 1"), ("requirement-twice", "Wijziging 2"),
        ("requirement-twice", "Wijziging 3"), ("text-missing", "Wijziging 3"),
    ]  # fmt: skip


def item(inge, text="U heeft een privacyreglement.", kind=RequirementKind.KNOCK_OUT) -> LibraryRequirement:
    content = LibraryContent("Privacy", text, kind, VerificationMoment.BEFORE_SIGNING, "Kopie van het reglement")
    return add_to_library(content, actor=inge, now=NOW)


def test_a_tender_gets_a_copy_of_the_library(session, inge):
    tender, kept = saved_tender(), item(inge)

    taken = take_from_library(tender, [kept], section_number=1, actor=inge, now=NOW)

    assert (taken[0].code, taken[0].text) == ("1.3", kept.text)
    assert taken[0].verification == VerificationMoment.BEFORE_SIGNING
    assert usage_of_library() == {kept.id: 1}
    assert list(tenders_using(kept)) == [tender]


def test_a_conditional_requirement_of_the_library_needs_a_day(session, inge):
    tender, kept = saved_tender(), item(inge, kind=RequirementKind.CONDITIONAL)
    with pytest.raises(Refusal) as refusal:
        take_from_library(tender, [kept], section_number=1, actor=inge, now=NOW)
    assert codes(refusal) == ["condition-without-day"]

    day = date(2027, 4, 1)
    taken = take_from_library(tender, [kept], section_number=1, holds_from=day, actor=inge, now=NOW)

    assert taken[0].holds_from == day


def test_copying_leaves_lots_and_criteria_behind(session, inge):
    source, tender = saved_tender(), saved_tender()
    wish = requirements_text_of(source).requirements()[1]

    taken = copy_requirements(tender, source, [wish], section_number=None, actor=inge, now=NOW)

    assert (taken[0].text, taken[0].criterion_id, taken[0].key != wish.key) == (wish.text, None, True)


def test_taking_nothing_is_refused(session, inge):
    with pytest.raises(Refusal) as refusal:
        take_from_library(saved_tender(), [], section_number=1, actor=inge, now=NOW)

    assert codes(refusal) == ["nothing-chosen"]


def file_rows(tender, change):
    text = requirements_text_of(tender)
    rows = change(rows_of(text))
    setting = RequirementSetting([lot.number for lot in tender.lots], ["K1"])
    cells = [(number, list(row.values())) for number, row in enumerate(rows, start=2)]
    read, obstacles = read_rows(list(rows[0]), cells, setting, {each.key for each in text.requirements()})
    assert obstacles == []
    return read, text


def test_an_import_makes_the_document_what_the_file_says(session, inge):
    tender = with_two_sections(inge)
    keys = [each.key for each in tender.requirements]

    def change(rows):
        new = {**rows[0], "Kenmerk": "", "Hoofdstuk": "Planning", "Tekst": "Nieuw"}
        return [new, {**rows[3], "Tekst": "Anders"}, rows[0]]

    rows, seen = file_rows(tender, change)
    import_requirements(tender, rows, seen=seen, actor=inge, now=NOW)

    assert [(each.number, each.title) for each in tender.sections] == [(1, "Planning"), (2, "Privacy"), (3, "Algemeen")]
    assert [(each.code, each.text) for each in tender.requirements][:2] == [("1.1", "Nieuw"), ("2.1", "Anders")]
    assert [each.key for each in tender.requirements][1:] == [keys[3], keys[0]]


def test_an_import_on_top_of_somebody_elses_change_is_refused(session, inge):
    tender = saved_tender()
    rows, seen = file_rows(tender, lambda rows: [{**rows[0], "Tekst": "Anders"}, rows[1]])
    add_requirement(tender, RequirementContent("Tussendoor"), actor=inge, now=NOW)

    with pytest.raises(Refusal) as refusal:
        import_requirements(tender, rows, seen=seen, actor=inge, now=NOW)

    assert codes(refusal) == ["changed-meanwhile"]
    assert [text for _number, text in lines(tender)][-1] == "Tussendoor"


def test_importing_what_is_there_already_changes_nothing(session, inge):
    tender = saved_tender()
    rows, seen = file_rows(tender, lambda rows: rows)

    with pytest.raises(Refusal) as refusal:
        import_requirements(tender, rows, seen=seen, actor=inge, now=NOW)

    assert codes(refusal) == ["nothing-changes"]
