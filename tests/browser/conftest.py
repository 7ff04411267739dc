"""A real browser and a running site for it."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.site import VISITOR, Site, copy_of_demo, load_people, served, settings_of
from tests.browser.waiting import with_something_waiting
from tests.conftest import folder_of_the_run
from wsgi import create_app

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=nl", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Mark what is in this folder, and run it first.

    Of tests that run side by side a process that is done takes over the last ones of another, so that what comes
    first stays in one process: its site is made once, and walked through once. What reads the demo only comes last:
    it would wait until the story is told.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    yield
    items.sort(key=lambda item: (here not in item.path.parents, item.path.name == "test_demo.py"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with work for everybody, running: ``base_url``, ``client(name)``, ``cookies(name)`` for who logs in."""
    shared = folder_of_the_run(tmp_path_factory) / "told-demo"
    folder = copy_of_demo(shared, tmp_path_factory.mktemp("site") / "demo")
    with served(create_app(settings_of(folder))) as site:
        yield with_something_waiting(site)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation on its first day, running: people and no work yet."""
    folder = tmp_path_factory.mktemp("empty-site")
    load_people(folder)
    with served(create_app(settings_of(folder))) as site:
        yield site


def browser_path(playwright: Playwright) -> str | None:
    """Where a Chromium is: the system's, else Playwright's own."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A fresh Chromium for every file of tests. No browser is a skip on a desk and an error in CI."""
    with sync_playwright() as playwright:
        path = browser_path(playwright)
        if path is None:
            missing = "Geen Chromium gevonden. Op Debian: sudo apt-get install chromium"
            if os.environ.get("CI") == "true":
                pytest.fail(missing)
            pytest.skip(missing)
        words = {**os.environ, "LANGUAGE": "nl"}
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env=words)
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Gives a page on a site in which this person is logged in."""
    contexts = []

    def of(site: Site, name: str = VISITOR, *, width: int = 1280, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site.base_url, locale="nl-NL", java_script_enabled=script,
            viewport={"width": width, "height": 900}, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        context.add_cookies(site.cookies(name))
        return context.new_page()

    yield of
    for context in contexts:
        context.close()
