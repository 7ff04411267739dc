"""The match of an invoice with what was agreed and earned, line by line.

Each line meets every check in the same order; the first check that fails gives the reason and the repair
hint. A line is one milestone of one track. What was accepted before in the same invoice counts: the second
line for the same achievement is refused, and the ceiling fills up line by line.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from contracts.milestones import AchievementStatus
from invoices.claims import AchievementFacts
from invoices.match_facts import Check, CheckResult, ContractFacts, LineFacts, LineResult, MatchWorld, Reason
from invoices.tolerances import EXACT, Tolerance
from townhall.money import ZERO, round_to_cents


def match_lines(lines: Sequence[LineFacts], world: MatchWorld) -> list[LineResult]:
    """The result of every line, in the order of the invoice."""
    results: list[LineResult] = []
    claimed_here: dict[int, str] = {}
    accepted_net = ZERO
    for line in lines:
        result = match_line(line, world, claimed_here=claimed_here, accepted_net=accepted_net)
        if result.accepted and result.achievement is not None:
            claimed_here[result.achievement.achievement_id] = line.line_number
            accepted_net += line.net
        results.append(result)
    return results


def match_line(
    line: LineFacts, world: MatchWorld, *, claimed_here: Mapping[int, str], accepted_net: Decimal
) -> LineResult:
    """One line against the agreement; without a known achievement there is nothing to compare it with."""
    achievement = world.achievements.get((line.track_number, line.milestone_code))
    if achievement is None:
        return LineResult(line, None, (_unknown(line), _arithmetic(line)))
    checks = (
        CheckResult(
            Check.ACHIEVEMENT_KNOWN,
            passed=True,
            facts=f"Traject {achievement.track_number}: {achievement.milestone_label}, "
            f"bereikt op {_day(achievement.reached_on)}.",
        ),
        _contract_matches(achievement, world.contract),
        _in_force(achievement, world.contract),
        _verified(achievement),
        _claim_window(achievement, world.received_on),
        _once_only(achievement, claimed_here),
        _arithmetic(line, achievement.tolerance),
        _rate(line, achievement),
        _vat_rate(line, world.vat_rates.get(achievement.reached_on, frozenset())),
        _ceiling(line, world.contract, accepted_net),
    )
    return LineResult(line, achievement, checks)


def _unknown(line: LineFacts) -> CheckResult:
    named = f"traject {line.track_number or '(leeg)'} met mijlpaal {line.milestone_code or '(leeg)'}"
    return CheckResult(
        Check.ACHIEVEMENT_KNOWN,
        passed=False,
        facts=f"Wij kennen bij uw contracten geen prestatie voor {named}.",
        reason=Reason.UNKNOWN_ACHIEVEMENT,
        hint="Noem op de regel het trajectnummer (BT-128) en de mijlpaal (BT-132), precies zoals in het "
        "overzicht "
        "'Wat kan ik factureren?'. Staat de prestatie daar niet, meld haar dan eerst.",
    )


def _contract_matches(achievement: AchievementFacts, contract: ContractFacts) -> CheckResult:
    passed = achievement.contract_id == contract.contract_id
    return CheckResult(
        Check.CONTRACT_MATCHES,
        passed,
        facts=f"De prestatie hoort bij contract {achievement.contract_number}, "
        f"de factuur bij contract {contract.number}.",
        reason=None if passed else Reason.WRONG_CONTRACT,
        hint="" if passed else f"Zet deze regel op een factuur voor contract {achievement.contract_number}.",
    )


def _in_force(achievement: AchievementFacts, contract: ContractFacts) -> CheckResult:
    passed = contract.signed and contract.starts_on <= achievement.reached_on <= contract.ends_on
    return CheckResult(
        Check.CONTRACT_IN_FORCE,
        passed,
        facts=f"Contract {contract.number} loopt van {_day(contract.starts_on)} tot en met "
        f"{_day(contract.ends_on)}; de prestatie is van {_day(achievement.reached_on)}.",
        reason=None if passed else Reason.CONTRACT_NOT_IN_FORCE,
        hint=""
        if passed
        else "Op die dag gold het contract niet. Vraag de contractmanager onder welk contract dit valt.",
    )


def _verified(achievement: AchievementFacts) -> CheckResult:
    if achievement.verification is AchievementStatus.VERIFIED:
        return CheckResult(
            Check.ACHIEVEMENT_VERIFIED, passed=True, facts="De gemeente heeft het bewijs goedgekeurd."
        )
    if achievement.verification is AchievementStatus.REJECTED:
        return CheckResult(
            Check.ACHIEVEMENT_VERIFIED,
            passed=False,
            facts="De gemeente heeft het bewijs afgekeurd.",
            reason=Reason.REJECTED_ACHIEVEMENT,
            hint="Neem contact op met de casemanager. Meld de prestatie opnieuw met het juiste bewijs.",
        )
    return CheckResult(
        Check.ACHIEVEMENT_VERIFIED,
        passed=False,
        facts="De prestatie is gemeld; de gemeente heeft het bewijs nog niet gecontroleerd.",
        reason=Reason.NOT_VERIFIED,
        hint="Wacht op de controle en zet de regel daarna op een nieuwe factuur.",
    )


def _claim_window(achievement: AchievementFacts, received_on: date) -> CheckResult:
    if achievement.claim_by is None:
        return CheckResult(
            Check.CLAIM_WINDOW, passed=True, facts="Het contract noemt geen uiterste dag om te factureren."
        )
    assert achievement.taken_until is not None
    passed = received_on <= achievement.taken_until
    tolerated = f" Dat is later; tot en met {_day(achievement.taken_until)} staan wij dat toe."
    return CheckResult(
        Check.CLAIM_WINDOW,
        passed,
        facts=f"Factureren kon tot en met {_day(achievement.claim_by)}; "
        f"de factuur is ontvangen op {_day(received_on)}."
        + (tolerated if passed and received_on > achievement.claim_by else ""),
        reason=None if passed else Reason.CLAIM_TOO_LATE,
        hint="" if passed else "De termijn is voorbij. Neem contact op met de contractmanager.",
    )


def _once_only(achievement: AchievementFacts, claimed_here: Mapping[int, str]) -> CheckResult:
    if achievement.claimed_on_invoice is not None:
        return CheckResult(
            Check.ONCE_ONLY,
            passed=False,
            facts=f"Deze prestatie staat al op factuur {achievement.claimed_on_invoice}.",
            reason=Reason.ALREADY_CLAIMED,
            hint="Laat deze regel weg. Een prestatie wordt één keer betaald.",
        )
    earlier = claimed_here.get(achievement.achievement_id)
    if earlier is not None:
        return CheckResult(
            Check.ONCE_ONLY,
            passed=False,
            facts=f"Regel {earlier} van deze factuur vraagt dezelfde prestatie.",
            reason=Reason.TWICE_ON_INVOICE,
            hint="Laat deze regel weg. Een prestatie wordt één keer betaald.",
        )
    return CheckResult(Check.ONCE_ONLY, passed=True, facts="Deze prestatie is niet eerder gefactureerd.")


def _arithmetic(line: LineFacts, tolerance: Tolerance = EXACT) -> CheckResult:
    computed = round_to_cents(line.quantity * line.unit_price)
    off = abs(computed - line.net)
    passed = off <= (tolerance.cents_off or ZERO)
    return CheckResult(
        Check.ARITHMETIC,
        passed,
        facts=f"{_number(line.quantity)} × {_euro(line.unit_price)} is {_euro(computed)}; "
        f"op de regel staat {_euro(line.net)}."
        + (f" Een verschil van {_euro(off)} staan wij toe." if passed and off else ""),
        reason=None if passed else Reason.WRONG_ARITHMETIC,
        hint="" if passed else f"Maak het regelbedrag {_euro(computed)}, of verbeter aantal of prijs.",
    )


def _rate(line: LineFacts, achievement: AchievementFacts) -> CheckResult:
    passed = achievement.tolerance.allows_less(achievement.amount, line.net) and line.quantity == 1
    less = achievement.amount - line.net
    tolerated = f" Dat is {_euro(less)} minder; dat staan wij toe, en wij betalen wat is gevraagd."
    return CheckResult(
        Check.RATE,
        passed,
        facts=f"Afgesproken is {_euro(achievement.amount)} voor één keer {achievement.milestone_label}; "
        f"gevraagd is {_euro(line.net)} voor {_number(line.quantity)}." + (tolerated if passed and less else ""),
        reason=None if passed else Reason.WRONG_RATE,
        hint=""
        if passed
        else f"Factureer aantal 1 voor {_euro(achievement.amount)} exclusief btw, het tarief van het "
        "contract.",
    )


def _vat_rate(line: LineFacts, allowed: frozenset[Decimal]) -> CheckResult:
    passed = line.vat_rate in allowed
    rates = (
        " of ".join(f"{_number(rate)} %" for rate in sorted(allowed, reverse=True)) or "geen bekend tarief"
    )
    return CheckResult(
        Check.VAT_RATE,
        passed,
        facts=f"Op de regel staat {_number(line.vat_rate)} % btw; voor deze dienst geldt {rates}.",
        reason=None if passed else Reason.WRONG_VAT_RATE,
        hint=""
        if passed
        else f"Reken {rates} btw. Meent u dat u bent vrijgesteld (art. 11 lid 1 onder f of o Wet OB 1968)? "
        "Dat moet dan eerst in het contract staan, met de reden. Vraag het de contractmanager voor u factureert.",
    )


def _ceiling(line: LineFacts, contract: ContractFacts, accepted_net: Decimal) -> CheckResult:
    if contract.maximum_value is None:
        return CheckResult(Check.CEILING, passed=True, facts="Voor dit contract is geen maximum afgesproken.")
    claimed = contract.claimed_so_far + accepted_net
    passed = claimed + line.net <= contract.maximum_value
    return CheckResult(
        Check.CEILING,
        passed,
        facts=f"Van het maximum van {_euro(contract.maximum_value)} is {_euro(claimed)} gefactureerd; "
        f"deze regel is {_euro(line.net)}.",
        reason=None if passed else Reason.CEILING_REACHED,
        hint=""
        if passed
        else "De ruimte van het contract is op. Overleg met de contractmanager voor u verder gaat.",
    )


def _euro(amount: Decimal) -> str:
    whole = f"{amount:,.2f}" if amount == round_to_cents(amount) else f"{amount:,}"
    return "€ " + whole.translate(str.maketrans(",.", ".,"))


def _number(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",")


def _day(day: date) -> str:
    return f"{day.day:02d}-{day.month:02d}-{day.year}"
