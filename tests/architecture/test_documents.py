"""What the documents point at exists: files, and pages that other pages link to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_a_page_names_is_there(page):
    named = re.findall(r"`((?:\w+/)+[\w-]+\.(?:py|html|md|json))\b", page.read_text())

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_rule_named_beside_an_article_is_in_the_file_beside_it():
    lost = []
    for row in (ROOT / "docs" / "legal-sources.md").read_text().splitlines():
        for cell in row.split("|"):
            files = [ROOT / path for path in re.findall(r"`((?:\w+/)+\w+\.py)`", cell)]
            source = "".join(file.read_text() for file in files)
            lost += [name for name in re.findall(r"`([A-Za-z_]\w+)`", cell) if files and name not in source]

    assert lost == []
