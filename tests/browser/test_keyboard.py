"""Without a mouse and without script: the same work can be done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site


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
