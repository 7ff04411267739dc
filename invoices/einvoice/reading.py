"""From a UBL 2.1 document to facts. What cannot be read as a number or a day is left out, not guessed."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from invoices.einvoice.attachments import ATTACHED, attachment_of
from invoices.einvoice.facts import (
    AllowanceCharge,
    DocumentKind,
    EInvoice,
    ELine,
    Party,
    PaymentMeans,
    Totals,
    Unreadable,
    VatSubtotal,
)
from invoices.einvoice.rules.nodes import all_at, first_at
from invoices.einvoice.safety import (
    MAX_BROTHERS,
    MAX_LINES,
    MAX_PLACES,
    MAX_TEXT,
    MAX_VAT_SUBTOTALS,
    SMALL,
    TOO_LONG,
    TOO_MANY,
    TOO_OFTEN,
    safe_document,
    unreadable,
)
from invoices.einvoice.tree import Node, tree_of

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
ROOTS = {f"{{urn:oasis:names:specification:ubl:schema:xsd:{kind}-2}}{kind}": kind for kind in DocumentKind}

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
LONGEST_NUMBER = 40


def document_of(data: bytes) -> Node:
    """The root of an Invoice or a CreditNote in these bytes. Raises ``Unreadable``."""
    root = tree_of(safe_document(data))
    kind = ROOTS.get(root.tag)
    if kind is None:
        raise Unreadable(
            [unreadable("ROOT", "Dit is geen UBL-factuur of UBL-creditnota. Sla uw factuur op als UBL 2.1.")]
        )
    _limit(root, f"cac:{kind}Line", MAX_LINES, "factuurregels")
    _limit(root, "cac:TaxTotal/cac:TaxSubtotal", MAX_VAT_SUBTOTALS, "btw-regels")
    if len(data) > SMALL:
        _limit_each(root, f"{kind}Line")
    return root


def facts_of(root: Node) -> EInvoice:
    """What a document says; ``root`` as ``document_of`` gives it."""
    return _Reader(root, ROOTS[root.tag]).read()


def _limit(root: Node, path: str, most: int, what: str) -> None:
    count = len(all_at(root, path))
    if count > most:
        text = f"Het bestand heeft {count} {what}; wij nemen er hooguit {most} aan. Verdeel de factuur."
        raise Unreadable([unreadable("LIMIT", text)])


def _limit_each(root: Node, line: str) -> None:
    """Refuse what is too long or too often there, so that no rule takes long over it."""
    nodes = root.walk()
    if len({node.kind for node in nodes}) > MAX_PLACES:
        raise Unreadable([TOO_MANY])
    for node in nodes:
        if len(node.text) > MAX_TEXT and node.name != "EmbeddedDocumentBinaryObject":
            raise Unreadable([TOO_LONG])
        if node.attributes and any(len(value) > MAX_TEXT for value in node.attributes.values()):
            raise Unreadable([TOO_LONG])
        if node.order > MAX_BROTHERS and node.name != line:
            raise Unreadable([TOO_OFTEN])


class _Reader:
    """Reads one document."""

    def __init__(self, root: Node, kind: DocumentKind) -> None:
        self.root = root
        self.kind = kind

    def read(self) -> EInvoice:
        root, text = self.root, self.text
        lines = all_at(root, f"cac:{self.kind}Line")
        subtotals = self._subtotals()
        return EInvoice(
            kind=self.kind,
            customization_id=" ".join(text(root, "cbc:CustomizationID").split()),
            profile_id=text(root, "cbc:ProfileID"),
            number=text(root, "cbc:ID"),
            issued_on=self.day(root, "cbc:IssueDate"),
            due_on=self.day(root, "cbc:DueDate") or self.day(root, "cac:PaymentMeans/cbc:PaymentDueDate"),
            type_code=text(root, f"cbc:{self.kind}TypeCode"),
            currency=text(root, "cbc:DocumentCurrencyCode"),
            buyer_reference=text(root, "cbc:BuyerReference"),
            order_reference=text(root, "cac:OrderReference/cbc:ID"),
            contract_reference=text(root, "cac:ContractDocumentReference/cbc:ID"),
            payment_terms=text(root, "cac:PaymentTerms/cbc:Note"),
            notes=tuple(note for each in all_at(root, "cbc:Note") if (note := _own_text(each))),
            preceding_invoices=self._preceding(),
            seller=self._party("cac:AccountingSupplierParty/cac:Party"),
            buyer=self._party("cac:AccountingCustomerParty/cac:Party"),
            payment_means=self._payment_means(),
            allowances_charges=self._allowances(root),
            vat_total=self._vat_total(),
            vat_subtotals=tuple(self._subtotal(node) for node in subtotals),
            totals=self._totals(),
            lines=tuple(self._line(node) for node in lines),
            attachments=tuple(map(attachment_of, all_at(root, ATTACHED))),
            period_starts_on=self.day(root, "cac:InvoicePeriod/cbc:StartDate"),
            period_ends_on=self.day(root, "cac:InvoicePeriod/cbc:EndDate"),
        )

    def _preceding(self) -> tuple[str, ...]:
        nodes = all_at(self.root, "cac:BillingReference/cac:InvoiceDocumentReference")
        return tuple(found for node in nodes if (found := self.text(node, "cbc:ID")))

    def _party(self, path: str) -> Party:
        node = first_at(self.root, path)
        if node is None:
            return Party()
        address = first_at(node, "cac:PostalAddress")
        legal = first_at(node, "cac:PartyLegalEntity/cbc:CompanyID")
        endpoint = first_at(node, "cbc:EndpointID")
        return Party(
            name=self.text(node, "cac:PartyLegalEntity/cbc:RegistrationName"),
            trade_name=self.text(node, "cac:PartyName/cbc:Name"),
            legal_id=_own_text(legal),
            legal_id_scheme="" if legal is None else legal.attributes.get("schemeID", ""),
            party_id=self.text(node, "cac:PartyIdentification/cbc:ID"),
            vat_number=self._vat_number(node),
            endpoint=_own_text(endpoint),
            endpoint_scheme="" if endpoint is None else endpoint.attributes.get("schemeID", ""),
            has_address=address is not None,
            street=self.text(node, "cac:PostalAddress/cbc:StreetName"),
            city=self.text(node, "cac:PostalAddress/cbc:CityName"),
            postcode=self.text(node, "cac:PostalAddress/cbc:PostalZone"),
            country=self.text(node, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
        )

    def _vat_number(self, party: Node) -> str:
        for scheme in all_at(party, "cac:PartyTaxScheme"):
            if self.text(scheme, "cac:TaxScheme/cbc:ID") == "VAT":
                return self.text(scheme, "cbc:CompanyID")
        return ""

    def _payment_means(self) -> tuple[PaymentMeans, ...]:
        return tuple(
            PaymentMeans(
                code=self.text(node, "cbc:PaymentMeansCode"),
                payment_id=self.text(node, "cbc:PaymentID"),
                account=self.text(node, "cac:PayeeFinancialAccount/cbc:ID"),
            )
            for node in all_at(self.root, "cac:PaymentMeans")
        )

    def _allowances(self, parent: Node) -> tuple[AllowanceCharge, ...]:
        return tuple(
            AllowanceCharge(
                is_charge=self.text(node, "cbc:ChargeIndicator") in ("true", "1"),
                amount=self.number(node, "cbc:Amount"),
                reason=self.text(node, "cbc:AllowanceChargeReason") or self.text(node, "cbc:AllowanceChargeReasonCode"),
                vat_category=self.text(node, "cac:TaxCategory/cbc:ID"),
                vat_rate=self.number(node, "cac:TaxCategory/cbc:Percent"),
            )
            for node in all_at(parent, "cac:AllowanceCharge")
        )

    def _subtotals(self) -> Sequence[Node]:
        """The VAT breakdown; the second tax total, in the accounting currency, has none."""
        return all_at(self.root, "cac:TaxTotal/cac:TaxSubtotal")

    def _vat_total(self) -> Decimal | None:
        currency = self.text(self.root, "cbc:DocumentCurrencyCode")
        amounts = all_at(self.root, "cac:TaxTotal/cbc:TaxAmount")
        own = next((node for node in amounts if node.attributes.get("currencyID") == currency), None)
        return self._parsed_number(_own_text(own))

    def _subtotal(self, node: Node) -> VatSubtotal:
        return VatSubtotal(
            taxable=self.number(node, "cbc:TaxableAmount"),
            tax=self.number(node, "cbc:TaxAmount"),
            category=self.text(node, "cac:TaxCategory/cbc:ID"),
            rate=self.number(node, "cac:TaxCategory/cbc:Percent"),
            exemption_reason=self.text(node, "cac:TaxCategory/cbc:TaxExemptionReason")
            or self.text(node, "cac:TaxCategory/cbc:TaxExemptionReasonCode"),
        )

    def _totals(self) -> Totals:
        def amount(name: str) -> Decimal | None:
            return self.number(self.root, f"cac:LegalMonetaryTotal/cbc:{name}")

        return Totals(
            line_net=amount("LineExtensionAmount"),
            allowances=amount("AllowanceTotalAmount"),
            charges=amount("ChargeTotalAmount"),
            net=amount("TaxExclusiveAmount"),
            gross=amount("TaxInclusiveAmount"),
            prepaid=amount("PrepaidAmount"),
            rounding=amount("PayableRoundingAmount"),
            payable=amount("PayableAmount"),
        )

    def _line(self, node: Node) -> ELine:
        number = self.text(node, "cbc:ID")
        name = "InvoicedQuantity" if self.kind is DocumentKind.INVOICE else "CreditedQuantity"
        quantity = first_at(node, f"cbc:{name}")
        tax = "cac:Item/cac:ClassifiedTaxCategory"
        return ELine(
            number=number,
            quantity=self._parsed_number(_own_text(quantity)),
            unit_code="" if quantity is None else quantity.attributes.get("unitCode", ""),
            net=self.number(node, "cbc:LineExtensionAmount"),
            unit_price=self.number(node, "cac:Price/cbc:PriceAmount"),
            base_quantity=self.number(node, "cac:Price/cbc:BaseQuantity"),
            name=self.text(node, "cac:Item/cbc:Name"),
            object_id=self._object_id(node),
            order_line=self.text(node, "cac:OrderLineReference/cbc:LineID"),
            vat_category=self.text(node, f"{tax}/cbc:ID"),
            vat_rate=self.number(node, f"{tax}/cbc:Percent"),
            allowances_charges=self._allowances(node),
            period_starts_on=self.day(node, "cac:InvoicePeriod/cbc:StartDate"),
            period_ends_on=self.day(node, "cac:InvoicePeriod/cbc:EndDate"),
        )

    def _object_id(self, line: Node) -> str:
        for reference in all_at(line, "cac:DocumentReference"):
            if self.text(reference, "cbc:DocumentTypeCode") == "130":
                return self.text(reference, "cbc:ID")
        return ""

    def text(self, parent: Node, path: str) -> str:
        """The text at this place, without spaces at its ends; empty when it is not there."""
        return _own_text(first_at(parent, path))

    def number(self, parent: Node, path: str) -> Decimal | None:
        """The exact number at this place."""
        return self._parsed_number(self.text(parent, path))

    def _parsed_number(self, written: str) -> Decimal | None:
        if not written:
            return None
        if len(written) > LONGEST_NUMBER or not _DECIMAL.fullmatch(written):
            return None
        return Decimal(written)

    def day(self, parent: Node, path: str) -> date | None:
        """The day at this place."""
        written = self.text(parent, path)
        if not written:
            return None
        found = _DAY.fullmatch(written)
        try:
            return date(int(found[1]), int(found[2]), int(found[3])) if found else None
        except ValueError:  # 30 February
            return None


def _own_text(node: Node | None) -> str:
    return "" if node is None else node.text.strip()
