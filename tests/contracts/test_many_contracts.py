"""Pages ask a fixed number of questions, however many contracts and tracks there are."""

import time
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert

from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.models import ContractCheck, ContractMilestone, ExtensionOption, FrameworkContract
from contracts.models.tracks import Participant, Track
from contracts.tracks import TrackStatus
from procurement.lots import TargetGroup
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.database import db

#: A page of the register or of one contract answers within this on a quiet machine, with everything in the database.
QUICK = timedelta(seconds=2)

PAGES = (
    "/contracten/",
    "/contracten/?sorteer=-maximum&looptijd=12",
    "/contracten/controlepunten",
    "/contracten/{number}",
    "/contracten/{number}/controlepunten",
    "/contracten/{number}/gemeenten",
    "/contracten/{number}/nadere-opdracht",
)


def columns_of(record, *, without=("id",)):
    return {column.key: getattr(record, column.key) for column in record.__table__.columns if column.key not in without}


def fill(contracts: int, tracks: int) -> str:
    """So many copies of one running contract, each with fees, an option, checks and its part of the tracks."""
    model = running_contract(basis=ContractBasis.TENDER)
    milestones = [columns_of(each, without=("id", "contract_id")) for each in model.milestones]
    option = columns_of(model.options[0], without=("id", "contract_id"))
    first = model.id + 1
    groups = list(TargetGroup)
    db.session.execute(
        insert(FrameworkContract),
        [
            columns_of(model)
            | {"id": first + n, "number": f"RO-X-{first + n:06d}", "target_group": groups[n % len(groups)]}
            for n in range(contracts - 1)
        ],
    )
    ids = range(model.id, model.id + contracts)
    db.session.execute(
        insert(ContractMilestone), [each | {"contract_id": i} for i in ids if i != model.id for each in milestones]
    )
    db.session.execute(insert(ExtensionOption), [option | {"contract_id": i} for i in ids if i != model.id])
    db.session.execute(
        insert(ContractCheck),
        [
            {
                "contract_id": i, "sequence": n, "kind": "own", "code": "", "subject": f"Afspraak {n}", "promise": "",
                "how": "", "rhythm": "yearly", "first_on": MONDAY.date(), "next_on": MONDAY.date(),
                "stopped_reason": "", "version": 1,
            }
            for i in ids
            for n in range(1, 3)
        ],
    )  # fmt: skip
    db.session.execute(
        insert(Participant), [{"number": f"P{contracts:05d}-{n:06d}", "created_at": MONDAY} for n in range(tracks)]
    )
    people = db.session.query(Participant.id).order_by(Participant.id.desc()).limit(tracks).all()
    db.session.execute(
        insert(Track),
        [
            {
                "number": f"T-{contracts}-{n:06d}", "contract_id": ids[n % contracts], "participant_id": person_id,
                "status": TrackStatus.REFERRED, "referred_on": date(2026, 3, 2), "respond_by": date(2026, 3, 9),
                "created_at": datetime(2026, 3, 2, 9, tzinfo=MONDAY.tzinfo), "choice_reason": "", "version": 1,
            }
            for n, (person_id,) in enumerate(people)
        ],
    )  # fmt: skip
    assert model.status is ContractStatus.SIGNED
    return model.number


def questions_per_page(client, at_most_queries, number):
    """How many queries each page took, and how long."""
    asked, taken = {}, {}
    for page in PAGES:
        begun = time.monotonic()
        with at_most_queries(60) as statements:
            assert client.get(page.format(number=number)).status_code == 200
        asked[page], taken[page] = len(statements), time.monotonic() - begun
    return asked, taken


@pytest.mark.parametrize(("contracts", "tracks"), [(40, 200), pytest.param(2_000, 50_000, marks=pytest.mark.soak)])
def test_no_page_of_contracts_asks_more_when_there_are_more(
    app, people, as_person, at_most_queries, contracts, tracks, capsys
):
    number = fill(3, 6)
    db.session.commit()
    coen = as_person("coen")
    few, _ = questions_per_page(coen, at_most_queries, number)

    with app.app_context():
        number = fill(contracts, tracks)
        db.session.commit()
    many, taken = questions_per_page(coen, at_most_queries, number)

    assert many == few
    with capsys.disabled():
        if contracts > 1000:
            for page, seconds in taken.items():
                print(f"\n{page}: {many[page]} queries, {seconds:.2f} s", end="")
    assert contracts < 1000 or max(taken.values()) < QUICK.total_seconds()
