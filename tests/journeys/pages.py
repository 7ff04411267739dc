"""An answer of the application as a person reads it: its text, its links, its forms with their labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from lxml import html

#: A file to upload: its name and its content.
Upload = tuple[str, bytes]
Value = str | bool | Upload | Sequence[str]

NOT_REQUIRED = "(niet verplicht)"


def clean(text: str) -> str:
    """Text as it is read: one space where there was white space."""
    return re.sub(r"\s+", " ", text).strip()


def text_of(element: html.HtmlElement) -> str:
    """What stands in this part of the page."""
    return clean(" ".join(element.itertext()))


class NotOnThePage(AssertionError):
    """What the person looked for is not there; says what is."""


@dataclass
class Form:
    """A form of a page, and what was filled in so far."""

    element: html.HtmlElement
    values: dict[str, list[Any]] = field(default_factory=dict)
    touched: bool = False

    def __post_init__(self) -> None:
        self.values = {}
        for control in self.controls():
            name, kind = control.get("name"), control.get("type", "text")
            if not name or kind in ("submit", "button", "file"):
                continue
            if control.tag == "select":
                self.values.setdefault(name, []).extend(_selected(control))
            elif kind in ("checkbox", "radio"):
                if control.get("checked") is not None:
                    self.values.setdefault(name, []).append(control.get("value", "on"))
            else:
                self.values.setdefault(name, []).append(_value_of(control))

    def controls(self) -> list[html.HtmlElement]:
        """Everything that can be filled in."""
        return [each for each in self.element.xpath(".//input|.//select|.//textarea") if not each.get("disabled")]

    def buttons(self) -> list[html.HtmlElement]:
        """What can be pressed."""
        return [each for each in self.element.xpath(".//button") if each.get("type", "submit") == "submit"]

    def labels(self, within: str = "") -> dict[str, html.HtmlElement]:
        """Each label (or legend, or aria-label) with the control, or the fieldset, it belongs to."""
        found: dict[str, html.HtmlElement] = {}
        for control in self.controls():
            if within and not _stands_in(control, within):
                continue
            for label in _labels_of(control):
                found.setdefault(label, control)
        for fieldset in self.element.xpath(".//fieldset[legend]"):
            if not within or _stands_in(fieldset, within):
                found.setdefault(_legend(fieldset), fieldset)
        return found

    def groups(self) -> list[str]:
        """The legends of what is answered by choosing."""
        return [_legend(each) for each in self.element.xpath(".//fieldset[legend][.//input[@type='radio']]")]

    def ticks(self) -> list[str]:
        """The labels of what is ticked."""
        return [label for label, each in self.labels().items() if each.get("type") == "checkbox"]

    def fill(self, label: str, value: Value, within: str = "") -> None:
        """Fill in one field: text, a choice by its words, a tick (True), several ticks, or a file."""
        control = self.labels(within)[label]
        self.touched = True
        if control.tag == "fieldset":
            self._choose(control, label, value)
        elif control.tag == "select":
            self.values[control.get("name")] = [_option(control, label, str(value))]
        elif control.get("type") == "checkbox":
            self._tick(control, bool(value))
        elif control.get("type") == "radio":
            self.values[control.get("name")] = [control.get("value")]
        elif isinstance(value, tuple):
            self.values[control.get("name")] = [value]
        else:
            assert isinstance(value, str), f"{label}: a text is typed"
            self.values[control.get("name")] = [value]

    def _choose(self, fieldset: html.HtmlElement, label: str, value: Value) -> None:
        offered = {
            each: control
            for control in fieldset.xpath(".//input[@type='checkbox' or @type='radio']")
            for each in _labels_of(control)
        }
        wanted = [value] if isinstance(value, str) else list(value)  # type: ignore[arg-type]
        for each in wanted:
            if each not in offered:
                raise NotOnThePage(f"{label}: geen {each!r}; wel: {sorted(offered)}")
        self.values[next(iter(offered.values())).get("name")] = [offered[str(each)].get("value") for each in wanted]

    def _tick(self, control: html.HtmlElement, on: bool) -> None:
        ticked = [each for each in self.values.get(control.get("name"), []) if each != control.get("value", "on")]
        self.values[control.get("name")] = [*ticked, control.get("value", "on")] if on else ticked

    def data(self, button: html.HtmlElement | None = None) -> dict[str, list[Any]]:
        """What a browser would send."""
        sent = {
            name: [(BytesIO(each[1]), each[0]) if isinstance(each, tuple) else each for each in values]
            for name, values in self.values.items()
            if values
        }
        if button is not None and button.get("name"):
            sent[button.get("name")] = [button.get("value", "")]
        return sent


def _value_of(control: html.HtmlElement) -> str:
    if control.tag == "textarea":
        # The first line break after <textarea> is not part of what is in it.
        return re.sub(r"\A\r?\n", "", control.text or "")
    return str(control.get("value", ""))


def _selected(select: html.HtmlElement) -> list[str]:
    options = select.xpath(".//option")
    chosen = [each for each in options if each.get("selected") is not None]
    if not chosen and not select.get("multiple"):
        chosen = options[:1]
    return [each.get("value", text_of(each)) for each in chosen]


def _option(select: html.HtmlElement, label: str, words: str) -> str:
    options = {text_of(each): each.get("value", text_of(each)) for each in select.xpath(".//option")}
    if words in options:
        return options[words]
    begins = [value for text, value in options.items() if text.startswith(words)]
    if len(begins) != 1:
        raise NotOnThePage(f"{label}: geen keuze {words!r}; wel: {list(options)}")
    return begins[0]


def _plain(label: str) -> str:
    return label.removesuffix(NOT_REQUIRED).strip()


def _legend(fieldset: html.HtmlElement) -> str:
    return _plain(text_of(fieldset.find("legend")))


def _stands_in(element: html.HtmlElement, words: str) -> bool:
    """Whether this stands in a fieldset with this legend, or in a row or block with these words."""
    legends = [_legend(each) for each in element.xpath("ancestor-or-self::fieldset[legend]")]
    return words in legends or words in text_of(block_of(element))


def _labels_of(control: html.HtmlElement) -> list[str]:
    found = [control.get("aria-label")] if control.get("aria-label") else []
    if control.get("id"):
        found += [text_of(each) for each in control.getroottree().xpath("//label[@for=$id]", id=control.get("id"))]
    found += [text_of(each) for each in control.xpath("ancestor::label")]
    for id_ in (control.get("aria-labelledby") or "").split():
        found += [text_of(each) for each in control.getroottree().xpath("//*[@id=$id]", id=id_)]
    return [_plain(each) for each in found]


class Page:
    """An answer of the application, as a person reads it."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.url: str = response.request.path
        self.is_html = response.mimetype == "text/html"
        self.data: bytes = response.get_data()
        self.mimetype: str = response.mimetype
        self.tree = html.fromstring(self.data) if self.is_html and self.data.strip() else html.fromstring("<p></p>")
        self.forms = [Form(each) for each in self.tree.xpath("//main//form")]

    @property
    def text(self) -> str:
        """Everything on the page, menus and all."""
        return text_of(self.tree)

    @property
    def main(self) -> str:
        """What the page is about."""
        return clean(" ".join(text_of(each) for each in self.tree.xpath("//main")))

    @property
    def heading(self) -> str:
        """The title above the page."""
        return clean(" ".join(text_of(each) for each in self.tree.xpath("//h1")[:1]))

    @property
    def errors(self) -> list[str]:
        """What the page says is wrong with what was sent: errors at fields, and why an operation refused."""
        return self._listed("//main//*[contains(@class, 'alert--negative')]//li") + self._listed(
            "//main//*[contains(@class, 'form-field__error')]"
        )

    @property
    def complaints(self) -> list[str]:
        """The errors, and what still stands in the way before anything was sent."""
        return self.errors + self._listed("//main//*[contains(@class, 'alert--warning')]//li")

    def _listed(self, path: str) -> list[str]:
        return [text_of(each).removeprefix("Fout: ") for each in self.tree.xpath(path)]

    @property
    def said(self) -> str:
        """The message after an action."""
        return clean(" ".join(text_of(each) for each in self.tree.xpath("//main//div[@role='status']")))

    def links(self) -> dict[str, str]:
        """The links by their text."""
        found: dict[str, str] = {}
        for link in self.tree.xpath("//a[@href]"):
            found.setdefault(text_of(link), link.get("href"))
        return found

    def describe(self) -> str:
        """The page in short, for whoever writes or mends a journey."""
        lines = [f"{self.status} {self.url}: {self.heading}", *(f"  ! {each}" for each in self.complaints)]
        lines.append(f"  says: {self.said}" if self.said else "")
        lines += [
            f"  [{text} -> {href}]"
            for link in self.tree.xpath("//main//a[@href]")
            for text, href in [(text_of(link), link.get("href"))]
        ]
        for form in self.forms:
            lines.append(f"  form {form.element.get('method')} {form.element.get('action')}")
            for label, control in form.labels().items():
                options = [text_of(each) for each in control.xpath(".//option")][:30]
                kind = control.get("type") or control.tag
                lines.append(f"    {label!r} ({kind}) = {form.values.get(control.get('name'))} {options or ''}")
            lines += [f"    <{text_of(each)}>" for each in form.buttons()]
        return "\n".join(line for line in lines if line)


def block_of(element: html.HtmlElement) -> html.HtmlElement:
    """The row, list item, card or section that this stands in."""
    holder = element.xpath("(ancestor::tr|ancestor::li|ancestor::article|ancestor::section|ancestor::fieldset)[last()]")
    return holder[0] if holder else element.getroottree().getroot()


def path_of(url: str) -> str:
    """The address without site and question."""
    return urlsplit(url).path
