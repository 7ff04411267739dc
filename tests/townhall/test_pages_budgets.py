"""The pages of budgets, mandates and accounts."""

import re

import pytest

from tests.conftest import MONDAY
from tests.factories.budgets import saved_budget
from townhall.accounts.actor import SYSTEM
from townhall.accounts.models import Account
from townhall.accounts.roles import Role
from townhall.budgets.models import Budget, Mandate
from townhall.budgets.operations import commit_amount
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.organisations.queries import the_municipality

PASSWORD = "een lange zin als wachtwoord"


def test_the_budget_holder_sets_a_budget_and_sees_what_is_left(session, as_person):
    wim = as_person("wim")
    typed = {"year": "2026", "programme": "Jongeren", "organisation": str(the_municipality().id)}
    wrong = wim.post("/budgetten/nieuw", data={**typed, "amount": "veel"}).text
    assert "Vul een bedrag in euro" in wrong and 'value="veel"' in wrong

    wim.post("/budgetten/nieuw", data={**typed, "amount": "1.250,50"})
    with transaction():
        commit_amount(
            db.session.query(Budget).one(), euros("250.50"), purpose="Traject", actor=SYSTEM, now=MONDAY
        )

    page = wim.get("/budgetten/?jaar=2026").text
    assert "1.250,50" in page and "1.000,00" in page
    assert "Traject" in wim.get(f"/budgetten/{db.session.query(Budget).one().id}").text


def test_a_budget_left_blank_is_not_zero(session, as_person):
    wim = as_person("wim")

    typed = {
        "year": "2026",
        "programme": "Jongeren",
        "organisation": str(the_municipality().id),
        "amount": "",
    }
    wim.post("/budgetten/nieuw", data=typed)

    assert "nog niet vastgesteld" in wim.get("/budgetten/?jaar=2026").text
    assert db.session.query(Budget).one().amount is None


def test_a_budget_does_not_go_below_what_was_promised(session, as_person):
    with transaction():
        budget = saved_budget(amount=euros(100))
        commit_amount(budget, euros(80), purpose="Traject", actor=SYSTEM, now=MONDAY)
    url = f"/budgetten/{budget.id}/wijzigen"
    wim = as_person("wim")

    page = wim.post(url, data={"amount": "79", "decision_reference": "2026/9", "reason": "minder"}).text
    assert "al € 80,00 vastgelegd" in page and 'value="2026/9"' in page
    answer = wim.post(url, data={"amount": "90", "decision_reference": "2026/9", "reason": "minder"})

    assert answer.status_code == 302
    assert "90,00" in wim.get(f"/budgetten/{budget.id}").text


@pytest.mark.parametrize(
    ("name", "reads"),
    [("fatima", 200), ("wim", 200), ("ria", 200), ("ali", 403), ("kim", 403), ("sanne", 403)],
)
def test_who_sees_budgets(session, as_person, name, reads):
    client = as_person(name)

    assert client.get("/budgetten/").status_code == reads
    assert client.get("/budgetten/nieuw").status_code == (200 if name == "wim" else 403)


def test_the_administrator_registers_and_withdraws_a_mandate(session, people, as_person):
    ali = as_person("ali")
    typed = {
        "account": str(people.coen.id), "kind": "sign_contract", "up_to": "", "starts_on": "01-12-2026",
        "ends_on": "30-11-2026", "decision_reference": "B&W 2026/12", "reason": "functie",
    }  # fmt: skip
    page = ali.post("/mandaten/nieuw", data=typed).text
    assert "ligt voor de eerste dag" in page and 'value="01-12-2026"' in page

    ali.post("/mandaten/nieuw", data={**typed, "ends_on": ""})
    mandate = db.session.query(Mandate).one()
    assert mandate.up_to is None
    shown = ali.get("/mandaten/").text
    assert "Coen Contract" in shown and "geen grens" in shown
    ali.post(f"/mandaten/{mandate.id}/intrekken", data={"reason": "andere functie"})

    assert "Ingetrokken" in ali.get("/mandaten/").text
    assert as_person("wim").get("/mandaten/nieuw").status_code == 403
    assert as_person("wim").get("/mandaten/").status_code == 200


def test_a_supplier_is_not_offered_for_a_mandate(session, people, as_person):
    assert f'value="{people.sanne.id}"' not in as_person("ali").get("/mandaten/nieuw").text


def test_an_invited_colleague_chooses_a_password_and_logs_in(session, as_person, visitor):
    ali = as_person("ali")
    typed = {
        "name": "Nora Nieuw", "email": "nora@haarlem.example", "organisation": str(the_municipality().id),
        "roles": ["finance", "registrar"],
    }  # fmt: skip
    page = ali.post("/beheer/accounts/uitnodigen", data=typed).text
    assert "betaalketen" in page and "Nora Nieuw" in page
    assert db.session.query(Account).filter_by(email="nora@haarlem.example").count() == 0

    ali.post("/beheer/accounts/uitnodigen", data={**typed, "roles": ["finance"]})
    mail = db.session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()
    link = re.search(r"http://localhost(/\S+)", mail.body).group(1)
    assert "Nora Nieuw" in visitor.get(link).text
    assert "Ten minste" in visitor.get(link).text
    short = visitor.post(link, data={"password": "kort", "again": "kort"}).text
    assert "ten minste 12 tekens" in short
    visitor.post(link, data={"password": PASSWORD, "again": PASSWORD})

    answer = visitor.post("/inloggen", data={"email": "nora@haarlem.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert visitor.get(link).status_code == 404


def test_forbidden_roles_are_refused_on_the_page(session, people, as_person):
    ali = as_person("ali")
    url = f"/beheer/accounts/{people.coen.id}/rollen"
    assert re.search(r"checked[^>]*value=\"contract_manager\"", ali.get(url).text)

    page = ali.post(url, data={"roles": ["contract_manager", "budget_holder"]}).text
    assert "betaalketen" in page
    assert ali.post(url, data={"roles": ["contract_manager", "case_manager"]}).status_code == 302

    db.session.expire_all()
    assert db.session.get(Account, people.coen.id).roles == {Role.CONTRACT_MANAGER, Role.CASE_MANAGER}


def test_an_account_is_switched_off_and_on(session, people, as_person):
    ali, kim = as_person("ali"), as_person("kim")
    url = f"/beheer/accounts/{people.kim.id}"
    assert kim.get("/mijn-account").status_code == 200

    ali.post(f"{url}/uitschakelen", data={"reason": "uit dienst"})
    assert kim.get("/mijn-account").status_code == 302
    assert "Uitgeschakeld" in ali.get(url).text
    ali.post(f"{url}/inschakelen", data={"reason": "terug"})

    assert "Account uitschakelen" in ali.get(url).text
    assert ali.post(f"{url}/nieuwe-link").status_code == 302


def test_the_list_of_accounts_is_filtered(session, as_person):
    ali = as_person("ali")

    assert "1 account" in ali.get("/beheer/accounts?zoek=wim").text
    openers = ali.get("/beheer/accounts?rol=opener").text
    assert "Hanna Opener" in openers and "Wim Budgethouder" not in openers


@pytest.mark.parametrize(("name", "status"), [("ali", 200), ("ria", 200), ("inge", 403), ("sanne", 403)])
def test_the_table_of_rights_is_for_the_administrator_and_the_auditor(session, as_person, name, status):
    answer = as_person(name).get("/beheer/rechten")

    assert answer.status_code == status
    assert ("Bankrekeningen nabellen" in answer.text) == (status == 200)


@pytest.mark.parametrize("path", ["/beheer/accounts", "/beheer/accounts/uitnodigen", "/organisaties/nieuw"])
def test_only_the_administrator_administers(session, as_person, path):
    assert as_person("ali").get(path).status_code == 200
    for name in ("inge", "fatima", "ria", "rik"):
        assert as_person(name).get(path).status_code == 403
