"""The file for a decision on an option, assembled by itself: standing, plan, advice, and a sheet per subject."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts import terms
from contracts.ceilings import CeilingFacts
from contracts.extension_advice import Advice, AdviceFacts, advise
from contracts.extension_pack import Sheet, beside_the_lot, outlook
from contracts.kpis import FEWEST, Kpi, KpiCode, KpiUnit, norms_met, norms_missed
from contracts.mix import Compared, Comparison
from contracts.models.frameworks import ExtensionOption, FrameworkContract
from contracts.modifications import GROUNDS, Headroom
from contracts.queries import extension_figures as figures
from contracts.queries.liabilities import forecast_of
from contracts.queries.performance import ComplaintCounts, complaint_counts, plans_of, satisfaction_of
from contracts.queries.standing import Standing, standing_of
from townhall.budgets.room import Room
from townhall.filters import day, euro, euro_or_none, number, percent, short_day, words
from townhall.money import round_half_up


@dataclass(frozen=True)
class ExtensionFile:
    """Everything one looks at before deciding on an option."""

    standing: Standing
    advice: Advice
    sheets: tuple[Sheet, ...]


def extension_file(contract: FrameworkContract, option: ExtensionOption, *, today: date) -> ExtensionFile:
    """The file for this option as it stands today; in a fixed number of queries."""
    standing = standing_of(contract, today=today)
    kpis = standing.kpis
    others, comparisons = figures.beside_the_lot(contract, today=today)
    verdicts = beside_the_lot({code: each.verdict for code, each in comparisons.items()})
    end = terms.end_with(contract.term(), option.facts())
    rooms = figures.budget_rooms(contract, _years_of(contract.ends_on, end))
    complaints = complaint_counts([contract.id])[contract.id]
    advice = advise(
        AdviceFacts(
            norms_met=norms_met(kpis),
            norms_missed=norms_missed(kpis),
            ceiling=standing.ceiling,
            last_start=standing.last_start,
            today=today,
            years_without_budget=tuple(year for year, room in rooms.items() if room is None or room.budget is None),
            better_than_others=list(verdicts.values()).count(Compared.BETTER),
            worse_than_others=list(verdicts.values()).count(Compared.WORSE),
            founded_complaints=complaints.founded,
        )
    )
    sheets = (
        _money(contract),
        _maximum(contract, option, standing.ceiling, today),
        _forecast(contract, today),
        _results(kpis, comparisons, verdicts, others),
        _experience(contract, complaints),
        _budget(contract, rooms),
        _changes(contract, standing.headroom),
        _market(contract),
    )
    return ExtensionFile(standing, advice, sheets)


def _years_of(ends_on: date, end: date) -> list[int]:
    """The calendar years of which days belong to the extension."""
    return list(range((ends_on + timedelta(days=1)).year, end.year + 1))


def _money(contract: FrameworkContract) -> Sheet:
    earned, paid = figures.earned_per_year(contract), figures.paid_per_year(contract)
    years = sorted(set(earned) | set(paid))
    rows = [(str(year), euro(earned[year]) if year in earned else "–", euro(paid[year]) if year in paid else "–")
            for year in years]  # fmt: skip
    note = (
        "Verdiend: goedgekeurde mijlpalen naar de dag waarop ze zijn bereikt. Betaald: naar de dag van de bank, min "
        "wat terugkwam. Bedragen zonder btw."
    )
    return Sheet("money", "Uitgaven per jaar", ("Jaar", "Verdiend", "Betaald"), tuple(rows), note)


def _maximum(contract: FrameworkContract, option: ExtensionOption, ceiling: CeilingFacts, today: date) -> Sheet:
    expected = outlook(figures.earned_in_last_year(contract, today=today), option.months, ceiling)
    left = "er is geen maximum" if expected.left is None else euro(expected.left)
    rows = (
        ("Maximum", euro_or_none(ceiling.maximum)),
        ("Verdiend", euro(ceiling.earned)),
        ("Nog mogelijk in lopende trajecten, hoogstens", euro(ceiling.open_at_most)),
        (f"Verlenging van {option.months} maanden, bij het tempo van de laatste twaalf", euro(expected.cost)),
        ("Dan nog vrij onder het maximum", left),
    )
    note = ""
    if expected.left is not None and expected.left < 0:
        note = "Bij dit tempo is het maximum te klein voor de hele verlenging. Verlengen geeft geen nieuwe ruimte."
    return Sheet("maximum", "Maximum en vooruitblik", ("Wat", "Bedrag, excl. btw"), rows, note)


_FORECAST_COLUMNS = ("Jaar", "Verwacht, excl. btw", "In 80 van de 100 gevallen")


def _forecast(contract: FrameworkContract, today: date) -> Sheet:
    forecast = forecast_of(contract, today=today)
    title = "Verwachting van wat nu loopt"
    if not forecast.is_known:
        rows = [("Lopende trajecten", f"hoogstens {euro(forecast.total.most)}", "–")]
        note = f"Van te weinig trajecten is de afloop bekend voor een verwachting. Er lopen er nu {forecast.tracks}."
        return Sheet("forecast", title, _FORECAST_COLUMNS, tuple(rows), note)
    rows = [
        (str(year), euro(each.expected), f"{euro(each.low)} tot {euro(each.high)}")
        for year, each in forecast.in_years().items()
    ]
    days = forecast.days.expected
    if days is None:
        note = "Bij dit tempo van aanmelden raakt het maximum niet binnen tien jaar op, of er is geen maximum."
    else:
        note = f"Bij dit tempo van aanmelden is het maximum op rond {day(today + timedelta(days=days))}."
    return Sheet("forecast", title, _FORECAST_COLUMNS, tuple(rows), note)


def _results(
    kpis: tuple[Kpi, ...], comparisons: dict[KpiCode, Comparison], verdicts: dict[KpiCode, Compared], others: int
) -> Sheet:
    rows = [
        (
            words(kpi.code),
            _value(kpi, kpi.published) + _counted(kpi),
            "geen afgesproken" if kpi.norm is None else _value(kpi, kpi.norm),
            words(kpi.verdict),
            words(verdicts[kpi.code]) + _expected(comparisons[kpi.code]) if others and kpi.code in verdicts else "–",
        )
        for kpi in kpis
    ]
    contracts = "1 ander contract" if others == 1 else f"{others} andere contracten"
    note = (
        f"Naast het perceel: {contracts} voor dezelfde doelgroep in dezelfde looptijd. Wat te verwachten was, houdt "
        "rekening met de afstand tot werk van de deelnemers die deze opdrachtnemer kreeg."
    )
    if not others:
        note = "Er is geen ander contract voor dezelfde doelgroep in dezelfde looptijd om mee te vergelijken."
    columns = ("Resultaat", "Deze opdrachtnemer", "Norm", "Oordeel", "Naast het perceel")
    return Sheet("results", "Resultaten naast de norm en naast anderen", columns, tuple(rows), note)


def _value(kpi: Kpi, value: Decimal | None) -> str:
    if value is None:
        return "te weinig gegevens"
    written = {
        KpiUnit.PERCENT: percent(value),
        KpiUnit.EURO: euro(value),
        KpiUnit.WEEKS: f"{number(value)} weken",
        KpiUnit.GRADE: f"een {number(value)}",
    }
    return written[kpi.definition.unit]


def _counted(kpi: Kpi) -> str:
    is_counted = kpi.definition.unit is KpiUnit.PERCENT and not kpi.is_about_few
    return f" ({kpi.count} van {kpi.of})" if is_counted else ""


def _expected(comparison: Comparison) -> str:
    if comparison.verdict is Compared.TOO_LITTLE:
        return ""
    return f" ({comparison.count}, te verwachten {number(comparison.published()[1])})"


def _experience(contract: FrameworkContract, complaints: ComplaintCounts) -> Sheet:
    rows = [
        (
            f"Tevredenheid: {words(group).lower()}",
            "te weinig antwoorden"
            if answers < FEWEST
            else f"een {number(round_half_up(mean, places=1))} ({answers} antwoorden)",
        )
        for group, (mean, answers) in satisfaction_of(contract).items()
    ] or [("Tevredenheid", "nog niet gemeten")]
    open_plans = sum(1 for plan in plans_of(contract) if plan.closed_on is None)
    rows += [
        ("Klachten", f"{complaints.total}, waarvan {complaints.founded} (deels) gegrond en {complaints.open} open"),
        ("Verbeterplannen", f"{open_plans} open"),
    ]
    return Sheet("experience", "Tevredenheid, klachten en verbetering", ("Waarover", "Stand"), tuple(rows))


def _budget(contract: FrameworkContract, rooms: dict[int, Room | None]) -> Sheet:
    rows = tuple(
        (str(year), "geen vastgelegd", "–")
        if room is None or room.budget is None
        else (str(year), euro(room.budget), euro(room.left))
        for year, room in rooms.items()
    )
    return Sheet(
        "budget", "Budget in de jaren van de verlenging", ("Jaar", "Budget", "Nog vrij"), rows,
        f"Betaald uit: {contract.budget_heading or 'nog niet gekozen'}. Het budget van de gemeente, voor alle "
        "contracten die eruit worden betaald samen. Zonder budget van het perceel telt dat van het programma.",
    )  # fmt: skip


def _changes(contract: FrameworkContract, headroom: Headroom) -> Sheet:
    rows = tuple(
        (short_day(change.agreed_on), GROUNDS[change.kind].article, euro(change.value), change.reason)
        for change in contract.modifications
    )
    below = "een onbekende grens" if headroom.below is None else euro(headroom.below)
    note = f"Kleine wijzigingen (artikel 2.163b) samen {euro(headroom.net)}; dat moet onder {below} blijven."
    columns = ("Dag", "Artikel", "Waarde", "Reden")
    return Sheet("changes", "Wijzigingen tot nu toe", columns, rows, note)


def _market(contract: FrameworkContract) -> Sheet:
    tender = figures.last_tender(contract)
    rows = [("Vorige keer gekocht", f"zonder aanbesteding: {words(contract.basis).lower()}")]
    if tender is not None:
        bids = "1 inschrijving" if tender.bids == 1 else f"{tender.bids} inschrijvingen"
        rows = [("Vorige keer gekocht", f"aanbesteding {tender.reference}: {bids} op dit perceel")]
    rows += [("Open signaal", signal) for signal in figures.signals_about(contract)]
    note = f"Het contract loopt nu tot en met {day(contract.ends_on)}."
    return Sheet("market", "Markt en signalen", ("Waarover", "Wat"), tuple(rows), note)
