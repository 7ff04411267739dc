"""What is to be done about a contract now, the most urgent first."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts import terms
from contracts.ceilings import CeilingStage
from contracts.extensions import PREPARATION_MONTHS, last_day_to_start_buying_anew
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


def next_actions(status: ContractStatus, term: Term, stage: CeilingStage, *, today: date) -> list[NextAction]:
    """What this contract asks for today."""
    if status is ContractStatus.DRAFT:
        return [NextAction("sign", "Dit is een concept. Maak het compleet en laat het tekenen.", "info")]
    if status is not ContractStatus.SIGNED:
        return []
    end = terms.ends_on(term)
    if today > end:
        return [NextAction("close", f"Dit contract liep af op {day_in_words(end)}. Sluit het af.", "warning")]
    return [*_about_the_option(term, today), *_about_the_ceiling(stage), *_about_what_comes_next(term, today)]


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


def _about_what_comes_next(term: Term, today: date) -> list[NextAction]:
    if terms.next_option(term) is not None:
        return []
    last_start = last_day_to_start_buying_anew(terms.ends_on(term))
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
