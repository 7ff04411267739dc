"""What is Sanne's does not exist for Rik, nor what is staff's for a supplier; also when he types the address."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from procurement.models.questions import Bulletin
from procurement.models.tenders import TenderDocument
from tests.journeys.chain import CHAPTERS
from tests.journeys.pages import Page, path_of
from tests.journeys.paying import IBAN
from tests.journeys.world import World
from tests.journeys.wrong_hands import Guard, guarded, walk
from townhall.database import db

#: After these chapters everybody's addresses are tried; together they hold bids, letters, tracks and invoices.
MOMENTS = frozenset(
    {
        "sanne_and_rik_bid",
        "letters_go_out_and_nobody_hurries",
        "sanne_helps_and_finds_work",
        "sanne_invoices_twice",
        "the_council_sees_figures_and_the_auditor_everything",
    }
)
#: Words that only Sanne wrote, and numbers that only she has.
HERS = (
    "Wij bellen elke week een werkgever", "Wij zoeken banen dichtbij huis", "1.200,50", "RO-2027-001", "T-2027-0001",
    "2027-002", IBAN,
)  # fmt: skip
STAFF = ("inge", "anouk", "gert", "coen", "kim", "fatima", "wim", "ria", "ali")
CLOSED = (302, 403, 404, 405)
PAGES_PER_ENDPOINT = 4


@dataclass
class Territory:
    """Every address that somebody reaches by links, and every form found there."""

    addresses: set[str] = field(default_factory=set)
    forms: list[tuple[str, dict[str, list[Any]]]] = field(default_factory=list)


def territory_of(app: Flask, client: FlaskClient) -> Territory:
    """Walk through everything this person can reach."""
    found, visits = Territory(), dict[str, int]()

    def is_new(address: str) -> bool:
        endpoint, _ = app.url_map.bind("localhost").match(path_of(address), method="GET")
        visits[endpoint] = visits.get(endpoint, 0) + 1
        return endpoint != "static" and visits[endpoint] <= PAGES_PER_ENDPOINT

    def visit(address: str, origin: str) -> Page | None:
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"op {origin} leidt een link naar {address}: {answer.status_code}"
        page = Page(answer)
        found.addresses.add(page.url if page.is_html else path_of(address))
        for form in page.forms:
            if (form.element.get("method") or "get").lower() == "post":
                action = urljoin(page.url, form.element.get("action") or page.url)
                found.forms.append((action, form.data()))
                found.addresses.add(path_of(action))
        return page if page.is_html else None

    walk("/", visit, is_new=is_new)
    return found


@dataclass
class Trespasser:
    """Somebody who types the addresses of another."""

    name: str
    client: FlaskClient
    own: set[str]
    token: str
    guard: Guard
    seen: list[str] = field(default_factory=list)
    #: What was tried already; as nothing changes meanwhile, the answer would be the same.
    tried: set[str] = field(default_factory=set)

    def tries(self, theirs: Territory) -> None:
        """Every address by reading it, every form by sending what the other would send."""
        for address in sorted(theirs.addresses - self.tried):
            self.tried.add(address)
            answer = self.client.get(address)
            if answer.status_code in CLOSED:
                continue
            if answer.status_code != 200 or address not in self.own:
                self.seen.append(f"{self.name} opent {address}: {answer.status_code}")
            self.seen += [f"{self.name} leest op {address}: {each}" for each in HERS if each.encode() in answer.data]
        for address, data in theirs.forms:
            if path_of(address) in self.own:
                continue  # the same address, with something of one's own behind it
            filled_in = {**data, "csrf_token": [self.token]}
            if (form := f"{address} {sorted(filled_in.items())}") in self.tried:
                continue
            self.tried.add(form)
            with self.guard.watching():
                answer = self.client.post(address, data=filled_in)
            # 400: a visitor has no token, so that his form is not even looked at.
            if self.guard.wanted_to_keep or answer.status_code not in (400, *CLOSED):
                self.seen.append(f"{self.name} stuurt iets naar {address}: {answer.status_code}")


@pytest.mark.one_database("sqlite")
def test_nobody_opens_or_changes_what_is_of_another(world: World) -> None:
    seen: list[str] = []
    with guarded(world.app) as guard:
        for chapter in CHAPTERS:
            chapter(world)
            if chapter.__name__ in MOMENTS:
                seen += _at_sannes(world, guard)
        seen += _at_the_town_hall(world, guard)

    assert not seen, "\n".join(dict.fromkeys(seen))


def _at_sannes(world: World, guard: Guard) -> list[str]:
    hers, his = (territory_of(world.app, world.person(name).client) for name in ("sanne", "rik"))
    visitor = world.app.test_client()
    public = territory_of(world.app, visitor)
    rik = Trespasser("Rik", world.rik.client, his.addresses, world.rik.token(), guard)
    nobody = Trespasser("Een bezoeker", visitor, public.addresses, "", guard)
    for trespasser in (rik, nobody):
        trespasser.tries(hers)
    assert len(hers.addresses) > 20, "her pages were not found"
    return rik.seen + nobody.seen


def _at_the_town_hall(world: World, guard: Guard) -> list[str]:
    own = territory_of(world.app, world.rik.client).addresses
    rik = Trespasser("Rik", world.rik.client, own | _public_papers(world), world.rik.token(), guard)
    for name in STAFF:
        theirs = territory_of(world.app, world.person(name).client)
        assert len(theirs.addresses) > 10, f"{name} found no pages"
        rik.tries(theirs)
    return rik.seen


def _public_papers(world: World) -> set[str]:
    """The addresses that staff has for what anybody reads on the public page of a tender, without logging in.

    The papers of a published tender are free for all (art. 2.66 Aanbestedingswet); every other kind stays closed.
    """
    board = "/portaal/aanbestedingen"
    with world.app.app_context():
        added, bulletins = db.session.scalars(select(TenderDocument)), db.session.scalars(select(Bulletin))
        papers = {each.document_id: f"{board}/{each.tender.reference}/stukken/{each.id}" for each in added} | {
            each.document_id: f"{board}/{each.tender.reference}/nota/{each.number}" for each in bulletins
        }
    visitor = world.app.test_client()
    return {f"/documenten/{number}" for number, address in papers.items() if visitor.get(address).status_code == 200}
