"""Every page, as everybody, wide and narrow: axe finds nothing, nothing runs off, nothing is English."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.looking import NARROW, WIDE, faults_of, faults_of_empty_forms, faults_on_every_page
from tests.browser.site import CAST, VISITOR, Site

EVERYBODY = (VISITOR, *CAST)

BY_MAIL = "its address is sent by mail"
NOBODY_WAITS = "nothing in the demo waits for this; the page tests of its module open it"

#: Pages that neither a link nor a number met on the way leads to, each with its reason.
NOT_REACHED = {
    "account_administration.choose_password": BY_MAIL,
    "registration.confirm": BY_MAIL,
    "jobs.show": "its address is given when a report is asked for",
    "contracts.frameworks.from_award": NOBODY_WAITS,
    "contracts.portal_tracks.withdraw": NOBODY_WAITS,
    "contracts.tracks.end_work": NOBODY_WAITS,
    "contracts.tracks.withdraw_work": NOBODY_WAITS,
    "invoices.payments.book_one": NOBODY_WAITS,
    "invoices.payments.fail_one": NOBODY_WAITS,
    "invoices.portal.make": NOBODY_WAITS,
    "organisations.propose_account": NOBODY_WAITS,
    "own_firm.admit": NOBODY_WAITS,
    "own_firm.refuse": NOBODY_WAITS,
    "procurement.own_bids.document": NOBODY_WAITS,
    "procurement.received.document": NOBODY_WAITS,
    "procurement.questions.answer": NOBODY_WAITS,
    "procurement.scoring.agree": NOBODY_WAITS,
    "suppliers.withdraw": NOBODY_WAITS,
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_the_demo_is_accessible_wide_and_narrow(
    name: str, demo_site: Site, open_as: Callable[..., Page]
) -> None:
    assert faults_on_every_page(open_as(demo_site, name), demo_site, name, (WIDE, NARROW)) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_link_in_the_demo_leads_nowhere(name: str, demo_site: Site) -> None:
    assert demo_site.walked(name).broken == []


def test_every_address_is_looked_at_or_has_a_reason_why_not(demo_site: Site) -> None:
    walks = [demo_site.walked(name) for name in EVERYBODY]
    reached = {endpoint for walk in walks for endpoint in (*walk.pages, *walk.others)}

    assert sorted(addresses_of(demo_site.app) - reached - set(NOT_REACHED)) == []


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
    page.goto("/contact")

    page.evaluate("document.querySelector('main').append(new Image(), document.createElement('input'))")

    found = " ".join(faults_of(page))
    assert "image-alt" in found
    assert "label" in found


def test_a_page_that_is_too_wide_is_caught(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, width=NARROW)
    page.goto("/contact")

    page.evaluate("document.querySelector('main p').style.width = '500px'")

    assert any("pixels wide" in fault for fault in faults_of(page))


def test_a_word_of_the_form_library_is_caught(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site)
    page.goto("/contact")

    page.evaluate("document.querySelector('main p').textContent = 'This field is required.'")

    assert any("leftover" in fault for fault in faults_of(page))
