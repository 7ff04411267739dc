"""The quarterly figures for the council, as a page and as a PDF."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from reports import queries
from reports.results import FLOW_LABELS, Flow, FlowLine, as_shown, columns_to_keep_back, shown_total, total_of
from townhall.accounts.actor import SYSTEM
from townhall.clock import now
from townhall.documents.operations import store_document
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf
from townhall.periods import Period, quarter_of
from townhall.spreadsheets import Column

JOB = "reports.council"
DOCUMENT_KIND = "reports.council"


@dataclass(frozen=True)
class CouncilFigures:
    """One quarter: a line per lot and supplier, and the whole."""

    quarter: Period
    lines: list[FlowLine]
    total: Flow

    def shown(self, line: FlowLine, name: str) -> str:
        """A count as it may be printed."""
        return as_shown(getattr(line.flow, name))

    def shown_total(self, name: str) -> str:
        """A total as it may be printed: kept back when it would give away a hidden number."""
        return shown_total(getattr(self.total, name), kept_back=name in columns_to_keep_back(self.lines))

    @property
    def title(self) -> str:
        """``2026, kwartaal 3``."""
        return f"{self.quarter.starts_on.year}, kwartaal {(self.quarter.starts_on.month + 2) // 3}"


def council_figures(year: int, quarter: int) -> CouncilFigures:
    """The figures of one quarter."""
    period = quarter_of(date(year, quarter * 3 - 2, 1))
    lines = queries.flow_lines(period)
    return CouncilFigures(period, lines, total_of(lines))


def columns(figures: CouncilFigures, labels: dict[str, str]) -> list[Column]:
    """The columns of the export: the same numbers as on paper."""

    def shown(name: str) -> Any:
        return lambda line: figures.shown(line, name)

    counts = [Column(labels[part.name], shown(part.name)) for part in fields(Flow)]
    return [
        Column("Perceel", lambda line: line.lot),
        Column("Opdrachtnemer", lambda line: line.supplier),
        Column("Overeenkomst", lambda line: line.contract_number),
        *counts,
    ]


def council_pdf(year: int, quarter: int, made_on: date) -> bytes:
    """The figures of one quarter on paper, to be archived."""
    return render_pdf(
        "reports/council/paper.html", archive=True, figures=council_figures(year, quarter), labels=FLOW_LABELS,
        made_on=made_on,
    )  # fmt: skip


def make_council_pdf(arguments: dict[str, Any], progress: Progress) -> int:
    """The job: make the paper and keep it."""
    progress(0, 1)
    moment = now()
    year, quarter = int(arguments["year"]), int(arguments["quarter"])
    document = store_document(
        council_pdf(year, quarter, moment.date()), filename=f"raadscijfers-{year}-{quarter}.pdf", kind=DOCUMENT_KIND,
        actor=SYSTEM, now=moment, title=f"Cijfers voor de raad, {year} kwartaal {quarter}",
    )  # fmt: skip
    progress(1, 1)
    return document.id
