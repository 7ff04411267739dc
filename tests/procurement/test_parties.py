"""With whom a bidder bids: a combination with shares, and subcontractors."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from procurement.bids import BidStatus
from procurement.completeness import obstacles_to_submitting
from procurement.models.bids import Bid
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.parties import (
    Parties,
    Party,
    PartyKind,
    Reliance,
    facts_of_parties,
    obstacles_of_parties,
    obstacles_to_adding,
    parties_of,
)
from procurement.queries.bids import asked_of, declaration_of
from procurement.queries.outside_key import own_content
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import NOW, account_of, content_for, open_for_bids, opened, supplier_of

OWN = "90000018"


def party(kvk_number: str = "90000026", **changes: Any) -> Party:
    firm = Party(
        1, PartyKind.MEMBER, "Samen Sterk BV", kvk_number, Decimal(30), "Jobcoaching", is_excluded=False,
        declared_by="J. Jansen, directeur",
    )  # fmt: skip
    return replace(firm, **changes)


def codes(obstacles: list[Any]) -> list[str]:
    return [obstacle.code for obstacle in obstacles]


SUB = PartyKind.SUBCONTRACTOR


@pytest.mark.parametrize(
    ("present", "added", "expected"),
    [
        ([], party(), []),
        ([], party("1234"), ["no-kvk"]),
        ([], party(OWN), ["own-firm"]),
        ([party()], party(), ["party-twice"]),
        ([party()], party(kind=SUB), []),
        ([party(share=Decimal(70))], party("90000034"), ["no-share-left"]),
        ([party(share=Decimal("69.99"))], party("90000034"), []),
        ([], party(share=Decimal(0)), ["no-share"]),
        ([], party(kind=SUB, share=Decimal(100)), []),
        ([party(kind=SUB, share=Decimal(71))], party("90000034", kind=SUB), ["more-than-whole"]),
    ],
)
def test_a_firm_is_added_once_and_leaves_the_penvoerder_a_share(
    present: list[Party], added: Party, expected: list[str]
) -> None:
    assert codes(obstacles_to_adding(added, Parties(tuple(present)), own_kvk_number=OWN)) == expected


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        (Parties(), []),
        (Parties((party(),), True), []),
        (Parties((party(),), False), ["not-jointly-liable"]),
        (Parties((party(is_excluded=None),), True), ["party-undeclared"]),
        (Parties((party(declared_by=""),), True), ["party-undeclared"]),
        (Parties((party(kind=SUB, is_excluded=None),)), []),
        (Parties((party(kind=SUB, is_excluded=None, relies_on=Reliance.TECHNICAL),)), ["party-undeclared"]),
    ],
)
def test_members_promise_together_and_whoever_counts_declares(parties: Parties, expected: list[str]) -> None:
    assert codes(obstacles_of_parties(parties)) == expected


@given(
    firms=st.lists(
        st.builds(
            Party,
            number=st.integers(1, 9),
            kind=st.sampled_from(PartyKind),
            name=st.text(max_size=20),
            kvk_number=st.just("90000026"),
            share=st.decimals(1, 100, places=2),
            part=st.text(max_size=20),
            relies_on=st.sampled_from(Reliance),
            is_excluded=st.none() | st.booleans(),
            declared_by=st.text(max_size=10),
        ),
        min_size=1,
        max_size=4,
    ),
    liable=st.booleans(),
)
def test_firms_written_down_read_back_the_same(firms: list[Party], liable: bool) -> None:
    parties = Parties(tuple(firms), liable)

    assert parties_of(facts_of_parties(parties)) == parties


def test_a_ground_that_applies_to_a_member_needs_an_explanation(session: Any) -> None:
    tender = open_for_bids()
    content = replace(content_for(tender.lots[0]), parties=Parties((party(is_excluded=True),), True))

    assert codes(obstacles_to_submitting(content, asked_of(tender.lots[0]))) == ["declaration-unexplained"]


def test_a_combination_is_sealed_and_read_only_after_the_opening(session: Any) -> None:
    tender = open_for_bids()
    lot, actor, supplier = tender.lots[0], account_of("Sanne").actor(), supplier_of("Sanne")
    parties = Parties((party(), party("90000034", kind=SUB, number=2, share=Decimal("12.5"))), True)
    save_draft(tender, lot, supplier, replace(content_for(lot), parties=parties), actor=actor, now=NOW)
    bid = submit_bid(tender, lot, supplier, actor=actor, now=NOW)

    content = own_content(bid)
    opened(tender)

    assert content is not None and content.parties == parties
    declaration = declaration_of(bid)
    assert declaration is not None and parties_of(declaration.parties) == parties
    assert flaws_in_vault(tender) == []
    declaration.parties = {}
    assert [flaw.where for flaw in flaws_in_vault(tender)] == [bid.receipt_code]


def test_a_supplier_says_through_the_pages_with_whom_he_bids(
    session: Any, as_person: Callable[[str], FlaskClient]
) -> None:
    tender = open_for_bids()
    lot, supplier = tender.lots[0], supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=account_of("Sanne").actor(), now=NOW)
    browser, page = as_person("sanne"), f"/portaal/inschrijvingen/{tender.reference}/perceel/1"
    typed = {
        "kind": "member", "name": "Samen Sterk BV", "kvk_number": "9000 0026", "share": "40", "part": "Jobcoaching",
        "relies_on": "none", "excluded": "nee", "declared_by": "J. Jansen, directeur",
    }  # fmt: skip

    too_much = browser.post(f"{page}/samenwerking/toevoegen", data={**typed, "share": "100"})
    browser.post(f"{page}/samenwerking/toevoegen", data=typed)
    browser.post(f"{page}/samenwerking/toevoegen", data={**typed, "kind": "subcontractor", "name": "Hulp BV"})

    assert "Er moet een aandeel voor u" in too_much.text and "9000 0026" in too_much.text
    assert "hoofdelijk aansprakelijk" in browser.get(f"{page}/indienen").text
    assert f"{page}/samenwerking/2/verwijderen" in browser.get(f"{page}/samenwerking").text
    browser.post(f"{page}/samenwerking", data={"is_jointly_liable": "y"})
    browser.post(f"{page}/samenwerking/2/verwijderen")
    shown = browser.get(f"{page}/indienen").text
    assert "Samen Sterk BV" in shown and "40 %" in shown.replace("\u00a0", " ") and "Hulp BV" not in shown
    browser.post(f"{page}/indienen", data={"truthful": "y"})
    assert session.query(Bid).one().status == BidStatus.SUBMITTED
