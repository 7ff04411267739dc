"""Invoices and payments for tests, made through the real operations; a test names only what matters."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from contracts.models import Achievement, ContractMilestone, FrameworkContract
from invoices.einvoice.composing import KVK, WrittenLine, WrittenParty
from invoices.models import Invoice, PaymentRun
from invoices.operations.payments import make_payment_run
from invoices.operations.review import approve_invoice, state_performance
from invoices.operations.submission import draft_invoice, submit_invoice
from procurement.lots import MilestoneKind
from tests.factories.contracts import account_of, running_contract
from tests.factories.einvoices import ubl
from tests.factories.tracks import verified_achievement
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Budget
from townhall.budgets.operations import add_budget, grant_mandate
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.money import euros
from townhall.organisations.kinds import BankAccountStatus
from townhall.organisations.models import BankAccount, Organisation
from townhall.organisations.queries import the_municipality

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)
OWN_IBAN = "NL91ABNA0417164300"
SUPPLIER_IBAN = "NL02ABNA0123456789"

_numbers = count(101)


def confirmed_account(
    organisation: Organisation, iban: str = SUPPLIER_IBAN, *, counts_from: date = date(2025, 1, 1)
) -> BankAccount:
    """A bank account that three staff members handled."""
    at = NOW - timedelta(days=300)
    account = BankAccount(
        organisation_id=organisation.id,
        iban=iban,
        holder=organisation.name,
        status=BankAccountStatus.CONFIRMED,
        proposed_by_id=account_of("inge").id,
        proposed_at=at,
        called_back_by_id=account_of("gert").id,
        called_back_at=at,
        call_back_note="Teruggebeld op het nummer uit het Handelsregister",
        confirmed_by_id=account_of("hanna").id,
        confirmed_at=at,
        counts_from=counts_from,
    )
    db.session.add(account)
    db.session.flush()
    return account


def money_in_place(*, budget: str = "1000000", mandate: str | None = None) -> Budget:
    """A budget for Re-integratie 2026, Wim's mandate, and accounts for the municipality."""
    municipality, ali = the_municipality(), account_of("ali").actor()
    confirmed_account(municipality, OWN_IBAN)
    grant_mandate(
        account_of("wim"),
        MandateKind.APPROVE_INVOICE,
        up_to=None if mandate is None else euros(mandate),
        starts_on=date(2026, 1, 1),
        decision_reference="Mandaatbesluit 2026",
        reason="budgethouder",
        actor=ali,
        now=NOW,
    )
    return add_budget(
        municipality, year=2026, programme="Re-integratie", amount=euros(budget), actor=ali, now=NOW
    )


def invoiceable_contract(**what_matters: Any) -> FrameworkContract:
    """A running contract of a supplier with a confirmed account: 30/30/40 of € 4.500."""
    contract = running_contract(**what_matters)
    if not db.session.query(BankAccount).filter_by(organisation_id=contract.supplier_id).count():
        confirmed_account(contract.supplier)
    return contract


def earned(
    contract: FrameworkContract, kind: MilestoneKind = MilestoneKind.PLAN, **options: Any
) -> Achievement:
    """A verified achievement of a new track under this contract; the plan is worth € 1.350."""
    return verified_achievement(contract=contract, kind=kind, **options)


def drafted_invoice(
    contract: FrameworkContract | None = None,
    achievements: Sequence[Achievement] | None = None,
    *,
    number: str | None = None,
    now: datetime = NOW,
) -> Invoice:
    """A draft of one plan, by somebody of the supplier."""
    contract = contract or invoiceable_contract()
    return draft_invoice(
        contract.supplier,
        contract,
        achievements if achievements is not None else [earned(contract)],
        number=number or f"2026-{next(_numbers)}",
        issued_on=now.date(),
        actor=account_of("sanne").actor(),
        now=now,
    )


def submitted_invoice(contract: FrameworkContract | None = None, **options: Any) -> Invoice:
    """An invoice that was matched and waits for the performance statement."""
    invoice = drafted_invoice(contract, **options)
    submit_invoice(invoice, actor=account_of("sanne").actor(), now=options.get("now", NOW))
    return invoice


def stated_invoice(contract: FrameworkContract | None = None, **options: Any) -> Invoice:
    """An invoice Coen stated."""
    invoice = submitted_invoice(contract, **options)
    state_performance(
        invoice, statement="Geleverd", actor=account_of("coen").actor(), now=options.get("now", NOW)
    )
    return invoice


def approved_invoice(contract: FrameworkContract | None = None, **options: Any) -> Invoice:
    """An invoice Wim approved; needs ``money_in_place()``."""
    invoice = stated_invoice(contract, **options)
    approve_invoice(invoice, actor=account_of("wim").actor(), now=options.get("now", NOW))
    return invoice


def made_run(*invoices: Invoice, now: datetime = NOW) -> PaymentRun:
    """A payment run by Fatima, for the next day."""
    return make_payment_run(
        list(invoices),
        execution_on=now.date() + timedelta(days=1),
        actor=account_of("fatima").actor(),
        now=now,
    )


def line_for(achievement: Achievement, *, number: str = "1", **what_matters: Any) -> WrittenLine:
    """The right UBL line for this achievement."""
    milestone: ContractMilestone = achievement.milestone
    facts: dict[str, Any] = {
        "number": number,
        "track_number": achievement.track.number,
        "milestone_code": f"M{milestone.sequence}",
        "description": milestone.label,
        "performed_on": achievement.reached_on,
        "net": achievement.amount,
        "vat_rate": Decimal(21),
    }
    return WrittenLine(**(facts | what_matters))


def ubl_of(
    contract: FrameworkContract,
    lines: Sequence[WrittenLine],
    *replacements: tuple[str, str],
    **what_matters: Any,
) -> bytes:
    """A UBL invoice from the supplier of this contract to the municipality."""
    facts: dict[str, Any] = {
        "number": f"UBL-{next(_numbers)}",
        "issued_on": date(2026, 11, 20),
        "due_on": date(2026, 12, 20),
        "seller": _written(contract.supplier),
        "buyer": _written(the_municipality()),
        "contract_number": contract.number,
        "order_reference": contract.number,
        "lines": list(lines),
    }
    return ubl(*replacements, **(facts | what_matters))


def _written(organisation: Organisation) -> WrittenParty:
    return WrittenParty(
        name=organisation.name,
        legal_id=organisation.kvk_number or "",
        legal_id_scheme=KVK,
        street=organisation.street,
        postcode=organisation.postcode,
        city=organisation.city,
        vat_number=organisation.vat_number or "",
    )
