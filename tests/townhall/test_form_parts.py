"""Forms as people meet them: every field says what it is, what is wrong, and where."""

from html import unescape

import pytest
from flask import Flask, render_template_string
from lxml import html

from townhall.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    EuroField,
    LongTextField,
    RadioChoiceField,
    TextField,
    UploadField,
    YesNoField,
)
from townhall.forms import Form
from townhall.refusal import Obstacle, Refusal

CHOICES = [("a", "Werkbedrijf"), ("b", "School")]

PAGE = """{% extends "_layout.html" %}
{% from "_parts/forms.html" import error_summary, field, form_open, buttons %}
{% block title %}Proef{% endblock %}
{% block content %}<h1>Proef</h1>{{ error_summary(form) }}{{ form_open(form) }}
{% for part in form if part.type != "CSRFTokenField" %}{{ field(part) }}{% endfor %}
{{ buttons() }}</form>{% endblock %}"""


class EveryField(Form):
    """One field of every kind."""

    name = TextField("Naam", hint="Zoals op de gevel.")
    amount = EuroField("Bedrag")
    day = DayField("Dag")
    kind = ChoiceField("Soort", choices=CHOICES)
    place = RadioChoiceField("Plaats", choices=CHOICES)
    groups = ChoicesField("Groepen", choices=CHOICES, required=True, hint="Een of meer.")
    sure = YesNoField("Zeker weten", required=True)
    file = UploadField("Bestand", kinds={"pdf"})
    remark = LongTextField("Opmerking", required=False)


@pytest.fixture
def shown(app: Flask):
    """Gives a function that shows the form after it was sent with these values, as a tree of elements."""

    def show(form_class: type[Form], values: dict[str, str], refusal: list[Obstacle] | None = None):
        with app.test_request_context("/", method="POST", data=values):
            form = form_class()
            if form.validate_on_submit() and refusal:
                with form.showing_refusals():
                    raise Refusal(refusal)
            return html.fromstring(render_template_string(PAGE, form=form))

    return show


def test_every_control_has_a_label_and_is_tied_to_its_hint_and_its_error(shown):
    tree = shown(EveryField, {})

    for control in tree.xpath("//main//*[self::input or self::select or self::textarea]"):
        identity = control.get("id")
        assert tree.xpath(f"//label[@for='{identity}']"), identity
        for described in (control.get("aria-describedby") or "").split():
            assert tree.xpath(f"//*[@id='{described}']"), described
    invalid = {control.get("name") for control in tree.xpath("//main//*[@aria-invalid='true']")}
    assert invalid == {"name", "amount", "day", "kind", "sure", "file"}


def test_choices_that_belong_together_are_a_group_with_a_legend(shown):
    tree = shown(EveryField, {})

    legends = [legend.text_content().strip() for legend in tree.xpath("//fieldset/legend")]
    assert legends == ["Plaats", "Groepen"]
    (groups,) = tree.xpath("//fieldset[legend[starts-with(normalize-space(), 'Groepen')]]")
    assert groups.get("aria-describedby") == "groups-uitleg groups-fout"


def test_every_error_is_in_the_summary_with_a_link_to_its_field(shown):
    tree = shown(EveryField, {})

    links = tree.xpath("//*[@data-error-summary]//a/@href")
    assert len(links) == 8
    assert all(tree.xpath(f"//*[@id='{link[1:]}']") for link in links)
    assert "#place-0" in links, "the first choice of a group, because a group cannot take the focus"


def test_the_title_of_a_page_with_errors_says_so_first(shown):
    assert shown(EveryField, {}).findtext(".//title").startswith("Fout: Proef")


def test_only_what_is_optional_is_marked(shown):
    tree = shown(EveryField, {})

    marked = [mark.getparent().get("for") for mark in tree.xpath("//*[@class='form-field__optional']")]
    assert marked == ["remark"]


class Small(Form):
    """One field that can be right while the operation says no."""

    closes_on = DayField("Sluit op")


TOO_SOON = Obstacle("too-soon", "Geef inschrijvers ten minste 30 dagen. Kies een latere dag.", "closes_on")
NO_LOT = Obstacle("no-lot", "Er is nog geen perceel. Voeg er een toe.")


def test_a_refusal_about_a_field_is_shown_at_the_field_and_once_in_the_summary(shown):
    tree = shown(Small, {"closes_on": "24-11-2026"}, [TOO_SOON, NO_LOT])

    lines = [line.text_content().strip() for line in tree.xpath("//*[@data-error-summary]//li")]
    assert lines == [TOO_SOON.text, NO_LOT.text]
    assert tree.xpath("//*[@data-error-summary]//a/@href") == ["#closes_on"]
    assert TOO_SOON.text in tree.xpath("//*[@id='closes_on-fout']")[0].text_content()
    assert tree.xpath("//input[@id='closes_on']/@value") == ["24-11-2026"], "what was typed stays"
    assert tree.findtext(".//title").startswith("Fout: ")


def test_no_message_of_a_form_is_english(shown):
    text = unescape(shown(EveryField, {"amount": "veel", "day": "morgen", "kind": "z"}).text_content())

    for english in ("This field", "Not a valid", "Invalid", "required", "Choose"):
        assert english not in text


@pytest.mark.parametrize("address", ["/toegankelijkheid", "/privacy", "/contact", "/inloggen"])
def test_the_pages_for_everybody_open_without_a_log_in(visitor, address):
    assert visitor.get(address).status_code == 200


def test_an_unknown_address_says_what_to_do(visitor, as_person):
    answer = as_person("inge").get("/bestaat-niet")

    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text


def test_a_supplier_sees_that_this_is_the_portal(as_person):
    assert "Portaal voor aanbieders" in as_person("sanne").get("/contact").text
    assert "Portaal voor aanbieders" not in as_person("inge").get("/contact").text
