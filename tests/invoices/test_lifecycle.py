"""The life of an invoice."""

from invoices.lifecycle import LIVE, MOVES, SENTENCES, InvoiceStatus, obstacles_to_moving


def test_every_status_has_its_moves_and_its_sentence() -> None:
    assert set(MOVES) == set(SENTENCES) == set(InvoiceStatus)


def test_what_is_withdrawn_does_not_move_again_and_what_is_paid_only_when_the_money_comes_back() -> None:
    assert MOVES[InvoiceStatus.WITHDRAWN] == frozenset()
    assert MOVES[InvoiceStatus.RETURNED] == {InvoiceStatus.IN_REVIEW}  # a line that was disputed rightly
    assert MOVES[InvoiceStatus.PAID] == {InvoiceStatus.APPROVED}


def test_nobody_is_paid_without_the_three_steps() -> None:
    assert [s for s, to in MOVES.items() if InvoiceStatus.PAID in to] == [InvoiceStatus.RELEASED]
    assert [s for s, to in MOVES.items() if InvoiceStatus.RELEASED in to] == [InvoiceStatus.APPROVED]
    assert InvoiceStatus.WITHDRAWN not in LIVE


def test_a_wrong_step_says_where_the_invoice_is() -> None:
    (obstacle,) = obstacles_to_moving(InvoiceStatus.PAID, InvoiceStatus.RELEASED)

    assert obstacle.code == "invoice-not-here"
    assert "betaald" in obstacle.text
