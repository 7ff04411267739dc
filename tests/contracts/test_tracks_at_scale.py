"""Lists of tracks take as many questions to the database for many people as for few."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from contracts.models import FrameworkContract, Placement, Track
from contracts.operations.referral_bulk import add_referrals
from contracts.placement_kinds import BenefitEffect, ContractForm, PlacementStatus, WorkKind
from contracts.queries.track_imports import fees_under
from contracts.track_imports import ReferralLine
from contracts.tracks import TrackStatus
from procurement.lots import TargetGroup
from tests.conftest import MONDAY
from tests.contracts.test_track_imports import hash_of
from tests.factories.contracts import running_contract
from townhall.database import db

#: Each list, with how many statements it may take: logging in, the menu, counting, the page itself.
LISTS = {
    "/trajecten/": 16, "/trajecten/?nummer=T-2026-0007": 16, "/trajecten/?status=running&doelgroep=over_fifty": 16,
    "/deelnemers/": 15, "/prestaties/": 15, "/trajecten/overlap/": 20, "/trajecten/steekproef": 16,
}  # fmt: skip


def many_tracks(count: int, kim: Any) -> None:
    """So many tracks in two lots, every hundredth person in both, half of them with work."""
    contracts = [running_contract(maximum_value=None, target_group=group) for group in list(TargetGroup)[:4:3]]
    lines = [
        ReferralLine(
            line=number, key=f"A-{number}", contract_number=contracts[number % 2].number,
            referred_on=MONDAY.date() - timedelta(days=number % 300),
            client_key=hash_of(number - 1 if number % 100 == 1 else number),
        )
        for number in range(count)
    ]  # fmt: skip
    by_number: dict[str, FrameworkContract] = {contract.number: contract for contract in contracts}
    add_referrals(lines, by_number, fee=fees_under(contracts), actor=kim, now=MONDAY)
    db.session.execute(
        update(Track).where(Track.id % 2 == 0).values(status=TrackStatus.RUNNING, started_on=Track.referred_on)
    )
    running = db.session.execute(db.select(Track.id, Track.referred_on).where(Track.id % 2 == 0)).all()
    db.session.execute(
        insert(Placement),
        [
            {
                "track_id": track_id, "starts_on": on, "work_kind": WorkKind.REGULAR, "hours_per_week": 32,
                "contract_form": ContractForm.PERMANENT, "benefit": BenefitEffect.ENDED, "employer_sector": "",
                "employer_is_supplier": track_id % 1000 == 0, "status": PlacementStatus.CONFIRMED,
                "recorded_at": MONDAY, "version": 1,
            }
            for track_id, on in running
        ],
    )  # fmt: skip
    db.session.commit()


def walk(kim: FlaskClient, at_most: Callable[[int], AbstractContextManager[list[str]]]) -> dict[str, float]:
    """Open every list within its number of statements; how long each took."""
    took = {}
    for address, most in LISTS.items():
        began = time.perf_counter()
        with at_most(most):
            assert kim.get(address).status_code == 200, address
        took[address] = time.perf_counter() - began
    return took


def test_every_list_takes_a_fixed_number_of_statements(people, session, as_person, at_most_queries):
    many_tracks(200, people.actor("kim"))
    walk(as_person("kim"), at_most_queries)


@pytest.mark.soak
def test_fifty_thousand_tracks_are_listed_as_easily(people, session, as_person, at_most_queries):
    many_tracks(50_000, people.actor("kim"))
    kim = as_person("kim")
    for address, seconds in walk(kim, at_most_queries).items():
        print(f"{address}: {seconds:.2f} s")
    began = time.perf_counter()
    assert len(kim.get("/trajecten/export.csv").data.splitlines()) == 50_001
    print(f"/trajecten/export.csv: {time.perf_counter() - began:.2f} s")
