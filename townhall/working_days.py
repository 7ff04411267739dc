"""Which days count as working days: weekends, the general holidays and the days equated by decree.

Law: Algemene termijnenwet art. 3 (the general holidays, Good Friday equated by the act itself) and
the royal decrees under its third paragraph, a row per day with the decree and where it was read.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5

#: Koningsdag took the place of Koninginnedag (30 April) in this year.
FIRST_YEAR_OF_KONINGSDAG = 2014


@dataclass(frozen=True)
class DecreedDay:
    """A day that a royal decree puts on a par with a general holiday (art. 3, third paragraph)."""

    day: date
    decree: str
    source: str
    #: False when the text of the decree itself has not been read.
    decree_was_read: bool = True


def _days_of(decree: str, source: str, days: str, *, decree_was_read: bool = True) -> tuple[DecreedDay, ...]:
    return tuple(DecreedDay(date.fromisoformat(day), decree, source, decree_was_read) for day in days.split())


#: Known gap: no decree was found for 1993–2004, 2020, 2021 and the rest of 2022, nor for years after 2028.
#: ``years_without_decrees`` tells pages so.
DECREES: tuple[DecreedDay, ...] = (
    *_days_of(
        "KB 12 januari 1990",
        "https://wetten.overheid.nl/BWBR0004691",
        "1990-05-25 1990-12-24 1990-12-31 1991-05-10 1991-12-27 1992-05-01 1992-05-29",
    ),
    *_days_of(
        "KB 26 november 2003, nr. 03.004876",
        "https://wetten.overheid.nl/BWBR0015963",
        "2005-05-06 2006-05-26 2007-05-18 2007-12-27 2007-12-28 2007-12-31",
    ),
    *_days_of(
        "KB 27 september 2007, nr. 07.003139",
        "https://wetten.overheid.nl/BWBR0022669",
        "2007-12-24 2008-05-02 2009-01-02 2009-05-01 2009-05-04 2009-05-22 2010-05-14",
    ),
    *_days_of(
        "KB 7 juni 2010, nr. 10.001566",
        "https://wetten.overheid.nl/BWBR0027755",
        "2011-05-06 2011-06-03 2012-05-18 2012-12-24 2012-12-31 2013-04-29 2013-05-10 2013-12-27",
    ),
    *_days_of(
        "KB 17 juni 2013, nr. 13.001210",
        "https://wetten.overheid.nl/BWBR0033679",
        "2014-05-30 2015-01-02 2015-05-04 2015-05-15 2016-05-06",
    ),
    *_days_of(
        "KB 24 oktober 2016, nr. 2016001827",
        "https://wetten.overheid.nl/BWBR0038666",
        "2017-04-28 2017-05-26 2018-05-11 2018-12-24 2018-12-31 2019-05-31 2019-12-27",
    ),
    *_days_of(
        "niet gelezen; als gelijkgestelde dag genoemd door een advocatenkantoor",
        "https://wvhl.nl/algemeen/de-algemene-termijnenwet",
        "2022-05-27",
        decree_was_read=False,
    ),
    *_days_of(
        "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 "
        "met een algemeen erkende feestdag",
        "https://www.sterfgeval.nl (vraag 70745, 4 oktober 2025, noemt de titel van het besluit)",
        "2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30",
        decree_was_read=False,
    ),
    *_days_of(
        "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 "
        "met een algemeen erkende feestdag",
        "https://www.sterfgeval.nl (vraag 70745, 4 oktober 2025, noemt de titel van het besluit)",
        "2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26",
        decree_was_read=False,
    ),
)

DECREED_DAYS: frozenset[date] = frozenset(row.day for row in DECREES)


#: Of this year one decreed day is known, from a letter of a law firm; there may be others.
INCOMPLETE_YEARS = frozenset({2022})


def years_without_decrees(days: Iterable[date], equated: Set[date] = DECREED_DAYS) -> list[int]:
    """The years of these days of which the decreed days are not, or not all, known; earliest first.

    A decree always names days in every year it is about, so a year without any is a year without a known decree.
    """
    known = {day.year for day in equated} - INCOMPLETE_YEARS
    return sorted({day.year for day in days} - known)


def gap_in_decrees(days: Iterable[date], equated: Set[date] = DECREED_DAYS) -> str:
    """One Dutch sentence for a page that counts with these days; empty when every decreed day is known."""
    years = years_without_decrees(days, equated)
    if not years:
        return ""
    named = " en ".join(filter(None, [", ".join(map(str, years[:-1])), str(years[-1])]))
    return (
        f"Voor {named} kent Raamwerk niet alle dagen die bij besluit met een feestdag gelijkstaan: "
        "een termijn die naast een feestdag eindigt, kan daardoor een dag verschillen."
    )


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    full_moon = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, year_rest = divmod(in_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - full_moon - year_rest) % 7
    late_easter = (golden + 11 * full_moon + 22 * to_sunday) // 451
    month, day = divmod(full_moon + to_sunday - 7 * late_easter + 114, 31)
    return date(year, month, day + 1)


def _birthday_of_the_monarch(year: int) -> tuple[date, str]:
    name, day = (
        ("Koningsdag", date(year, 4, 27))
        if year >= FIRST_YEAR_OF_KONINGSDAG
        else ("Koninginnedag", date(year, 4, 30))
    )
    # On a Sunday it is celebrated on the Saturday before.
    is_sunday = day.weekday() == SATURDAY + 1
    return (day - ONE_DAY if is_sunday else day), name


@cache
def _holidays(year: int) -> dict[date, str]:
    easter = easter_sunday(year)
    birthday, name_of_birthday = _birthday_of_the_monarch(year)
    named = [
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (easter - timedelta(days=2), "Goede Vrijdag"),
        (easter, "Eerste paasdag"),
        (easter + ONE_DAY, "Tweede paasdag"),
        (birthday, name_of_birthday),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (easter + timedelta(days=39), "Hemelvaartsdag"),
        (easter + timedelta(days=49), "Eerste pinksterdag"),
        (easter + timedelta(days=50), "Tweede pinksterdag"),
        (date(year, 12, 25), "Eerste kerstdag"),
        (date(year, 12, 26), "Tweede kerstdag"),
    ]
    names: dict[date, str] = {}
    for day, name in sorted(named):
        # Two feasts can fall on one day: Ascension Day was 5 May in 2016.
        names[day] = f"{names[day]} en {name}" if day in names else name
    return names


def holidays(year: int) -> dict[date, str]:
    """The general holidays of a year with their Dutch names, in order; without the decreed days."""
    return dict(_holidays(year))


def is_working_day(day: date, equated: Set[date] = DECREED_DAYS) -> bool:
    """Neither weekend, nor general holiday, nor equated by decree."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year) and day not in equated


def why_not_a_working_day(day: date, equated: Set[date] = DECREED_DAYS) -> str:
    """Dutch words for what kind of free day this is; empty for a working day."""
    if name := _holidays(day.year).get(day):
        return name
    if day in equated:
        return "een dag die bij besluit gelijkstaat met een feestdag"
    return {SATURDAY: "een zaterdag", SATURDAY + 1: "een zondag"}.get(day.weekday(), "")


def first_working_day_from(day: date, equated: Set[date] = DECREED_DAYS) -> date:
    """This day, or else the first working day after it."""
    while not is_working_day(day, equated):
        day += ONE_DAY
    return day


def last_working_day_until(day: date, equated: Set[date] = DECREED_DAYS) -> date:
    """This day, or else the last working day before it."""
    while not is_working_day(day, equated):
        day -= ONE_DAY
    return day


def next_working_day(day: date, equated: Set[date] = DECREED_DAYS) -> date:
    """The first working day after this day; never the day itself."""
    return first_working_day_from(day + ONE_DAY, equated)


def add_working_days(day: date, count: int, equated: Set[date] = DECREED_DAYS) -> date:
    """The working day that is the ``count``-th one after this day; with zero the day itself."""
    assert count >= 0, "count working days forward"
    for _ in range(count):
        day = next_working_day(day, equated)
    return day
