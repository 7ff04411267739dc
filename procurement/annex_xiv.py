"""Which services are social and other specific services (SAS): Annex XIV of Directive 2014/24/EU.

Codes are compared on the eight digits before the check digit. The ranges were written down from
knowledge of the directive and checked against the eForms list of art. 77 (a part of it, all inside);
compare once with https://eur-lex.europa.eu/eli/dir/2014/24/oj before relying on it as law.
The list is read restrictively: what counts is the service, not the code that was typed
(Commissie van Aanbestedingsexperts 2020).
"""

#: First and last code of each range, both included.
RANGES: tuple[tuple[str, str], ...] = (
    ("55100000", "55410000"),
    ("55521000", "55521200"),
    ("75100000", "75120000"),
    ("75125000", "75131000"),
    ("75200000", "75231000"),
    ("75231210", "75231230"),
    ("75240000", "75252000"),
    ("79100000", "79140000"),
    ("79700000", "79721000"),
    ("79995000", "79995200"),
    ("80000000", "80660000"),
    ("85000000", "85323000"),
    ("92000000", "92700000"),
    ("98513000", "98514000"),
)

SINGLE_CODES: frozenset[str] = frozenset(
    {
        "50116510", "55510000", "55511000", "55512000", "55520000", "55522000", "55523000", "55523100",
        "55524000", "64000000", "64100000", "64110000", "64111000", "64112000", "64113000", "64114000",
        "64115000", "64116000", "64122000", "71550000", "75000000", "75121000", "75122000", "75123000",
        "75124000", "75200000", "75231100", "75231200", "75231240", "75300000", "75310000", "75311000",
        "75312000", "75313000", "75313100", "75314000", "75320000", "75330000", "75340000", "79430000",
        "79611000", "79622000", "79624000", "79625000", "79722000", "79723000", "79950000", "79951000",
        "79952000", "79952100", "79953000", "79954000", "79955000", "79956000", "85321000", "85322000",
        "98000000", "98113100", "98120000", "98130000", "98131000", "98132000", "98133000", "98133100",
        "98133110", "98200000", "98500000", "98900000", "98910000",
    }
)

#: These say little about the service itself, so a buyer must be able to explain why it fits.
BROAD_CODES: frozenset[str] = frozenset(
    {"75000000", "75121000", "75122000", "75124000", "79950000", "98000000", "92000000", "85000000"}
)


def is_in_annex_xiv(code: str) -> bool:
    """Whether this code of eight digits is on the list."""
    return code in SINGLE_CODES or any(first <= code <= last for first, last in RANGES)
