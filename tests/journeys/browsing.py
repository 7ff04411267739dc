"""A person with a browser: follows links, fills forms by their labels, presses buttons, reads what is said."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from lxml import html

from tests.journeys.pages import Form, NotOnThePage, Page, Value, block_of, text_of


class Person:
    """Somebody with a browser, and the page in front of them."""

    def __init__(self, name: str, client: FlaskClient, sees: Callable[[str, Page], None] | None = None) -> None:
        self.name, self.client, self._sees = name, client, sees or (lambda _who, _page: None)
        self.page: Page = None  # type: ignore[assignment]  # nothing was opened yet

    def go(self, url: str, *, expecting: int = 200) -> "Person":
        """Type an address."""
        return self._arrive(self.client.get(url, follow_redirects=True), expecting)

    def follow(self, text: str, *, within: str = "") -> "Person":
        """Press a link; ``within`` is a text of the row or block it stands in."""
        return self.go(urljoin(self.page.url, self._link(text, within)))

    def fill(self, fields: dict[str, Value], *, within: str = "") -> "Person":
        """Fill in fields by their labels; ``within`` is the legend or a text of the block they stand in."""
        for label, value in fields.items():
            form = next((form for form in self.page.forms if label in form.labels(within)), None)
            if form is None:
                raise NotOnThePage(f"{self.name}: geen veld {label!r} {within!r}\n{self.page.describe()}")
            form.fill(label, value, within)
        return self

    def tick_everything(self) -> "Person":
        """Tick every box of the first form."""
        return self.fill(dict.fromkeys(self.page.forms[0].ticks(), True))

    def answer_everything(self, choice: str) -> "Person":
        """Choose the same at every question of the first form."""
        return self.fill(dict.fromkeys(self.page.forms[0].groups(), choice))

    def press(self, text: str, *, within: str = "", expecting: int = 200) -> "Person":
        """Press a button, in the form that was filled in when there are more."""
        form, button = self._button(text, within)
        url = urljoin(self.page.url, button.get("formaction") or form.element.get("action") or self.page.url)
        sent = form.data(button)
        if (form.element.get("method") or "get").lower() == "get":
            answer = self.client.get(url, query_string=sent, follow_redirects=True)
        else:
            headers = {"Referer": f"http://localhost{self.page.url}"}
            answer = self.client.post(url, data=sent, headers=headers, follow_redirects=True)
        return self._arrive(answer, expecting)

    def reads(self, *texts: str) -> "Person":
        """Each of these texts is on the page."""
        text = self.page.text
        for each in texts:
            assert each in text, f"{self.name} leest niet {each!r}\n{self.page.describe()}\n{self.page.main}"
        return self

    def reads_nothing_of(self, *texts: str) -> "Person":
        """None of these texts is on the page."""
        text = self.page.text
        for each in texts:
            assert each not in text, f"{self.name} leest {each!r} op {self.page.url}"
        return self

    def is_told(self, *texts: str) -> "Person":
        """Each of these texts is among what the page says is wrong or missing."""
        complaints = " | ".join(self.page.complaints)
        for each in texts:
            assert each in complaints, f"{self.name} hoort niet {each!r}\n{self.page.describe()}"
        return self

    def gets_through(self) -> "Person":
        """Nothing was wrong with what was sent."""
        assert not self.page.errors, self.page.describe()
        return self

    def download(self, text: str, *, within: str = "") -> bytes:
        """The file behind a link; the page stays open."""
        url = urljoin(self.page.url, self._link(text, within))
        answer = self.client.get(url, follow_redirects=True)
        assert answer.status_code == 200, f"{self.name}: {url} geeft {answer.status_code}"
        assert answer.mimetype != "text/html", f"{self.name}: {url} is een pagina"
        return bytes(answer.get_data())

    def knocks_in_vain(self, *urls: str) -> "Person":
        """None of these addresses opens for this person, by reading or by sending."""
        for url in urls:
            sent = {"csrf_token": self.token()}
            for answer in (self.client.get(url), self.client.post(url, data=sent)):
                allowed = (403, 404, 405)
                assert answer.status_code in allowed, f"{self.name} op {url}: {answer.status_code}"
        return self

    def token(self) -> str:
        """The token that every form of this person carries."""
        if self.page is None:
            self.go("/")
        return str(self.page.tree.xpath("string(//input[@name='csrf_token']/@value)"))

    def _arrive(self, answer: Any, expecting: int) -> "Person":
        self.page = Page(answer)
        assert self.page.status == expecting, (
            f"{self.name}: {self.page.status} in plaats van {expecting}\n{self.page.describe()}\n{self.page.main}"
        )
        self._sees(self.name, self.page)
        return self

    def _link(self, text: str, within: str) -> str:
        # What the page is about comes first, then menus.
        links = self.page.tree.xpath("//main//a[@href]") + self.page.tree.xpath("//a[@href][not(ancestor::main)]")
        if within:
            links = [each for each in links if within in text_of(block_of(each))]
        fitting = [each for each in links if text_of(each) == text] or [
            each for each in links if text_of(each).startswith(text)
        ]
        if not fitting:
            raise NotOnThePage(f"{self.name}: geen link {text!r} {within!r}\n{self.page.describe()}")
        return str(fitting[0].get("href"))

    def _button(self, text: str, within: str) -> tuple[Form, html.HtmlElement]:
        found = [(form, each) for form in self.page.forms for each in form.buttons() if text_of(each) == text]
        found = found or [
            (form, each) for form in self.page.forms for each in form.buttons() if text_of(each).startswith(text)
        ]
        if within:
            found = [(form, each) for form, each in found if within in text_of(block_of(each))]
        found = [(form, each) for form, each in found if form.touched] or found
        if not found:
            raise NotOnThePage(f"{self.name}: geen knop {text!r} {within!r}\n{self.page.describe()}")
        return found[0]
