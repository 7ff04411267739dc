"""A schedule that no form can hold is checked, explained and tried as a file, and changes no contract."""

import html
import json
import re
from io import BytesIO
from pathlib import Path

import pytest

from contracts.fee_files import MOST_HISTORIES, tried_file
from contracts.models import FrameworkContract
from contracts.schedule_as_rules import BACK
from procurement.strict_json import CaseError
from tests.factories.contracts import draft_contract
from townhall.database import db

CASES = sorted((Path(__file__).parent / "cases" / "other_schedules").glob("*.json"))

#: Everything the form of a contract cannot say: an amount per group, tiers, an advance that is set off, a malus.
SCHEDULE = {
    "id": "GROEPEN",
    "title": "Per doelgroep, met staffel, voorschot en malus",
    "unit": "EUR",
    "facts": {
        "group": {"type": "text"},
        "placed": {"type": "number", "default": 0},
        "left_early": {"type": "yes_no", "default": False},
    },
    "tables": {"fees": {"young": [[0, 1000], [2, 800]], "older": [[0, 2000]]}, "advance": 500, "least": 1},
    "gates": [{"if": "group in fees", "else": "voor {group} is niets afgesproken"}],
    "lines": [
        {"milestone": "voorschot", "amount": "advance", "why": "bij de start"},
        {
            "milestone": "plaatsing",
            "conditions": [{"if": "placed >= least", "else": "{placed} plaatsingen"}],
            "amount": "tiers(placed, fees[group])",
            "why": "{placed} plaatsingen",
        },
        {"milestone": "verrekening", "amount": "-min(advance, paid('plaatsing'))", "why": "van het voorschot"},
        {"milestone": "malus", "when": "left_early", "percent": -10, "of": "paid_so_far", "why": "te veel uitval"},
    ],
}
HISTORIES = [
    {"id": "Jong", "facts": {"group": "young", "placed": 3}},
    {"id": "Ouder", "facts": {"group": "older", "placed": 1, "left_early": True}},
    {"id": "Onbekend", "facts": {"group": "other"}},
]


def text_of(response):
    assert response.status_code == 200, response.status_code
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return re.sub(r"[\s\N{NO-BREAK SPACE}]+", " ", plain)


@pytest.fixture
def url(session, people):
    number = draft_contract().number
    session.commit()
    return f"/contracten/{number}/vergoeding/uitproberen"


def test_a_schedule_that_no_form_can_hold_brings_what_it_says():
    found = tried_file(json.dumps({"schedule": SCHEDULE, "histories": HISTORIES}))

    # 1.000 + 1.000 + 800, the advance paid and set off; 2.000 less a tenth; nothing for an unknown group.
    assert [each["payable"] for each in found.outcomes] == [2800, 1800, 0]
    assert found.shut_out_by == ("voor {group} is niets afgesproken",)
    assert [(line.milestone, line.brings) for line in found.lines] == [
        ("voorschot", "advance (advance = 500)"),
        ("plaatsing", "tiers(placed, fees[group])"),
        ("verrekening", "-min(advance, paid('plaatsing')) (advance = 500)"),
        ("malus", "-10 % van paid_so_far"),
    ]
    assert found.lines[1].nothing_when == ("{placed} plaatsingen",)
    assert found.lines[3].only_when == ("left_early",)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_every_line_of_the_other_schedules_is_explained(file):
    case = json.loads(file.read_text("utf-8"))

    found = tried_file(json.dumps({"schedule": case["schedule"], "histories": []}))

    assert [line.milestone for line in found.lines] == [line["milestone"] for line in case["schedule"]["lines"]]
    assert all(line.brings for line in found.lines)
    assert all(
        line.only_when for line, own in zip(found.lines, case["schedule"]["lines"], strict=True) if "repeat" in own
    )


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", json.dumps({"schedule": SCHEDULE, "histories": HISTORIES[:1] * (MOST_HISTORIES + 1)})]
)
def test_what_is_no_file_of_a_schedule_is_refused_in_words(text):
    with pytest.raises(CaseError) as wrong:
        tried_file(text)

    assert wrong.value.errors


def test_somebody_starts_from_the_schedule_of_the_contract(url, as_person):
    page = as_person("coen").get(url).get_data(as_text=True)
    typed = html.unescape(page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0])

    tried = text_of(as_person("coen").post(url, data={"text": typed}))

    assert "Blijft aan het werk" in tried and "4.500,00" in tried and f"{BACK}{{names.M2}}" in tried


def test_an_uploaded_file_is_tried_and_the_contract_stays_as_it_was(url, app, as_person):
    content = json.dumps({"schedule": SCHEDULE, "histories": HISTORIES}).encode()

    page = text_of(as_person("coen").post(url, data={"text": "{", "file": (BytesIO(content), "regeling.json")}))

    assert "left_early" in page.split("-10 % van paid_so_far")[1]
    assert "2.800,00" in page and "1.800,00" in page and "voor other is niets afgesproken" in page
    with app.app_context():
        contract = db.session.query(FrameworkContract).one()
        assert contract.fee_rules is None and len(contract.milestones) == 3


def test_every_mistake_is_shown_at_once_and_what_was_typed_stays(url, as_person):
    wrong = SCHEDULE | {"lines": [{"milestone": "a", "percent": 70, "of": "group"}, {"milestone": "b", "amount": "c"}]}
    wrong["lines"].append({"milestone": "d", "percent": 40, "of": "group"})

    page = as_person("coen").post(url, data={"text": json.dumps({"schedule": wrong, "histories": []})})

    assert "samen meer dan 100" in text_of(page) and "‘c’ is niet bekend" in text_of(page)
    assert "Per doelgroep, met staffel" in html.unescape(page.get_data(as_text=True))


def test_a_file_with_what_looks_like_a_bsn_is_refused(url, as_person):
    content = json.dumps({"schedule": SCHEDULE, "histories": [{"id": "111222333", "facts": {}}]}).encode()

    page = text_of(as_person("coen").post(url, data={"file": (BytesIO(content), "regeling.json")}))

    assert "BSN" in page and "De regeling regel voor regel" not in page
