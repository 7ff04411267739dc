"""``flask invoices …``: check an e-invoice on the command line, without a database, and take in a folder of them."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from invoices.einvoice.facts import Finding, Severity, Unreadable
from invoices.einvoice.safety import MAX_BYTES, safe_document
from invoices.einvoice.tree import tree_of
from invoices.einvoice.unpacking import unpacked
from invoices.einvoice.verdict import Verdict, judge, rules_broken
from invoices.operations.intake import take_in_ubl
from invoices.queries.invoices import supplier_on
from townhall import clock
from townhall.accounts.actor import SYSTEM
from townhall.database import db, transaction
from townhall.filters import words
from townhall.refusal import Refusal

commands = AppGroup("invoices", help="Facturen: e-facturen controleren.")

VALID, NOT_VALID, UNREADABLE = 0, 1, 2
_WORDS = {Severity.FATAL: "fout", Severity.WARNING: "let op", Severity.BUSINESS: "niet betaalbaar"}

_UNKNOWN = "Wij kennen geen aanbieder met de nummers op deze factuur."

_files = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
_as_json = click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per bestand, per regel.")
_on = click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Dag van ontvangst, jjjj-mm-dd.")


@commands.command("validate", help="Controleer e-facturen (UBL) volgens de officiële regels.")
@_files
@_as_json
@_on
def validate(files: tuple[Path, ...], as_json: bool, on: datetime | None) -> None:
    """Print the verdict on each file; the exit status tells the worst of them."""
    day, worst = _day(on), VALID
    for file in files:
        verdict = judge(_read(file), on=day)
        worst = max(worst, _status(verdict))
        click.echo(_line(_as_object(file, verdict)) if as_json else _text(file, verdict))
    raise SystemExit(worst)


@commands.command("rules", help="Noem de regels die een los stuk UBL overtreedt, wat zijn opbouw ook is.")
@_files
@_as_json
@_on
def rules(files: tuple[Path, ...], as_json: bool, on: datetime | None) -> None:
    """Print which rules fire on each fragment; 1 when any does, 2 when one cannot be read."""
    day, worst = _day(on), VALID
    for file in files:
        try:
            findings = rules_broken(tree_of(safe_document(_read(file))), on=day)
            worst = max(worst, NOT_VALID if findings else VALID)
        except Unreadable as error:
            findings, worst = error.findings, UNREADABLE
        ids = sorted({finding.rule for finding in findings})
        told: dict[str, object] = {"file": str(file), "rules": ids, "findings": [_finding(each) for each in findings]}
        click.echo(_line(told) if as_json else f"{file.name}: {', '.join(ids) or 'geen'}")
    raise SystemExit(worst)


@commands.command(
    "intake",
    help="Neem alle e-facturen uit een map in (*.xml, en *.zip vol XML); wat er al was, wordt niet nog eens ingenomen.",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def intake(folder: Path) -> None:
    """Take in every e-invoice in a folder, each in its own transaction; 1 when one was refused.

    Stopped half-way, it can simply be run again: the same bytes stay one invoice.
    """
    done = refused = 0
    for name, data in _einvoices_in(folder):
        clock.forget_now()
        is_in, told = _taken_in(data) if isinstance(data, bytes) else (False, f"niet ingenomen. {data}")
        done, refused = done + is_in, refused + (not is_in)
        click.echo(f"{name}: {told}")
    click.echo(f"{done + refused} bestanden: {done} ingenomen of al bekend, {refused} niet ingenomen.")
    raise SystemExit(NOT_VALID if refused else VALID)


def _einvoices_in(folder: Path) -> Iterator[tuple[str, bytes | str]]:
    """The name and bytes of each e-invoice in the folder, one at a time; the reasons where a ZIP is refused."""
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() in (".xml", ".zip")):
        if path.suffix.lower() == ".xml":
            yield path.name, _read(path)
            continue
        try:
            with path.open("rb") as file:
                for name, data in unpacked(file):
                    yield f"{path.name}, {name}", data
        except Refusal as refusal:
            yield path.name, _reasons(refusal)


def _taken_in(data: bytes) -> tuple[bool, str]:
    """Whether this e-invoice is in, and what became of it in words."""
    verdict = judge(data, on=clock.today())
    supplier = None if verdict.invoice is None else supplier_on(verdict.invoice.seller)
    db.session.rollback()  # looking takes no lock; writing begins afresh
    if supplier is None:
        why = ([_UNKNOWN] if verdict.invoice else []) + [each.text for each in verdict.fatal_findings]
        return False, f"niet ingenomen. {' '.join(why)}"
    try:
        with transaction():
            invoice = take_in_ubl(data, supplier, actor=SYSTEM, now=clock.now())
            what = "creditnota geboekt bij factuur" if verdict.invoice and verdict.invoice.is_credit_note else "factuur"
            return True, f"{what} {invoice.number} van {supplier.name}, {words(invoice.status)}."
    except Refusal as refusal:
        return False, f"niet ingenomen. {_reasons(refusal)}"


def _reasons(refusal: Refusal) -> str:
    return " ".join(obstacle.text for obstacle in refusal.obstacles)


def _read(file: Path) -> bytes:
    """The bytes of a file, and no more than it takes to see that it is too large."""
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _day(on: datetime | None) -> date:
    return on.date() if on else clock.machine_time().date()


def _status(verdict: Verdict) -> int:
    if not verdict.readable:
        return UNREADABLE
    return VALID if verdict.valid else NOT_VALID


def _line(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False)


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "place": finding.place,
        "text": finding.text,
    }


def _as_object(file: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "file": str(file),
        "valid": verdict.valid,
        "unreadable": not verdict.readable,
        "rule_set": verdict.rule_set,
        "findings": [_finding(each) for each in verdict.findings],
    }


def _text(file: Path, verdict: Verdict) -> str:
    lines = [f"{file.name}: {verdict.sentence} {verdict.ground}"]
    lines += [f"  {_WORDS[each.severity]:<15} {each.rule:<12} {each.place}: {each.text}" for each in verdict.findings]
    return "\n".join(lines)
