"""The file for a decision on an option, assembled by itself: standing, plan, advice, and a sheet per subject."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts import terms
from contracts.ceilings import CeilingFacts
from contracts.extension_advice import Advice, AdviceFacts, advise
from contracts.extension_pack import Sheet, compared, outlook
from contracts.kpis import Kpi, KpiCode, norms_met, norms_missed
from contracts.models.frameworks import ExtensionOption, FrameworkContract
from contracts.modifications import GROUNDS, Headroom
from contracts.queries import extension_figures as figures
from contracts.queries.standing import Standing, standing_of
from townhall.budgets.room import Room
from townhall.filters import day, euro, euro_or_none, percent, short_day, words

#: Of these figures a lower one is the better one.
_LESS_IS_BETTER = frozenset({KpiCode.DROPPED_OUT})


@dataclass(frozen=True)
class ExtensionFile:
    """Everything one looks at before deciding on an option."""

    standing: Standing
    advice: Advice
    sheets: tuple[Sheet, ...]


def extension_file(contract: FrameworkContract, option: ExtensionOption, *, today: date) -> ExtensionFile:
    """The file for this option as it stands today; in a fixed number of queries."""
    standing = standing_of(contract, today=today)
    number_of_others, of_others = figures.kpis_of_others(contract, today=today)
    end = terms.end_with(contract.term(), option.facts())
    rooms = figures.budget_rooms(contract, _years_of(contract.ends_on, end))
    better, worse = compared(standing.kpis, of_others, _LESS_IS_BETTER)
    advice = advise(
        AdviceFacts(
            norms_met=norms_met(standing.kpis),
            norms_missed=norms_missed(standing.kpis),
            ceiling=standing.ceiling,
            last_start=standing.last_start,
            today=today,
            years_without_budget=tuple(
                year for year, room in rooms.items() if room is None or room.budget is None
            ),
            better_than_others=better,
            worse_than_others=worse,
        )
    )
    return ExtensionFile(
        standing,
        advice,
        (
            _money(contract),
            _maximum(contract, option, standing.ceiling, today),
            _results(standing.kpis, of_others, number_of_others),
            _budget(contract, rooms),
            _changes(contract, standing.headroom),
            _market(contract),
        ),
    )


def _years_of(ends_on: date, end: date) -> list[int]:
    """The calendar years of which days belong to the extension."""
    return list(range((ends_on + timedelta(days=1)).year, end.year + 1))


def _money(contract: FrameworkContract) -> Sheet:
    earned, paid = figures.earned_per_year(contract), figures.paid_per_year(contract)
    years = sorted(set(earned) | set(paid))
    rows = [(str(year), euro(earned[year]) if year in earned else "–", euro(paid[year]) if year in paid else "–")
            for year in years]  # fmt: skip
    note = "Verdiend: goedgekeurde mijlpalen naar de dag waarop ze zijn bereikt. Bedragen zonder btw."
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


def _results(kpis: tuple[Kpi, ...], of_others: list[Kpi], number_of_others: int) -> Sheet:
    others = {kpi.code: kpi for kpi in of_others}
    rows = [
        (words(kpi.code), _figure(kpi), "geen afgesproken" if kpi.norm is None else percent(kpi.norm),
         words(kpi.verdict), _figure(others.get(kpi.code) if number_of_others else None))
        for kpi in kpis
    ]  # fmt: skip
    contracts = "1 ander contract" if number_of_others == 1 else f"{number_of_others} andere contracten"
    note = (
        f"Anderen: {contracts} voor dezelfde doelgroep in dezelfde looptijd, samen. Zij kregen niet per se "
        "dezelfde deelnemers."
    )
    if not number_of_others:
        note = "Er is geen ander contract voor dezelfde doelgroep in dezelfde looptijd om mee te vergelijken."
    columns = ("Resultaat", "Deze opdrachtnemer", "Norm", "Oordeel", "Anderen")
    return Sheet("results", "Resultaten naast de norm en naast anderen", columns, tuple(rows), note)


def _figure(kpi: Kpi | None) -> str:
    if kpi is None:
        return "–"
    published = "te weinig gegevens" if kpi.published is None else percent(kpi.published)
    return f"{published} ({kpi.count} van {kpi.of})"


def _budget(contract: FrameworkContract, rooms: dict[int, Room | None]) -> Sheet:
    rows = tuple(
        (str(year), "geen vastgelegd", "–")
        if room is None or room.budget is None
        else (str(year), euro(room.budget), euro(room.left))
        for year, room in rooms.items()
    )
    programme = contract.budget_programme or "nog niet gekozen"
    return Sheet(
        "budget", "Budget in de jaren van de verlenging", ("Jaar", "Budget", "Nog vrij"), rows,
        f"Programma: {programme}. Het budget van de gemeente, voor alle contracten van dit programma samen.",
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
