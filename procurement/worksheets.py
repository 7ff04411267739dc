"""The estimate worksheet of a lot: from volume, fees and term to the expected and the maximum value.

Expected: what the lot will probably cost, with every extension and option and each bonus in full (art.
2.15(2) and (3) Aanbestedingswet, AW). Maximum: what the framework can cost when everybody reaches every
step and the volume is at its highest; the notice names it (CJEU C-23/20), and art. 5(5) of Directive
2014/24/EU asks for it. All amounts are excl. VAT, rounded once per term. Pure: values in, values out.
"""

from dataclasses import dataclass
from decimal import Decimal

from procurement.estimates import (
    MONTHS_THAT_COUNT,
    EstimateMethod,
    LotVolume,
    RecurringPurchase,
    value_of_lot,
    value_of_recurring,
)
from procurement.lots import (
    MilestoneFacts,
    expected_cost,
    expected_fee_per_client,
    highest_cost,
    highest_fee_per_client,
)
from procurement.regime_facts import Reason
from procurement.regime_reasons import dutch_euros
from townhall.money import round_to_cents, sum_of

#: How long what comes back regularly counts (art. 2.21 AW).
MONTHS_OF_RECURRING = 12


@dataclass(frozen=True)
class LotTerm:
    """How long the contract runs, and how often it can be extended. Without months the term is not known yet."""

    months: int | None
    extension_count: int = 0
    extension_months: int = 0

    @property
    def of_extensions(self) -> int:
        """All extensions together, in months."""
        return self.extension_count * self.extension_months


@dataclass(frozen=True)
class LotOptionFacts:
    """An option other than an extension, with what it costs when it is taken, excl. VAT."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class Valuation:
    """Over which time a lot is estimated, and why when that is not the whole term."""

    method: EstimateMethod = EstimateMethod.WHOLE_TERM
    reason: str = ""
    recurring: RecurringPurchase | None = None
    """What similar contracts cost in the last twelve months; None: the first twelve months are estimated."""


#: What is said of a lot that is not estimated over its whole term.
_METHOD_WORDS = {
    EstimateMethod.MONTHS_48: ("art. 2.17 onder e en 2.14 lid 2 AW", "48 maanden"),
    EstimateMethod.TWELVE_MONTHS: ("art. 2.21 en 2.14 lid 2 AW", "twaalf maanden"),
}


def reasons_of_method(lot: str, valuation: Valuation) -> tuple[Reason, ...]:
    """Over which time this lot was estimated and why; nothing when that is the whole term."""
    if valuation.method not in _METHOD_WORDS:
        return ()
    article, length = _METHOD_WORDS[valuation.method]
    return (Reason(article, f"{lot} is geraamd over {length}. Reden: {valuation.reason.rstrip('.')}."),)


@dataclass(frozen=True)
class WorksheetFacts:
    """Everything the value of a lot follows from."""

    milestones: tuple[MilestoneFacts, ...]
    clients_per_year: int
    term: LotTerm
    most_clients_per_year: int | None = None
    """None: the expected number is also the highest."""
    options: tuple[LotOptionFacts, ...] = ()
    valuation: Valuation = Valuation()


@dataclass(frozen=True)
class FeeLine:
    """One milestone: what it costs per person on average, and at most."""

    milestone: MilestoneFacts
    expected: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Step:
    """One line of the sum: what it is, how it was computed, and from which article, in Dutch."""

    label: str
    formula: str
    amount: Decimal
    article: str


@dataclass(frozen=True)
class Worksheet:
    """The worksheet, line by line; the lines add up to the values."""

    fees: tuple[FeeLine, ...]
    expected_fee: Decimal
    highest_fee: Decimal
    expected: tuple[Step, ...]
    highest: tuple[Step, ...]

    @property
    def expected_value(self) -> Decimal:
        """The estimate of the lot; nothing while the term is not known: half a term would be worse than none."""
        return sum_of(step.amount for step in self.expected)

    @property
    def maximum_value(self) -> Decimal | None:
        """The most the lot can cost; None while term or fees are not known."""
        return sum_of(step.amount for step in self.highest) or None


def worksheet_of(facts: WorksheetFacts) -> Worksheet:
    """The whole worksheet of a lot."""
    fees = tuple(
        FeeLine(each, round_to_cents(expected_cost(each)), round_to_cents(highest_cost(each)))
        for each in facts.milestones
    )
    expected_fee = expected_fee_per_client(facts.milestones)
    highest_fee = highest_fee_per_client(facts.milestones)
    most = facts.most_clients_per_year or facts.clients_per_year
    known = facts.term.months is not None
    options = _options(facts) if known else ()
    return Worksheet(
        fees=fees,
        expected_fee=expected_fee,
        highest_fee=highest_fee,
        expected=(*_of_method(facts, expected_fee), *options) if known else (),
        highest=(*_of_whole_term(facts.term, most, highest_fee), *options) if known and highest_fee else (),
    )


def _of_method(facts: WorksheetFacts, fee: Decimal) -> tuple[Step, ...]:
    method, term = facts.valuation.method, facts.term
    assert term.months is not None, "asked with a known term only"
    if method == EstimateMethod.TWELVE_MONTHS:
        return (_of_recurring(facts, fee),)
    if method == EstimateMethod.MONTHS_48:
        months = min(term.months + term.of_extensions, MONTHS_THAT_COUNT)
        return (_volume_step(f"{months} maanden", facts.clients_per_year, months, fee, "art. 2.17 onder e AW"),)
    return _of_whole_term(term, facts.clients_per_year, fee)


def _of_whole_term(term: LotTerm, clients: int, fee: Decimal) -> tuple[Step, ...]:
    assert term.months is not None, "asked with a known term only"
    article = "art. 2.15 lid 2 en 3 AW"
    first = _volume_step("Eerste looptijd", clients, term.months, fee, article)
    if not term.of_extensions:
        return (first,)
    label = f"Verlengingen: {term.extension_count} × {term.extension_months} maanden"
    extensions = _volume_step(label, clients, term.of_extensions, fee, article)
    whole = value_of_lot(LotVolume(clients, term.months + term.of_extensions, fee))
    # What is split must add up again: the extensions are what the whole has more than the first term.
    return (first, Step(label, extensions.formula, whole - first.amount, article))


def _volume_step(label: str, clients: int, months: int, fee: Decimal, article: str) -> Step:
    formula = f"{_number(clients)} deelnemers per jaar × {months} maanden ÷ 12 × {dutch_euros(fee)}"
    return Step(label, formula, value_of_lot(LotVolume(clients, months, fee)), article)


def _of_recurring(facts: WorksheetFacts, fee: Decimal) -> Step:
    purchase = facts.valuation.recurring
    if purchase is None:
        label, months = "De eerste twaalf maanden", MONTHS_OF_RECURRING
        return _volume_step(label, facts.clients_per_year, months, fee, "art. 2.21 onder b AW")
    change = f"{purchase.expected_change_percent.normalize():+f} %".replace(".", ",")
    return Step(
        "De laatste twaalf maanden, met de verwachte verandering",
        f"{dutch_euros(purchase.spent_in_last_12_months)} en {change}",
        value_of_recurring(purchase),
        "art. 2.21 onder a AW",
    )


def _options(facts: WorksheetFacts) -> tuple[Step, ...]:
    return tuple(
        Step(f"Optie: {each.label}", "vast bedrag", each.amount, "art. 2.15 lid 2 AW") for each in facts.options
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
