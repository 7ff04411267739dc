"""A day that the administrator adds when a new royal decree is published; the decree is invented."""

from datetime import date

from demo.telling import Line, Story, at
from townhall.decrees.operations import add_decreed_day

ADDED_ON = "2026-10-12"


def tell(story: Story) -> Line:
    """Ali takes a day over from a decree that came out after the house was built."""
    yield at(ADDED_ON)
    story.do(
        add_decreed_day, date(2029, 5, 11), name="Besluit gelijkstelling van 11 mei 2029 (verzonnen)",
        source="Staatsblad 2026, nummer verzonnen", by="Ali", on=at(ADDED_ON),
    )  # fmt: skip
