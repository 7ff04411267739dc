"""From which amount European rules apply: one row per period, with where the amount was read.

All amounts are in euro, excl. VAT. The rules apply when the estimate is equal to or higher than the
amount (art. 2.1–2.3 Aanbestedingswet 2012, "AW"). The row of the day on which the notice is sent
counts (art. 2.15(1) AW). Amounts change on 1 January of every even year; add a row, never edit one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from townhall.money import euros


class ThresholdKind(StrEnum):
    """Which of the amounts of the directives is meant."""

    SERVICES_SUBCENTRAL = "services_subcentral"
    SERVICES_CENTRAL = "services_central"
    WORKS = "works"
    SAS = "sas"
    SERVICES_SPECIAL_SECTORS = "services_special_sectors"


class Trust(StrEnum):
    """Whether the amount was read in the source named, or is known without a source that was read."""

    READ = "V"
    KNOWN = "K"


#: From this day the act of 2016 has its own regime for social and other specific services (SAS).
SAS_SINCE = date(2016, 7, 1)


@dataclass(frozen=True)
class Threshold:
    """One amount in one period."""

    kind: ThresholdKind
    in_force_from: date
    in_force_to: date
    amount: Decimal
    trust: Trust
    source: str

    def is_in_force_on(self, day: date) -> bool:
        """True on every day of its period, the first and the last included."""
        return self.in_force_from <= day <= self.in_force_to


@dataclass(frozen=True)
class _Biennium:
    year: int
    works: int
    central: int
    subcentral: int
    special_sectors: int
    trust: Trust
    source: str


_BIENNIA = (
    _Biennium(
        2004, 5923000, 154000, 236000, 473000, Trust.KNOWN,
        "Directive 2004/18/EC as amended by Regulation (EC) 1874/2004",
    ),
    _Biennium(2006, 5278000, 137000, 211000, 422000, Trust.KNOWN, "Regulation (EC) 2083/2005"),
    _Biennium(
        2008, 5150000, 133000, 206000, 412000, Trust.READ, "http://eu.baltic.net (Regulation (EC) 1422/2007)"
    ),
    _Biennium(
        2010, 4845000, 125000, 193000, 387000, Trust.READ, "http://eu.baltic.net (Regulation (EC) 1177/2009)"
    ),
    _Biennium(
        2012, 5000000, 130000, 200000, 400000, Trust.READ,
        "http://cbp.nl/nieuws/2013/nieuwe-drempelbedragen-2014-2015",
    ),
    _Biennium(
        2014, 5186000, 134000, 207000, 414000, Trust.READ,
        "https://www.berenschot.nl/overige-diensten/bedrijfsvoering/strategische-inkoop/succesvol/"
        "aanbestedingsdrempel/",
    ),
    _Biennium(
        2016, 5225000, 135000, 209000, 418000, Trust.READ,
        "https://www.zri.nl/Nieuwe-drempelbedragen-definitief",
    ),
    _Biennium(
        2018, 5548000, 144000, 221000, 443000, Trust.READ,
        "https://ddk-law.be/actualiteit/nieuwe-europese-drempels-inzake-overheidsopdrachten/",
    ),
    _Biennium(
        2020, 5350000, 139000, 214000, 428000, Trust.READ,
        "https://ddk-law.be/actualiteit/nieuwe-europese-drempels-inzake-overheidsopdrachten/",
    ),
    _Biennium(
        2022, 5382000, 140000, 215000, 431000, Trust.READ,
        "https://bornlegal.nl/2024/01/drempelbedragen-europees-aanbesteden-2024-2025",
    ),
    _Biennium(
        2024, 5538000, 143000, 221000, 443000, Trust.READ,
        "https://www.justionadvocaten.nl/nieuwsbericht/1471/",
    ),
    _Biennium(
        2026, 5404000, 140000, 216000, 432000, Trust.READ,
        "https://www.cwmf.gov.ie/en/news/revised-eu-procurement-thresholds-applicable-from-1-january-2026 "
        "(Gedelegeerde Verordeningen (EU) 2025/2150, 2025/2151 en 2025/2152)",
    ),
)  # fmt: skip


def _rows(two_years: _Biennium) -> Iterable[Threshold]:
    first, last = date(two_years.year, 1, 1), date(two_years.year + 1, 12, 31)
    amounts = {
        ThresholdKind.SERVICES_SUBCENTRAL: two_years.subcentral,
        ThresholdKind.SERVICES_CENTRAL: two_years.central,
        ThresholdKind.WORKS: two_years.works,
        ThresholdKind.SERVICES_SPECIAL_SECTORS: two_years.special_sectors,
    }
    for kind, amount in amounts.items():
        yield Threshold(kind, first, last, euros(amount), two_years.trust, two_years.source)
    if last >= SAS_SINCE:
        # Fixed in the directive itself, so not revised with the others; given per period all the same,
        # so that a coming period without a row is noticed.
        source = "Directive 2014/24/EU art. 4(d)"
        yield Threshold(
            ThresholdKind.SAS, max(first, SAS_SINCE), last, euros(750000), Trust.READ, source
        )


THRESHOLDS: tuple[Threshold, ...] = tuple(row for two_years in _BIENNIA for row in _rows(two_years))


def threshold_on(
    kind: ThresholdKind, day: date, *, table: Sequence[Threshold] = THRESHOLDS
) -> Threshold | None:
    """The row in force on this day; None when no row covers it. Of two rows the later one counts."""
    fitting = [row for row in table if row.kind == kind and row.is_in_force_on(day)]
    return max(fitting, key=lambda row: row.in_force_from, default=None)


def is_at_or_above(estimate: Decimal, threshold: Threshold) -> bool:
    """Equal to the amount is enough."""
    return estimate >= threshold.amount


def period_of_threshold(day: date) -> tuple[date, date]:
    """The two calendar years with the same amounts; an advice made for one is stale in another."""
    first_year = day.year - day.year % 2
    return date(first_year, 1, 1), date(first_year + 1, 12, 31)


def change_of_period(notice_on: date, *, advised_for: date | None, today: date) -> date | None:
    """The first day of the amounts that will count for a notice, when they are others than the advice rests on.

    The threshold of the day of the notice counts (art. 2.15 Aw 2012). ``advised_for`` is the day of notice in the
    advice; without one, what counts today is compared with. A day that went by without a notice counts as today.
    """
    starts_on = period_of_threshold(max(notice_on, today))[0]
    return starts_on if starts_on > (advised_for or today) else None
