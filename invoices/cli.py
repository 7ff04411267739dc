"""``flask invoices …``: check an e-invoice on the command line, without a database."""

import json
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from invoices.einvoice.facts import Severity
from invoices.einvoice.verdict import LABEL, Verdict, judge
from townhall import clock

commands = AppGroup("invoices", help="Facturen: e-facturen controleren.")

VALID, NOT_VALID, UNREADABLE = 0, 1, 2
_DAY = "%Y-%m-%d"
_WORDS = {Severity.FATAL: "fout", Severity.WARNING: "let op", Severity.BUSINESS: "niet betaalbaar"}


@commands.command("validate", help="Controleer e-facturen (UBL). Nog geen officieel oordeel.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per bestand, per regel.")
@click.option("--on", "on", type=click.DateTime([_DAY]), default=None, help="Dag van ontvangst, jjjj-mm-dd.")
def validate(files: tuple[Path, ...], as_json: bool, on: datetime | None) -> None:
    """Print the verdict on each file; the exit status tells the worst of them."""
    day = on.date() if on else clock.machine_time().date()
    worst = VALID
    for file in files:
        verdict = _judged(file, day)
        worst = max(worst, _status(verdict))
        click.echo(
            json.dumps(_as_json(file, verdict), ensure_ascii=False) if as_json else _text(file, verdict)
        )
    if not as_json:
        click.echo(LABEL)
    raise SystemExit(worst)


def _judged(file: Path, day: date) -> Verdict:
    return judge(file.read_bytes(), on=day)


def _status(verdict: Verdict) -> int:
    if not verdict.readable:
        return UNREADABLE
    return VALID if verdict.valid else NOT_VALID


def _as_json(file: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "file": str(file),
        "valid": verdict.valid,
        "unreadable": not verdict.readable,
        "rule_set": verdict.rule_set,
        "official": False,
        "findings": [
            {"rule": each.rule, "severity": each.severity.value, "place": each.place, "text": each.text}
            for each in verdict.findings
        ],
    }


def _text(file: Path, verdict: Verdict) -> str:
    lines = [f"{file.name}: {verdict.sentence} (regels: {verdict.rule_set})"]
    lines += [
        f"  {_WORDS[each.severity]:<15} {each.rule:<12} {each.place}: {each.text}"
        for each in verdict.findings
    ]
    return "\n".join(lines)
