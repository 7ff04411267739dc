"""From earned milestones to paid invoices: the suppliers ask, three people sign, the bank pays."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from contracts.models import Achievement, FrameworkContract
from demo.people import fictive_iban
from demo.telling import TODAY, Line, Story, at
from demo.tracks import workday
from invoices.disputes import DisputeAnswer
from invoices.einvoice.attachments import Attachment
from invoices.einvoice.composing import WrittenInvoice, WrittenLine, WrittenParty, compose
from invoices.einvoice.verdict import judge
from invoices.einvoice.writing import write_ubl
from invoices.jobs import take_in_packages
from invoices.lifecycle import InvoiceStatus
from invoices.models import Invoice, InvoiceLine
from invoices.operations.credit_note_making import make_credit_note
from invoices.operations.disputes import answer_dispute, dispute_line
from invoices.operations.intake import take_in_ubl
from invoices.operations.journals import export_journal
from invoices.operations.late_charges import approve_late_charge, ask_late_charge
from invoices.operations.messages import write_message
from invoices.operations.packages import offer_package
from invoices.operations.payments import book_returned, book_run_paid, make_payment_run
from invoices.operations.review import approve_invoice, return_line, state_performance
from invoices.operations.statutory_rates import record_rate
from invoices.operations.submission import draft_invoice, submit_invoice
from invoices.queries.claimables import claimable_achievements
from invoices.queries.corrections import sent_invoices_numbered
from invoices.queries.invoices import invoices_of_supplier, invoices_to_pay
from invoices.queries.late_charges import late_charges_to_pay
from invoices.queries.payments import payments_of
from townhall.database import db
from townhall.documents import storage
from townhall.organisations.models import Organisation
from townhall.organisations.operations.bank_accounts import call_back, confirm_bank_account, propose_bank_account
from townhall.organisations.queries import active_bank_account
from townhall.periods import add_months

STATEMENT = "De prestaties in deze factuur zijn gecontroleerd en geleverd."

#: The file that goes with the e-invoice of the story.
SUMMARY = Attachment(
    "overzicht.csv", "text/csv", b64encode(b"traject;mijlpaal\nzie de factuurregels;\n").decode()
)


def billing(story: Story, name: str, firm: str, *, every_months: int, last: date) -> Line:
    """A supplier invoices what was verified, every so many months until some time after the end."""
    contract: FrameworkContract = story.places[name]
    number = 0
    day = add_months(contract.starts_on, every_months)
    while day <= last:
        on = at(workday(day), 11)
        if on.date() > TODAY:
            return
        yield on
        earned = _earned(story, contract, firm)
        if earned:
            number += 1
            invoice = story.do(
                draft_invoice, story.firms[firm], contract, earned, number=f"{name}-{on.year}-{number:02d}",
                issued_on=on.date(), by=firm, on=on,
            )  # fmt: skip
            story.do(submit_invoice, invoice, by=firm, on=on)
            yield from _sign(story, invoice, on)
        day = add_months(day, every_months)


def _earned(story: Story, contract: FrameworkContract, firm: str) -> list[Achievement]:
    facts = claimable_achievements(story.firms[firm].id)
    return [db.session.get_one(Achievement, each.achievement_id) for each in facts if each.contract_id == contract.id]


def _sign(story: Story, invoice: Invoice, on: datetime, *, days: int = 4) -> Line:
    """The performance statement after so many days, the approval after some more."""
    stated = at(workday(on.date() + timedelta(days=days)), 10)
    if stated.date() >= TODAY or invoice.status != InvoiceStatus.IN_REVIEW:
        return
    yield stated
    story.do(state_performance, invoice, statement=STATEMENT, by="Coen", on=stated)
    approved = at(workday(stated.date() + timedelta(days=5)), 14)
    if approved.date() >= TODAY:
        return
    yield approved
    story.do(approve_invoice, invoice, by="Wim", on=approved)


def payments(story: Story, first: date, last: date) -> Line:
    """Every two weeks a run with what was approved; the bank books it two days later. The first goes to the ledger."""
    day = first
    while day <= min(last, TODAY - timedelta(days=16)):
        on = at(workday(day), 15)
        yield on
        waiting, charges = invoices_to_pay(), late_charges_to_pay()
        if waiting or charges:
            executed = workday(on.date() + timedelta(days=1))
            run = story.do(make_payment_run, waiting, charges=charges, execution_on=executed, by="Fatima", on=on)
            story.places["run"] = run
            booked = at(workday(executed + timedelta(days=1)), 9)
            yield booked
            story.do(book_run_paid, run, paid_on=executed, by="Fatima", on=booked)
            if "journal" not in story.places:
                story.places["journal"] = story.do(export_journal, columns={}, accounts={}, by="Fatima", on=booked)
        day += timedelta(days=14)


def one_invoice(story: Story, name: str, firm: str, number: str, on: datetime) -> Line:
    """One invoice by form, with all that was verified and not yet asked for."""
    yield on
    contract: FrameworkContract = story.places[name]
    earned = _earned(story, contract, firm)
    invoice = story.do(
        draft_invoice, story.firms[firm], contract, earned, number=number, issued_on=on.date(), by=firm, on=on
    )
    story.do(submit_invoice, invoice, by=firm, on=on)


def electronic_invoice(story: Story, name: str, firm: str, number: str, on: datetime) -> Line:
    """The supplier sends a UBL file from his own software; one line goes back with the reason."""
    yield on
    contract: FrameworkContract = story.places[name]
    earned = _earned(story, contract, firm)
    data = write_ubl(replace(compose(_document(story, contract, firm, number, earned, on)), attachments=(SUMMARY,)))
    verdict = judge(data, on=on.date())
    story.write("e-factuur.xml", data, "E-factuur (UBL, NLCIUS)")
    findings = "\n".join(f"- {finding.place}: {finding.text}" for finding in verdict.findings) or "Geen bevindingen."
    told = f"{verdict.sentence}\n{verdict.ground}\n\n{findings}\n"
    story.write("e-factuur-oordeel.txt", told, "Oordeel over de e-factuur")
    invoice = story.do(take_in_ubl, data, story.firms[firm], by=firm, on=on)
    later = at(workday(on.date() + timedelta(days=3)), 10)
    yield later
    hint = "De deelnemer is volgens onze gegevens niet gestart op deze dag. Meld de juiste datum en factureer opnieuw."
    story.do(return_line, invoice.lines[0], hint=hint, by="Coen", on=later)
    yield from _not_agreed(story, invoice.lines[0], firm, at(workday(later.date() + timedelta(days=1)), 9))
    yield from _sign(story, invoice, later, days=9)


def _not_agreed(story: Story, line: InvoiceLine, firm: str, on: datetime) -> Line:
    """The firm does not agree that the line came back; the contract manager looks again, and lets it stand."""
    yield on
    why = "De deelnemer is wel begonnen: zie de presentielijst bij het traject."
    story.do(dispute_line, line, why=why, within_days=28, by=firm, on=on)
    on += timedelta(days=1)
    yield on
    why = "Op de presentielijst staat een dag later. Meld die dag; dan kunt u de prestatie opnieuw factureren."
    story.do(answer_dispute, line, DisputeAnswer.STANDS, why=why, by="Coen", on=on)


def asked_about(story: Story, firm: str, number: str, on: datetime) -> Line:
    """The supplier writes about an invoice that waits, and waits for an answer."""
    yield on
    [invoice] = sent_invoices_numbered(story.firms[firm].id, [number])
    text = "Hebt u voor deze factuur nog iets van ons nodig? Wij rekenen op betaling voor half december."
    story.do(write_message, invoice, text=text, by=firm, on=on)


def a_package(story: Story, firm: str, on: datetime) -> Line:
    """A supplier sends a ZIP by mistake: with an invoice that is there already, and with one that was cut off."""
    yield on
    last = db.session.scalars(invoices_of_supplier(story.firms[firm].id).limit(1)).one()
    assert last.document is not None
    data, packed = storage.read(last.document), BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{last.number}.xml", data)
        archive.writestr(f"{last.number}-kopie.xml", data[: len(data) // 2])
    story.do(offer_package, packed, story.firms[firm], filename="september.zip", by=firm, on=on)
    take_in_packages()


def came_back(story: Story, firm: str, number: str, on: datetime) -> Line:
    """What was paid came back: the account was closed. The firm gives another; two people check it, and it is paid."""
    supplier = story.firms[firm]
    yield on
    [invoice] = sent_invoices_numbered(supplier.id, [number])
    [payment] = payments_of(invoice.id)
    reason = "De bank stortte terug: deze rekening is opgeheven."
    story.do(book_returned, payment, returned_on=on.date(), reason=reason, by="Fatima", on=on)
    on += timedelta(days=1)
    yield on
    iban, holder = fictive_iban(40), supplier.name[:70]
    account = story.do(propose_bank_account, supplier, iban=iban, holder=holder, by=firm, on=on)
    on = at(workday(on.date() + timedelta(days=5)), 11)
    yield on
    note = "Teruggebeld op het nummer van de website: de firma ging naar een andere bank."
    story.do(call_back, account, note=note, by="Gert", on=on)
    story.do(confirm_bank_account, account, by="Hanna", on=on + timedelta(hours=1))
    on = at(workday(on.date() + timedelta(days=7)), 15)
    yield on
    executed = workday(on.date() + timedelta(days=1))
    run = story.do(make_payment_run, [invoice], execution_on=executed, by="Fatima", on=on)
    booked = at(workday(executed + timedelta(days=1)), 9)
    yield booked
    story.do(book_run_paid, run, paid_on=executed, by="Fatima", on=booked)


def late_asked(story: Story, firm: str, number: str, on: datetime, *, approved: bool) -> Line:
    """The supplier asks interest and costs over what was paid too late; the budget holder decides a week later."""
    yield on
    [invoice] = sent_invoices_numbered(story.firms[firm].id, [number])
    charge = story.do(ask_late_charge, invoice, by=firm, on=on)
    if approved:
        on = at(workday(on.date() + timedelta(days=7)), 14)
        yield on
        story.do(approve_late_charge, charge, by="Wim", on=on)


def rate_typed(story: Story, on: datetime) -> Line:
    """Finance types in the statutory interest of the half-year that runs; a second person still has to look."""
    yield on
    source = f"Site van de rijksoverheid, gelezen op {on.day} november {on.year} (fictief)"
    story.do(record_rate, date(2026, 7, 1), Decimal("10.40"), source=source, by="Fatima", on=on)


def credited(story: Story, firm: str, number: str, on: datetime) -> Line:
    """The supplier gives a line back that was paid, by a credit note from the portal; it still has to come back."""
    yield on
    [invoice] = sent_invoices_numbered(story.firms[firm].id, [number])
    credit_note = f"{number}-C"
    story.do(
        make_credit_note, invoice, [invoice.lines[0].id], number=credit_note, issued_on=on.date(), by=firm, on=on
    )


def _document(
    story: Story, contract: FrameworkContract, firm: str, number: str, earned: list[Achievement], on: datetime
) -> WrittenInvoice:
    supplier = story.firms[firm]
    account = active_bank_account(supplier.id, on=on.date())
    assert account is not None, "confirmed in chapter one"
    codes = {each.achievement_id: each for each in claimable_achievements(supplier.id)}
    return WrittenInvoice(
        number=number,
        issued_on=on.date(),
        due_on=on.date() + timedelta(days=30),
        seller=_party(supplier),
        buyer=_party(story.firms["Haarlem"]),
        contract_number=contract.number,
        order_reference=contract.number,
        iban=account.iban,
        lines=[
            WrittenLine(
                number=str(position), track_number=codes[each.id].track_number,
                milestone_code=codes[each.id].milestone_code, description=codes[each.id].milestone_label,
                performed_on=each.reached_on, net=each.amount, vat_rate=Decimal(21),
            )
            for position, each in enumerate(earned, start=1)
        ],
    )  # fmt: skip


def _party(organisation: Organisation) -> WrittenParty:
    is_public = organisation.oin is not None
    return WrittenParty(
        name=organisation.name, legal_id=organisation.oin or organisation.kvk_number or "",
        legal_id_scheme="0190" if is_public else "0106", street=organisation.street, postcode=organisation.postcode,
        city=organisation.city, vat_number=organisation.vat_number or "",
    )  # fmt: skip
