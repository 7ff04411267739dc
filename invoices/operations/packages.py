"""Many e-invoices in one ZIP: kept at once, given their turn one by one, each whole or not at all."""

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import insert

from invoices.einvoice.unpacking import unpacked
from invoices.models import InvoicePackage, PackageFile
from invoices.operations.intake import take_in_document
from invoices.packages import MOST_TRIES, PackageFileStatus
from invoices.queries.packages import counts_of, files_of, locked_file, packages_to_end, results_of
from townhall.accounts.actor import SYSTEM, Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.operations import safe_name
from townhall.mail.outbox import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import Refusal

FAILED = "Dit bestand konden wij niet verwerken. Wij kijken ernaar. Stuur het later nog eens in, als los bestand."


def offer_package(
    file: BinaryIO, supplier: Organisation, *, filename: str, actor: Actor, now: datetime
) -> InvoicePackage:
    """Keep every file of this ZIP until it has its turn, or refuse the ZIP; one file at a time is in memory."""
    assert actor.account_id is not None, "a person offers a package"
    package = InvoicePackage(
        supplier=supplier, filename=safe_name(filename), file_count=0, offered_by_id=actor.account_id, offered_at=now
    )
    db.session.add(package)
    db.session.flush()
    for place, (name, data) in enumerate(unpacked(file), start=1):
        row = {
            "package_id": package.id, "place": place, "filename": safe_name(name), "content": data,
            "status": PackageFileStatus.WAITING, "tries": 0, "reasons": [],
        }  # fmt: skip
        db.session.execute(insert(PackageFile), [row])
        package.file_count = place
    after = {"files": package.file_count, "name": package.filename}
    trail.record("invoice_package.offered", package, actor=actor, now=now, after=after)
    return package


def take_in_file(file_id: int) -> None:
    """Give one file its turn: an invoice (of a credit note the one it names), or every reason why not; once.

    The invoice was received when the package was: that is the moment it is judged by. The supplier is told when all
    files had their turn, in one mail.
    """
    file = locked_file(file_id)
    if file is None or file.content is None:
        return
    package = file.package
    try:
        with db.session.begin_nested():
            taken = take_in_document(
                file.content, package.supplier, actor=package.offered_by.actor(), now=package.offered_at
            )
    except Refusal as refusal:
        file.status, file.reasons = PackageFileStatus.REFUSED, [each.text for each in refusal.obstacles]
    else:
        file.status = PackageFileStatus.KNOWN if taken.is_known else PackageFileStatus.TAKEN_IN
        file.invoice_id, file.credit_note_id = taken.invoice.id, taken.credit_note.id if taken.credit_note else None
    file.content = None


def note_failure(file_id: int) -> None:
    """After the house stumbled over a file: it comes after the others, and is given up after three times."""
    file = locked_file(file_id)
    if file is None:
        return
    file.tries += 1
    if file.tries >= MOST_TRIES:
        file.status, file.reasons, file.content = PackageFileStatus.FAILED, [FAILED], None


def end_packages(*, now: datetime) -> int:
    """Tell in one mail what became of each file of a package, once all had their turn; gives how many packages."""
    packages = packages_to_end()
    for package in packages:
        package.ended_at = now
        counts = counts_of(package.id)
        if package.supplier.email:
            add_mail(
                to=package.supplier.email, subject=f"Uw ZIP-bestand {package.filename} is verwerkt",
                template="mail/invoice_package_ended.txt", now=now, package=package, counts=counts,
                results=results_of(db.session.scalars(files_of(package.id))), States=PackageFileStatus,
            )  # fmt: skip
        after = {status.value: count for status, count in counts.items() if count}
        trail.record("invoice_package.ended", package, actor=SYSTEM, now=now, after=after)
    return len(packages)
