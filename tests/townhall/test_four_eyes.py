"""Each signature is by somebody else."""

import pytest

from townhall.four_eyes import obstacles_to_signing

STATED, APPROVED, RELEASED = "stated", "approved", "released"


@pytest.mark.parametrize(
    ("signed", "as_", "account_id", "codes"),
    [
        ({STATED: None, APPROVED: None, RELEASED: None}, STATED, 1, []),
        ({STATED: 1, APPROVED: None, RELEASED: None}, APPROVED, 2, []),
        ({STATED: 1, APPROVED: None, RELEASED: None}, APPROVED, 1, ["same-person"]),
        ({STATED: 1, APPROVED: 2, RELEASED: None}, RELEASED, 1, ["same-person"]),
        ({STATED: 1, APPROVED: 2, RELEASED: None}, RELEASED, 3, []),
        ({STATED: 1, APPROVED: None, RELEASED: None}, STATED, 1, ["already-signed"]),
        ({STATED: 1, APPROVED: 2, RELEASED: None}, APPROVED, 1, ["already-signed", "same-person"]),
        # Out of order is for the caller's life cycle, not for this rule: only the persons count here.
        ({STATED: None, APPROVED: 2, RELEASED: None}, STATED, 2, ["same-person"]),
        ({STATED: None, APPROVED: None, RELEASED: None}, STATED, None, ["nobody-signs"]),
    ],
)
def test_who_may_sign(signed, as_, account_id, codes):
    assert [o.code for o in obstacles_to_signing(signed, as_=as_, account_id=account_id)] == codes


def test_a_signature_that_the_thing_does_not_need_is_a_mistake():
    with pytest.raises(AssertionError):
        obstacles_to_signing({STATED: None}, as_="other", account_id=1)
