"""Referring many people at once: a fixed number of statements, however many there are."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import insert

from contracts.models.frameworks import FrameworkContract
from contracts.models.tracks import Participant, Track
from contracts.queries import track_imports as queries
from contracts.track_imports import ReferralLine
from contracts.tracks import NUMBER_LENGTH, RESPONSE_DAYS, TrackStatus, digits_of_number
from townhall.accounts.actor import Actor
from townhall.budgets import queries as budgets
from townhall.budgets.headings import Purse
from townhall.budgets.models import Budget
from townhall.budgets.operations import Promise, commit_amounts
from townhall.database import db, numbers_in_year
from townhall.mail import add_mail
from townhall.money import ZERO
from townhall.organisations.models import Organisation
from townhall.organisations.queries import the_municipality

#: Who pays, by the number of the contract and the name of the municipality.
Payers = Mapping[tuple[str, str], tuple[int, date | None]]

#: Said of a track whose line gives no reason for this supplier.
FROM_THE_CLIENT_SYSTEM = "Overgenomen uit het cliëntsysteem."


def add_referrals(
    lines: Sequence[ReferralLine], contracts: Mapping[str, FrameworkContract], *,
    fee: Callable[[int, date], Decimal], actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Make the tracks of these lines, with their people and commitments, and tell each supplier how many.

    The lines were checked; only a budget can still refuse.
    """
    payers = queries.partner_municipalities([contract.id for contract in contracts.values()])
    numbers = [f"T-{now.year}-{number:04d}" for number in numbers_in_year("track", now.year, len(lines))]
    promised = _promised(lines, numbers, contracts, payers, fee, actor=actor, now=now)
    people = _people(lines, payers, now)
    respond_by = now.date() + timedelta(days=RESPONSE_DAYS)
    db.session.execute(
        insert(Track),
        [
            {
                "number": number, "contract_id": contracts[line.contract_number].id, "participant_id": participant_id,
                "case_manager_id": actor.account_id, "status": TrackStatus.REFERRED, "referred_on": line.referred_on,
                "respond_by": respond_by, "choice_reason": line.reason or FROM_THE_CLIENT_SYSTEM, "lot_advice": "",
                "ladder_step": line.ladder_step, "external_key": line.key, "commitment_id": promised.get(number),
                "created_at": now, "version": 1,
            }
            for line, number, participant_id in zip(lines, numbers, people, strict=True)
        ],
    )  # fmt: skip
    _tell_suppliers(lines, contracts, respond_by, now)


def _people(lines: Sequence[ReferralLine], payers: Payers, now: datetime) -> list[int]:
    """The participant of each line: who is here by the same hash, or somebody new."""
    known = queries.participants_with([line.client_key for line in lines if line.client_key])
    newcomers, seen = [], set(known)
    for line in lines:
        if not line.client_key or line.client_key not in seen:
            newcomers.append(line)
            seen.add(line.client_key)
    numbers = _free_numbers(len(newcomers))
    if newcomers:
        db.session.execute(
            insert(Participant),
            [
                {
                    "number": number, "municipality_id": payers[_place(line)][0] if line.municipality else None,
                    "client_key": line.client_key or None, "created_at": now,
                }
                for line, number in zip(newcomers, numbers, strict=True)
            ],
        )  # fmt: skip
    ids = queries.participants_numbered(numbers)
    by_line = {line.line: ids[number] for line, number in zip(newcomers, numbers, strict=True)}
    known |= {line.client_key: by_line[line.line] for line in newcomers if line.client_key}
    return [known[line.client_key] if line.client_key else by_line[line.line] for line in lines]


def _place(line: ReferralLine) -> tuple[str, str]:
    return line.contract_number, line.municipality.casefold()


def _free_numbers(count: int) -> list[str]:
    """So many random participant numbers that nobody has."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {
            digits_of_number([secrets.randbelow(10) for _ in range(NUMBER_LENGTH)]) for _ in range(count - len(free))
        }
        free |= drawn - set(queries.participants_numbered(sorted(drawn)))
    return sorted(free, key=lambda _: secrets.randbelow(2**32))


def _promised(
    lines: Sequence[ReferralLine], numbers: Sequence[str], contracts: Mapping[str, FrameworkContract],
    payers: Payers, fee: Callable[[int, date], Decimal], *, actor: Actor, now: datetime,
) -> dict[str, int]:  # fmt: skip
    """The commitment of each track, by its number; none where lot nor programme has a budget this year."""
    own = the_municipality().id
    promises: dict[Purse, list[Promise]] = defaultdict(list)
    for line, number in zip(lines, numbers, strict=True):
        contract = contracts[line.contract_number]
        amount = fee(contract.id, line.referred_on)
        if amount > ZERO:
            payer = payers[_place(line)][0] if line.municipality else own
            purpose = f"Traject {number}, contract {contract.number}"
            purse = Purse(contract.budget_heading, now.year, payer)
            promises[purse].append(Promise(amount, purpose, number, contract.supplier_id))
    made: dict[str, int] = {}
    for budget, each in sorted(_by_budget(promises).items(), key=lambda pair: pair[0].id):
        made |= commit_amounts(budget, each, actor=actor, now=now)
    return made


def _by_budget(promises: Mapping[Purse, Sequence[Promise]]) -> dict[Budget, list[Promise]]:
    """What each budget must carry: that of a programme for several lots at once."""
    paying = budgets.budgets_paying(promises)
    found: dict[Budget, list[Promise]] = defaultdict(list)
    for purse, each in promises.items():
        if purse in paying:
            found[paying[purse]] += each
    return found


def _tell_suppliers(
    lines: Sequence[ReferralLine], contracts: Mapping[str, FrameworkContract], respond_by: date, now: datetime
) -> None:
    counts: dict[int, int] = defaultdict(int)
    for line in lines:
        counts[contracts[line.contract_number].supplier_id] += 1
    for supplier_id, count in counts.items():
        supplier = db.session.get_one(Organisation, supplier_id)
        if supplier.email:
            add_mail(
                to=supplier.email,
                subject="1 nieuwe aanmelding" if count == 1 else f"{count} nieuwe aanmeldingen",
                template="mail/tracks_referred.txt",
                now=now,
                count=count,
                respond_by=respond_by,
                firm=supplier.name,
            )
