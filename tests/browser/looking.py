"""What one may find wrong with a page that is open in a browser."""

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Page, expect

from tests.browser.shapes import LEFTOVERS, shapes_of
from tests.browser.site import Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 375


def looks_at_all() -> bool:
    """Whether also what was seen before, with other texts, is looked at again: in the soak."""
    return "SOAK" in os.environ


#: Required controls that one types in; a form with others only may be right as it stands.
TYPED = "input[required]:not([type=checkbox], [type=radio], [type=file]), textarea[required]"


def is_new_to_axe(page: Page, width: int, seen: set[tuple[int, int]]) -> bool:
    """Whether a part of this page has a shape that axe has not judged at this width; in the soak, always."""
    shapes = {(width, shape) for shape in shapes_of(html.fromstring(page.content()))}
    is_new = not shapes <= seen
    seen |= shapes
    return is_new or looks_at_all()


#: Rows and items after two of the same shape (two, as stripes alternate) are hidden while axe looks, and shown again.
HIDE_ALIKE = """() => {
  const shape = part => part.outerHTML.replace(/>[^<]+/g, ">x").replace(/ (?!class)([a-z-]+)="[^"]+"/g, ' $1="x"');
  const met = {};
  window.alike = [...document.querySelectorAll("main tr, main li")].filter(part => {
    const own = shape(part);
    met[own] = (met[own] || 0) + 1;
    return met[own] > 2;
  });
  for (const part of window.alike) part.style.display = "none";
}"""
SHOW_ALIKE = "() => { for (const part of window.alike) part.style.display = ''; }"


def bring_axe(page: Page) -> None:
    """Have the browser put the script of axe into each page that is opened here from now on."""
    page.add_init_script(Axe().axe_script)


def violations_on(page: Page) -> list[dict[str, Any]]:
    """What axe finds on a page with its script in it. What looks alike is judged once, but in the soak."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    if not looks_at_all():
        page.evaluate(HIDE_ALIKE)
    # Only what is wrong is carried over from the browser: the rest of the report is larger than the page.
    found: list[dict[str, Any]] = page.evaluate(
        "options => window.axe.run(options).then(({violations}) => violations)", options
    )
    if not looks_at_all():
        page.evaluate(SHOW_ALIKE)
    return found


def faults_of(page: Page, *, with_axe: bool = True) -> list[str]:
    """What is wrong with the page that is open, in words."""
    faults = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in (violations_on(page) if with_axe else [])
        for node in violation["nodes"]
    ]
    width = page.evaluate("document.scrollingElement.scrollWidth")
    if width > page.evaluate("window.innerWidth"):
        faults.append(f"{width} pixels wide")
    faults += [f"leftover: {left.group()}" for left in LEFTOVERS.finditer(page.inner_text("body"))]
    if not page.title() or page.locator("h1").count() != 1:
        faults.append("no title, or not one h1")
    return faults


def listening(page: Page) -> list[str]:
    """What the browser complains about: a script that breaks, something the content policy refuses."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return complaints


def width_of(page: Page) -> int:
    """How wide the screen is now."""
    size = page.viewport_size
    assert size is not None
    return size["width"]


def looks_different_when_wide(page: Page) -> bool:
    """Whether axe may see something else on a wide screen: only tables are built otherwise there."""
    return page.locator("main table").count() > 0


def faults_on_every_page(page: Page, site: Site, name: str, widths: tuple[int, ...]) -> list[str]:
    """Everything wrong on the pages this person can reach, one of every endpoint.

    A page of which each part was looked at before, with other texts, is looked at again in the soak only.
    """
    complaints = listening(page)
    bring_axe(page)
    faults = []
    walk = site.walked(name)
    for endpoint, address in walk.pages.items():
        if walk.shapes[endpoint] <= site.looked_at and not looks_at_all():
            continue
        site.looked_at.update(walk.shapes[endpoint])
        page.goto(address)
        # First as wide as it stands open, then the other way.
        for width in sorted(widths, key=lambda each: each != width_of(page)):
            page.set_viewport_size({"width": width, "height": 900})
            judged = width == NARROW or looks_different_when_wide(page) or looks_at_all()
            found = faults_of(page, with_axe=judged and is_new_to_axe(page, width, site.shapes))
            faults += [f"{endpoint} {address} at {width}: {fault}" for fault in found]
        faults += [f"{endpoint} {address}: {complaint}" for complaint in complaints]
        complaints.clear()
    return faults


def has_focus(page: Page, selector: str) -> bool:
    """Whether this has the focus, or gets it within a moment."""
    try:
        expect(page.locator(selector)).to_be_focused(timeout=2000)
    except AssertionError:
        return False
    return True


def faults_of_empty_forms(page: Page, site: Site, name: str) -> list[str]:
    """Everything wrong after sending each form without what it requires; each shape of form once, but in the soak."""
    bring_axe(page)
    faults = []
    walk = site.walked(name)
    for endpoint, address in walk.pages.items():
        shape = walk.forms.get(endpoint)
        if shape is None or (shape in site.forms_sent and not looks_at_all()):
            continue
        site.forms_sent.add(shape)
        page.goto(address)
        form = page.locator(f"main form.form[method=post]:has({TYPED})").first
        if not form.count():
            faults.append(f"{endpoint} {address}: the form is gone")
            continue
        for control in form.locator(TYPED).all():
            control.fill("")
        form.evaluate("form => form.removeAttribute('data-guard')")
        form.locator("button[type=submit]").first.click()
        page.wait_for_load_state()
        if not page.title().startswith("Fout:"):
            faults.append(f"{endpoint} {address}: the title is {page.title()!r}")
        elif not has_focus(page, "[data-error-summary]"):
            faults.append(f"{endpoint} {address}: the error summary has no focus")
        with_axe = is_new_to_axe(page, NARROW, site.shapes)
        faults += [f"{endpoint} {address} with errors: {fault}" for fault in faults_of(page, with_axe=with_axe)]
    return faults
