"""Questions about the ZIP files that suppliers sent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, undefer

from invoices.lifecycle import LineStatus
from invoices.match_facts import Reason
from invoices.models import InvoiceLine, InvoicePackage, PackageFile
from invoices.packages import MOST_LINES_TOLD, LineBack, PackageFileStatus, what_is_wrong
from townhall.database import db

_WAITING = PackageFile.status == PackageFileStatus.WAITING


@dataclass(frozen=True)
class FileResult:
    """What became of one file, and what its sender must know: why it is not in, or which lines came back."""

    file: PackageFile
    wrong: list[str]


def packages_of(supplier_id: int) -> Select[InvoicePackage]:
    """What this supplier sent, newest first, for a page."""
    return (
        select(InvoicePackage)
        .where(InvoicePackage.supplier_id == supplier_id)
        .options(joinedload(InvoicePackage.offered_by))
        .order_by(InvoicePackage.id.desc())
    )


def package_of(supplier_id: int, package_id: int) -> InvoicePackage | None:
    """The package with this id, for the supplier who sent it."""
    return db.session.scalar(packages_of(supplier_id).where(InvoicePackage.id == package_id))


def files_of(package_id: int, status: PackageFileStatus | None = None) -> Select[PackageFile]:
    """The files of a package in their order, with the invoice each became; those in this state when given."""
    statement = (
        select(PackageFile)
        .where(PackageFile.package_id == package_id)
        .options(joinedload(PackageFile.invoice), joinedload(PackageFile.credit_note))
        .order_by(PackageFile.place)
    )
    return statement if status is None else statement.where(PackageFile.status == status)


def results_of(files: Iterable[PackageFile]) -> list[FileResult]:
    """These files, each with all that is wrong with it, in one more query; a long invoice tells its first lines."""
    files = list(files)
    # A credit note stands with an invoice that came before it, of which the lines are told elsewhere.
    ids = [file.invoice_id for file in files if file.invoice_id and file.credit_note_id is None]
    ranked = (
        select(
            InvoiceLine.invoice_id,
            InvoiceLine.number,
            InvoiceLine.reason,
            InvoiceLine.hint,
            func.row_number()
            .over(partition_by=InvoiceLine.invoice_id, order_by=InvoiceLine.sequence)
            .label("place"),
            func.count().over(partition_by=InvoiceLine.invoice_id).label("how_many"),
        )
        .where(
            InvoiceLine.invoice_id.in_(ids),
            InvoiceLine.status == LineStatus.RETURNED,
            InvoiceLine.reason != Reason.CREDITED,  # the supplier gave it back himself
        )
        .subquery()
    )
    back: dict[int, list[LineBack]] = defaultdict(list)
    counts: dict[int, int] = {}
    for row in db.session.execute(
        select(ranked).where(ranked.c.place <= MOST_LINES_TOLD).order_by(ranked.c.invoice_id, ranked.c.place)
    ):
        back[row.invoice_id].append(LineBack(row.number, row.reason, row.hint))
        counts[row.invoice_id] = row.how_many

    def result(file: PackageFile) -> FileResult:
        key = file.invoice_id if file.invoice_id and file.credit_note_id is None else 0
        return FileResult(file, what_is_wrong(file.reasons, back[key], count=counts.get(key, 0)))

    return [result(file) for file in files]


def counts_of(package_id: int) -> Mapping[PackageFileStatus, int]:
    """How many files of a package are in each state."""
    rows = db.session.execute(
        select(PackageFile.status, func.count(PackageFile.id))
        .where(PackageFile.package_id == package_id)
        .group_by(PackageFile.status)
    )
    found = dict(rows.all())
    return {status: found.get(status, 0) for status in PackageFileStatus}


def next_waiting_file() -> int | None:
    """The file whose turn it is: the oldest, but what the house stumbled over comes after the others."""
    return db.session.scalar(
        select(PackageFile.id).where(_WAITING).order_by(PackageFile.tries, PackageFile.id).limit(1)
    )


def locked_file(file_id: int) -> PackageFile | None:
    """The file with its bytes, locked until the commit; None when somebody else has given it its turn."""
    return db.session.scalar(
        select(PackageFile)
        .where(PackageFile.id == file_id, _WAITING)
        .options(undefer(PackageFile.content))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def packages_to_end() -> list[InvoicePackage]:
    """The packages of which no file waits any more, and that nobody has ended yet; locked."""
    waiting = select(PackageFile.id).where(PackageFile.package_id == InvoicePackage.id, _WAITING)
    return list(
        db.session.scalars(
            select(InvoicePackage)
            .where(InvoicePackage.ended_at.is_(None), ~waiting.exists())
            .order_by(InvoicePackage.id)
            .with_for_update()
        )
    )
