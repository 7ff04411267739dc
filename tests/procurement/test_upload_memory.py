"""A large document of a bid does not go through memory as a whole: not on its way in, nor at the opening, nor out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

#: Megabytes, whatever the size of the document: see docs/performance.md.
MOST = 16


@pytest.mark.parametrize("megabytes", [30, pytest.param(99, marks=pytest.mark.soak)])
def test_a_document_takes_a_few_chunks_of_memory_and_not_its_size(tmp_path: Path, megabytes: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.procurement.measuring_uploads", str(megabytes), str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    peaks = json.loads(done.stdout.splitlines()[-1])
    assert set(peaks) == {"upload", "submit", "read again", "open", "download", "verify"}
    assert {step: peak for step, peak in peaks.items() if peak > MOST} == {}
