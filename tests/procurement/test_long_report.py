"""A gunningsverslag of two hundred pages is printed in the time and memory we say it takes, and is whole."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pikepdf
import pytest

from procurement.operations.award_papers import DATA_FILE
from procurement.queries.awards import reports_of
from tests.factories.assessment import told_tender
from townhall.column_types import canonical_json
from townhall.pdf_reading import attachment_of, texts_of

#: As docs/performance.md states them, on a processor of 2026 that does nothing else; twice that before we complain.
SECONDS_PER_PAGE, MEGABYTES = 0.15, 700
SENTENCE = " Het plan beschrijft de eerste drie maanden week voor week, met wie wat doet en wat er gebeurt bij uitval."


def enlarged(data, lots):
    """The same report on so many lots, with five times the reasons."""
    first = data["lots"][0]
    longer = [{**each, "motivation": each["motivation"] + SENTENCE * 4} for each in first["motivations"] * 5]
    made = [
        {**deepcopy(first), "number": at, "title": f"Regio {at}", "motivations": longer} for at in range(1, lots + 1)
    ]
    return {**data, "lots": made}


@pytest.mark.soak
@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize(("lots", "pages"), [(1, range(12, 18)), (42, range(190, 230))])
def test_a_report_of_any_length_is_printed_whole_in_the_time_it_may_take(session, people, tmp_path, lots, pages):
    tender = told_tender()
    session.flush()
    session.expire_all()
    data = enlarged(reports_of(tender)[0].data, lots)
    source, printed = tmp_path / "data.json", tmp_path / "report.pdf"
    source.write_text(canonical_json(data))

    done = subprocess.run(
        [sys.executable, "-m", "tests.procurement.printing_reports", str(source), str(printed)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    cost = json.loads(done.stdout.splitlines()[-1])
    texts = texts_of(printed.read_bytes())
    assert len(texts) in pages
    assert cost["seconds"] < 3 + 2 * SECONDS_PER_PAGE * len(texts), cost
    assert cost["megabytes"] < 2 * MEGABYTES * max(len(texts), 100) / 200, cost
    assert all(f"pagina {at} van {len(texts)}" in text for at, text in enumerate(texts, start=1))
    assert all(sum(f"Perceel {at}. Regio {at}" in text for text in texts) >= 3 for at in range(1, lots + 1))
    assert attachment_of(printed.read_bytes(), DATA_FILE) == canonical_json(data).encode()
    with pikepdf.open(printed) as pdf:
        assert pdf.open_metadata().pdfa_status == "3A"
        assert len(pdf.open_outline().root[0].children) == 13  # contents, four parts, eight annexes
