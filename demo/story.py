"""The chapters of the demo, in the order in which they happened."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from contracts.fee_terms import FeeTerms
from contracts.kpis import Norms
from contracts.lifecycle import ContractBasis
from demo import (
    awards,
    changes,
    checks,
    contracts,
    control,
    decrees,
    history,
    late,
    money,
    papers,
    people,
    performance,
    purchases,
    short_roads,
    tenders,
    watch,
)
from demo.plans import DRAFT_2027, TENDER_2017, TENDER_2024, TENDER_2026, TenderPlan
from demo.requirements import fill_library
from demo.telling import Line, Story, at, merged, together
from demo.tracks import Odds, referrals, staff_contract

#: Who won which lot of tender A, and how many people went to each.
LOTS_A = (
    (1, "Werkvooruit", 14, Odds(lasts=6, ends_early=1, drops_out=1)),
    (2, "Taal en Toekomst", 12, Odds(lasts=5, drops_out=1, moves_away=1)),
    (3, "Jong Start", 10, Odds(lasts=5, ends_early=1, drops_out=2)),
    (4, "Ervaring Telt", 12, Odds(lasts=4, drops_out=2, moves_away=1)),
    (5, "Tweede Kans", 7, Odds(lasts=4, ends_early=2, drops_out=2)),
    (6, "Certiflex", 10, Odds(lasts=6, drops_out=1)),
)


def _until_letters(story: Story, name: str, plan: TenderPlan) -> Line:
    tender = yield from tenders.draft(story, plan)
    story.places[name] = tender
    yield from tenders.publish(story, tender, plan)
    yield from tenders.ask_and_answer(story, tender, plan)
    yield from tenders.bid(story, tender, plan)
    yield from late.ran_over(story, tender, plan)
    opened_at = tenders.noon(plan.closes_on) + timedelta(days=3)
    yield from awards.assess(story, tender, plan, opened_at)
    yield from awards.rank(story, tender, plan, opened_at + timedelta(days=14 + plan.late_days))
    yield from awards.decide(story, tender, at(plan.decision_on, 10))


def _tender_a(story: Story) -> None:
    def line() -> Line:
        yield from _until_letters(story, "A", TENDER_2017)
        yield from awards.finish(story, story.places["A"])
        yield from contracts.contracts_from(
            story, story.places["A"], "A", at("2017-12-11"), norms=Norms(placed_at_least=Decimal(40))
        )
        yield from awards.announce(story, story.places["A"], "TED 2017/S 249 (fictief)", at("2017-12-28"))

    in_house = contracts.by_hand(
        story, "Pasmatch", "Pasmatch", contracts.pasmatch(date(2018, 1, 1), date(2019, 12, 31), "600000"),
        ContractBasis.IN_HOUSE, at("2017-12-12"),
    )  # fmt: skip
    together(tenders.make_keys(story), line(), people.tell_budgets(story, [2018]), in_house)


def _contracts_a(story: Story) -> None:
    """Two years of work under the contracts of tender A, paid and ended."""
    lines: list[Line] = [people.tell_budgets(story, [2019, 2020])]
    for number, firm, count, odds in LOTS_A:
        contract = story.places[f"A{number}"]
        lines.append(staff_contract(story, contract, at("2018-01-02")))
        lines += referrals(
            story, contract, firm, first=date(2018, 1, 8), last=date(2019, 3, 29), count=count, odds=odds,
            municipality="Zandvoort" if number == 1 else None,
        )
        lines.append(money.billing(story, f"A{number}", firm, every_months=4, last=date(2020, 2, 3)))
    lines += referrals(
        story, story.places["Pasmatch"], "Pasmatch", first=date(2018, 1, 15), last=date(2019, 5, 31), count=16,
        odds=Odds(lasts=0, ends_early=0, drops_out=1, moves_away=0),
    )  # fmt: skip
    lines.append(money.billing(story, "Pasmatch", "Pasmatch", every_months=6, last=date(2020, 2, 3)))
    lines.append(contracts.with_zandvoort(story, ["A1", "Pasmatch"], at("2018-01-03")))
    lines.append(money.payments(story, date(2018, 5, 1), date(2020, 3, 31)))
    names = [f"A{number}" for number, *_rest in LOTS_A]
    motivation = "De gemeente kiest voor een nieuwe aanpak per doelgroep; de lopende trajecten worden afgemaakt."
    lines.append(contracts.decline_options(story, names, at("2019-09-10"), motivation))
    lines.append(contracts.close(story, [*names, "Pasmatch"], at("2020-04-01")))
    together(*lines)


def _from_2024(story: Story) -> None:
    """Contract C runs, tender B stands still, draft D is being written; all in the order of their days."""
    budgets = people.tell_budgets(story, [2025, 2026, 2027])
    together(
        _contract_c(story), _tender_b(story), _draft_d(story), *short_roads.tell(story), budgets, decrees.tell(story),
        control.tell(story),
        watch.early_warning(story), watch.scans(story, [*MORNINGS, *_days_around(TENDER_2026)]),
    )  # fmt: skip


#: On these mornings of the story something was waiting, late or near its limit, and the clockwork saw it.
MORNINGS = (
    date(2024, 11, 15),  # the scores of one assessor
    date(2025, 1, 14),  # an award without its contract
    date(2025, 4, 1),  # the notice of that award
    date(2025, 6, 1),
    date(2025, 9, 1),  # an invoice that is paid too late
    date(2025, 12, 1),  # a notice that is planned for after New Year, when other thresholds hold
    date(2026, 3, 1),
    date(2026, 6, 1),
    date(2026, 6, 22),  # what lay waiting while Kim was ill and a supplier moved house; a default after its hearing
    date(2026, 9, 1),
    date(2026, 9, 30),  # an invoice that nobody stated
    date(2026, 10, 5),  # the same invoice, that nobody approved
    date(2026, 11, 2),  # a payment that came back, another bank account, the last days to invoice
)


def _days_around(plan: TenderPlan) -> list[date]:
    """The day before the closing, the days after it on which nobody opened yet, and that on which letters have left."""
    return [plan.closes_on + timedelta(days=days) for days in (-1, 2)] + [plan.decision_on + timedelta(days=2)]


def _tender_c(story: Story) -> Line:
    yield from _until_letters(story, "C", TENDER_2024)
    yield from awards.finish(story, story.places["C"])
    norms = Norms(placed_at_least=Decimal(50), sustained_at_least=Decimal(60), dropped_out_at_most=Decimal(20))
    yield from contracts.contracts_from(
        story, story.places["C"], "C", at("2025-01-20"), norms=norms, sroi=Decimal(5)
    )


def _contract_c(story: Story) -> Line:
    """Signed in January 2025; from then on people, invoices and payments."""
    yield from _tender_c(story)
    lines = referrals(
        story, story.places["C1"], "Spaarne Werkt", first=date(2025, 3, 24), last=date(2026, 11, 16), count=42,
        odds=Odds(lasts=2, ends_early=1, drops_out=3, moves_away=1),
    )  # fmt: skip
    # Together with what else was awarded in that quarter, as is allowed for social services.
    lines.append(awards.announce(story, story.places["C"], "TenderNed 401-2025 (fictief)", at("2025-04-08")))
    lines.append(money.billing(story, "C1", "Spaarne Werkt", every_months=4, last=date(2026, 7, 31)))
    lines.append(money.electronic_invoice(story, "C1", "Spaarne Werkt", "2026-0917", at("2026-09-17", 11)))
    lines.append(money.a_package(story, "Werkvooruit", at("2026-09-18", 11)))
    lines.append(_last_invoice(story))
    lines.append(money.came_back(story, "Spaarne Werkt", "2026-0917", at("2026-10-28", 9)))
    lines.append(money.late_asked(story, "Spaarne Werkt", "C1-2025-01", at("2025-09-15", 10), approved=True))
    lines.append(money.late_asked(story, "Spaarne Werkt", "2026-0917", at("2026-11-18", 10), approved=False))
    lines.append(money.rate_typed(story, at("2026-11-20", 10)))
    lines.append(money.credited(story, "Spaarne Werkt", "C1-2026-04", at("2026-11-11", 16)))
    lines.append(performance.followed(story, "C1", "Spaarne Werkt"))
    lines.append(changes.kept_in_hand(story, "C1"))
    rounds = [at(day) for day in ("2025-03-17", "2025-06-17", "2025-09-17", "2026-03-17", "2026-09-17")]
    lines.append(checks.tested(story, "C1", *rounds, falls_short="K1", again_on=date(2026, 11, 30)))
    lines.append(_in_house_2026(story))
    lines.append(awards.hand_over(story, story.places["C"], "dossier", at("2026-11-18", 11)))
    lines.append(money.payments(story, date(2025, 9, 2), date(2026, 10, 20)))
    yield from merged(*lines)


def _last_invoice(story: Story) -> Line:
    """What was earned in autumn, sent a week ago: it waits for its statement."""
    yield from money.one_invoice(story, "C1", "Spaarne Werkt", "C1-2026-11", at("2026-11-16", 11))
    yield from money.asked_about(story, "Spaarne Werkt", "C1-2026-11", at("2026-11-19", 14))


def _in_house_2026(story: Story) -> Line:
    agreement = contracts.pasmatch(date(2026, 1, 1), date(2027, 12, 31), "39000", claim_within_days=150)
    yield from contracts.by_hand(
        story, "Pasmatch26", "Pasmatch", agreement, ContractBasis.IN_HOUSE, at("2025-12-08"),
        terms=FeeTerms(indexed=contracts.INDEXED),
    )  # fmt: skip
    people_at_pasmatch = referrals(
        story, story.places["Pasmatch26"], "Pasmatch", first=date(2026, 1, 12), last=date(2026, 11, 9), count=14,
        odds=Odds(lasts=0, ends_early=0, drops_out=1, moves_away=0), municipality="Zandvoort",
    )  # fmt: skip
    yield from contracts.with_zandvoort(story, ["Pasmatch26"], at("2025-12-16"))
    yield from checks.tested(story, "Pasmatch26", at("2026-01-06"))
    yield from merged(
        *people_at_pasmatch, money.billing(story, "Pasmatch26", "Pasmatch", every_months=5, last=date(2026, 11, 2)),
        contracts.indexing(story, "Pasmatch26", at("2026-11-18", 15)),
    )


def _tender_b(story: Story) -> Line:
    """In standstill on the demo's day, with one lot before the court."""
    yield from _until_letters(story, "B", TENDER_2026)
    grounds = (
        "Baanbrug stelt dat de score op het netwerk van werkgevers niet is gemotiveerd met wat in haar inschrijving "
        "staat."
    )
    yield from awards.object_to(story, story.places["B"], 2, "Baanbrug", grounds, at("2026-11-19", 16))
    reason = (
        "Bij het nalezen bleek dat de commissie op perceel 3 het antwoord van Werkvooruit over nazorg niet heeft "
        "meegenomen. Wij beoordelen dit perceel opnieuw."
    )
    why_same = "Het gaat om één antwoord dat zij nog niet las; over de rest van dit perceel blijft haar oordeel staan."
    yield from awards.take_back(story, story.places["B"], 3, reason, why_same, at("2026-11-20", 14))


def _draft_d(story: Story) -> Line:
    """A tender being prepared, near the threshold together with a purchase beside it."""
    yield from contracts.by_hand(
        story, "Purchase", "Jong Start", contracts.purchase(date(2026, 3, 1), date(2027, 2, 28), "45000"),
        ContractBasis.PURCHASE, at("2026-02-16"),
    )  # fmt: skip
    story.places["D"] = yield from tenders.draft(story, DRAFT_2027)
    yield at("2026-11-10", 10)
    fill_library(story, story.places["D"], at("2026-11-10", 10))
    yield from purchases.needs_and_ledger(story, at("2026-11-17"))


CHAPTERS: list[tuple[str, Callable[[Story], None]]] = [
    ("Gemeente, mensen, bedrijven en mandaten", people.tell),
    ("Cijfers uit de beleidsstukken van 2005 tot 2019", history.tell),
    ("Aanbesteding A (2017): van behoefte tot overeenkomst", _tender_a),
    ("Overeenkomsten 2018–2019: trajecten, facturen, betalingen", _contracts_a),
    ("Overeenkomst C loopt, aanbesteding B staat stil, D is in voorbereiding", _from_2024),
    ("Papieren: verslagen, brieven, ontvangstbewijzen", papers.make),
    ("Signalen zoals zij vandaag openstaan", papers.scan_today),
]
