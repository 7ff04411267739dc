"""An example e-invoice for a supplier, of its own data where we have them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from invoices.einvoice.composing import WrittenInvoice, WrittenLine, WrittenParty, compose
from invoices.einvoice.facts import EInvoice
from invoices.operations.documents import written_party
from invoices.queries.invoices import contracts_of_supplier
from townhall.money import euros
from townhall.organisations.models import Organisation
from townhall.organisations.queries import active_bank_account, the_municipality
from townhall.vat import vat_rate_on

#: Where our own data lack: numbers that show the form and can exist, and an address to be overwritten.
CONTRACT, COMMITMENT, IBAN, VAT_NUMBER = "RO-2026-001", "V-2026-0001", "NL02ABNA0123456789", "NL123456782B90"
STREET, POSTCODE, CITY = "Straatnaam 1", "1234 AB", "Plaatsnaam"


def example_invoice(supplier: Organisation, *, today: date) -> EInvoice:
    """An invoice of this supplier to us, of two milestones; the tracks on it are made up."""
    contracts = contracts_of_supplier(supplier.id)
    account = active_bank_account(supplier.id, on=today)
    rate = vat_rate_on(today) * 100
    lines = [("T-2026-0001", "M1", "Actieplan ondertekend", "900.00"), ("T-2026-0002", "M2", "Plaatsing", "1350.00")]
    return compose(
        WrittenInvoice(
            number="VOORBEELD-1",
            issued_on=today,
            due_on=today + timedelta(days=30),
            seller=_complete(supplier),
            buyer=written_party(the_municipality()),
            contract_number=contracts[0].number if contracts else CONTRACT,
            order_reference=COMMITMENT,
            iban=account.iban if account else IBAN,
            lines=[
                WrittenLine(str(number), track, code, name, today - timedelta(days=7), euros(Decimal(net)), rate)
                for number, (track, code, name, net) in enumerate(lines, start=1)
            ],
        )
    )


def _complete(supplier: Organisation) -> WrittenParty:
    party = written_party(supplier)
    return replace(
        party,
        street=party.street or STREET,
        postcode=party.postcode or POSTCODE,
        city=party.city or CITY,
        vat_number=party.vat_number or VAT_NUMBER,
    )
