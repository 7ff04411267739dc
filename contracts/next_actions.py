"""What is to be done about a contract now, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts import terms
from contracts.back_planning import PREPARATION_MONTHS
from contracts.ceilings import CeilingStage
from contracts.defaults import DefaultStage
from contracts.lifecycle import ContractStatus
from contracts.terms import Term, day_in_words
from townhall.periods import add_months


@dataclass(frozen=True)
class NextAction:
    """Something to do, in Dutch, and how pressing it is: negative, warning or info."""

    code: str
    text: str
    tone: str


#: In the last days before the last day to decide, it presses.
PRESSING = timedelta(days=30)


@dataclass(frozen=True)
class ActionFacts:
    """What is looked at: where the contract stands, and what waits in it."""

    status: ContractStatus
    term: Term
    stage: CeilingStage
    #: The last day on which buying anew can start without a gap.
    last_start: date
    #: How many changes must still be announced.
    to_publish: int = 0
    #: How far the notices of default are.
    defaults: tuple[DefaultStage, ...] = ()
    #: How many steps of the exit plan should have been done.
    late_exit_steps: int = 0


def next_actions(facts: ActionFacts, today: date) -> list[NextAction]:
    """What this contract asks for today."""
    status, term = facts.status, facts.term
    waiting = [*_about_defaults(facts.defaults), *_about_publication(facts.to_publish), *_about_exit(facts)]
    if status is ContractStatus.DRAFT:
        return [NextAction("sign", "Dit is een concept. Maak het compleet en laat het tekenen.", "info")]
    if status is not ContractStatus.SIGNED:
        return waiting
    end = terms.ends_on(term)
    if today > end:
        text = f"Dit contract liep af op {day_in_words(end)}. Sluit het af."
        return [NextAction("close", text, "warning"), *waiting]
    return [
        *_about_the_option(term, today),
        *_about_the_ceiling(facts.stage),
        *waiting,
        *_about_what_comes_next(facts, today),
    ]


def _about_defaults(stages: Sequence[DefaultStage]) -> list[NextAction]:
    found = []
    if DefaultStage.TERM_OVER in stages:
        text = (
            "De termijn van een ingebrekestelling is voorbij. Leg vast of de opdrachtnemer heeft gedaan wat u vroeg."
        )
        found.append(NextAction("default-over", text, "negative"))
    if DefaultStage.TO_SEND in stages:
        text = "De opdrachtnemer is gehoord. Verstuur de ingebrekestelling, of trek het voornemen in."
        found.append(NextAction("default-to-send", text, "warning"))
    return found


def _about_exit(facts: ActionFacts) -> list[NextAction]:
    if not facts.late_exit_steps:
        return []
    steps = "1 stap" if facts.late_exit_steps == 1 else f"{facts.late_exit_steps} stappen"
    text = f"Van het exitplan {'is' if facts.late_exit_steps == 1 else 'zijn'} {steps} te laat."
    return [NextAction("exit-late", text, "warning")]


def _about_publication(count: int) -> list[NextAction]:
    if not count:
        return []
    what = "een wijziging" if count == 1 else f"{count} wijzigingen"
    text = f"Kondig {what} aan op TenderNed en leg het nummer vast (artikel 2.163d en 2.163e)."
    return [NextAction("publish", text, "warning")]


def _about_the_option(term: Term, today: date) -> list[NextAction]:
    option = terms.next_option(term)
    if option is None:
        return []
    last_day = day_in_words(option.decide_by)
    if today > option.decide_by:
        return [
            NextAction(
                "option-late",
                f"De uiterste dag om te beslissen over optie {option.sequence} was {last_day}. De optie "
                "kan niet meer worden gebruikt: leg vast dat u niet verlengt.",
                "negative",
            )
        ]
    if option.decide_by - today <= PRESSING:
        return [
            NextAction("decide", f"Beslis uiterlijk {last_day} over optie {option.sequence}.", "negative")
        ]
    if today >= add_months(option.decide_by, -PREPARATION_MONTHS):
        text = f"Bereid het besluit over optie {option.sequence} voor. Beslis uiterlijk {last_day}."
        return [NextAction("prepare", text, "warning")]
    return []


def _about_the_ceiling(stage: CeilingStage) -> list[NextAction]:
    if stage is CeilingStage.REACHED:
        text = (
            "Het maximum is bereikt: nieuwe aanmeldingen worden geweigerd. Wijzig het contract of koop nieuw "
            "in."
        )
        return [NextAction("ceiling-reached", text, "negative")]
    if stage in (CeilingStage.FROM_85, CeilingStage.FROM_95):
        text = (
            "Het maximum komt dichtbij. Schat wat er nog nodig is en bereid een wijziging of nieuwe inkoop "
            "voor."
        )
        return [NextAction("ceiling-near", text, "warning")]
    return []


def _about_what_comes_next(facts: ActionFacts, today: date) -> list[NextAction]:
    if terms.next_option(facts.term) is not None:
        return []
    last_start = facts.last_start
    if today < add_months(last_start, -1):
        return []
    if today <= last_start:
        text = (
            "Er is geen optie meer. Voor een nieuw contract zonder gat moet de inkoop uiterlijk "
            f"{day_in_words(last_start)} starten."
        )
    else:
        text = (
            f"Er is geen optie meer, en de inkoop had uiterlijk {day_in_words(last_start)} moeten starten. "
            "Bespreek hoe u een gat voorkomt."
        )
    return [NextAction("buy-anew", text, "warning")]
