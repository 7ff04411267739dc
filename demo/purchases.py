"""What was bought outside a tender in the last year, as the ledger has it; firms and amounts are invented."""

import csv
import io
from datetime import date, datetime

from contracts.ledger import LedgerField
from contracts.operations.needs import add_need
from contracts.operations.purchases import check_ledger, import_ledger
from demo.telling import Line, Story, at
from procurement.lots import TargetGroup
from townhall.filters import number, short_day
from townhall.periods import add_months

#: Name, CPV code, for whom, why it belongs together.
NEEDS: tuple[tuple[str, str, TargetGroup | None, str], ...] = (
    ("Begeleiding naar werk", "79600000", None, "Zoeken, bemiddelen en begeleiden door dezelfde bureaus."),
    ("Jongeren naar werk", "79600000", TargetGroup.YOUTH_SPECIAL_EDUCATION, "Gespecialiseerde bureaus en scholen."),
    ("Taaltraining en scholing", "80500000", None, "Cursussen die een bureau van de plank levert."),
    ("Tolken en vertalen", "79530000", None, "Los ingehuurd per gesprek of brief."),
)  # fmt: skip

#: Per kind: firm, what, CPV code, and the amounts of December 2025 to November 2026, in whole euros.
BOUGHT: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("Taal en Toekomst Kennemerland (fictief)", "Taaltraining op de werkvloer", "80580000",
     (12000, 14000, 16000, 18000, 20000, 22000, 55000, 60000, 62000, 66000, 70000, 74000)),
    ("Tolkenpool Noord BV (fictief)", "Tolken bij intakes", "79530000",
     (9100, 8700, 9900, 9400, 10200, 8800, 9600, 7900, 8300, 10400, 9800, 10100)),
    ("Spaarne Werkt BV (fictief)", "Sollicitatiecoaching, los", "79611000",
     (0, 0, 14500, 0, 0, 0, 16200, 0, 0, 12750, 0, 0)),
)  # fmt: skip


def ledger_file(*, with_a_mistake: bool = False) -> bytes:
    """The lines of a year, as the ledger exports them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Boekstuk", "Regel", "Boekdatum", "Bedrag excl. btw", "Crediteur", "Omschrijving", "CPV-code"])
    for month in range(12):
        booked_on = add_months(date(2025, 12, 9), month)
        for row, (firm, what, code, amounts) in enumerate(BOUGHT, start=1):
            if amounts[month]:
                shown = f"{number(amounts[month])},00"
                writer.writerow([f"{booked_on:%Y%m}", row, short_day(booked_on), shown, firm, what, code])
    if with_a_mistake:
        writer.writerow(["202611", 9, "31-11-2026", "1.250,555", "", "Cursus", "80500000"])
    return buffer.getvalue().encode("utf-8-sig")


def needs_and_ledger(story: Story, on: datetime) -> Line:
    """Inge names the needs, offers the ledger with a mistake in it, and the day after without."""
    yield on
    for name, code, group, why in NEEDS:
        story.do(add_need, name, cpv_code=code, target_group=group, description=why, by="Inge", on=on)
    key = {LedgerField.KEY: "Boekstuk + Regel"}
    story.do(
        check_ledger, ledger_file(with_a_mistake=True), filename="grootboek-2026-concept.csv", pointed_out=key,
        by="Inge", on=on,
    )  # fmt: skip
    following = at(on.date().replace(day=on.day + 1))
    yield following
    story.write("grootboek-2026.csv", ledger_file(), "Grootboek om in te lezen bij Inkopen buiten een aanbesteding")
    checked = story.do(
        check_ledger, ledger_file(), filename="grootboek-2026.csv", pointed_out=key, by="Inge", on=following
    )
    story.do(import_ledger, checked, by="Inge", on=following)
