"""From need to paid invoice, through the pages, as each role, with the days passing by."""

import pytest

from tests.journeys.chain import CHAPTERS
from tests.journeys.language import english_on
from tests.journeys.world import World


@pytest.mark.one_database("postgresql")  # the demo tells the same chain on SQLite
def test_the_whole_chain_runs_through_the_pages(world: World) -> None:
    for chapter in CHAPTERS:
        chapter(world)

    english = {f"{page.url}: …{words}…" for _who, page in world.seen for words in english_on(page)}
    assert not english, "\n".join(sorted(english))
