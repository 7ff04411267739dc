"""When a bank account may be proposed, who may confirm it, and from which day money may go to it.

Never fewer than two others confirm it, one of them after calling back. Source: domain fact 9.5.8.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from townhall.four_eyes import obstacles_to_signing
from townhall.identifiers import is_iban
from townhall.organisations.kinds import OPEN_PROPOSALS, BankAccountStatus
from townhall.refusal import Obstacle

#: Shorter than this, nobody can see afterwards who was called on which number.
SHORTEST_NOTE = 20

#: So many days after the second signature no money goes to it yet: time for the firm to see that it is not its own.
COOLING_DAYS = 7

NO_LONGER_OPEN = Obstacle(
    "bank-account-decided",
    "Over dit rekeningnummer is al beslist. Ververs de pagina om te zien wat het is geworden.",
)


@dataclass(frozen=True)
class BankAccountFacts:
    """A proposed bank account, as the rules see it."""

    status: BankAccountStatus
    proposed_by_id: int | None
    called_back_by_id: int | None = None
    confirmed_by_id: int | None = None
    #: The first day on which money may go to it; none as long as it is not confirmed.
    pays_from: date | None = None

    @property
    def signatures(self) -> dict[str, int | None]:
        """Who put which signature."""
        return {
            "proposed": self.proposed_by_id,
            "called_back": self.called_back_by_id,
            "confirmed": self.confirmed_by_id,
        }


def first_day_to_pay(confirmed_on: date) -> date:
    """The day from which money may go to an account that was confirmed on this one."""
    return confirmed_on + timedelta(days=COOLING_DAYS)


def obstacles_to_proposing(
    iban: str, holder: str, *, has_open_proposal: bool, current_iban: str | None
) -> list[Obstacle]:
    """Why this account number cannot be proposed; the number is written without spaces."""
    obstacles = []
    if not is_iban(iban):
        text = "Dit IBAN klopt niet. Controleer het, bijvoorbeeld NL91 ABNA 0417 1643 00."
        obstacles.append(Obstacle("iban-wrong", text, "iban"))
    if not holder.strip():
        text = "Vul in op wiens naam de rekening staat, zoals bij de bank."
        obstacles.append(Obstacle("holder-missing", text, "holder"))
    if has_open_proposal:
        text = (
            "Er ligt al een voorstel voor een rekeningnummer. Wacht tot de gemeente daarover heeft beslist."
        )
        obstacles.append(Obstacle("proposal-open", text))
    if current_iban == iban:
        obstacles.append(Obstacle("iban-current", "Dit is al het rekeningnummer waarop wij betalen.", "iban"))
    return obstacles


def obstacles_to_being_the_caller(account: BankAccountFacts, *, by: int | None) -> list[Obstacle]:
    """Why this person may not be the one who calls back."""
    if account.status is not BankAccountStatus.PROPOSED:
        return [NO_LONGER_OPEN]
    return obstacles_to_signing(account.signatures, as_="called_back", account_id=by)


def obstacles_to_calling_back(account: BankAccountFacts, *, by: int | None, note: str) -> list[Obstacle]:
    """Why this person may not write down that he called back."""
    obstacles = obstacles_to_being_the_caller(account, by=by)
    if NO_LONGER_OPEN in obstacles:
        return obstacles
    if len(note.strip()) < SHORTEST_NOTE:
        text = "Schrijf op wie u sprak, op welk nummer, en waar u dat nummer vandaan hebt."
        obstacles.append(Obstacle("note-too-short", text, "note"))
    return obstacles


def obstacles_to_confirming(account: BankAccountFacts, *, by: int | None) -> list[Obstacle]:
    """Why this person may not put the second signature."""
    if account.status is BankAccountStatus.PROPOSED:
        text = "Eerst belt een collega het bedrijf terug en legt dat vast. Daarna kan een ander bevestigen."
        return [Obstacle("not-called-back", text)]
    if account.status is not BankAccountStatus.CALLED_BACK:
        return [NO_LONGER_OPEN]
    return obstacles_to_signing(account.signatures, as_="confirmed", account_id=by)


def obstacles_to_next_signature(account: BankAccountFacts, *, by: int | None) -> list[Obstacle]:
    """Why this person may not put the signature that is next: the call, or the confirmation."""
    if account.status is BankAccountStatus.PROPOSED:
        return obstacles_to_being_the_caller(account, by=by)
    return obstacles_to_confirming(account, by=by)


def obstacles_to_refusing(account: BankAccountFacts, *, today: date) -> list[Obstacle]:
    """Why this cannot be refused: what was confirmed still can, as long as no money could go to it."""
    if account.status is BankAccountStatus.CONFIRMED:
        is_open = account.pays_from is not None and today < account.pays_from
    else:
        is_open = account.status in OPEN_PROPOSALS
    return [] if is_open else [NO_LONGER_OPEN]
