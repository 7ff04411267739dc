"""Six lots, twelve bidders, and everything that can happen around a closing."""

import io
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from procurement.bids import BidStatus
from procurement.models.bids import Bid
from procurement.models.tenders import Tender
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.openers import make_opener_key
from procurement.operations.resharing import begin_resharing, complete_resharing
from procurement.queries.vault_proof import flaws_in_vault
from tests.factories.bids import CLOSES_AT, NOW, PDF, account_of, content_for, open_for_bids, passphrase_of
from tests.factories.organisations import saved_supplier
from tests.journeys.browsing import Person
from tests.journeys.pages import Page
from tests.journeys.world import World
from tests.procurement.test_pages_late_bids import send_slowly
from townhall.accounts.models import Account, AccountRole
from townhall.accounts.roles import Role
from townhall.database import db
from townhall.health.operations import note_minute
from townhall.mail.models import OutboxMail

#: Ten firms beside those of Sanne and Rik, each by the first name of who bids for it.
OTHERS = ("Aaf", "Bas", "Cato", "Dirk", "Els", "Fien", "Guus", "Hidde", "Ilse", "Joep")
BIDDERS = ("Sanne", "Rik", *OTHERS)
NEW_CLOSING = CLOSES_AT + timedelta(days=1, hours=2)
NEW_PASSPHRASE = "Hanna koos een nieuwe lange wachtzin"
LIABLE = "Alle leden van de combinatie zijn hoofdelijk aansprakelijk voor de hele opdracht."
OUTAGE = "Van 11.40 tot 12.10 uur antwoordde ons portaal niet door een fout in het netwerk."


def test_six_lots_twelve_bidders_and_a_closing_with_everything_that_can_happen(
    app: Flask, session: Any, world: World
) -> None:
    tender = a_tender_with_twelve_bidders()
    world.notes["reference"] = tender.reference

    everybody_bids_on_two_lots(tender)
    one_replaces_one_withdraws_and_one_brings_partners(world)
    one_comes_too_late_and_one_is_still_sending(world, tender)
    the_closing_moves_after_the_outage(world)
    who_was_shut_out_bids_after_all_and_another_is_only_just_too_late(world, tender)
    one_delivers_a_hash_and_follows_the_next_day(world)
    two_people_decide_about_what_ran_over(world, tender)
    an_opener_lost_her_passphrase(tender)
    two_openers_open_everything_that_counts(world, tender)

    assert_what_was_opened_and_what_stayed_shut(tender)
    verdict = world.run("procurement", "vault", "verify")
    assert verdict.exit_code == 0, verdict.output
    assert flaws_in_vault(tender) == []


def a_tender_with_twelve_bidders() -> Tender:
    """Six lots; ten suppliers join the two of the cast."""
    for name in OTHERS:
        firm = saved_supplier(name=f"{name} Werkt BV (fictief)", email=f"info@{name.lower()}.example")
        account = Account(
            email=f"{name.lower()}@{name.lower()}.example", name=f"{name} Aanbieder", function="",
            organisation_id=firm.id, password_hash=None, created_at=NOW, activated_at=NOW,
        )  # fmt: skip
        account.role_rows = [AccountRole(role=Role.SUPPLIER)]
        db.session.add(account)
    tender = open_for_bids(lots=6)
    db.session.commit()
    return tender


def everybody_bids_on_two_lots(tender: Tender) -> None:
    """In the last hours, one after the other. Four of them leave a lot for later."""
    for place, name in enumerate(BIDDERS):
        account = account_of(name)
        for number in _lots_of(name):
            lot, at = tender.lots[number - 1], CLOSES_AT - timedelta(hours=2, minutes=-5 * place)
            content = content_for(lot, quality=f"Zo doet {name} het.")
            save_draft(tender, lot, account.organisation, content, actor=account.actor(), now=at)
            if (name, number) not in LEFT_FOR_LATER:
                submit_bid(tender, lot, account.organisation, actor=account.actor(), now=at)
    db.session.commit()


def _lots_of(name: str) -> tuple[int, int]:
    place = BIDDERS.index(name)
    return place % 6 + 1, (place + 3) % 6 + 1


#: Bas is too late, Cato is still sending, Dirk is only just too late, Els follows with a hash.
LEFT_FOR_LATER = {(name, _lots_of(name)[0]) for name in ("Bas", "Cato", "Dirk", "Els")}


def one_replaces_one_withdraws_and_one_brings_partners(world: World) -> None:
    """Until the second of the closing, as often as they like."""
    _it_is(world, CLOSES_AT - timedelta(minutes=30))
    sanne = world.sanne
    sanne.go(_lot(world, 1)).press("Inschrijving wijzigen").gets_through()
    sanne.go(_lot(world, 1)).follow("Prijzen").fill({"Plaatsing": "2.222"}).press("Opslaan").gets_through()
    _hand_in(sanne.go(_lot(world, 1))).reads("Ingediend, verzegeld")
    sanne.go(_lot(world, 1)).reads("Geschiedenis van dit perceel", "Vervangen")
    rik = world.rik
    rik.go(_lot(world, 2)).follow("Intrekken").press("Inschrijving intrekken").gets_through()
    rik.reads("Wat u had ingevuld staat weer als concept klaar")
    aaf = world.aaf
    aaf.go(_lot(world, 3)).press("Inschrijving wijzigen").gets_through()
    _add_firm(aaf, world, "Lid van de combinatie", "Samen BV", "90000034", "35", "Nee, geen enkele")
    _add_firm(aaf, world, "Onderaannemer", "Vervoer BV", "90000042", "10", None)
    aaf.go(_lot(world, 3)).follow("Controleren en indienen").is_told("hoofdelijk aansprakelijk")
    aaf.go(_lot(world, 3)).follow("Samenwerking").reads("65 %").fill({LIABLE: True}).press("Opslaan").gets_through()
    _hand_in(aaf.go(_lot(world, 3)))
    aaf.follow("Uw inschrijving lezen").reads("Samen BV", "Vervoer BV", "Hoofdelijk aansprakelijk")


def _add_firm(
    person: Person, world: World, kind: str, name: str, kvk_number: str, share: str, excluded: str | None
) -> None:
    person.go(_lot(world, 3)).follow("Samenwerking").follow("Bedrijf toevoegen")
    person.fill({"Naam van het bedrijf": name, "KvK-nummer": kvk_number, "Aandeel in de opdracht": share})
    person.fill({"Wat is dit bedrijf?": kind, "Welk deel van het werk doet dit bedrijf?": "Een deel van het werk."})
    if excluded:
        person.fill(
            {
                "Geldt een van de uitsluitingsgronden voor dit bedrijf?": excluded,
                "Naam en functie van wie dit namens het bedrijf verklaart": "J. Jansen, directeur",
            }
        )
    person.press("Toevoegen").gets_through().reads(name)


def one_comes_too_late_and_one_is_still_sending(world: World, tender: Tender) -> None:
    """The portal stood still before the closing; the outage file says so."""
    for minute in range(-60, 30):
        answered = not -20 <= minute < 10
        note_minute(CLOSES_AT + timedelta(minutes=minute), answered=answered, milliseconds=9 if answered else 10_000)
    _it_is(world, CLOSES_AT - timedelta(seconds=20))
    bas, cato = world.bas, world.cato
    bas.go(_lot(world, _lots_of("Bas")[0])).follow("Controleren en indienen")
    _send_over_the_closing(world, "cato", CLOSES_AT + timedelta(seconds=50))
    assert _bid_of(tender, "Cato").status == BidStatus.HELD
    _it_is(world, CLOSES_AT + timedelta(seconds=1))
    bas.tick_everything().press("Indienen").is_told("De inschrijving sloot op 30-11-2026", "genoteerd")
    world.inge.go(f"{_staff(world)}/rond-de-sluiting").reads("Bas Aanbieder", "Cato Werkt BV", "30 ")
    world.inge.reads("De site antwoordde niet").reads_nothing_of("Zo doet Cato het")
    cato.go("/portaal/inschrijvingen").reads("Aangehouden")


def the_closing_moves_after_the_outage(world: World) -> None:
    """Art. 2.109: also when it has passed, because nobody has seen a bid; all twelve hear it."""
    _it_is(world, CLOSES_AT + timedelta(hours=1))
    inge = world.inge
    inge.go(f"{_staff(world)}/rond-de-sluiting").follow("Verlengen na een storing")
    inge.fill({"Nieuwe sluiting": f"{NEW_CLOSING:%d-%m-%Y %H:%M}", "Wat was de storing?": OUTAGE})
    inge.press("Sluiting verplaatsen").gets_through()
    told = select(func.count(OutboxMail.to.distinct())).where(OutboxMail.subject.startswith("Sluiting verplaatst na"))
    assert db.session.scalar(told) == len(BIDDERS)


def who_was_shut_out_bids_after_all_and_another_is_only_just_too_late(world: World, tender: Tender) -> None:
    """Within the extension; Cato is in time by now."""
    assert _bid_of(tender, "Cato").status == BidStatus.SUBMITTED
    _it_is(world, NEW_CLOSING - timedelta(seconds=30))
    _hand_in(world.bas.go(_lot(world, _lots_of("Bas")[0]))).reads("Ingediend, verzegeld")
    _send_over_the_closing(world, "dirk", NEW_CLOSING + timedelta(seconds=5))


def one_delivers_a_hash_and_follows_the_next_day(world: World) -> None:
    """Art. 2.109a: nothing is opened while it may still follow."""
    number = _lots_of("Els")[0]
    _it_is(world, NEW_CLOSING - timedelta(minutes=1))
    els, page = world.els, f"{_lot(world, number)}/hash"
    els.go(_lot(world, number)).follow("Lever dan op tijd een hash")
    file = els.client.post(f"{page}/bestand", data={"csrf_token": els.token()}).data
    _it_is(world, NEW_CLOSING + timedelta(hours=1))
    world.bram.go(f"{_staff(world)}/opening").is_told("mag nog volgen")
    _it_is(world, NEW_CLOSING + timedelta(hours=20))
    els.go(page).follow("Inschrijving nasturen")
    els.fill({"Uw inschrijvingsbestand": ("inschrijving.zip", file[:-1] + b"!")}).press("Nasturen")
    els.is_told("Dat is niet de hash")
    els.fill({"Uw inschrijvingsbestand": ("inschrijving.zip", file)}).press("Nasturen").gets_through()
    els.reads("Zij telt als op tijd")


def two_people_decide_about_what_ran_over(world: World, tender: Tender) -> None:
    """Dirk began in time and ended after: a buyer proposes, an opener decides."""
    page = f"{_staff(world)}/rond-de-sluiting/{_bid_of(tender, 'Dirk').id}"
    world.bram.go(f"{_staff(world)}/opening").is_told("Laat eerst twee mensen daarover beslissen")
    reason = "Het portaal werkte goed; de inschrijver begon pas een halve minuut voor de sluiting te versturen."
    inge = world.inge
    inge.go(page).fill({"Wat stelt u voor?": "Niet toelaten: zij blijft verzegeld", "Reden": reason})
    inge.press("Voorstel doen").gets_through().reads("Een ander stelt het vast")
    world.gert.go(page).reads(reason).press("Vaststellen").gets_through()
    world.dirk.go("/portaal/inschrijvingen").reads("Niet toegelaten: te laat")


def an_opener_lost_her_passphrase(tender: Tender) -> None:
    """Hanna takes a new key; the two others let her in with it."""
    now, hanna = NEW_CLOSING + timedelta(hours=21), account_of("Hanna")
    make_opener_key(hanna, NEW_PASSPHRASE, actor=hanna.actor(), now=now)
    begin_resharing(
        tender, hanna, passphrase_of("Bram"), reason="Wachtzin kwijt", actor=account_of("Bram").actor(), now=now
    )
    complete_resharing(tender, passphrase_of("Gert"), actor=account_of("Gert").actor(), now=now)
    db.session.commit()


def two_openers_open_everything_that_counts(world: World, tender: Tender) -> None:
    """Each one click and a passphrase of his own; Hanna, let in later, goes first with her new one."""
    _it_is(world, NEW_CLOSING + timedelta(days=2))
    for name, passphrase in (("hanna", NEW_PASSPHRASE), ("bram", passphrase_of("Bram"))):
        person = world.person(name)
        person.go(f"{_staff(world)}/opening").follow("Eerste stap zetten" if name == "hanna" else "Tweede stap zetten")
        person.fill({"Uw wachtzin": passphrase})
        person.press(person.page.forms[0].buttons()[0].text_content().strip()).gets_through()
    record = world.inge.go(f"{_staff(world)}/opening/kwaliteit/proces-verbaal")
    record.reads("Vervangen", "Ingetrokken door inschrijver", "Niet toegelaten: te laat", "hash ontvangen op")


def assert_what_was_opened_and_what_stayed_shut(tender: Tender) -> None:
    """Two lots each, less what was withdrawn and what came too late; and nothing of what does not count."""
    db.session.expire_all()
    found = dict(db.session.execute(select(Bid.status, func.count()).group_by(Bid.status)).all())

    assert found == {
        BidStatus.OPENED: 2 * len(BIDDERS) - 2,
        BidStatus.REPLACED: 2,
        BidStatus.WITHDRAWN: 1,
        BidStatus.REFUSED: 1,
    }
    shut = db.session.scalars(select(Bid).where(Bid.status != BidStatus.OPENED))
    assert all(envelope.opened_content is None for bid in shut for envelope in bid.envelopes)


def _bid_of(tender: Tender, name: str) -> Bid:
    """What this bidder handed in last for the lot that was left for later."""
    db.session.expire_all()
    lot = tender.lots[_lots_of(name)[0] - 1]
    firm = account_of(name).organisation_id
    bids = select(Bid).where(Bid.lot_id == lot.id, Bid.supplier_id == firm)
    return db.session.scalars(bids.order_by(Bid.id.desc()).limit(1)).one()


def _send_over_the_closing(world: World, name: str, ready_at: datetime) -> None:
    """The last document, of which the last byte comes in at this moment."""
    person = world.person(name)
    page = f"{_lot(world, _lots_of(name.capitalize())[0])}/indienen"
    answer = send_slowly(
        person.client,
        page,
        {
            "csrf_token": person.token(),
            "part": "plan",
            "file": FileStorage(io.BytesIO(PDF), "plan.pdf"),
            "truthful": "y",
        },
        lambda: _it_is(world, ready_at),
    )
    assert "Uw inschrijving is aangehouden" in Page(answer).text


def _hand_in(person: Person) -> Person:
    return person.follow("Controleren en indienen").gets_through().tick_everything().press("Indienen").gets_through()


def _it_is(world: World, moment: datetime) -> None:
    world.app.extensions["fixed_now"] = moment


def _lot(world: World, number: int) -> str:
    return f"/portaal/inschrijvingen/{world.notes['reference']}/perceel/{number}"


def _staff(world: World) -> str:
    return f"/aanbestedingen/{world.notes['reference']}"
