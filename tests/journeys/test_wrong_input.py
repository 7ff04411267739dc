"""Every form, in the state and in the hands it is meant for, filled in wrongly: refused in words, nothing changed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from tests.journeys.browsing import Person
from tests.journeys.chain import CHAPTERS
from tests.journeys.pages import Page
from tests.journeys.side_roads import SIDE_ROADS
from tests.journeys.world import World
from tests.journeys.wrong_hands import WrongHands, guarded, walk
from townhall.audit.models import AuditEntry
from townhall.database import db

STAFF = ("inge", "anouk", "bram", "gert", "coen", "kim", "fatima", "wim", "ria", "ali")
#: After these chapters somebody has forms at hand that are gone at the end.
WALKERS = {
    "inge_says_what_counts": ("inge",),
    "questions_are_answered_for_all": ("inge",),
    "sanne_and_rik_bid": ("sanne",),
    "inge_checks_and_forms_a_committee": ("inge",),
    "letters_go_out_and_nobody_hurries": ("inge",),
    "sanne_helps_and_finds_work": ("kim", "sanne"),
}
#: And here somebody looks at a page that the chain goes past.
GLANCES: dict[str, list[Callable[[World], Person]]] = {
    "a_colleague_asks_to_come_in": [lambda w: w.petra.go("/portaal/medewerkers").follow("Weigeren")],
    "coen_drafts_the_contract": [
        lambda w: w.coen.go(w.notes["contract"]).follow("Afspraken wijzigen"),
        lambda w: w.coen.go(w.notes["contract"]).follow("Intrekken"),
    ],
    "kim_refers_somebody": [
        lambda w: w.sanne.go(f"/portaal/trajecten/{w.notes['track']}").follow("Teruggeven"),
        lambda w: w.kim.go(f"/trajecten/{w.notes['track']}/start"),
        lambda w: w.kim.go(f"/trajecten/{w.notes['track']}/plan"),
    ],
    "inge_proposes_the_account_to_pay_from": [
        lambda w: w.gert.go("/bankrekeningen").follow("Gemeente Haarlem").follow("Afwijzen")
    ],
    "sanne_invoices_twice": [lambda w: w.coen.go("/facturen").follow("2027-001").follow("Terugsturen")],
    "coen_states_what_was_delivered": [
        lambda w: w.wim.go("/facturen").follow("2027-001").follow("Beoordelen").follow("Terug naar de contractmanager")
    ],
    "fatima_releases_the_payment": [
        lambda w: w.fatima.go(w.notes["run"]).follow("Betaald boeken:"),
        lambda w: w.fatima.go(w.notes["run"]).follow("Niet gelukt"),
    ],
}
#: Acts that may be written down although the form was refused; taking a list along is a link that notes who did.
NOTED = ("read", "refused", "failed", "late", "passphrase", "exported")


@dataclass
class SelfWillingWorld(World):
    """A world in which every form that somebody meets is first filled in wrongly."""

    hands: WrongHands | None = None

    def _look(self, who: str, page: Page) -> None:
        super()._look(who, page)
        if self.hands is not None and page.is_html and page.status == 200:
            self.hands.try_all_on(who, page, self.person(who).client)

    def walk_as(self, who: str) -> None:
        """Follow every link as this person; of each endpoint a page or two."""
        assert self.hands is not None
        hands, person, visits = self.hands, self.person(who), Counter[str]()

        def is_new(address: str) -> bool:
            endpoint = hands.endpoint_of(address)
            visits[endpoint] += 1
            # A draft and a signed contract lead to other pages.
            return endpoint not in ("static", "?") and visits[endpoint] <= (2 if endpoint.endswith(".show") else 1)

        def visit(address: str, origin: str) -> Page | None:
            page = Page(person.client.get(address, follow_redirects=True))
            if not page.is_html:
                return None
            if page.status != 200:
                hands.faults.append(f"{who} volgt op {origin} de link naar {address}: {page.status}")
                return None
            person.page = page
            self._look(who, page)
            return page

        walk("/", visit, is_new=is_new)


@pytest.mark.one_database("postgresql")  # it refuses what SQLite swallows
def test_no_form_takes_nonsense_and_none_forgets_what_was_typed(world: World) -> None:
    with guarded(world.app) as guard:
        here = SelfWillingWorld(world.app, world.log_in, world.run, prints_papers=False)
        here.hands = WrongHands(world.app, guard)
        for chapter in (*CHAPTERS, *SIDE_ROADS):
            chapter(here)
            for name in WALKERS.get(chapter.__name__, ()):
                here.walk_as(name)
            for glance in GLANCES.get(chapter.__name__, ()):
                glance(here)
        before = _entries(here)
        for name in (*STAFF, "sanne"):
            here.walk_as(name)
        changed = [act for act in _entries(here)[len(before) :] if not any(word in act for word in NOTED)]

    assert len(here.hands.tried) > 110, "fewer forms than there are: somewhere the way is lost"
    assert not here.hands.faults, "\n".join(dict.fromkeys(here.hands.faults))
    assert not changed, changed


def _entries(world: World) -> list[Any]:
    with world.app.app_context():
        return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
