"""Chapter one: the municipality, its people, the firms, and what may be spent and decided."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from demo.telling import TODAY, Line, Story, at
from townhall.accounts.actor import SYSTEM
from townhall.accounts.administration.models import MailedLink
from townhall.accounts.administration.operations import create_account
from townhall.accounts.models import Account
from townhall.accounts.roles import Role
from townhall.budgets.kinds import MandateKind
from townhall.budgets.operations import add_budget, grant_mandate
from townhall.database import db, transaction
from townhall.demo_people import DEMO_PASSWORD
from townhall.identifiers import is_vat_number
from townhall.installation import begin_demo
from townhall.money import euros
from townhall.organisations.details import OrganisationDetails
from townhall.organisations.kinds import OrganisationKind
from townhall.organisations.models import Organisation
from townhall.organisations.operations.bank_accounts import (
    call_back,
    confirm_bank_account,
    propose_bank_account,
)
from townhall.organisations.operations.organisations import add_organisation
from townhall.organisations.operations.registrations import confirm_registration, request_registration

BEGUN = at("2017-06-20", 9)

STAFF: tuple[tuple[str, str, str, set[Role], str], ...] = (
    ("Ali", "Ali Bakır", "Functioneel beheerder", {Role.ADMINISTRATOR}, "/werkvoorraad/"),
    ("Inge", "Inge van Dam", "Inkoopadviseur sociaal domein", {Role.INKOPER, Role.REGISTRAR}, "/aanbestedingen/"),
    ("Anouk", "Anouk de Wit", "Beleidsadviseur werk en inkomen", {Role.ASSESSOR}, "/werkvoorraad/"),
    ("Bram", "Bram Visser", "Teamleider werkgevers", {Role.ASSESSOR, Role.OPENER}, "/werkvoorraad/"),
    ("Gert", "Gert Jansen", "Juridisch medewerker", {Role.OPENER, Role.REGISTRAR}, "/bankrekeningen"),
    ("Hanna", "Hanna Smit", "Medewerker inkoop", {Role.OPENER, Role.REGISTRAR}, "/werkvoorraad/"),
    ("Coen", "Coen Mulder", "Contractmanager", {Role.CONTRACT_MANAGER}, "/contracten/"),
    ("Kim", "Kim Yılmaz", "Casemanager", {Role.CASE_MANAGER}, "/trajecten/"),
    ("Fatima", "Fatima El Amrani", "Medewerker financiën", {Role.FINANCE}, "/betalingen/"),
    ("Wim", "Wim de Boer", "Afdelingshoofd, budgethouder", {Role.BUDGET_HOLDER}, "/facturen/"),
    ("Joris", "Joris Hendriks", "Teammanager, vervangt de budgethouder", {Role.BUDGET_HOLDER}, "/facturen/"),
    ("Ria", "Ria Peters", "Auditor", {Role.AUDITOR}, "/spoor/"),
)

#: Invented firms: short name → name, KvK number (99…, not issued), person, town. No real firm gets an invented score.
FIRMS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Werkvooruit", "Werkvooruit Haarlem BV (fictief)", "99000011", "Sanne Kok", "Haarlem"),
    ("Baanbrug", "Baanbrug BV (fictief)", "99000022", "Rik Hofman", "Velsen"),
    ("Spaarne Werkt", "Spaarne Werkt BV (fictief)", "99000033", "Noor Bos", "Haarlem"),
    ("Taal en Toekomst", "Taal en Toekomst Kennemerland (fictief)", "99000044", "Yusuf Demir", "Heemstede"),
    ("Jong Start", "Coöperatie Jong Start (fictief)", "99000055", "Lisa Vos", "Haarlem"),
    ("Ervaring Telt", "Ervaring Telt BV (fictief)", "99000066", "Peter Schouten", "Bloemendaal"),
    ("Tweede Kans", "Tweede Kans Werk (fictief)", "99000077", "Daan Post", "Zaandam"),
    ("Certiflex", "Certiflex EVC BV (fictief)", "99000088", "Mirjam Kuiper", "Beverwijk"),
)

PARTNERS = ("Zandvoort", "Bloemendaal", "Heemstede")


def tell(story: Story) -> None:
    """Who is who, and who may do what."""
    with transaction():
        begin_demo(TODAY, actor=SYSTEM, now=BEGUN)
        haarlem = add_organisation(
            OrganisationKind.MUNICIPALITY,
            OrganisationDetails(
                name="Gemeente Haarlem", kvk_number="99000001", street="Grote Markt 2", postcode="2011 RD",
                city="Haarlem", email="inkoop@haarlem.example", phone="023-5550100", oin="00000001000000000001",
            ),
            actor=SYSTEM, now=BEGUN,
        )  # fmt: skip
    story.firms["Haarlem"] = haarlem
    _staff(story, haarlem)
    _partners(story)
    _mandates(story)
    _firms(story)


def _staff(story: Story, haarlem: Organisation) -> None:
    for short, name, function, roles, page in STAFF:
        with transaction():
            story.accounts[short] = create_account(
                email=f"{short.lower()}@haarlem.example", name=name, function=function, roles=roles,
                organisation_id=haarlem.id, password=DEMO_PASSWORD, actor=SYSTEM, now=BEGUN,
            )  # fmt: skip
        story.shown.append((f"{name}, {function.lower()}", f"{short.lower()}@haarlem.example", page))


def _partners(story: Story) -> None:
    for name in PARTNERS:
        details = OrganisationDetails(name=f"Gemeente {name}", city=name)
        story.firms[name] = story.do(
            add_organisation, OrganisationKind.PARTNER, details, by="Gert", on=at("2017-06-21")
        )


def _firms(story: Story) -> None:
    """Register as any supplier does, by the public form, and have the bank account confirmed.

    Pasmatch is a firm of our own: Haarlem and Zandvoort are its only shareholders (nota 2019/135670, line 81).
    """
    pasmatch = ("Pasmatch", "Werkpas BV (Pasmatch)", "99000099", "Paula Meijer", "Haarlem")
    for number, (short, name, kvk_number, person, town) in enumerate((*FIRMS, pasmatch)):
        _register(story, short, name, kvk_number, person, town, at("2017-07-03", 9 + number))
    for number, (short, *_rest) in enumerate((*FIRMS, pasmatch)):
        _bank_account(story, short, proposed_by=short, seed=number + 1, on=at("2017-07-04", 8 + number))
    _bank_account(story, "Haarlem", proposed_by="Inge", seed=20, on=at("2017-07-05"))


def _register(
    story: Story, short: str, name: str, kvk_number: str, person: str, town: str, on: datetime
) -> None:
    first_name = person.split()[0]
    email = f"{first_name.lower()}@{short.lower().replace(' ', '-')}.example"
    details = OrganisationDetails(
        name=name, kvk_number=kvk_number, vat_number=fictive_vat(kvk_number),
        street=f"Fictiefstraat {int(kvk_number[-2:])}", postcode="2000 AA",
        city=town, email=email, phone=f"023-55501{kvk_number[-2:]}",
    )  # fmt: skip
    with transaction():
        registration = request_registration(details, person_name=person, person_function="Directeur", now=on)
    link = db.session.scalars(select(MailedLink).where(MailedLink.registration_id == registration.id)).one()
    with transaction():
        confirmed_at = on + timedelta(minutes=20)
        account = confirm_registration(registration, link, password=DEMO_PASSWORD, now=confirmed_at)
    story.now = confirmed_at
    story.accounts[short] = account
    story.firms[short] = db.session.get_one(Organisation, account.organisation_id)
    if first_name in ("Sanne", "Rik", "Noor"):
        story.accounts[first_name] = account
        story.shown.append((f"{person}, {name}", email, "/werkvoorraad/"))


def _bank_account(story: Story, short: str, *, proposed_by: str, seed: int, on: datetime) -> None:
    firm = story.firms[short]
    proposal = story.do(
        propose_bank_account, firm, iban=fictive_iban(seed), holder=firm.name[:70], by=proposed_by, on=on
    )
    note = "Teruggebeld op het nummer van de website; de directeur bevestigt de rekening."
    story.do(call_back, proposal, note=note, by="Gert", on=on + timedelta(minutes=10))
    story.do(confirm_bank_account, proposal, by="Hanna", on=on + timedelta(minutes=30))


def fictive_vat(kvk_number: str) -> str:
    """A VAT number that passes the check and was never issued."""
    numbers = (f"NL{kvk_number}1B{check:02d}" for check in range(100))
    return next(number for number in numbers if is_vat_number(number))


def fictive_iban(seed: int) -> str:
    """An IBAN that passes the check and belongs to no bank: ``RAAM`` is not issued as a bank code."""
    account = f"RAAM{seed:010d}"
    digits = "".join(str(int(sign, 36)) for sign in f"{account}NL00")
    return f"NL{98 - int(digits) % 97:02d}{account}"


#: Re-integration budgets: Kadernota 2017 (000, line 508) for 2018–2021; later years are invented for this demo.
BUDGETS = {
    2018: "4579846", 2019: "4790471", 2020: "4928576", 2021: "5325271", 2025: "4600000", 2026: "4700000",
    2027: "3616000",
}  # fmt: skip
#: What Haarlem sets aside for a lot of its own, beside the programme; invented.
BUDGETS_OF_LOTS = {
    2025: {"Werkfit en aan de slag": "600000"},
    2026: {"Werkfit en aan de slag": "600000"},
    2027: {
        "Werkfit en aan de slag": "600000", "Direct bemiddelbaren": "504000", "Statushouders": "360000",
        "50-plussers": "320000",
    },
}  # fmt: skip
#: What Zandvoort sets aside for its share; invented.
BUDGETS_OF_ZANDVOORT = {2026: "7200"}
PROGRAMME = "Re-integratie"


def tell_budgets(story: Story, years: Iterable[int]) -> Line:
    """What may be spent, decided in the November before."""
    for year in years:
        on = at(date(year - 1, 11, 8))
        yield on
        decided = "Kadernota 2017 (bron 000, regel 508)" if year <= 2021 else "Programmabegroting (verzonnen bedrag)"
        story.do(
            add_budget, story.firms["Haarlem"], year=year, programme=PROGRAMME, amount=euros(BUDGETS[year]),
            decision_reference=decided, by="Wim", on=on,
        )  # fmt: skip
        for lot, amount in BUDGETS_OF_LOTS.get(year, {}).items():
            story.do(
                add_budget, story.firms["Haarlem"], year=year, programme=PROGRAMME, lot=lot, amount=euros(amount),
                decision_reference=decided, by="Wim", on=on,
            )  # fmt: skip
        story.do(
            add_budget, story.firms["Zandvoort"], year=year, programme=PROGRAMME,
            amount=euros(BUDGETS_OF_ZANDVOORT.get(year, "240000")),
            decision_reference="Begroting Zandvoort (verzonnen bedrag)", by="Wim", on=on,
        )  # fmt: skip


def _mandates(story: Story) -> None:
    granted: tuple[tuple[str, MandateKind, Decimal | None], ...] = (
        ("Wim", MandateKind.AWARD_DECISION, None),
        ("Wim", MandateKind.APPROVE_INVOICE, euros(100_000)),
        ("Wim", MandateKind.COMMIT, None),
        ("Wim", MandateKind.SIGN_CONTRACT, None),
        ("Wim", MandateKind.EXTEND_CONTRACT, None),
        ("Coen", MandateKind.SIGN_CONTRACT, euros(2_000_000)),
        ("Coen", MandateKind.EXTEND_CONTRACT, euros(2_000_000)),
        ("Inge", MandateKind.AWARD_DECISION, euros(221_000)),
    )
    for name, kind, up_to in granted:
        account: Account = story.accounts[name]
        story.do(
            grant_mandate, account, kind, up_to=up_to, starts_on=date(2017, 7, 1),
            decision_reference="Mandaatbesluit Haarlem 2017 (fictief)", reason="Nieuw mandaatregister",
            by="Ali", on=at("2017-07-01"),
        )  # fmt: skip
