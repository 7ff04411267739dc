"""The trail is read by people: every act has Dutch words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MONDAY
from townhall.audit import trail
from townhall.audit.words import act_in_words
from townhall.database import transaction

HOUSE = Path(__file__).parents[2]
MODULES = ("townhall", "procurement", "contracts", "invoices", "alerts", "reports", "demo")


def acts_in_the_code() -> Iterator[str]:
    """The first argument of every call of ``record``, also where it chooses between two."""
    for module in MODULES:
        for file in (HOUSE / module).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("record"):
                    for part in ast.walk(node.args[0]):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                            yield part.value


def test_every_act_in_the_code_has_dutch_words():
    acts = set(acts_in_the_code())

    assert len(acts) > 100
    assert [act for act in sorted(acts) if act_in_words(act) == act] == []


@pytest.mark.parametrize(
    ("act", "words"),
    [("payment.failed", "Betaling: niet gelukt"), ("track.read", "Traject: ingezien"), ("unknown.act", "unknown.act")],
)
def test_an_act_is_read_in_words_and_an_unknown_one_by_its_name(act, words):
    assert act_in_words(act) == words


def test_the_page_shows_words_and_narrows_by_kind(people, as_person):
    with transaction():
        trail.record("account.invited", people.inge, actor=people.actor("ali"), now=MONDAY)
    ria = as_person("ria")

    page = ria.get("/spoor/?handeling=account.").get_data(as_text=True)

    assert "Account: uitgenodigd" in page
    assert '<option selected value="account.">Account</option>' in page
    assert "Niets gevonden" in ria.get("/spoor/?handeling=payment.").get_data(as_text=True)
