"""What was promised becomes checks with a moment; a test shows something, and the next moment follows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.checks import (
    LEAD,
    CheckKind,
    CheckState,
    Finding,
    PromiseFacts,
    Rhythm,
    moment_after_test,
    next_moment,
    obstacles_to_recording,
    planned_checks,
    state_of,
)
from contracts.drafting import Agreement
from contracts.models.checks import ContractCheck
from contracts.operations.checks import (
    WhatToTest,
    add_check,
    change_check,
    note_signed_papers,
    plan_checks,
    record_finding,
    stop_check,
)
from contracts.operations.drafts import change_draft, draft_contract_from_award
from contracts.queries.checks import checks_of, checks_to_do, checks_waiting
from contracts.signing import Clause
from procurement.models.bids import BidAnswer
from procurement.models.requirements import RequirementSection
from procurement.models.tenders import AwardCriterion, Requirement
from procurement.procedures import CriterionKind, RequirementKind, VerificationMoment
from tests.conftest import MONDAY
from tests.factories.contracts import draft_contract, final_award, running_contract
from townhall.audit.queries import history_of
from townhall.database import db
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificates import CertificateKind
from townhall.refusal import Refusal

TODAY = MONDAY.date()
START = date(2027, 1, 1)
SOME_DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def promise(**what_matters):
    given_facts = {"kind": CheckKind.KNOCK_OUT, "code": "1.1", "subject": "Ten minste twee coaches"}
    return PromiseFacts(**(given_facts | what_matters))


def first_of(*promises):
    return [(check.rhythm, check.first_on) for check in planned_checks(promises, starts_on=START, sroi_percent=None)]


@pytest.mark.parametrize(
    ("facts", "rhythm", "first_on"),
    [
        (promise(moment=VerificationMoment.WITH_BID), Rhythm.ONCE, date(2027, 4, 1)),
        (promise(moment=VerificationMoment.BEFORE_SIGNING), Rhythm.ONCE, START),
        (promise(moment=VerificationMoment.DURING_CONTRACT), Rhythm.HALF_YEARLY, date(2027, 7, 1)),
        (promise(kind=CheckKind.CONDITIONAL, holds_from=date(2027, 2, 15)), Rhythm.ONCE, date(2027, 2, 15)),
        (promise(kind=CheckKind.WISH, moment=VerificationMoment.WITH_BID), Rhythm.HALF_YEARLY, date(2027, 7, 1)),
        (promise(kind=CheckKind.PROMISE), Rhythm.HALF_YEARLY, date(2027, 7, 1)),
    ],
)
def test_each_promise_gets_the_moment_that_fits_it(facts, rhythm, first_on):
    assert first_of(facts)[0] == (rhythm, first_on)


def test_what_must_be_on_paper_is_always_checked_and_social_return_only_when_agreed():
    without = planned_checks([], starts_on=START, sroi_percent=None)
    with_nothing = planned_checks([], starts_on=START, sroi_percent=Decimal(0))

    assert [check.kind for check in without] == [
        *[CheckKind.CLAUSE] * len(Clause),
        CheckKind.PROCESSING_AGREEMENT,
        CheckKind.INSURANCE,
        CheckKind.QUALITY_MARK,
    ]
    # An agreed percentage of nothing is an agreement; none agreed is not.
    assert [check.kind for check in with_nothing][len(without) :] == [CheckKind.SOCIAL_RETURN]


def test_a_series_from_the_31st_stays_at_the_end_of_the_month():
    first = date(2027, 8, 31)

    assert next_moment(Rhythm.MONTHLY, first_on=first, after=date(2027, 9, 30)) == date(2027, 10, 31)
    assert next_moment(Rhythm.HALF_YEARLY, first_on=first, after=first) == date(2028, 2, 29)


@given(rhythm=st.sampled_from(Rhythm), first_on=SOME_DAYS, after=SOME_DAYS)
def test_the_next_moment_lies_after_the_test_and_no_moment_is_skipped(rhythm, first_on, after):
    moment = next_moment(rhythm, first_on=first_on, after=after)

    if rhythm is Rhythm.ONCE:
        assert moment is None
    else:
        assert moment > after
        assert moment == first_on or next_moment(rhythm, first_on=first_on, after=moment - timedelta(days=1)) == moment


def after_test(finding=Finding.MET, rhythm=Rhythm.HALF_YEARLY, **what_matters):
    days = {"first_on": START, "due_on": date(2027, 7, 1), "tested_on": date(2027, 6, 20)}
    return moment_after_test(rhythm, finding, **(days | what_matters))


def test_a_test_before_its_day_counts_for_that_day():
    assert after_test() == date(2028, 1, 1)


def test_what_is_tested_once_is_done_unless_its_paper_expires_or_it_fell_short():
    assert after_test(rhythm=Rhythm.ONCE) is None
    assert after_test(rhythm=Rhythm.ONCE, valid_until=date(2028, 5, 31)) == date(2028, 5, 31)
    assert after_test(Finding.NOT_MET, Rhythm.ONCE, again_on=date(2027, 8, 1)) == date(2027, 8, 1)
    assert after_test(Finding.NOT_ASKED) is None


def test_what_cannot_be_recorded_is_refused_with_all_reasons():
    found = obstacles_to_recording(
        Finding.NOT_MET, tested_on=TODAY + timedelta(days=1), notes=" ", again_on=None, valid_until=TODAY, today=TODAY
    )

    assert [obstacle.code for obstacle in found] == [
        "tested-in-future",
        "notes-missing",
        "again-missing",
        "already-expired",
    ]


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, CheckState.LATE), (0, CheckState.DUE), (LEAD.days, CheckState.DUE), (LEAD.days + 1, CheckState.PLANNED)],
)
def test_a_check_waits_from_two_weeks_before_its_day(days, state):
    assert state_of(TODAY + timedelta(days=days), is_stopped=False, today=TODAY) is state


def award_with_promises():
    """A final award whose bid met an eis and one of two wensen, and wrote about its approach."""
    award = final_award()
    tender = award.tender
    section = RequirementSection(number=1, title="Begeleiding")
    tender.sections.append(section)
    kinds = (RequirementKind.KNOCK_OUT, RequirementKind.WISH, RequirementKind.WISH)
    requirements = [
        Requirement(section_number=1, number=number, text=f"Afspraak {number}", kind=kind)
        for number, kind in enumerate(kinds, start=1)
    ]
    tender.requirements.extend(requirements)
    criterion = AwardCriterion(sequence=1, code="K1", title="Aanpak", kind=CriterionKind.QUALITY, weight=Decimal(60))
    tender.criteria.append(criterion)
    db.session.flush()
    for requirement, complies in zip(requirements, (True, True, False), strict=True):
        db.session.add(BidAnswer(bid_id=award.bid_id, requirement_id=requirement.id, complies=complies, text=""))
    db.session.add(
        BidAnswer(bid_id=award.bid_id, criterion_id=criterion.id, complies=None, text="Elke week een gesprek.")
    )
    db.session.flush()
    return award


def test_a_contract_from_an_award_holds_what_the_bid_promised_without_retyping(session, people):
    contract = draft_contract_from_award(award_with_promises(), actor=people.actor("coen"), now=MONDAY)

    promises = [check for check in checks_of(contract) if check.code]
    assert [(check.kind, check.code, check.subject, check.promise) for check in promises] == [
        (CheckKind.KNOCK_OUT, "1.1", "Afspraak 1", ""),
        (CheckKind.WISH, "1.2", "Afspraak 2", ""),
        (CheckKind.PROMISE, "K1", "Aanpak", "Elke week een gesprek."),
    ]


def test_a_draft_that_changes_takes_its_untested_checks_along(session, people):
    coen = people.actor("coen")
    contract = draft_contract_from_award(award_with_promises(), actor=coen, now=MONDAY)
    moments = [check.next_on for check in checks_of(contract)]

    later = Agreement(
        title="Later", target_group=contract.target_group, financing=contract.financing,
        starts_on=START + timedelta(days=31), ends_on=date(2028, 12, 31), sroi_percent=Decimal(5),
    )  # fmt: skip
    change_draft(contract, later, actor=coen, now=MONDAY)
    session.flush()

    *moved, social_return = checks_of(contract)
    assert [check.next_on for check in moved] == [day + timedelta(days=31) for day in moments]
    assert (social_return.kind, social_return.next_on) == (CheckKind.SOCIAL_RETURN, date(2028, 2, 1))


def planned(people, **what_matters):
    contract = running_contract(**what_matters)
    return contract, plan_checks(contract, actor=people.actor("coen"), now=MONDAY)


def test_the_signed_clauses_and_processing_agreement_need_no_second_look(session, people):
    contract, checks = planned(people)

    done = {check.kind for check in checks if check.next_on is None}
    assert done == {CheckKind.CLAUSE, CheckKind.PROCESSING_AGREEMENT}
    assert [check.kind for check in checks_to_do(contract, today=TODAY)] == [
        CheckKind.INSURANCE,
        CheckKind.QUALITY_MARK,
    ]
    assert history_of(contract)[0].act == "contract.checks_planned"


def test_checks_are_made_once(session, people):
    contract, _checks = planned(people)

    with pytest.raises(Refusal) as refusal:
        plan_checks(contract, actor=people.actor("coen"), now=MONDAY)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["already-planned"]


def test_a_draft_notes_nothing_before_it_is_signed(session, people):
    contract = draft_contract()

    checks = plan_checks(contract, actor=people.actor("coen"), now=MONDAY)

    assert not any(check.results for check in checks)
    with pytest.raises(AssertionError):
        note_signed_papers(contract, actor=people.actor("coen"), now=MONDAY)


def test_a_paper_with_a_last_day_comes_back_on_that_day_with_its_history(session, people):
    contract, checks = planned(people)
    coen = people.actor("coen")
    insurance = next(check for check in checks if check.kind is CheckKind.INSURANCE)

    record_finding(insurance, Finding.MET, tested_on=TODAY, valid_until=date(2026, 12, 31), actor=coen, now=MONDAY)
    session.flush()

    assert insurance.next_on == date(2026, 12, 31)
    assert insurance not in checks_to_do(contract, today=date(2026, 12, 16))
    assert insurance in checks_to_do(contract, today=date(2026, 12, 17))
    assert (insurance.last.finding, history_of(insurance)[0].act) == (Finding.MET, "contract_check.tested")


def test_only_who_tests_sees_it_in_the_own_list(session, people):
    contract, _checks = planned(people)
    what = WhatToTest("Wachttijd van deelnemers", "", Rhythm.MONTHLY, TODAY, tester=people.kim)
    check = add_check(contract, what, actor=people.actor("coen"), now=MONDAY)

    def own(name):
        return session.scalars(checks_waiting(TODAY, actor=people.actor(name))).all()

    assert own("kim") == [check]
    assert check not in own("coen")
    assert len(own("coen")) == 2


def test_an_ended_contract_asks_for_no_test(session, people):
    contract, _checks = planned(people)

    assert checks_to_do(contract, today=contract.ends_on + timedelta(days=1)) == []


def test_what_was_promised_stays_while_how_and_when_may_change(session, people):
    coen = people.actor("coen")
    contract = draft_contract_from_award(award_with_promises(), actor=coen, now=MONDAY)
    check = checks_of(contract)[0]

    with pytest.raises(Refusal) as refusal:
        change_check(check, WhatToTest("Iets anders", "", Rhythm.ONCE, TODAY), actor=coen, now=MONDAY)
    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["subject-is-agreed"]

    change_check(check, WhatToTest("Afspraak 1", "Bezoek", Rhythm.QUARTERLY, TODAY), actor=coen, now=MONDAY)
    record_finding(check, Finding.MET, tested_on=TODAY, actor=coen, now=MONDAY)
    assert check.next_on == date(2027, 2, 23)


def test_a_stopped_check_is_tested_no_more(session, people):
    contract, checks = planned(people)
    coen = people.actor("coen")
    stop_check(checks[-1], reason="Geen keurmerk gevraagd", actor=coen, now=MONDAY)
    session.flush()

    with pytest.raises(Refusal) as refusal:
        record_finding(checks[-1], Finding.MET, tested_on=TODAY, actor=coen, now=MONDAY)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["check-stopped"]
    assert [check.kind for check in checks_to_do(contract, today=TODAY)] == [CheckKind.INSURANCE]


def test_coen_tests_a_promise_on_its_page_and_sees_it_on_the_contract(app, people, as_person, at_most_queries):
    contract, checks = planned(people)
    number, sequence = contract.number, checks[-2].sequence
    db.session.commit()
    coen = as_person("coen")

    certificate = Certificate(
        organisation_id=contract.supplier_id, kind=CertificateKind.QUALITY_MARK, name="Blik op Werk", issuer="Keurder",
        valid_from=TODAY, valid_until=date(2027, 6, 30), offered_by_id=people.sanne.id, offered_at=MONDAY,
    )  # fmt: skip
    db.session.add(certificate)
    db.session.commit()

    with at_most_queries(45):
        assert "2 controlepunten wachten" in coen.get(f"/contracten/{number}").text
    page = f"/contracten/{number}/controlepunten/{sequence}/toetsen"
    mark = page.replace(f"/{sequence}/", f"/{sequence + 1}/")
    assert "Blik op Werk" in coen.get(mark).text
    assert "Blik op Werk" not in coen.get(page).text
    sent = {"finding": "met", "tested_on": "23-11-2026", "valid_until": "30-06-2027"}
    answer = coen.post(page, data=sent, follow_redirects=True)

    assert "30 juni 2027" in answer.text
    with app.app_context():
        assert db.session.query(ContractCheck).filter_by(sequence=sequence).one().next_on == date(2027, 6, 30)
    assert "1 controlepunt wacht" in coen.get(f"/contracten/{number}").text
    assert as_person("fatima").post(page, data=sent).status_code == 403
