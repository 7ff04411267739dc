"""The chapters of the demo, in the order in which they happened."""

from collections.abc import Callable
from datetime import timedelta

from demo import awards, people, tenders
from demo.plans import TENDER_2017, TenderPlan
from demo.telling import Line, Story, at, together


def _until_letters(story: Story, name: str, plan: TenderPlan) -> Line:
    tender = yield from tenders.draft(story, plan)
    story.places[name] = tender
    yield from tenders.publish(story, tender, plan)
    yield from tenders.ask_and_answer(story, tender, plan)
    yield from tenders.bid(story, tender, plan)
    opened_at = tenders.noon(plan.closes_on) + timedelta(days=3)
    yield from awards.assess(story, tender, plan, opened_at)
    yield from awards.rank(story, tender, opened_at + timedelta(days=14))
    yield from awards.decide(story, tender, at(plan.decision_on, 10))


def _a_until_award(story: Story) -> Line:
    yield from _until_letters(story, "A", TENDER_2017)
    yield from awards.finish(story, story.places["A"])


def _tender_a(story: Story) -> None:
    together(tenders.make_keys(story), _a_until_award(story), people.tell_budgets(story, [2018]))


CHAPTERS: list[tuple[str, Callable[[Story], None]]] = [
    ("Gemeente, mensen, bedrijven en mandaten", people.tell),
    ("Aanbesteding A (2017)", _tender_a),
]
