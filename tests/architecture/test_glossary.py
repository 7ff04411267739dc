"""The glossary names every model and every choice with Dutch words, and nothing that does not exist."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from tests.conftest import settings_for
from townhall import filters
from townhall.database import Record
from wsgi import create_app

GLOSSARY = Path(__file__).parent.parent.parent / "docs" / "glossary.md"
HOUSE = ("townhall", "procurement", "contracts", "invoices", "alerts", "reports")


def _heirs(parent: type) -> Iterator[type]:
    for heir in parent.__subclasses__():
        yield heir
        yield from _heirs(heir)


def _entries() -> list[str]:
    """The first cell of every row that names a class."""
    return re.findall(r"^\| `(\w+)` \|", GLOSSARY.read_text(), re.MULTILINE)


@pytest.fixture(scope="module", autouse=True)
def _every_module_is_loaded(tmp_path_factory):
    """Makes the application, which knows every module and registers their Dutch words."""
    create_app(settings_for(tmp_path_factory.mktemp("glossary"), "sqlite://"))


@pytest.fixture(scope="module")
def models() -> set[str]:
    """The name of every model class of the house."""
    return {heir.__name__ for heir in _heirs(Record) if heir.__module__.split(".")[0] in HOUSE}


@pytest.fixture(scope="module")
def choices() -> set[str]:
    """The name of every enum whose members have Dutch words."""
    return {kind.__name__ for kind, _value in filters._labels if kind.__module__.split(".")[0] in HOUSE}


def test_every_model_and_every_choice_with_dutch_words_stands_in_the_glossary(models, choices):
    assert sorted((models | choices) - set(_entries())) == []


def test_no_entry_names_a_class_that_does_not_exist(models):
    enums = {heir.__name__ for heir in _heirs(Enum) if heir.__module__.split(".")[0] in HOUSE}

    assert sorted(set(_entries()) - models - enums) == []


def test_no_class_stands_in_it_twice():
    entries = _entries()

    assert sorted({name for name in entries if entries.count(name) > 1}) == []
