"""Who follows a contract hears once what others change in it; the register narrows and sorts."""

from datetime import date

from contracts.jobs import mail_followers
from contracts.models.following import ContractFollower
from contracts.operations.following import follow_contract, tell_followers, unfollow_contract
from contracts.operations.partners import add_partner
from contracts.queries.frameworks import contracts_matching
from contracts.terms import planned_options
from tests.conftest import MONDAY
from tests.contracts.test_partners import municipality
from tests.factories.contracts import RIVAL, draft_contract, running_contract, supplier_named
from townhall.database import db
from townhall.mail.models import OutboxMail
from townhall.money import euros


def change(contract, people, by="coen", name="Zandvoort"):
    add_partner(contract, municipality(name), share=None, actor=people.actor(by), now=MONDAY)


def mails(session) -> list[str]:
    return [mail.to for mail in session.query(OutboxMail)]


def test_a_follower_hears_once_what_others_did_after_the_following_began(session, people):
    contract, inge = running_contract(), people.actor("inge")
    change(contract, people)
    follow_contract(contract, actor=inge, now=MONDAY)
    follow_contract(contract, actor=inge, now=MONDAY)
    assert tell_followers(now=MONDAY) == 0

    change(contract, people, name="Heemstede")
    change(contract, people, name="Bloemendaal")
    session.flush()

    assert tell_followers(now=MONDAY) == 1
    assert tell_followers(now=MONDAY) == 0
    assert mails(session) == [people.inge.email]
    assert session.query(OutboxMail).one().body.count("partnergemeente toegevoegd") == 2


def test_one_does_not_hear_of_the_own_work_nor_after_one_stops(session, people):
    contract = running_contract()
    for name in ("coen", "inge"):
        follow_contract(contract, actor=people.actor(name), now=MONDAY)
    unfollow_contract(contract, actor=people.actor("inge"), now=MONDAY)

    change(contract, people)

    assert tell_followers(now=MONDAY) == 0
    assert [each.account_id for each in session.query(ContractFollower)] == [people.coen.id]


def test_the_clockwork_mails_followers_by_itself(app, people, as_person):
    contract = running_contract()
    number = contract.number
    db.session.commit()
    assert "U volgt contract" in as_person("inge").post(f"/contracten/{number}/volgen", follow_redirects=True).text

    with app.app_context():
        change(db.session.get(type(contract), contract.id), people)
        db.session.commit()
        assert (mail_followers(), mail_followers()) == (1, 0)


def numbers(**asked) -> list[str]:
    return [contract.number for contract in db.session.scalars(contracts_matching(**asked))]


def test_the_register_sorts_and_what_was_not_agreed_stands_last_either_way(session, people):
    small = running_contract(maximum_value=euros("0"), options=[]).number
    large = running_contract(
        maximum_value=euros("2"), options=planned_options(date(2027, 12, 31), count=1, months=12)
    ).number
    none = running_contract(maximum_value=None, options=planned_options(date(2027, 6, 30), count=1, months=12)).number

    assert numbers(sort="maximum") == [small, large, none]
    assert numbers(sort="-maximum") == [large, small, none]
    assert numbers(sort="beslissen") == [none, large, small]
    assert numbers(sort="what-is-no-column") == numbers()


def test_the_register_narrows_to_what_one_follows_what_ends_soon_and_its_ground(session, people):
    framework = running_contract(supplier_id=supplier_named(RIVAL).id)
    later = running_contract(starts_on=date(2026, 6, 1))
    draft_contract()
    follow_contract(later, actor=people.actor("coen"), now=MONDAY)
    session.flush()

    assert numbers(followed_by=people.coen.id) == [later.number]
    assert numbers(ends_before=date(2028, 1, 1)) == [framework.number]


def test_none_agreed_and_zero_differ_in_the_register_and_its_file(app, people, as_person):
    running_contract(title="Nul", maximum_value=euros("0"))
    running_contract(title="Geen", maximum_value=None)
    db.session.commit()
    coen = as_person("coen")

    rows = {row.split(";")[1]: row.split(";")[11] for row in coen.get("/contracten/export.csv").text.splitlines()[1:]}
    page = coen.get("/contracten/?sorteer=maximum").text

    assert rows == {"Nul": "0,00", "Geen": "geen afgesproken"}
    assert "Maximum bereikt" in page
    assert "€ 0,00" in page or "€\xa00,00" in page
    assert "geen afgesproken" in page.lower() or "geen maximum" in page.lower()
