"""Reading the method, the criteria and the bids of one scoring case, noting every mistake."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from procurement.price_formulas import PriceRule
from procurement.procedures import CriterionKind
from procurement.scoring import BidInput, Criterion, Method, MethodName, ReferenceSet
from procurement.scoring_rules import RULES
from procurement.strict_json import Case

CRITERION_KEYS = frozenset(
    {"id", "type", "weight", "points_rule", "max_value", "table", "name", "title", "note"}
)
METHOD_KEYS = frozenset({"name", "total_weight", "reference_set", "rounding", "minimums", "note"})
ROUNDING_KEYS = frozenset({"criterion_decimals", "total_decimals"})
BID_KEYS = frozenset({"bidder", "price", "scores", "quality", "status", "total", "note"})

#: Methods that are known by name, but that have no formula here: a person reads them.
WITHOUT_FORMULA = frozenset(
    {
        "utility_index",
        "price_over_coefficient",
        "price_per_result",
        "score_times_reference_over_price",
        "ratio_with_band",
    }
)
NOT_VALID = frozenset(
    {"invalid", "excluded", "rejected", "withdrawn", "disqualified", "non_compliant", "late"}
)
#: More than any amount in cents takes; keeps a typing error from filling the memory.
MOST_DECIMALS = 20


def read_method(case: Case, given: object) -> Method | None:
    """The method, or None after an error."""
    fields = case.mapping(given, "method")
    name = case.text(fields.get("name"), "method.name")
    if name == "policy":
        case.wrong("method.name ‘policy’ is een regel in woorden: daar valt niets te rekenen.")
        return None
    if name in WITHOUT_FORMULA:
        case.wrong(
            f"method.name ‘{name}’ heeft hier geen formule: "
            "deze methode leest een mens, niet de rekenmachine."
        )
        return None
    if name not in list(MethodName):
        if name is not None:
            case.wrong(f"method.name ‘{name}’ is onbekend; bekend zijn {', '.join(MethodName)}.")
        return None
    case.mapping(fields, "method", METHOD_KEYS)
    if "total_weight" in fields:
        case.number(fields["total_weight"], "method.total_weight")
    rounding = case.mapping(_or_nothing(fields.get("rounding")), "method.rounding", ROUNDING_KEYS)
    minimums = case.mapping(_or_nothing(fields.get("minimums")), "method.minimums")
    return Method(
        name=MethodName(name),
        reference_set=read_reference_set(case, fields.get("reference_set")),
        criterion_decimals=decimals(case, rounding, "criterion_decimals"),
        total_decimals=decimals(case, rounding, "total_decimals"),
        minimums={
            key: case.number(value, f"method.minimums.{key}") or Fraction(0)
            for key, value in minimums.items()
        },
    )


def _or_nothing(given: object) -> object:
    """What stands there, or nothing where null says that there is nothing."""
    return {} if given is None else given


def read_reference_set(case: Case, given: object) -> ReferenceSet | None:
    """The set of bids a relative formula measures against; None when nothing was said."""
    if given is None:
        return None
    name = case.text(given, "method.reference_set")
    if name is not None and name not in list(ReferenceSet):
        case.wrong(f"method.reference_set ‘{name}’ is onbekend; bekend zijn {', '.join(ReferenceSet)}.")
        return None
    return None if name is None else ReferenceSet(name)


def decimals(case: Case, rounding: Mapping[str, object], key: str) -> int | None:
    """A number of decimals, or None for no rounding."""
    given = rounding.get(key)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_DECIMALS:
        case.wrong(f"method.rounding.{key} moet een geheel getal van 0 tot en met {MOST_DECIMALS} zijn.")
        return None
    return given


def read_criteria(case: Case, given: object, method: Method) -> list[Criterion]:
    """All criteria; the mistakes are noted."""
    on_value = method.name == MethodName.AWARD_ON_VALUE
    criteria = [
        read_criterion(case, each, place, on_value=on_value)
        for place, each in enumerate(case.sequence(given, "criteria"), start=1)
    ]
    case.once([each.id for each in criteria], "criterium")
    prices = [each.id for each in criteria if isinstance(each.rule, PriceRule)]
    if len(prices) > 1:
        case.wrong(
            f"de criteria {', '.join(prices)} rekenen alle met de ene prijs van een inschrijving; "
            "dat kan er maar één zijn."
        )
    needs_rules = method.name in (MethodName.POINTS_SUM, MethodName.AWARD_ON_VALUE)
    written = [each for each in given if isinstance(each, Mapping)] if isinstance(given, list) else []
    has_rule = [each.get("id") for each in written if "points_rule" in each]
    if needs_rules:
        for each in criteria:
            # A rule that could not be read has a line of its own.
            if each.rule is None and each.id not in has_rule and not (on_value and each.kind == CriterionKind.PRICE):
                case.wrong(f"criterium {each.id}: points_rule ontbreekt.")
        if not criteria and given == []:
            case.wrong("criteria is leeg: deze methode telt punten per criterium op.")
    return criteria


def read_criterion(case: Case, given: object, place: int, *, on_value: bool) -> Criterion:
    """One criterion; the mistakes are noted."""
    fields = case.mapping(given, f"criteria[{place}]", CRITERION_KEYS)
    name = case.text(fields.get("id"), f"criteria[{place}].id") or f"#{place}"
    kind = case.text(fields.get("type"), f"criterium {name}: type")
    if kind is not None and kind not in list(CriterionKind):
        case.wrong(f"criterium {name}: type ‘{kind}’ is onbekend; bekend zijn {', '.join(CriterionKind)}.")
    is_price = kind == CriterionKind.PRICE
    weight = case.optional_number(fields.get("weight"), f"criterium {name}: weight")
    if weight is not None and weight < 0:
        case.wrong(f"criterium {name}: weight mag niet lager dan nul zijn.")
    stray = [key for key in ("max_value", "table") if key in fields]
    if on_value and not is_price and stray:
        return on_value_criterion(case, name, fields)
    for key in stray:
        case.wrong(f"criterium {name}: {key} hoort alleen bij een kwaliteitscriterium onder award_on_value.")
    rule = (
        RULES.read(case, fields["points_rule"], name, is_price=is_price) if "points_rule" in fields else None
    )
    if on_value and rule is not None:
        case.wrong(f"criterium {name}: onder award_on_value telt alleen kwaliteit met max_value en table.")
        rule = None
    return Criterion(name, CriterionKind.PRICE if is_price else CriterionKind.QUALITY, weight, rule)


def on_value_criterion(case: Case, name: str, fields: Mapping[str, object]) -> Criterion:
    """A criterion that is worth money: max_value × percent ÷ 100."""
    if "points_rule" in fields:
        case.wrong(f"criterium {name}: points_rule gaat niet samen met max_value en table.")
    worth = case.number(fields.get("max_value"), f"criterium {name}: max_value")
    return Criterion(name, CriterionKind.QUALITY, worth, RULES.table(case, fields.get("table"), name))


def read_bids(case: Case, given: object, criteria: Sequence[Criterion], method: Method) -> list[BidInput]:
    """All bids; the mistakes are noted."""
    bids = [
        read_bid(case, each, place, criteria, method)
        for place, each in enumerate(case.sequence(given, "bids"), start=1)
    ]
    case.once([bid.bidder for bid in bids], "inschrijver")
    if given == []:
        case.wrong("bids is leeg: zonder inschrijving valt er niets te rangschikken.")
    return bids


def read_bid(
    case: Case, given: object, place: int, criteria: Sequence[Criterion], method: Method
) -> BidInput:
    """One bid; the mistakes are noted."""
    fields = case.mapping(given, f"bids[{place}]", BID_KEYS)
    name = case.text(fields.get("bidder"), f"bids[{place}].bidder") or f"#{place}"
    at = f"inschrijver {name}"
    scores = {
        key: case.score(value, f"{at}: scores.{key}")
        for key, value in case.mapping(fields.get("scores", {}), f"{at}: scores").items()
    }
    known = {each.id for each in criteria} | set(method.minimums)
    lone_total = method.name == MethodName.GIVEN_TOTALS and not criteria
    by_price = {each.id for each in criteria if isinstance(each.rule, PriceRule)}
    for key in scores:
        if key in by_price:
            case.wrong(f"{at}: scores.{key} hoort er niet; dit criterium rekent met price.")
        if key not in known and not lone_total:
            case.wrong(f"{at}: scores.{key} hoort bij geen criterium.")
    quality = case.optional_number(fields.get("quality"), f"{at}: quality")
    if quality is not None:
        place_quality(case, at, scores, quality, criteria, method)
    total = case.optional_number(fields.get("total"), f"{at}: total")
    if method.name == MethodName.GIVEN_TOTALS:
        total = lone_given_total(case, at, scores, total) if lone_total else total
    elif total is not None:
        case.wrong(f"{at}: total hoort alleen bij de methode given_totals.")
    return BidInput(
        bidder=name,
        price=case.optional_number(fields.get("price"), f"{at}: price"),
        scores=scores,
        quality=quality,
        given_total=total,
        is_valid=read_status(case, fields.get("status", "valid"), at),
    )


def lone_given_total(
    case: Case, at: str, scores: Mapping[str, str | Fraction], total: Fraction | None
) -> Fraction | None:
    """The given total of a bid without criteria: it may stand alone among the scores."""
    if total is not None or not scores:
        return total
    only = next(iter(scores.values()))
    if len(scores) > 1 or isinstance(only, str):
        case.wrong(f"{at}: bij given_totals zonder criteria hoort precies één getal onder scores.")
        return None
    return only


def place_quality(
    case: Case,
    at: str,
    scores: dict[str, str | Fraction],
    quality: Fraction,
    criteria: Sequence[Criterion],
    method: Method,
) -> None:
    """Put the one quality score where it belongs: with the only quality criterion, when there is one."""
    scored = [each for each in criteria if each.kind == CriterionKind.QUALITY]
    if "quality" in method.minimums and not any(each.id == "quality" for each in scored):
        scores.setdefault("quality", quality)
    if len(scored) == 1:
        if scored[0].id in scores:
            case.wrong(f"{at}: quality en scores.{scored[0].id} zeggen twee keer hetzelfde; geef er één.")
        scores[scored[0].id] = quality
    elif method.name not in (MethodName.PRICE_OVER_SCORE, MethodName.GIVEN_TOTALS) and "quality" not in method.minimums:
        case.wrong(f"{at}: quality is niet te plaatsen; geef scores per criterium.")


def read_status(case: Case, given: object, at: str) -> bool:
    """Does the bid count?"""
    status = case.text(given, f"{at}: status")
    if status == "valid":
        return True
    if status is not None and status not in NOT_VALID:
        case.wrong(f"{at}: status ‘{status}’ is onbekend; bekend zijn valid, {', '.join(sorted(NOT_VALID))}.")
    return False


def check_minimums(
    case: Case, criteria: Sequence[Criterion], method: Method, bids: Sequence[BidInput]
) -> None:
    """Every minimum must belong to a criterion, or to the one quality score."""
    known = {each.id for each in criteria if not isinstance(each.rule, PriceRule)}
    if any(bid.quality is not None for bid in bids):
        known.add("quality")
    for key in method.minimums:
        if key not in known:
            case.wrong(f"method.minimums.{key} hoort bij geen kwaliteitscriterium.")


def check_open_bounds(
    case: Case, inputs: object, criteria: Sequence[Criterion], bids: Sequence[BidInput]
) -> None:
    """What happens outside the bounds must have been said as soon as a price lies outside."""
    assert isinstance(inputs, Mapping)
    for criterion, written in zip(criteria, inputs.get("criteria", []), strict=True):
        rule = criterion.rule
        if not RULES.leaves_bounds_open(written, rule):
            continue
        prices = {bid.bidder: bid.price for bid in bids if bid.is_valid and bid.price is not None}
        outside = [bidder for bidder, price in prices.items() if not RULES.within(rule, price)]
        if outside:
            case.wrong(
                f"criterium {criterion.id}: de prijs van {', '.join(outside)} ligt buiten de grenzen; "
                "zeg met clamp (true of false) wat dan geldt."
            )
