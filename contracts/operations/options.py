"""Deciding on an option to extend: taken or not, by somebody with a mandate, with the reason and the
facts."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts import terms
from contracts.extension_pack import as_data
from contracts.extensions import ExtensionFacts, obstacles_to_declining, obstacles_to_extending
from contracts.models import ExtensionOption, FrameworkContract
from contracts.queries.extension_file import ExtensionFile, extension_file
from contracts.queries.standing import extension_facts
from contracts.terms import DecisionBody, OptionDecision
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.audit import trail
from townhall.budgets import queries as budgets
from townhall.budgets.authority import MandateFacts
from townhall.budgets.kinds import MandateKind
from townhall.database import db
from townhall.mail.outbox import add_mail
from townhall.money import round_to_cents
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if

#: Who decided, when no person with a mandate did.
THE_COLLEGE = "Het college van burgemeester en wethouders"


def decide_on_option(
    contract: FrameworkContract,
    sequence: int,
    *,
    taken: bool,
    motivation: str,
    decided_by: Account | None,
    decided_on: date,
    reference: str = "",
    actor: Actor,
    now: datetime,
) -> ExtensionOption:
    """Record the decision on an option. Taken: the contract runs longer; not taken: it ends on its last
    day. ``reference`` is the number of the decision, asked when the college decides; then nobody
    else does. The pack is kept as it is now."""
    facts = extension_facts(contract, sequence)
    who = _who_decides(facts, decided_by)
    if taken:
        found = obstacles_to_extending(
            facts, decided_on=decided_on, motivation=motivation, decided_by=who, reference=reference, told_on=now.date()
        )
    else:
        found = obstacles_to_declining(facts, motivation=motivation, decided_by=who, reference=reference)
    if decided_on > now.date():
        found.append(
            Obstacle("decided-in-future", "De dag van het besluit ligt in de toekomst.", "decided_on")
        )
    found += _obstacles_of_mandate(contract, sequence, decided_by, decided_on)
    refuse_if(found)
    option = next(each for each in contract.options if each.sequence == sequence)
    pack = extension_file(contract, option, today=now.date())
    before = {"ends_on": contract.ends_on}
    option.decision = OptionDecision.TAKEN if taken else OptionDecision.NOT_TAKEN
    option.decided_on, option.decided_by, option.motivation = decided_on, who, motivation
    option.decision_reference, option.facts_then = reference, _snapshot(pack)
    option.recorded_by_id = actor.account_id
    contract.ends_on = terms.ends_on(contract.term())
    _tell_supplier(contract, option, now)
    trail.record(
        "contract.extended" if taken else "contract.option-not-taken",
        contract,
        actor=actor,
        now=now,
        before=before,
        after={
            "option": sequence,
            "ends_on": contract.ends_on,
            "decided_by": who,
            "reference": reference,
        },
        reason=motivation,
    )
    return option


def value_of_option(contract: FrameworkContract, months: int) -> Decimal | None:
    """What these months are expected to cost: the expected value spread over all months; None when
    unknown."""
    if contract.expected_value is None:
        return None
    days_in_all = (terms.latest_possible_end(contract.term()) - contract.starts_on).days + 1
    until = terms.last_day_after(contract.ends_on, months=months)
    days = (until - contract.ends_on).days
    return round_to_cents(Fraction(contract.expected_value) * days / days_in_all)


def _who_decides(facts: ExtensionFacts, decided_by: Account | None) -> str:
    if facts.option is not None and facts.option.decides is DecisionBody.COLLEGE:
        return THE_COLLEGE
    return "" if decided_by is None else decided_by.name


def _obstacles_of_mandate(
    contract: FrameworkContract, sequence: int, decided_by: Account | None, decided_on: date
) -> list[Obstacle]:
    option = next((each for each in contract.options if each.sequence == sequence), None)
    if option is None or option.decides is DecisionBody.COLLEGE or decided_by is None:
        return []
    valid: list[MandateFacts] = [
        mandate
        for mandate in budgets.mandates_of(decided_by.id)
        if mandate.kind is MandateKind.EXTEND_CONTRACT and mandate.holds_on(decided_on)
    ]
    if not valid:
        return [
            Obstacle(
                "no-mandate",
                f"{decided_by.name} heeft op die dag geen mandaat om over verlenging te besluiten. Kies "
                "iemand met mandaat.",
                "decided_by",
            )
        ]
    if any(mandate.covers(value_of_option(contract, option.months)) for mandate in valid):
        return []
    return [
        Obstacle(
            "mandate-too-small",
            f"Het mandaat van {decided_by.name} gaat niet zo ver als de waarde van deze verlenging. Laat "
            "iemand met een hoger mandaat besluiten.",
            "decided_by",
        )
    ]


def _snapshot(pack: ExtensionFile) -> dict[str, Any]:
    ceiling = pack.standing.ceiling
    return {
        "maximum": ceiling.maximum,
        "earned": ceiling.earned,
        "open_at_most": ceiling.open_at_most,
        "kpis": [
            {"code": kpi.code, "count": kpi.count, "of": kpi.of, "norm": kpi.norm, "verdict": kpi.verdict}
            for kpi in pack.standing.kpis
        ],
        "advice": pack.advice.verdict,
        "reasons": [reason.text for reason in pack.advice.reasons],
        "sheets": as_data(pack.sheets),
    }


def _tell_supplier(contract: FrameworkContract, option: ExtensionOption, now: datetime) -> None:
    supplier = db.session.get_one(Organisation, contract.supplier_id)
    if not supplier.email:
        return
    taken = option.decision is OptionDecision.TAKEN
    word = "wordt verlengd" if taken else "wordt niet verlengd"
    add_mail(
        to=supplier.email,
        subject=f"Contract {contract.number} {word}",
        template="mail/contract_extended.txt" if taken else "mail/contract_not_extended.txt",
        now=now,
        contract=contract,
        option=option,
        supplier=supplier,
    )
