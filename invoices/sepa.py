"""The payment file for the bank: ISO 20022 pain.001 (credit transfer initiation), versions .03 and .09.

Our own writer, because a payment must never be cut or changed in silence; what was written is validated with
the XSD of the standard (shipped by the sepaxml package) before anybody gets it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lxml import etree

from invoices.sepa_text import REMITTANCE_LENGTH, sepa_id, sepa_name, sepa_text
from townhall.identifiers import is_iban, without_spaces
from townhall.money import ZERO, euros, sum_of
from townhall.refusal import Obstacle, refuse_if

#: The most a single SEPA credit transfer may carry.
LARGEST_AMOUNT = euros("999999999.99")


class PainVersion(StrEnum):
    """Which release of the message the bank takes."""

    PAIN_03 = "pain.001.001.03"
    PAIN_09 = "pain.001.001.09"

    @property
    def namespace(self) -> str:
        return f"urn:iso:std:iso:20022:tech:xsd:{self.value}"


@dataclass(frozen=True)
class Debtor:
    """Who pays, from which account."""

    name: str
    iban: str


@dataclass(frozen=True)
class Transfer:
    """One payment: to whom, how much, and how both sides recognise it."""

    end_to_end_id: str
    name: str
    iban: str
    amount: Decimal
    remittance: str


@dataclass(frozen=True)
class PaymentFile:
    """Everything that goes in one file: one batch, one day, one account."""

    message_id: str
    made_at: datetime
    execution_on: date
    debtor: Debtor
    transfers: Sequence[Transfer]


def write_pain001(file: PaymentFile, version: PainVersion) -> bytes:
    """The file as XML, valid against the schema of this version.

    Raises ``Refusal`` on what no bank would take.
    """
    refuse_if(obstacles_to_writing(file))
    root = etree.Element(_tag(version, "Document"), nsmap={None: version.namespace})  # type: ignore[dict-item]
    initiation = _add(root, "CstmrCdtTrfInitn")
    _group_header(initiation, file)
    _payment_information(initiation, file, version)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    problems = schema_errors(written, version)
    assert not problems, f"our own payment file is not valid: {problems[:3]}"
    return bytes(written)


def obstacles_to_writing(file: PaymentFile) -> list[Obstacle]:
    """Why this cannot be a payment file."""
    obstacles = []
    if not file.transfers:
        obstacles.append(Obstacle("run-empty", "Er is niets om te betalen. Kies ten minste één factuur."))
    if not is_iban(file.debtor.iban):
        obstacles.append(
            Obstacle(
                "debtor-iban", "Het rekeningnummer van de gemeente klopt niet. Laat het eerst verbeteren."
            )
        )
    for transfer in file.transfers:
        if not is_iban(transfer.iban):
            obstacles.append(
                Obstacle(
                    "creditor-iban",
                    f"Het rekeningnummer van {transfer.name} klopt niet. Laat leveranciersbeheer het "
                    "verbeteren.",
                )
            )
        if not ZERO < transfer.amount <= LARGEST_AMOUNT:
            obstacles.append(
                Obstacle(
                    "amount-out-of-range",
                    f"Het bedrag voor {transfer.name} moet meer dan nul zijn en past niet boven "
                    "999.999.999,99.",
                )
            )
    ids = [sepa_id(transfer.end_to_end_id) for transfer in file.transfers]
    if len(set(ids)) != len(ids):
        obstacles.append(
            Obstacle(
                "double-reference", "Twee betalingen hebben hetzelfde kenmerk. Maak de betaalrun opnieuw."
            )
        )
    return obstacles


def schema_errors(written: bytes, version: PainVersion) -> list[str]:
    """What the schema of the standard has against this file; empty when it is valid."""
    schema = _schema(version)
    document = etree.fromstring(written, _parser())
    schema.validate(document)
    return [f"regel {error.line}: {error.message}" for error in schema.error_log]  # type: ignore[attr-defined]


def _group_header(initiation: etree._Element, file: PaymentFile) -> None:
    header = _add(initiation, "GrpHdr")
    _add(header, "MsgId", sepa_id(file.message_id))
    _add(header, "CreDtTm", file.made_at.replace(microsecond=0).isoformat())
    _add(header, "NbOfTxs", str(len(file.transfers)))
    _add(header, "CtrlSum", _amount(_total(file)))
    _add(_add(header, "InitgPty"), "Nm", sepa_name(file.debtor.name))


def _payment_information(initiation: etree._Element, file: PaymentFile, version: PainVersion) -> None:
    batch = _add(initiation, "PmtInf")
    _add(batch, "PmtInfId", sepa_id(file.message_id))
    _add(batch, "PmtMtd", "TRF")
    _add(batch, "BtchBookg", "true")
    _add(batch, "NbOfTxs", str(len(file.transfers)))
    _add(batch, "CtrlSum", _amount(_total(file)))
    _add(_add(_add(batch, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    if version is PainVersion.PAIN_03:
        _add(batch, "ReqdExctnDt", file.execution_on.isoformat())
    else:
        _add(_add(batch, "ReqdExctnDt"), "Dt", file.execution_on.isoformat())
    _add(_add(batch, "Dbtr"), "Nm", sepa_name(file.debtor.name))
    _add(_add(_add(batch, "DbtrAcct"), "Id"), "IBAN", without_spaces(file.debtor.iban))
    # The bank knows itself by the account number.
    _add(_add(_add(_add(batch, "DbtrAgt"), "FinInstnId"), "Othr"), "Id", "NOTPROVIDED")
    _add(batch, "ChrgBr", "SLEV")
    for transfer in file.transfers:
        _transfer(batch, transfer)


def _transfer(batch: etree._Element, transfer: Transfer) -> None:
    entry = _add(batch, "CdtTrfTxInf")
    _add(_add(entry, "PmtId"), "EndToEndId", sepa_id(transfer.end_to_end_id))
    amount = _add(_add(entry, "Amt"), "InstdAmt", _amount(transfer.amount))
    amount.set("Ccy", "EUR")
    _add(_add(entry, "Cdtr"), "Nm", sepa_name(transfer.name))
    _add(_add(_add(entry, "CdtrAcct"), "Id"), "IBAN", without_spaces(transfer.iban))
    remittance = sepa_text(transfer.remittance, longest=REMITTANCE_LENGTH)
    if remittance:
        _add(_add(entry, "RmtInf"), "Ustrd", remittance)


def _total(file: PaymentFile) -> Decimal:
    return sum_of(transfer.amount for transfer in file.transfers)


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    namespace = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    child.text = text
    return child


def _tag(version: PainVersion, name: str) -> str:
    return f"{{{version.namespace}}}{name}"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@cache
def _schema(version: PainVersion) -> etree.XMLSchema:
    source = files("sepaxml").joinpath("schemas", f"{version.value}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(source, _parser()))
