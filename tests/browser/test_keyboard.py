"""Without a mouse and without script: the same work can be done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from townhall.accounts.models import Account
from townhall.accounts.passwords import hash_password
from townhall.database import db, transaction

PASSWORD = "een zin van genoeg tekens"


def test_the_first_tab_stop_skips_to_the_content(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, "Inge")
    page.goto("/contact")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Naar de inhoud"
    assert page.locator(":focus").bounding_box()["y"] >= 0, "it comes into view"

    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def test_what_has_the_focus_shows_two_rings(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site)
    page.goto("/inloggen")

    page.locator("#email").focus()
    style = page.evaluate(
        "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, outlineWidth, boxShadow])"
        "(getComputedStyle(document.activeElement))"
    )

    assert style[:2] == ["solid", "3px"]
    assert "rgb(255, 210, 63)" in style[2]


def test_a_refused_form_puts_the_focus_on_the_summary_and_its_links_lead_to_the_fields(
    empty_site: Site, open_as: Callable[..., Page],
) -> None:
    page = open_as(empty_site)
    page.goto("/inloggen")

    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    assert page.title().startswith("Fout:")
    expect(page.locator("[data-error-summary]")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()


def test_a_jump_within_a_page_fetches_nothing(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site)
    page.goto("/inloggen")
    page.locator("main button[type=submit]").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)

    page.locator("[data-error-summary] a").first.click()
    expect(page.locator("#email")).to_be_focused()
    page.go_back()
    page.wait_for_timeout(300)

    assert asked == []


def test_a_refused_form_is_explained_without_script_as_well(
    empty_site: Site, open_as: Callable[..., Page]
) -> None:
    page = open_as(empty_site, script=False)
    page.goto("/inloggen")

    page.locator("main button[type=submit]").click()

    assert page.title().startswith("Fout:")
    assert page.locator("[data-error-summary] a").count() == 2


def test_the_menu_of_a_phone_opens_without_script(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, "Ria", width=375, script=False)
    page.goto("/contact")
    link = page.locator(".menu .side-nav__link").first

    assert not link.is_visible()
    page.locator(".menu > summary").click()
    assert link.is_visible()


@pytest.mark.parametrize(("width", "menus"), [(1280, ".page__side"), (375, ".menu")])
def test_there_is_one_menu_at_a_time(
    empty_site: Site, open_as: Callable[..., Page], width: int, menus: str
) -> None:
    page = open_as(empty_site, "Ria", width=width)
    page.goto("/contact")

    shown = [name for name in (".page__side", ".menu") if page.locator(name).is_visible()]
    assert shown == [menus]


@pytest.mark.parametrize("address", ["/inloggen", "/toegankelijkheid", "/privacy", "/contact"])
def test_a_page_fits_when_text_is_four_times_as_large(
    empty_site: Site, open_as: Callable[..., Page], address: str
) -> None:
    page = open_as(empty_site, width=320)
    page.goto(address)

    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_targets_are_large_enough_to_hit(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, "Ria", width=375)
    page.goto("/spoor")

    sizes = page.evaluate(
        "[...document.querySelectorAll('.button, .input, .text-input, .side-nav__link, summary')]"
        ".map(part => [part.className, part.getBoundingClientRect().height]).filter(([, height]) => height)"
    )
    assert sizes
    for name, height in sizes:
        assert height >= (24 if not name else 36), name


def test_leaving_with_unsaved_input_asks_first(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, "Inge")
    page.goto("/mijn-account")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("main input[type=password]").first.fill("iets nieuws")
    page.goto("/contact")

    assert asked == ["beforeunload"]


def test_leaving_without_input_does_not_ask(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, "Inge")
    page.goto("/mijn-account")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto("/contact")

    assert asked == []


def test_before_the_log_in_ends_the_page_offers_to_stay(empty_site: Site, open_as: Callable[..., Page]) -> None:
    page = open_as(empty_site, "Inge")
    page.goto("/mijn-account")
    warning = page.get_by_role("dialog", name="U wordt bijna uitgelogd")
    expect(warning).to_be_hidden()

    page.evaluate("localStorage.setItem('raamwerk-session-ends', String(Date.now() + 90_000))")
    expect(warning).to_contain_text("Over 2 minuten wordt u uitgelogd.")
    expect(warning.get_by_role("button", name="Ingelogd blijven")).to_be_focused()
    page.keyboard.press("Enter")

    expect(warning).to_be_hidden()
    assert page.evaluate("Number(localStorage.getItem('raamwerk-session-ends')) - Date.now()") > 3_500_000


def test_after_the_log_in_ended_the_page_says_that_nothing_is_lost(
    empty_site: Site, open_as: Callable[..., Page]
) -> None:
    page = open_as(empty_site, "Inge")
    page.goto("/mijn-account")

    page.evaluate("localStorage.setItem('raamwerk-session-ends', String(Date.now() - 1_000))")

    over = page.get_by_role("dialog", name="U bent uitgelogd")
    expect(over).to_contain_text("staat nog op deze pagina")
    page.keyboard.press("Escape")
    expect(over).to_be_hidden()


def test_what_was_typed_outlives_the_log_in_without_script(
    empty_site: Site, open_as: Callable[..., Page]
) -> None:
    with empty_site.app.app_context(), transaction():
        ali = db.session.query(Account).filter(Account.name.startswith("Ali")).one()
        ali.password_hash, email = hash_password(PASSWORD), ali.email
    page = open_as(empty_site, "Ali", script=False)
    page.goto("/beheer/accounts/uitnodigen")
    page.get_by_label("Naam", exact=True).fill("Nora Nieuw")
    page.context.clear_cookies()

    page.get_by_role("button", name="Uitnodigen").click()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("button", name="Terug naar mijn formulier").click()

    expect(page.get_by_label("Naam", exact=True)).to_have_value("Nora Nieuw")
    expect(page.get_by_text("nog niet verstuurd")).to_be_visible()
