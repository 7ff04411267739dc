"""What happened to a running contract: changes and their notices, a default that was cured, one that was announced."""

from dataclasses import replace
from datetime import date

from contracts.defaults import DefaultOutcome
from contracts.modifications import Change, ModificationKind
from contracts.operations.changes import record_modification, record_publication
from contracts.operations.defaults import announce_default, close_default, record_reply, send_default_notice
from contracts.operations.endings import draw_up_exit_plan
from demo.telling import Line, Story, at
from townhall.money import euros


def kept_in_hand(story: Story, name: str) -> Line:
    """The contract of this name over the year 2026, as Coen kept it."""
    contract = story.places[name]
    training = "Groepstraining digitale vaardigheden voor zestig mensen."
    small = Change(ModificationKind.DE_MINIMIS, euros("54000"), training)
    on = at("2026-02-16", 10)
    yield on
    story.do(record_modification, contract, small, agreed_on=on.date(), by="Coen", on=on)
    large = Change(
        ModificationKind.UNFORESEEN,
        euros("60000"),
        "Faillissement van een grote werkgever in de regio: meer mensen hebben begeleiding nodig.",
        conditions_met=True,
    )
    on = at("2026-05-11", 10)
    yield on
    change = story.do(record_modification, contract, large, agreed_on=on.date(), by="Coen", on=on)
    on = at("2026-05-20", 11)
    yield on
    story.do(
        record_publication, change, published_on=on.date(), reference="TenderNed 512-2026 (fictief)", by="Coen", on=on
    )
    yield from _a_default_that_was_cured(story, name)
    on = at("2026-11-09", 15)
    yield on
    story.do(draw_up_exit_plan, contract, by="Coen", on=on)
    reason = "Nieuwe groep uit hetzelfde faillissement, bekend sinds 9 november."
    more = replace(large, value=euros("25000"), reason=reason)
    on = at("2026-11-16", 14)
    yield on
    story.do(record_modification, contract, more, agreed_on=on.date(), by="Coen", on=on)
    on = at("2026-11-19", 10)
    yield on
    story.do(
        announce_default, contract,
        failing="In artikel 6 staat dat elke deelnemer binnen veertien dagen na de aanmelding een intake krijgt. In "
        "oktober en november duurde het bij een deel van de aanmeldingen langer.",
        demanded="Plan de intakes die nog openstaan en houd u bij nieuwe aanmeldingen aan veertien dagen.",
        hearing_on=date(2026, 12, 4), by="Coen", on=on,
    )  # fmt: skip


def _a_default_that_was_cured(story: Story, name: str) -> Line:
    on = at("2026-06-08", 10)
    yield on
    notice = story.do(
        announce_default, story.places[name],
        failing="In artikel 9 staat dat u binnen vier weken na elk kwartaal een lijst van lopende trajecten stuurt. "
        "De lijsten over het vierde kwartaal van 2025 en het eerste kwartaal van 2026 ontbreken.",
        demanded="Stuur beide lijsten, met per traject de begindatum en de laatste mijlpaal.",
        hearing_on=date(2026, 6, 19), by="Coen", on=on,
    )  # fmt: skip
    on = at("2026-06-15", 10)
    yield on
    reply = "Door een nieuw systeem liepen de lijsten vertraging op. Wij sturen ze voor 1 juli."
    story.do(record_reply, notice, reply=reply, by="Coen", on=on)
    on = at("2026-06-22", 10)
    yield on
    story.do(send_default_notice, notice, cure_by=date(2026, 7, 6), by="Coen", on=on)
    on = at("2026-07-01", 10)
    yield on
    story.do(close_default, notice, DefaultOutcome.CURED, note="Beide lijsten ontvangen op 30 juni.", by="Coen", on=on)
