"""Two referrals at the same moment, to two contracts of one lot: the last room of its maximum goes to one of them."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from contracts.lifecycle import ContractBasis
from contracts.models import FrameworkContract, Track
from contracts.operations.referrals import refer_participant
from tests.factories.contracts import final_award, running_contract
from tests.factories.tracks import at_nine
from tests.invoices.test_at_once import at_once
from townhall.database import db
from townhall.money import euros


@pytest.mark.one_database("postgresql")
def test_the_last_room_of_a_lot_goes_to_one_of_its_contracts(app: Flask, session: Any, people: SimpleNamespace) -> None:
    award, kim = final_award(maximum_value=euros(4500)), people.actor("kim")
    shared = [
        running_contract(maximum_value=None, lot_award_id=award.id, basis=ContractBasis.TENDER),
        running_contract(maximum_value=None, admitted_bid_id=award.bid_id, basis=ContractBasis.OPEN_HOUSE),
    ]
    ids = [contract.id for contract in shared] * 4
    session.commit()

    def refer(contract_id: int) -> Callable[[], object]:
        now = at_nine(date(2026, 3, 2))
        return lambda: refer_participant(db.session.get_one(FrameworkContract, contract_id), actor=kim, now=now)

    outcomes = at_once(app, [refer(contract_id) for contract_id in ids])
    session.rollback()

    assert outcomes == ["done"] + ["refused"] * 7
    assert session.query(Track).count() == 1
