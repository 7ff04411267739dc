"""Prints the data of a gunningsverslag and says what that took; run as a program of its own by ``test_long_report``."""

import json
import resource
import sys
import time
from pathlib import Path

from procurement.operations.award_papers import render_data
from tests.conftest import settings_for
from wsgi import create_app


def main(data: str, pdf: str) -> None:
    """Print this file of data to that PDF; the seconds of one processor and the megabytes go to the screen as JSON."""
    folder = Path(pdf).parent
    app = create_app(settings_for(folder, f"sqlite:///{folder}/none.sqlite"))
    with app.app_context():
        begun = time.process_time()
        Path(pdf).write_bytes(render_data(json.loads(Path(data).read_text())))
        seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
