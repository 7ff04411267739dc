"""The payment file: valid for both versions, whatever people are called."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from invoices.sepa import Debtor, PainVersion, PaymentFile, Transfer, schema_errors, write_pain001
from invoices.sepa_text import ALLOWED, sepa_id, sepa_name, sepa_remittance, sepa_text
from townhall.clock import AMSTERDAM
from townhall.money import euros
from townhall.refusal import Refusal

MUNICIPALITY = Debtor("Gemeente Haarlem", "NL91 ABNA 0417 1643 00")
BOTH = list(PainVersion)


def transfer(**changes: object) -> Transfer:
    facts: dict[str, object] = {
        "end_to_end_id": "BR-2026-0001-1",
        "name": "Werkvooruit Haarlem BV (fictief)",
        "iban": "NL02ABNA0123456789",
        "amount": euros("1210.50"),
        "remittance": "Factuur 2026-118",
    }
    return Transfer(**(facts | changes))  # type: ignore[arg-type]


def payment_file(*transfers: Transfer) -> PaymentFile:
    return PaymentFile(
        message_id="BR-2026-0001",
        made_at=datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM),
        execution_on=date(2026, 11, 24),
        debtor=MUNICIPALITY,
        transfers=transfers,
    )


def value(written: bytes, name: str) -> list[str]:
    return [element.text or "" for element in etree.fromstring(written).iter(f"{{*}}{name}")]


@pytest.mark.parametrize("version", BOTH)
def test_the_file_is_valid_and_its_sums_are_right(version: PainVersion) -> None:
    file = payment_file(transfer(), transfer(end_to_end_id="2", amount=euros("0.01")))

    written = write_pain001(file, version)

    assert schema_errors(written, version) == []
    assert value(written, "CtrlSum") == ["1210.51", "1210.51"]
    assert value(written, "NbOfTxs") == ["2", "2"]
    assert value(written, "InstdAmt") == ["1210.50", "0.01"]


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(
    "name",
    [
        "Łukasiewicz & Zoon B.V.",
        'Ĳsselmeer <Re-integratie> "Groep"',
        "Żółć/Ñandú//Øresund–Straße",
        "株式会社",
        "€uro ☃ &amp; </Nm><Nm>Dief",
        " \t\n\u202e ",
        "A" * 300,
    ],
)
def test_hostile_names_stay_valid(version: PainVersion, name: str) -> None:
    written = write_pain001(payment_file(transfer(name=name, remittance=name * 3)), version)

    assert schema_errors(written, version) == []
    for text in value(written, "Nm") + value(written, "Ustrd"):
        assert set(text) <= ALLOWED


def test_a_name_stays_readable() -> None:
    assert sepa_name("Łukasiewicz & Zoon") == "Lukasiewicz + Zoon"
    assert sepa_name("Café Ĳzer – Straße") == "Cafe IJzer - Strasse"
    assert sepa_text("//a//b/", longest=10) == "a/b"
    assert sepa_id("") == "NOTPROVIDED"


@given(st.text(max_size=200), st.integers(1, 140))
@example("/ \0", 2)
@settings(max_examples=200, deadline=None)
def test_any_text_becomes_sepa_text(text: str, longest: int) -> None:
    written = sepa_text(text, longest=longest)

    assert set(written) <= ALLOWED
    assert len(written) <= longest
    assert not re.search(r"^/|/$|//", written)


@given(st.text(max_size=60), st.text(max_size=40), st.decimals(0, 999_999_999, places=2))
@example("€" * 60, "№" * 40, euros("99999999.99"))
@example("A" * 60, "RO-2026-0001", euros("0.01"))
@settings(max_examples=60, deadline=None)
def test_what_was_set_off_is_never_cut_from_the_remittance(invoice: str, contract: str, set_off: Decimal) -> None:
    text = sepa_remittance(f"Factuur {invoice}", contract, set_off)

    assert text.startswith("Factuur") and " contract" in text
    assert len(text) <= 140 and text == sepa_text(text, longest=140)
    assert text.endswith(f" verrekend EUR {set_off:.2f}") == bool(set_off)


def test_a_number_that_fits_stays_whole_and_one_that_does_not_says_so() -> None:
    assert sepa_remittance("Factuur 2026-118", "RO-1", euros(0)) == "Factuur 2026-118 contract RO-1"
    longest = f"Factuur {'A' * 60}"
    assert sepa_remittance(longest, "RO-2026-0001", euros(5)).startswith(f"{longest} contract RO-2026-0001 ")
    assert sepa_remittance(f"Factuur {'€' * 60}", "RO-1", euros(0)).endswith(".. contract RO-1")


@given(amounts=st.lists(st.integers(1, 10**9), min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_the_control_sum_is_the_sum(amounts: list[int]) -> None:
    transfers = [
        transfer(end_to_end_id=str(number), amount=euros(Decimal(cents).scaleb(-2)))
        for number, cents in enumerate(amounts)
    ]

    written = write_pain001(payment_file(*transfers), PainVersion.PAIN_09)

    assert Decimal(value(written, "CtrlSum")[0]) == Decimal(sum(amounts)).scaleb(-2)


@pytest.mark.parametrize(
    ("transfers", "code"),
    [
        ((), "run-empty"),
        ((transfer(iban="NL00ABNA0123456789"),), "creditor-iban"),
        ((transfer(amount=euros(0)),), "amount-out-of-range"),
        ((transfer(amount=euros(-5)),), "amount-out-of-range"),
        ((transfer(), transfer()), "double-reference"),
    ],
)
def test_what_no_bank_takes_is_refused_in_words(transfers: tuple[Transfer, ...], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        write_pain001(payment_file(*transfers), PainVersion.PAIN_03)

    assert [obstacle.code for obstacle in refusal.value.obstacles] == [code]
