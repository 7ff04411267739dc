"""Is every word on the screen Dutch? A short list of what English pages usually say."""

import re

from tests.journeys.pages import Page, clean

ENGLISH = (
    "Submit", "Save", "Error", "required", "invalid", "Not Found", "Forbidden", "Bad Request", "Login",
    "Log out", "Logout", "Password", "Username", "Search", "Cancel", "Delete", "Edit", "Back", "Next", "Previous",
    "Please", "Sorry", "Not a valid", "This field", "Choose", "Loading", "None", "True", "False", "null", "the",
    "and", "with", "your", "you", "this", "that", "from", "are", "cannot", "must", "should", "already", "Traceback",
    "undefined", "Internal Server Error", "Unauthorized", "Too large", "enter a", "No file",
)  # fmt: skip
_WORDS = re.compile(r"(?<![\w./-])(" + "|".join(re.escape(word) for word in ENGLISH) + r")(?![\w./-])")


def english_on(page: Page) -> list[str]:
    """What on this page looks English, with the words around it. Law titles and codes are not read."""
    parts = page.tree.xpath("//body//text()[not(ancestor::code) and not(ancestor::script) and not(ancestor::style)]")
    spoken = page.tree.xpath("//@aria-label | //@placeholder | //@title | //@alt | //title/text()")
    text = clean(" ".join([*parts, *spoken]))
    return [text[max(0, found.start() - 30) : found.end() + 30] for found in _WORDS.finditer(text)]
