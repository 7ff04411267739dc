"""Questions about which VAT comes back."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from contracts.models import FrameworkContract
from invoices.models import VatTreatment
from invoices.vat_recovery import Treatment
from townhall.database import db


def treatments_of(contract_ids: Collection[int]) -> dict[int, list[Treatment]]:
    """What was decided about the VAT of each of these contracts, in the order of deciding."""
    rows = db.session.scalars(
        select(VatTreatment).where(VatTreatment.contract_id.in_(contract_ids)).order_by(VatTreatment.id)
    )
    found: dict[int, list[Treatment]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(row.facts())
    return found


def vat_treatments() -> Select[VatTreatment]:
    """Every decision, the newest first, for a page."""
    return (
        select(VatTreatment)
        .options(
            joinedload(VatTreatment.contract).joinedload(FrameworkContract.supplier),
            joinedload(VatTreatment.decided_by),
        )
        .order_by(VatTreatment.id.desc())
    )
