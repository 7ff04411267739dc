"""A contract goes from draft to signed to its end, and nowhere else."""

import pytest

from contracts.lifecycle import MOVES, ContractStatus, obstacles_to_changing, obstacles_to_moving

ALLOWED = {
    (ContractStatus.DRAFT, ContractStatus.SIGNED),
    (ContractStatus.DRAFT, ContractStatus.WITHDRAWN),
    (ContractStatus.SIGNED, ContractStatus.ENDED),
    (ContractStatus.SIGNED, ContractStatus.TERMINATED),
}


@pytest.mark.parametrize("status", ContractStatus)
@pytest.mark.parametrize("to", ContractStatus)
def test_the_moves(status, to):
    assert (not obstacles_to_moving(status, to)) == ((status, to) in ALLOWED)


def test_every_state_says_where_it_can_go():
    assert set(MOVES) == set(ContractStatus)


@pytest.mark.parametrize("status", ContractStatus)
def test_only_a_draft_can_be_edited(status):
    assert (not obstacles_to_changing(status)) == (status is ContractStatus.DRAFT)
