"""Every page, as everybody, wide and narrow: axe finds nothing, nothing runs off, nothing is English."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.looking import (
    NARROW,
    WIDE,
    bring_axe,
    faults_of,
    faults_of_empty_forms,
    faults_on_every_page,
    is_new_to_axe,
)
from tests.browser.site import CAST, VISITOR, Site

EVERYBODY = (VISITOR, *CAST)


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_the_demo_is_accessible_wide_and_narrow(
    name: str, demo_site: Site, open_as: Callable[..., Page]
) -> None:
    assert faults_on_every_page(open_as(demo_site, name), demo_site, name, (WIDE, NARROW)) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_link_in_the_demo_leads_nowhere(name: str, demo_site: Site) -> None:
    assert demo_site.walked(name).broken == []


def test_every_address_is_looked_at(demo_site: Site) -> None:
    walks = [demo_site.walked(name) for name in EVERYBODY]
    reached = {endpoint for walk in walks for endpoint in (*walk.pages, *walk.others)}

    assert sorted(addresses_of(demo_site.app) - reached) == []


def addresses_of(app: Flask) -> set[str]:
    """The endpoints that answer a GET with more than a redirect to elsewhere."""
    redirects = {"static", "pages.start"}
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - redirects


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_form_sent_empty_says_what_is_wrong_accessibly(
    name: str, demo_site: Site, open_as: Callable[..., Page]
) -> None:
    assert faults_of_empty_forms(open_as(demo_site, name, width=NARROW), demo_site, name) == []


# An installation on its first day: every list is empty and says what to do.


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_an_empty_installation_is_accessible(
    name: str, empty_site: Site, open_as: Callable[..., Page]
) -> None:
    assert empty_site.walked(name).broken == []
    assert faults_on_every_page(open_as(empty_site, name), empty_site, name, (NARROW,)) == []


# Would we notice?


def test_axe_does_catch_a_planted_defect(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site)
    bring_axe(page)
    page.goto("/contact")

    page.evaluate("document.querySelector('main').append(new Image(), document.createElement('input'))")

    found = " ".join(faults_of(page))
    assert "image-alt" in found
    assert "label" in found


def test_a_page_is_shown_to_axe_again_when_an_element_differs(
    empty_site: Site, open_as: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOAK", raising=False)
    page, seen = open_as(empty_site), set[tuple[int, int]]()
    page.goto("/contact")

    assert is_new_to_axe(page, WIDE, seen)
    assert not is_new_to_axe(page, WIDE, seen)
    assert is_new_to_axe(page, NARROW, seen)

    page.evaluate("document.querySelector('main').append(new Image())")
    assert is_new_to_axe(page, WIDE, seen)
    page.evaluate("document.querySelector('main img').alt = 'Een foto'")
    assert is_new_to_axe(page, WIDE, seen)


def test_a_page_that_is_too_wide_is_caught(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, width=NARROW)
    page.goto("/contact")

    page.evaluate("document.querySelector('main p').style.width = '500px'")

    assert any("pixels wide" in fault for fault in faults_of(page, with_axe=False))


def test_a_word_of_the_form_library_is_caught(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site)
    page.goto("/contact")

    page.evaluate("document.querySelector('main p').textContent = 'This field is required.'")

    assert any("leftover" in fault for fault in faults_of(page, with_axe=False))
