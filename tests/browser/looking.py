"""What one may find wrong with a page that is open in a browser."""

import os
import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.site import Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 375

#: What a form library says by itself, and what a template shows of a value that was forgotten.
LEFTOVERS = re.compile(
    r"This field|Not a valid|Invalid |is required|must be|Field must|\b(?:None|undefined|True|False)\b"
)

#: Required controls that one types in; a form with others only may be right as it stands.
TYPED = "input[required]:not([type=checkbox], [type=radio], [type=file]), textarea[required]"


#: What axe judges in a part of a page, without its texts: elements with their classes and the attributes that
#: give them a name or a role; equal neighbours, as the rows of a table, count once.
SHAPE = """
() => {
  const said = ["class", "type", "role", "lang", "dir", "scope", "tabindex", "required", "disabled", "hidden", "open"];
  const named = ["alt", "title", "for", "aria-label", "aria-labelledby", "aria-describedby", "autocomplete", "href"];
  const shape = (element, skipped) => {
    if (element === skipped) return "";
    const own = said.map((name) => element.getAttribute(name) ?? "-");
    const has = named.concat("id").map((name) => (element.getAttribute(name) ? 1 : 0));
    const texts = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) ? 1 : 0;
    const parts = [...element.children].map((child) => shape(child, skipped));
    const different = parts.filter((part, index) => part !== parts[index - 1]);
    return `${element.tagName}[${own}|${has}|${texts}|${different}]`;
  };
  const main = document.querySelector("main");
  return [main ? shape(main) : "", shape(document.body, main)];
}
"""


def is_new_to_axe(page: Page, width: int, seen: set[tuple[int, str]]) -> bool:
    """Whether a part of this page has a shape that axe has not judged at this width; in the soak, always."""
    shapes = {(width, shape) for shape in page.evaluate(SHAPE)}
    is_new = not shapes <= seen
    seen |= shapes
    return is_new or "SOAK" in os.environ


def violations_on(page: Page) -> list[dict[str, Any]]:
    """What axe finds; its script is put into a page once."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(Axe().axe_script)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => window.axe.run(options)", options)
    return list(found["violations"])


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


def faults_on_every_page(page: Page, site: Site, name: str, widths: tuple[int, ...]) -> list[str]:
    """Everything wrong on the pages this person can reach, one of every endpoint."""
    complaints = listening(page)
    faults = []
    for endpoint, address in site.walked(name).pages.items():
        page.goto(address)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found = faults_of(page, with_axe=is_new_to_axe(page, width, site.shapes))
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
    """Everything wrong after sending each form without what it requires."""
    faults = []
    walk = site.walked(name)
    for endpoint, address in walk.pages.items():
        if endpoint not in walk.forms:
            continue
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
