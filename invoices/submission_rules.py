"""Why an invoice cannot be made or taken in: its number, its day, what it asks, and who sent it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices.claims import AchievementFacts
from invoices.einvoice.facts import EInvoice, Finding, Party
from invoices.einvoice.verdict import Verdict
from townhall.identifiers import without_spaces
from townhall.money import ZERO, round_to_cents
from townhall.refusal import Obstacle

#: What a payer must not take in although the official rules let it pass. The rest is told, not refused.
STOPPING = frozenset({"RW-EUR", "RW-DATUM", "RW-BTW", "RW-BSN", "RW-REGELNR"})
LONGEST_NUMBER = 60


@dataclass(frozen=True)
class PartyFacts:
    """An organisation as we know it: the numbers by which an invoice may name it."""

    name: str
    kvk_number: str | None
    vat_number: str | None
    oin: str | None


def obstacles_to_identity(
    number: str, issued_on: date, *, number_is_known: bool, today: date
) -> list[Obstacle]:
    """Why an invoice with this number and day cannot come in."""
    obstacles = []
    if not number:
        obstacles.append(Obstacle("number-missing", "Geef de factuur een nummer.", "number"))
    if len(number) > LONGEST_NUMBER:
        text = f"Gebruik een factuurnummer van hooguit {LONGEST_NUMBER} tekens."
        obstacles.append(Obstacle("number-too-long", text, "number"))
    if number_is_known:
        text = f"U hebt al een factuur of creditnota met nummer {number} gestuurd. Gebruik een nieuw nummer."
        obstacles.append(Obstacle("number-known", text, "number"))
    if issued_on > today:
        text = "De factuurdatum ligt in de toekomst. Kies vandaag of een eerdere dag."
        obstacles.append(Obstacle("issued-in-future", text, "issued_on"))
    return obstacles


def obstacles_to_selection(
    facts: Sequence[AchievementFacts], *, contract_id: int, contract_number: str
) -> list[Obstacle]:
    """Why these achievements cannot stand together on one invoice."""
    if not facts:
        return [
            Obstacle("nothing-selected", "Kies ten minste één prestatie om te factureren.", "achievements")
        ]
    obstacles = [
        Obstacle(
            "other-contract",
            f"Traject {each.track_number} hoort bij contract {each.contract_number}. "
            f"Maak per contract een factuur; deze is voor {contract_number}.",
            "achievements",
        )
        for each in facts
        if each.contract_id != contract_id
    ]
    if len({each.achievement_id for each in facts}) != len(facts):
        text = "Een prestatie staat twee keer in uw keuze. Kies elke prestatie één keer."
        obstacles.append(Obstacle("chosen-twice", text, "achievements"))
    return obstacles


def obstacles_to_charging_vat(vat_number: str | None, *, has_vat: bool) -> list[Obstacle]:
    """Why this firm cannot put VAT on an invoice: it must name its VAT number (Wet OB 1968 art. 35a lid 1 onder c)."""
    if vat_number or not has_vat:
        return []
    text = (
        "Op een factuur met btw moet uw btw-nummer staan, en wij kennen het niet. Mail het aan de gemeente; de "
        "contactgegevens staan onder aan elke pagina. Staat het bij Mijn organisatie, dan kunt u de factuur maken."
    )
    return [Obstacle("vat-number-missing", text)]


def obstacles_to_verdict(verdict: Verdict) -> list[Obstacle]:
    """Why a file cannot be taken in: everything the checks found, at once."""
    obstacles = [
        Obstacle("ubl-unreadable" if not verdict.readable else "ubl-not-valid", _sentence(each))
        for each in verdict.fatal_findings
    ]
    obstacles += [
        Obstacle("ubl-not-payable", _sentence(each))
        for each in verdict.business_findings
        if each.rule in STOPPING
    ]
    return obstacles


def _sentence(finding: Finding) -> str:
    return f"{finding.place}: {finding.text} ({finding.rule})"


def obstacles_to_taking_in(
    invoice: EInvoice,
    *,
    supplier: PartyFacts,
    municipality: PartyFacts,
    contract_is_known: bool,
    order_is_known: bool,
    iban: str | None,
) -> list[Obstacle]:
    """Why a valid e-invoice or credit note cannot be one of this supplier to us. ``iban``: the account we know."""
    return [
        *_parties(invoice, supplier, municipality),
        *_contract(invoice, contract_is_known),
        *_order(invoice, order_is_known),
        *_account(invoice, iban),
        *_plain_lines(invoice),
    ]


def _parties(invoice: EInvoice, supplier: PartyFacts, municipality: PartyFacts) -> list[Obstacle]:
    obstacles = []
    if not _names(invoice.seller, supplier):
        text = (
            f"Het KvK-nummer of btw-nummer op de factuur is niet dat van {supplier.name}. "
            "Stuur alleen facturen van uw eigen organisatie."
        )
        obstacles.append(Obstacle("other-seller", text))
    if not _names(invoice.buyer, municipality):
        text = f"De factuur is niet gericht aan {municipality.name}. Controleer het OIN of KvK-nummer."
        obstacles.append(Obstacle("other-buyer", text))
    return obstacles


#: Lists of e-addresses (EAS) whose addresses are numbers we know: trade register, government register, Dutch VAT.
_REGISTERS, _VAT_ADDRESS = ("0106", "0190"), "9944"


def _names(given: Party, party: PartyFacts) -> bool:
    """Whether one of the numbers is this party's, and none is another's; without numbers the e-address counts."""
    registered = {without_spaces(each) for each in (party.kvk_number, party.oin) if each}
    taxed = {without_spaces(each) for each in (party.vat_number,) if each}
    numbers = [(given.legal_id, registered), (given.vat_number, taxed)]
    if not given.legal_id and not given.vat_number:
        own = registered if given.endpoint_scheme in _REGISTERS else taxed
        numbers = [(given.endpoint, own)] if given.endpoint_scheme in (*_REGISTERS, _VAT_ADDRESS) else []
    known = [(without_spaces(number), own) for number, own in numbers if number and own]
    return bool(known) and all(number in own for number, own in known)


def _order(invoice: EInvoice, order_is_known: bool) -> list[Obstacle]:
    if order_is_known:
        return []
    text = (
        f"Ordernummer {invoice.order_reference} (BT-13) kennen wij niet bij dit contract. Zet er het "
        "verplichtingennummer van het traject in, of het contractnummer."
    )
    return [Obstacle("order-unknown", text)]


def _account(invoice: EInvoice, iban: str | None) -> list[Obstacle]:
    """We pay on the account that two of our people confirmed; another on the invoice is a mistake, or fraud."""
    named = {without_spaces(means.account) for means in invoice.payment_means if means.account}
    if iban is None or not named or without_spaces(iban) in named:
        return []
    text = (
        "Het rekeningnummer op de factuur (BT-84) is niet het nummer dat wij van u kennen. Verbeter het, of geef uw "
        "nieuwe nummer eerst door bij Bankrekening."
    )
    return [Obstacle("other-account", text)]


def _contract(invoice: EInvoice, contract_is_known: bool) -> list[Obstacle]:
    if contract_is_known:
        return []
    named = invoice.contract_reference or invoice.order_reference
    text = (
        f"Contract {named} kennen wij niet als contract van u. Controleer het nummer."
        if named
        else "Zet het contractnummer op de factuur (BT-12), bijvoorbeeld RO-2026-001."
    )
    return [Obstacle("contract-unknown", text)]


def _plain_lines(invoice: EInvoice) -> list[Obstacle]:
    obstacles = []
    if invoice.allowances_charges or any(line.allowances_charges for line in invoice.lines):
        text = "Gebruik geen kortingen of toeslagen: elke regel is één mijlpaal voor het afgesproken bedrag."
        obstacles.append(Obstacle("allowances", text))
    totals = invoice.totals
    if (totals.prepaid or ZERO) != 0 or (totals.rounding or ZERO) != 0:
        text = "Gebruik geen vooruitbetaling of afronding: het te betalen bedrag is het totaal met btw."
        obstacles.append(Obstacle("prepaid-or-rounding", text))
    for line in invoice.lines:
        if line.net is not None and (line.net <= 0 or round_to_cents(line.net) != line.net):
            text = f"Regel {line.number}: het bedrag moet meer dan nul zijn, in hele centen."
            obstacles.append(Obstacle("line-amount", text))
        if line.vat_category != "S" and line.vat_rate != Decimal(0):
            text = f"Regel {line.number}: gebruik btw-categorie S met het geldende percentage."
            obstacles.append(Obstacle("line-category", text))
    return obstacles
