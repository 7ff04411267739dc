"""The budget of a lot pays before that of its programme, stands beside it, and no euro is in both."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.conftest import MONDAY
from tests.factories.budgets import saved_budget
from townhall.accounts.actor import SYSTEM
from townhall.budgets.headings import Heading, Purse, paying_under, proposed
from townhall.budgets.kinds import CommitmentStatus
from townhall.budgets.models import Budget
from townhall.budgets.operations import add_budget, change_budget, commit_amount, release_commitment, spend
from townhall.budgets.queries import (
    budget_paying,
    budgets_beside,
    budgets_paying,
    headings_to_choose,
    rooms_of,
    spent_on,
)
from townhall.budgets.room import Room, obstacles_to_committing, together
from townhall.database import db
from townhall.money import ZERO, euros, sum_of
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality
from townhall.refusal import Refusal

ACT = {"actor": SYSTEM, "now": MONDAY}
WORK, YOUNG, OLD = Heading("Werk"), Heading("Werk", "Jongeren"), Heading("Werk", "50-plussers")


@pytest.mark.parametrize(
    ("heading", "there", "pays"),
    [
        (WORK, [WORK, YOUNG], WORK),
        (YOUNG, [WORK, YOUNG], YOUNG),
        (YOUNG, [WORK, OLD], WORK),
        (YOUNG, [OLD, Heading("Zorg"), Heading("Zorg", "Jongeren")], None),
        # A contract for the whole programme is never paid from one of its lots.
        (WORK, [YOUNG], None),
        (Heading(), [WORK], None),
    ],
)
def test_the_lot_pays_first_and_else_the_whole_programme(heading, there, pays):
    assert paying_under(heading, {each: each for each in there}) == pays


def test_a_lot_without_an_amount_yet_still_pays_and_another_municipality_pays_from_its_own(session):
    partner = Organisation(name="Zandvoort", kind=OrganisationKind.PARTNER, created_at=MONDAY)
    session.add(partner)
    session.flush()
    own = the_municipality().id
    whole, young = saved_budget(programme="Werk"), saved_budget(programme="Werk", lot="Jongeren", amount=None)
    theirs = add_budget(partner, year=2026, programme="Werk", amount=euros(1), **ACT)
    next_year = saved_budget(programme="Werk", year=2027)

    def paying(heading, year, who):
        return budget_paying(heading, year=year, organisation_id=who)

    assert paying(YOUNG, 2026, own) == young and paying(OLD, 2026, own) == whole
    assert paying(YOUNG, 2027, own) == next_year, "the lot has no budget in that year"
    assert paying(YOUNG, 2026, partner.id) == theirs and paying(YOUNG, 2028, own) is None
    with pytest.raises(Refusal) as refusal:
        commit_amount(young, euros(1), purpose="Traject", **ACT)
    (obstacle,) = refusal.value.obstacles
    assert obstacle.code == "budget-not-set" and "Werk, perceel Jongeren 2026" in obstacle.text
    assert "budget van het hele programma" in obstacle.text


def test_many_are_found_in_one_query(session, at_most_queries):
    own = the_municipality().id
    young = saved_budget(programme="Werk", lot="Jongeren")
    old = saved_budget(programme="Werk", lot="50-plussers", year=2027)
    purses = [Purse(heading, year, own) for heading in (WORK, YOUNG, OLD) for year in range(2020, 2030)]

    with at_most_queries(1):
        found = budgets_paying(purses)

    assert found == {Purse(YOUNG, 2026, own): young, Purse(OLD, 2027, own): old}


def test_a_programme_and_its_lots_each_have_one_budget_a_year(session):
    whole, young = saved_budget(programme="Werk"), saved_budget(programme="Werk", lot=" Jongeren ")
    saved_budget(programme="Zorg", lot="Jongeren")

    with pytest.raises(Refusal) as refusal:
        saved_budget(programme="Werk", lot="Jongeren")

    (obstacle,) = refusal.value.obstacles
    assert (obstacle.code, obstacle.field) == ("budget-exists", "lot")
    assert (young.lot, young.title, whole.title) == ("Jongeren", "Werk, perceel Jongeren 2026", "Werk 2026")
    assert budgets_beside(young) == [whole, young]


def test_what_was_chosen_before_can_be_kept_and_a_year_that_is_over_is_not_offered(session):
    saved_budget(programme="Werk", year=2027)
    saved_budget(programme="Werk", lot="Jongeren", year=2027)
    saved_budget(programme="Werk", lot="50-plussers", year=2026)

    assert headings_to_choose(from_year=2027) == [WORK, YOUNG]
    assert headings_to_choose(from_year=2027, kept=OLD) == [WORK, OLD, YOUNG]
    assert headings_to_choose(from_year=2027, kept=Heading()) == [WORK, YOUNG]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Jongeren", "50-plussers"], YOUNG),
        (["Naar werk", "50-Plussers"], OLD),
        (["Statushouders", "Wajong"], WORK),
        # A lot of another programme, and the empty lot, are no answer.
        (["Zorgmijders", ""], WORK),
    ],
)
def test_a_new_contract_is_paid_from_the_lot_that_bears_its_name(names, expected):
    choices = [WORK, YOUNG, OLD, Heading("Zorg", "Zorgmijders")]

    assert proposed("Werk", names, choices) == expected


def test_together_they_have_no_amount_as_long_as_one_has_none():
    one, two = Room(euros(10), euros(3), euros(1)), Room(ZERO, ZERO, ZERO)

    assert together([one, two]) == Room(euros(10), euros(3), euros(1))
    assert together([one, Room(None, euros(2), ZERO)]) == Room(None, euros(5), euros(1))


def test_only_the_budget_of_a_lot_points_to_that_of_the_programme():
    (of_lot,) = obstacles_to_committing(Room(euros(1), title="Werk, perceel X 2026", is_of_lot=True), euros(2))
    (whole,) = obstacles_to_committing(Room(euros(1), title="Werk 2026"), euros(2))

    assert "past niet in het budget Werk, perceel X 2026" in of_lot.text and "hele programma" in of_lot.text
    assert "past niet in het budget Werk 2026" in whole.text and "hele programma" not in whole.text


cents = st.integers(1, 400).map(lambda tenths: euros(tenths) / 10)
steps = st.lists(
    st.tuples(st.sampled_from(["promise", "pay", "pay", "back", "release", "change"]), st.integers(0, 5), cents),
    min_size=4,
    max_size=12,
)


@pytest.mark.one_database("sqlite")
def test_in_whatever_order_no_budget_is_passed_and_each_euro_is_in_one(session):
    headings = (WORK, YOUNG, OLD)
    own = the_municipality().id
    for heading, amount in ((WORK, 50), (YOUNG, 30)):
        saved_budget(programme=heading.programme, lot=heading.lot, amount=euros(amount))

    @settings(max_examples=40)
    @given(steps)
    def in_this_order(taken):
        made = []
        try:
            for act, which, amount in taken:
                try:
                    with session.begin_nested():
                        _take(act, which, amount, headings, own, made)
                except Refusal:
                    session.expire_all()
                rooms = rooms_of(session.query(Budget).all())
                assert all(room.used <= room.budget for room in rooms.values())
                assert sum_of(room.used for room in rooms.values()) == sum_of(_held_by(each) for each, _ in made)
                assert all(each.budget.heading == (YOUNG if heading == YOUNG else WORK) for each, heading in made)
        finally:
            session.rollback()

    session.commit()
    in_this_order()


def _take(act, which, amount, headings, own, made):
    """One thing that could be done now; ``made`` are the promises so far, each with the heading it was asked for."""
    if act == "promise":
        heading = headings[which % len(headings)]
        budget = budget_paying(heading, year=2026, organisation_id=own)
        made.append((commit_amount(budget, amount, purpose="Traject", **ACT), heading))
    elif act == "change":
        budget = db.session.query(Budget).order_by(Budget.id).all()[which % 2]
        change_budget(budget, amount, decision_reference="2026/9", reason="begrotingswijziging", **ACT)
    elif made:
        promised = made[which % len(made)][0]
        if act == "release":
            release_commitment(promised, reason="klaar", **ACT)
        else:
            spend(promised, -amount if act == "back" else amount, reference="F", spent_on=MONDAY.date(), **ACT)


def _held_by(promised):
    """What one promise takes of its budget: as long as it is open all of it, then what was paid."""
    return promised.amount if promised.status is CommitmentStatus.OPEN else spent_on(promised)


@pytest.mark.one_database("sqlite")
def test_the_page_shows_the_lots_below_their_programme_with_what_they_are_together(session, as_person):
    saved_budget(programme="Banen", amount=euros(1000))
    wim = as_person("wim")
    typed = {"year": "2026", "programme": "Banen", "lot": "Jongeren", "organisation": str(the_municipality().id)}
    session.commit()

    answer = wim.post("/budgetten/nieuw", data={**typed, "amount": "234,50"})

    lines = text_in(wim.get("/budgetten/?jaar=2026").text)
    assert [line for line in lines if line.startswith("Banen")] == ["Banen", "Banen, perceel Jongeren", "Banen, samen"]
    assert "€ 1.234,50" in lines[lines.index("Banen, samen") :]
    assert "€ 1.234,50" in text_in(wim.get(answer.headers["Location"]).text)
    report = text_in(wim.get("/rapportages/besteding?jaar=2026").text)
    assert "€ 1.234,50" in report[report.index("Banen, samen") :]


def text_in(page):
    """The texts of a page, each by itself."""
    texts = (text.strip().replace("\N{NO-BREAK SPACE}", " ") for text in html.fromstring(page).itertext())
    return [text for text in texts if text]
