"""Numbers others issue: which can exist, and where a citizen's number hides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.identifiers import (
    holds_bsn,
    is_iban,
    is_kvk_number,
    is_oin,
    is_phone_number,
    is_vat_number,
    passes_eleven_proof,
    without_spaces,
)

BSN = "111222333"  # the example number of the government's own test documents


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (is_kvk_number, "90000013", "9000001"),
        (is_kvk_number, "00000001", "00000000"),
        (is_kvk_number, "34366966", "3436696A"),
        (is_vat_number, "NL004495445B01", "NL004495446B01"),
        (is_vat_number, "NL002455799B11", "002455799B11"),
        (is_vat_number, "BE0403019261", "BE0403019262"),
        (is_iban, "NL91ABNA0417164300", "NL91ABNA0417164301"),
        (is_iban, "NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643"),
        (is_iban, "DE89370400440532013000", "DE89370400440532013001"),
        (is_oin, "00000001003214345000", "0000000100321434500"),
        (is_oin, "00000003271247010000", "10000003271247010000"),
        (is_phone_number, "023-5550100", "5550100"),
        (is_phone_number, "06 1234 5678", "06 1234 567"),
        (is_phone_number, "+31 (0)23 555 01 00", "+0235550100"),
        (is_phone_number, "0032 2 555 12 12", "00 2 555"),
        (is_phone_number, "14 023", "14"),
        (is_phone_number, "0800-1234", "0800-123"),
        (is_phone_number, "(023) 555 0100", "bel maar"),
    ],
)
def test_a_number_that_can_exist_and_one_that_cannot(check, right, wrong):
    assert check(right)
    assert not check(wrong)


@pytest.mark.parametrize("nonsense", ["", " ", "x", "NL", "٣٤٣٦٦٩٦٦", "12\n345678"])
def test_nonsense_is_refused_and_breaks_nothing(nonsense):
    checks = (is_kvk_number, is_vat_number, is_iban, is_oin, is_phone_number)

    assert not any(check(nonsense) for check in checks)


@pytest.mark.parametrize(
    "text",
    [
        BSN,
        f"deelnemer {BSN}.",
        f"bsn:{BSN}",
        f"dossier_{BSN}.pdf",
        "111 222 333",
        "111.222.333",
        "1112.22.333",
        "1112-22-333",
        "1 1 1 2 2 2 3 3 3",
        "111\N{NO-BREAK SPACE}222\N{NO-BREAK SPACE}333",
        "eerst 123456789 en dan 111222333",
    ],
)
def test_a_citizen_service_number_is_found(text):
    assert holds_bsn(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "111222334",  # fails the proof
        "000000000",
        "1112223330",  # ten digits: a telephone number
        "0111222333",
        "NL91ABNA0417164300",
        "90000013",
        "23-11-2026 om 12:00",
        "€ 111.222",
        "1.111.222.333",
        "RO-2026-003",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not holds_bsn(text)


@given(digits=st.text("0123456789", min_size=9, max_size=9), words=st.text("abc ,;:()", max_size=10))
def test_nine_digits_are_found_in_any_text_exactly_when_they_pass_the_proof(digits, words):
    assert holds_bsn(f"{words}{digits}{words}") == passes_eleven_proof(digits)


def proven(first: str) -> str:
    """Eight digits with the ninth that makes the proof come out, or X when there is none."""
    last = sum(int(digit) * weight for digit, weight in zip(first, range(9, 1, -1), strict=True)) % 11
    return first + (str(last) if last < 10 else "X")


proven_numbers = st.from_regex(r"[1-9][0-9]{7}", fullmatch=True).map(proven).filter(str.isdigit)


@given(digits=proven_numbers, at=st.integers(0, 8))
def test_one_wrong_digit_fails_the_proof(digits, at):
    other = str((int(digits[at]) + 1) % 10)

    assert not passes_eleven_proof(digits[:at] + other + digits[at + 1 :])


def test_a_number_is_kept_without_spaces_and_in_capitals():
    assert without_spaces("nl91 abna 0417.1643-00") == "NL91ABNA0417164300"
