"""Which exclusion grounds a tender asks about, and whether it may leave one out."""

import pytest

from procurement.bid_content import BidContent, Declaration
from procurement.completeness import Asked, parts_of
from procurement.exclusion import GROUNDS, grounds_of, is_mandatory, obstacles_to_grounds
from procurement.procedures import Procedure

MANDATORY = [ground.code for ground in GROUNDS if is_mandatory(ground)]


def test_the_mandatory_grounds_are_those_of_article_2_86():
    assert MANDATORY == ["crimes", "taxes_decided"]


def test_without_a_choice_every_ground_is_asked():
    assert grounds_of(None) == GROUNDS


def test_chosen_grounds_come_in_the_order_of_the_law():
    assert [ground.code for ground in grounds_of(["bankruptcy", "crimes"])] == ["crimes", "bankruptcy"]


@pytest.mark.parametrize(
    ("procedure", "codes", "missing"),
    [
        (Procedure.EU_OPEN, None, 0),
        (Procedure.EU_OPEN, ["crimes", "taxes_decided"], 0),
        (Procedure.EU_OPEN, ["crimes", "misconduct"], 1),
        (Procedure.EU_RESTRICTED, [], 2),
        (Procedure.SAS, [], 0),
        (Procedure.NATIONAL_OPEN, ["bankruptcy"], 0),
    ],
)
def test_only_the_full_regime_insists_on_the_mandatory_grounds(procedure, codes, missing):
    assert len(obstacles_to_grounds(codes, procedure)) == missing


def test_a_bidder_declares_on_the_chosen_grounds_only():
    asked = Asked(requirements=(), qualities=(), fees=(), grounds=grounds_of(["crimes"]))
    signed = Declaration({"crimes": False}, "", "S. de Vries", "Directeur")

    part = parts_of(BidContent(declaration=signed), asked)[0]

    assert (part.done, part.asked, list(part.obstacles)) == (2, 2, [])
