"""The result is announced within thirty days after signing, or for social services with its quarter."""

from datetime import date, timedelta

import pytest

from procurement.award_notice import notice_term
from procurement.operations.award_notices import record_notice
from procurement.procedures import Procedure
from procurement.queries.awards import lot_awards_of
from tests.factories.assessment import DECIDED_AT, final_award, told_tender
from townhall.refusal import Refusal


@pytest.mark.parametrize(
    ("procedure", "signed_on", "own", "together"),
    [
        (Procedure.EU_OPEN, date(2027, 1, 12), date(2027, 2, 11), None),
        (Procedure.SAS, date(2027, 1, 12), date(2027, 2, 11), date(2027, 4, 30)),
        (Procedure.SAS, date(2027, 3, 31), date(2027, 4, 30), date(2027, 4, 30)),
        (Procedure.SAS, date(2027, 4, 1), date(2027, 5, 1), date(2027, 7, 30)),
    ],
)
def test_the_last_day_is_thirty_days_after_signing_or_after_the_quarter(procedure, signed_on, own, together):
    term = notice_term(signed_on, procedure)

    assert (term.last_day, term.last_day_together, term.due_on) == (own, together, together or own)


@pytest.mark.parametrize("procedure", [Procedure.NATIONAL_OPEN, Procedure.MULTIPLE_PRIVATE, Procedure.IN_HOUSE])
def test_below_the_threshold_no_notice_is_due(procedure):
    assert notice_term(date(2027, 1, 12), procedure) is None


def test_a_published_notice_is_recorded_on_the_award(session, people):
    award = final_award()
    final_at = award.made_final_at

    record_notice(award, final_at.date(), " 2027/S 012-345678 ", actor=people.actor("inge"), now=final_at)

    assert (award.notice_sent_on, award.notice_reference) == (final_at.date(), "2027/S 012-345678")


def test_no_notice_before_the_award_is_final_or_in_the_future(session, people):
    provisional = lot_awards_of(told_tender())[0]
    with pytest.raises(Refusal) as refusal:
        record_notice(provisional, DECIDED_AT.date(), "1", actor=people.actor("inge"), now=DECIDED_AT)
    assert [each.code for each in refusal.value.obstacles] == ["award-not-final"]


def test_a_notice_of_tomorrow_is_no_notice_yet(session, people):
    award = final_award()
    now = award.made_final_at

    with pytest.raises(Refusal) as refusal:
        record_notice(award, now.date() + timedelta(days=1), "1", actor=people.actor("inge"), now=now)

    assert [each.code for each in refusal.value.obstacles] == ["notice-day-impossible"]
