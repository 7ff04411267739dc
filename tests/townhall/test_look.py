"""The look: colours that everybody can see, and templates that keep to the house."""

import os
import re
from pathlib import Path

import pytest

from townhall import charts

ROOT = Path(__file__).resolve().parents[2]
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"

#: The house theme, and on top of it the municipality's own when THEME_CSS names one.
TOKENS = {
    name: value
    for sheet in ("tokens.css", os.environ.get("THEME_CSS", "tokens.css"))
    for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", (STATIC / sheet).read_text())
}
STYLES = {name: (STATIC / name).read_text() for name in ("base.css", "parts.css", "forms.css", "figures.css")}
PAPER = "--basis-color-default-bg-document"

TONES = ("info", "positive", "warning", "negative")

#: Text on a ground that it does not name in its own rule: ground, text.
TEXT_ON_GROUND = [
    (PAPER, "--basis-color-default-color-default"),
    (PAPER, "--basis-color-default-color-subtle"),
    ("--basis-color-default-bg-subtle", "--basis-color-default-color-default"),
    ("--basis-color-default-bg-subtle", "--basis-color-default-color-subtle"),
    ("--basis-color-default-bg-hover", "--basis-color-default-color-default"),
    *((PAPER, f"--basis-color-action-1-color-{name}") for name in ("default", "hover")),
    *((f"--basis-color-{tone}-bg-subtle", "--basis-color-default-color-default") for tone in TONES),
    *((f"--basis-color-{tone}-bg-subtle", "--basis-color-action-1-color-default") for tone in TONES),
    ("--basis-color-default-bg-subtle", "--basis-color-action-1-color-default"),
    ("--basis-color-action-1-bg-subtle", "--basis-color-action-1-color-default"),
    (PAPER, "--basis-color-negative-color-default"),
    (PAPER, "--basis-heading-color"),
    ("--basis-color-accent-1-inverse-bg-default", "--basis-color-accent-1-inverse-color-subtle"),
    ("--basis-color-accent-2-inverse-bg-default", "--basis-color-accent-2-inverse-color-subtle"),
]

#: What one must see to use the page: edges of controls, signs, marks, bars.
SHAPE_ON_GROUND = [
    (PAPER, "--basis-form-control-border-color"),
    ("--basis-color-default-bg-subtle", "--basis-form-control-border-color"),
    (PAPER, "--basis-form-control-invalid-border-color"),
    (PAPER, "--basis-color-default-border-default"),
    (PAPER, "--basis-color-action-1-border-default"),
    ("--basis-color-default-bg-default", "--basis-color-default-border-default"),
    *((f"--basis-color-{tone}-bg-subtle", f"--basis-color-{tone}-border-default") for tone in TONES),
    *((PAPER, f"--raamwerk-chart-{number}") for number in range(1, 7)),
    ("--basis-color-accent-1-inverse-bg-default", "--basis-color-accent-1-inverse-border-default"),
    ("--basis-color-accent-2-inverse-bg-default", "--basis-color-accent-2-inverse-border-default"),
]

#: Every ground something that takes the focus can stand on.
GROUNDS = [
    name
    for name in TOKENS
    if re.search(r"-bg-(document|subtle|default|hover|active)$|control-background-color$", name)
]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2 of ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two tokens, from 1 to 21."""
    lights = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def rules_with_ground_and_text() -> set[tuple[str, str]]:
    """The pairs of ground and text that stand in one rule of a style sheet."""
    pairs = set()
    for body in re.findall(r"\{([^{}]*)\}", "".join(STYLES.values())):
        ground = re.search(r"background-color: var\((--[\w-]+)\)", body)
        text = re.search(r"(?<![\w-])color: var\((--[\w-]+)\)", body)
        if ground and text:
            pairs.add((ground[1], text[1]))
    return pairs


def test_the_ratio_is_that_of_the_guideline():
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#000000") == 0
    assert luminance("#777777") == pytest.approx(0.1845, abs=0.001)


@pytest.mark.parametrize(("ground", "text"), sorted({*TEXT_ON_GROUND, *rules_with_ground_and_text()}))
def test_text_stands_out_from_its_ground(ground, text):
    assert contrast(ground, text) >= 4.5


@pytest.mark.parametrize(("ground", "shape"), SHAPE_ON_GROUND)
def test_edges_and_marks_stand_out_from_their_ground(ground, shape):
    assert contrast(ground, shape) >= 3


@pytest.mark.parametrize("ground", GROUNDS)
def test_one_of_the_two_rings_of_the_focus_shows_on_every_ground(ground):
    rings = ("--basis-focus-outline-color", "--basis-focus-inverse-outline-color")

    assert max(contrast(ground, ring) for ring in rings) >= 3
    assert contrast(*rings) >= 3


def test_the_style_sheets_use_only_tokens_that_exist():
    used = set(re.findall(r"var\((--[\w-]+)", "".join(STYLES.values())))

    assert used - set(TOKENS) == set()


def test_every_colour_of_a_screen_comes_from_the_tokens():
    for name, text in STYLES.items():
        outside_forced = text.split("@media (forced-colors")[0]
        assert re.findall(r":[^;{}]*#[0-9a-fA-F]{3,8}\b", outside_forced) == [], name


def test_charts_on_paper_have_the_colours_of_the_screen():
    on_screen = [TOKENS[f"--raamwerk-chart-{number}"] for number in range(1, 7)]

    assert list(charts.COLOURS) == on_screen


def test_the_script_stays_small():
    assert len((STATIC / "app.js").read_text().splitlines()) < 220


# Templates

BASES = {"_layout.html", "letters/_pdf.html", "mail/_html.html"}
TEXTS = {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))}

#: A name that begins with a line is a part that others include, or a base.
PAGES = [name for name in TEXTS if "/_" not in name and not name.startswith("_")]


def extended(name: str) -> str | None:
    """The template that this one extends."""
    found = re.search(r"{%-?\s*extends\s+[\"']([^\"']+)[\"']", TEXTS[name])
    return found[1] if found else None


@pytest.mark.parametrize("name", PAGES)
def test_every_template_stands_on_the_layout_or_on_the_base_for_paper_or_mail(name):
    base, above = name, extended(name)
    while above is not None:
        base, above = above, extended(above)

    assert base in BASES


@pytest.mark.parametrize("name", TEXTS)
def test_no_template_holds_script_or_style(name):
    text = re.sub(r"{#.*?#}", "", TEXTS[name], flags=re.DOTALL)
    script = r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:"

    assert not re.search(script, text)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*https?:", text), "all of it comes from this house"
