"""Two contract years of people: who is next, who comes back, who finds work and keeps it, and what does not add up."""

import heapq
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from contracts.improvement import ActionOwner, PlanOutcome
from contracts.kpis import KpiCode, KpiVerdict
from contracts.models import FrameworkContract, Participant, Track
from contracts.operations.achievements import report_achievement, verify_achievement
from contracts.operations.placements import end_placement, record_placement
from contracts.operations.referral_terms import agree_on_referrals
from contracts.operations.referrals import accept_referral, refer_participant, return_referral
from contracts.operations.talks import agree_on_action, answer_plan, close_plan, figure_of, finish_action, open_plan
from contracts.operations.tracks import confirm_plan, end_track, pause_track, record_intake, record_plan, resume_track
from contracts.operations.tracks import start_track as begin_track
from contracts.overlaps import OverlapKind
from contracts.placement_kinds import BenefitEffect, ContractForm, PlacementEnd
from contracts.queries.overlaps import overlaps_of, participants_with_overlaps
from contracts.queries.referrals import candidates_for
from contracts.queries.scores import score_of
from contracts.queries.track_figures import track_counts, used_of
from contracts.referrals import ReferralRule, advise, rule_of
from contracts.tracks import LIVE, EndReason, ReturnReason, TrackStatus
from procurement.lots import MilestoneKind, TargetGroup
from tests.factories.budgets import saved_budget
from tests.factories.contracts import RIVAL, final_award, running_contract, supplier_named
from tests.factories.tracks import at_nine, milestone_of, supplier_actor, work
from townhall.budgets.kinds import CommitmentStatus
from townhall.database import db
from townhall.money import euros, sum_of
from townhall.periods import Period, add_months
from townhall.refusal import Refusal

#: The full number of people runs in the long form; every road is walked in the short one as well.
CLIENTS = 300 if os.environ.get("SOAK") else 33
FIRST, LAST = date(2026, 1, 5), date(2027, 9, 30)
OVER = date(2027, 12, 31)
FATES = (
    "lasts", "lasts", "returned", "no_show", "pauses", "stays_away", "partial", "ends_at_once", "ends_later",
    "lasts", "told_twice",
)  # fmt: skip
ROTATION, RANKED = TargetGroup.STATUS_HOLDERS, TargetGroup.OVER_FIFTY
Line = Iterator[date]


@dataclass
class Years:
    """Everything that happens in the two years, day by day."""

    people: SimpleNamespace
    lots: dict[TargetGroup, list[FrameworkContract]]
    chosen: dict[TargetGroup, list[tuple[date, int]]] = field(default_factory=lambda: {ROTATION: [], RANKED: []})
    fates: Counter[str] = field(default_factory=Counter)
    twice: set[str] = field(default_factory=set)

    @property
    def kim(self) -> Any:
        """Who refers and judges."""
        return self.people.actor("kim")

    def refer(self, group: TargetGroup, on: date, *, person: Participant | None = None, reason: str = "") -> Track:
        """Refer to whoever the rule names, and see for ourselves that it was their turn."""
        candidates = candidates_for(self.kim, group, on=on)
        best = advise(candidates, rule_of(candidates))[0]
        assert not best.obstacles
        live = {each.contract_id: each.live_tracks for each in candidates}
        first, second = self.lots[group]
        chosen, earlier = best.candidate.contract_id, self.chosen[group]
        if group is ROTATION and earlier and earlier[-1][0] < on:
            assert chosen != earlier[-1][1], "the same supplier twice in a row"
        if group is RANKED:
            assert chosen == (second if live[first.id] == first.places else first).id, "not by rank"
        earlier.append((on, chosen))
        return refer_participant(
            db.session.get_one(FrameworkContract, chosen), person, advice=best.reason, choice_reason=reason,
            rule=rule_of(candidates), ladder_step=len(earlier) % 6 + 1, actor=self.kim, now=at_nine(on),
        )  # fmt: skip

    def life(self, fate: str, group: TargetGroup, on: date, chance: Random) -> Line:
        """One person, from referral to the end; yields the day on which it goes on."""
        self.fates[fate] += 1
        track = self.refer(group, on)
        yield (on := on + timedelta(days=2))
        if fate == "returned":
            return_referral(track, ReturnReason.NO_CAPACITY, actor=supplier_actor(track.contract), now=at_nine(on))
            yield (on := on + timedelta(days=1))
            track = self.refer(group, on, person=track.participant)
            yield (on := on + timedelta(days=2))
        on = yield from self.begin(track, on)
        if fate == "no_show":
            end_track(track, EndReason.NO_SHOW, on, actor=self.kim, now=at_nine(on))
            return
        if fate == "pauses":
            on = yield from self.pause(track, on, months=2)
        if fate == "stays_away":
            yield from self.stay_away(track, group, on)
            return
        yield from self.work(track, fate, group, on, chance)

    def begin(self, track: Track, on: date) -> Iterator[date]:
        """Accepted, intake, plan signed by both, started."""
        firm = supplier_actor(track.contract)
        accept_referral(track, actor=firm, now=at_nine(on))
        yield (on := on + timedelta(days=7))
        record_intake(track, on, actor=firm, now=at_nine(on))
        record_plan(track, on, actor=firm, now=at_nine(on))
        confirm_plan(track, actor=self.kim, now=at_nine(on))
        begin_track(track, on, actor=firm, now=at_nine(on))
        self.earn(track, MilestoneKind.PLAN, on)
        yield (on := on + timedelta(days=40))
        return on

    def pause(self, track: Track, on: date, *, months: int) -> Iterator[date]:
        """Without benefit for a while; the same track goes on."""
        pause_track(track, on, actor=self.kim, now=at_nine(on))
        yield (back := add_months(on, months))
        resume_track(track, back, actor=self.kim, now=at_nine(back))
        assert track.started_on is not None and track.started_on < on, "a pause begins nothing anew"
        yield (on := back + timedelta(days=5))
        return on

    def stay_away(self, track: Track, group: TargetGroup, on: date) -> Line:
        """Longer away than three months: the track ends, and a new one begins."""
        pause_track(track, on, actor=self.kim, now=at_nine(on))
        yield (back := add_months(on, 4))
        with pytest.raises(Refusal) as refusal:
            resume_track(track, back, actor=self.kim, now=at_nine(back))
        assert [each.code for each in refusal.value.obstacles] == ["pause-too-long"]
        end_track(track, EndReason.OTHER_WORK, back, actor=self.kim, now=at_nine(back))
        yield (back := back + timedelta(days=1))
        self.refer(group, back, person=track.participant)

    def work(self, track: Track, fate: str, group: TargetGroup, on: date, chance: Random) -> Line:
        """Work that counts, or not enough of it, and how it ends."""
        firm, kvk = supplier_actor(track.contract), f"{chance.randrange(10_000_000, 99_999_999)}"
        hours = Decimal(8) if fate == "partial" else Decimal(24)
        ends = add_months(on, 12) - timedelta(days=1)
        job = self.job(track, on, ends, hours, kvk)
        if fate == "partial":
            assert track.placed_on is None, "eight hours are no placement"
            yield (on := on + timedelta(days=30))
            job = self.job(track, on, ends, Decimal(16), kvk)
        assert track.placed_on == on
        if fate == "told_twice":
            yield from self.tell_twice(track, group, on, kvk)
        if fate in ("ends_at_once", "ends_later"):
            yield (over := on + timedelta(days=10 if fate == "ends_at_once" else 100))
            if fate == "ends_later":
                self.earn(track, MilestoneKind.PLACEMENT, on, now=over)
            end_placement(job, over, PlacementEnd.BY_EMPLOYER, actor=firm, now=at_nine(over))
            assert track.placed_on == (None if fate == "ends_at_once" else on), "the guarantee decides"
            assert track.six_months_on is None
            end_track(track, EndReason.NO_PROSPECT, over, actor=self.kim, now=at_nine(over))
            return
        self.earn(track, MilestoneKind.PLACEMENT, on)
        yield (lasted := add_months(on, 6))
        self.earn(track, MilestoneKind.SUSTAINED_6M, lasted)
        end_track(track, EndReason.WORK, lasted, actor=self.kim, now=at_nine(lasted))

    def tell_twice(self, track: Track, group: TargetGroup, on: date, kvk: str) -> Line:
        """Another lot takes the same person, and tells the same job."""
        other = RANKED if group is ROTATION else ROTATION
        yield (later := on + timedelta(days=3))
        with pytest.raises(Refusal) as refusal:
            refer_participant(self.lots[other][1], track.participant, actor=self.kim, now=at_nine(later))
        assert [each.code for each in refusal.value.obstacles] == ["second-track"]
        second = self.refer(other, later, person=track.participant, reason="Taal ernaast")
        yield (later := later + timedelta(days=2))
        later = yield from self.begin(second, later)
        self.job(second, later, None, Decimal(24), kvk)
        end_track(second, EndReason.NO_PROSPECT, later, actor=self.kim, now=at_nine(later))
        self.twice.add(track.participant.number)

    def job(self, track: Track, on: date, until: date | None, hours: Decimal, kvk: str) -> Any:
        """Work as the supplier records it."""
        return record_placement(
            track, work(starts_on=on, agreed_until=until, hours_per_week=hours), employer_kvk=kvk,
            contract_form=ContractForm.FIXED_TERM, actor=supplier_actor(track.contract), now=at_nine(on),
        )  # fmt: skip

    def earn(self, track: Track, kind: MilestoneKind, on: date, *, now: date | None = None) -> None:
        """Reported by the supplier, verified by Kim."""
        moment, milestone = at_nine(now or on), milestone_of(track.contract, kind)
        report = report_achievement(track, milestone, on, actor=supplier_actor(track.contract), now=moment)
        benefit = BenefitEffect.ENDED if kind is MilestoneKind.PLACEMENT else BenefitEffect.NOT_CHECKED
        verify_achievement(report, benefit=benefit, actor=self.kim, now=moment + timedelta(hours=1))

    def live_through(self) -> None:
        """Refer somebody every few days, and let everybody's life go on in the order of the calendar."""
        chance = Random(2026)
        agenda: list[tuple[date, int, Line]] = []
        for number in range(CLIENTS):
            on = FIRST + timedelta(days=number * (LAST - FIRST).days // CLIENTS)
            group = (ROTATION, RANKED)[number // len(FATES) % 2]
            heapq.heappush(agenda, (on, number, self.life(FATES[number % len(FATES)], group, on, chance)))
        while agenda:
            _, number, line = heapq.heappop(agenda)
            day = next(line, None)
            if day is not None and day <= OVER:
                heapq.heappush(agenda, (day, number, line))


@pytest.fixture
def years(people: SimpleNamespace, session: Any) -> Years:
    """Two lots with two suppliers each: one goes by turns, the other by rank."""
    for year in (2026, 2027):
        saved_budget(year=year, amount=euros(5_000_000))
    rival = supplier_named(RIVAL).id
    common = {"maximum_value": None, "norm_placed": Decimal(90)}
    lots = {
        ROTATION: [running_contract(**common), running_contract(supplier_id=rival, **common)],
        RANKED: [
            running_contract(target_group=RANKED, lot_award_id=final_award(rank=1).id, **common),
            running_contract(target_group=RANKED, lot_award_id=final_award(rank=2).id, supplier_id=rival, **common),
        ],
    }  # fmt: skip
    coen, morning = people.actor("coen"), at_nine(date(2026, 1, 2))
    for group, rule in ((ROTATION, ReferralRule.ROTATION), (RANKED, ReferralRule.RANK)):
        for contract, places in zip(lots[group], (CLIENTS // 12, None), strict=True):
            agree_on_referrals(
                contract, rule, places=places if group is RANKED else None, aftercare_months=6, actor=coen, now=morning
            )
    return Years(people, lots)


@pytest.mark.one_database("sqlite")
def test_two_years_of_people_add_up(years: Years, people: SimpleNamespace) -> None:
    years.live_through()

    tracks = db.session.scalars(select(Track)).all()
    contracts = [contract for lot in years.lots.values() for contract in lot]
    counts = track_counts([each.id for each in contracts], Period(FIRST, OVER), today=OVER)
    assert set(years.fates) == set(FATES)
    assert all(each.started + each.dropped_out_without_reason for each in counts.values())
    assert sum(each.placed for each in counts.values()) == sum(track.placed_on is not None for track in tracks)
    assert len(years.chosen[RANKED]) > len([1 for _, chosen in years.chosen[RANKED] if chosen == contracts[2].id]) > 0
    _people_and_overlaps_add_up(years, tracks)
    _the_money_adds_up(contracts, tracks)
    _coen_asks_for_improvement(contracts, people)


def _people_and_overlaps_add_up(years: Years, tracks: Any) -> None:
    coen = years.people.actor("coen")
    found = db.session.scalars(participants_with_overlaps(coen)).all()
    kinds = overlaps_of(coen, [person.id for person in found])
    assert {person.number for person in found} == years.twice
    assert all(
        {each.kind for each in kinds[person.id]} == {OverlapKind.TWO_TRACKS, OverlapKind.SAME_WORK_TWICE}
        for person in found
    )
    assert db.session.scalar(select(func.count(Participant.id))) == CLIENTS
    again = [track for track in tracks if track.status is TrackStatus.RETURNED]
    assert len(again) == years.fates["returned"]
    assert all(not track.reached() for track in again)


def _the_money_adds_up(contracts: list[FrameworkContract], tracks: Any) -> None:
    used = used_of([contract.id for contract in contracts])
    for contract in contracts:
        own = [track for track in tracks if track.contract_id == contract.id]
        assert used[contract.id].earned == sum_of(reached.amount for track in own for reached in track.reached())
    for track in tracks:
        promised = track.commitment
        if track.status not in LIVE and promised.status is CommitmentStatus.OPEN:
            assert promised.amount == sum_of(reached.amount for reached in track.reached()), track.number


def _coen_asks_for_improvement(contracts: list[FrameworkContract], people: SimpleNamespace) -> None:
    coen, sanne, now = people.actor("coen"), people.actor("sanne"), at_nine(OVER)
    contract = contracts[0]
    kpi = figure_of(score_of(contract, today=OVER), KpiCode.PLACED)
    assert kpi is not None and kpi.verdict is KpiVerdict.MISSED

    later = OVER + timedelta(days=30)
    plan = open_plan(contract, KpiCode.PLACED, reason="Te weinig plaatsingen", due_on=later, actor=coen, now=now)
    answer_plan(plan, "Wij bellen elke week tien werkgevers.", actor=sanne, now=now)
    action = agree_on_action(plan, "Werkgevers bellen", owner=ActionOwner.SUPPLIER, due_on=later, actor=coen, now=now)
    done: datetime = at_nine(later)
    finish_action(action, done_on=later, result="40 gesprekken", contract=contract, actor=coen, now=done)
    close_plan(plan, PlanOutcome.ACHIEVED, conclusion="Op schema", actor=coen, now=done)
    assert plan.outcome is PlanOutcome.ACHIEVED
