"""When the act prescribes a standstill: art. 2.127(4) Aanbestedingswet names the exceptions."""

import pytest

from procurement.standstill import is_standstill_required

USUAL = {"is_notice_required": True, "is_call_off": False, "is_sole_concerned_tenderer": False}


@pytest.mark.parametrize(
    ("change", "required"),
    [
        ({}, True),
        ({"is_sole_concerned_tenderer": True}, False),
        ({"is_call_off": True}, False),
        ({"is_notice_required": False}, False),
    ],
)
def test_a_standstill_is_required_unless_the_act_excepts(change, required):
    assert is_standstill_required(**{**USUAL, **change}) == required
