"""Questions about files from the client system, and about what is here already of what they say."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from contracts.ceilings import tightest_room
from contracts.lifecycle import ContractStatus
from contracts.milestones import highest_fee
from contracts.models.frameworks import ContractPartner, FrameworkContract
from contracts.models.track_records import BenefitFinding, TrackImport
from contracts.models.track_terms import steps_under
from contracts.models.tracks import Participant, Track
from contracts.placement_kinds import BenefitEffect
from contracts.queries.ceilings import levels_of
from contracts.queries.referrals import load_of_contracts
from contracts.queries.tracks import may_see_contract
from contracts.track_imports import ContractRoom, KeptReferral
from contracts.tracks import LIVE
from townhall.accounts.actor import Actor
from townhall.database import db
from townhall.jobs.models import Job
from townhall.organisations.models import Organisation

#: So many values are asked for at a time: each database has a limit.
AT_ONCE = 2000


def parts_of(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values, so many at a time."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def imports_of(actor: Actor) -> Select[TrackImport]:
    """The files that this person offered, newest first: in them stands what a colleague may not see."""
    return (
        select(TrackImport)
        .where(TrackImport.offered_by_id == actor.account_id)
        .order_by(TrackImport.offered_at.desc(), TrackImport.id.desc())
    )


def import_visible_to(actor: Actor, import_id: int) -> TrackImport | None:
    """The file with this id, for who offered it."""
    return db.session.scalar(imports_of(actor).where(TrackImport.id == import_id))


def job_of(offered: TrackImport) -> Job | None:
    """The work that takes this file in."""
    return db.session.get(Job, offered.job_id) if offered.job_id is not None else None


def waiting_import(import_id: int) -> TrackImport:
    """The file that the job process is to take in, with who offered it."""
    return db.session.scalars(
        select(TrackImport).where(TrackImport.id == import_id).options(joinedload(TrackImport.offered_by))
    ).one()


def contracts_named(actor: Actor, numbers: Sequence[str]) -> dict[str, FrameworkContract]:
    """The signed contracts with these numbers that this person works on."""
    found = db.session.scalars(
        select(FrameworkContract).where(
            FrameworkContract.number.in_(sorted(set(numbers))),
            FrameworkContract.status == ContractStatus.SIGNED,
            may_see_contract(actor),
        )
    )
    return {contract.number: contract for contract in found}


def visible_contracts(actor: Actor, numbers: Sequence[str]) -> set[str]:
    """Of which of these contracts this person may see the tracks, also when they are over."""
    return set(
        db.session.scalars(
            select(FrameworkContract.number).where(
                FrameworkContract.number.in_(sorted(set(numbers))), may_see_contract(actor)
            )
        )
    )


def rooms_of(contracts: Sequence[FrameworkContract]) -> dict[str, ContractRoom]:
    """What each of these contracts can still take."""
    ids = [contract.id for contract in contracts]
    load, levels = load_of_contracts(ids), levels_of(contracts)
    return {
        contract.number: ContractRoom(
            contract_id=contract.id,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            live=load[contract.id].live,
            places=contract.places,
            room=tightest_room(levels[contract.id]),
        )
        for contract in contracts
    }


def fees_under(contracts: Sequence[FrameworkContract]) -> Callable[[int, date], Decimal]:
    """The most that a track under each contract can cost on a day, worked out once per contract and day."""
    by_id = {contract.id: contract for contract in contracts}

    @cache
    def fee(contract_id: int, on: date) -> Decimal:
        return highest_fee(steps_under(by_id[contract_id], on=on))

    return fee


def kept_referrals(keys: Sequence[str]) -> dict[str, KeptReferral]:
    """What was taken in before under these numbers of the client system."""
    found: dict[str, KeptReferral] = {}
    for part in parts_of(keys):
        rows = db.session.execute(
            select(Track.external_key, FrameworkContract.number, Track.referred_on, Participant.client_key)
            .join(Track.contract)
            .join(Track.participant)
            .where(Track.external_key.in_(part))
        )
        found.update((key, KeptReferral(number, day, client or "")) for key, number, day, client in rows if key)
    return found


def participants_with(client_keys: Sequence[str]) -> dict[str, int]:
    """Who is here already, by the hash of the client system."""
    found: dict[str, int] = {}
    for part in parts_of(client_keys):
        rows = db.session.execute(
            select(Participant.client_key, Participant.id).where(Participant.client_key.in_(part))
        )
        found.update((key, participant_id) for key, participant_id in rows if key)
    return found


def live_under(client_keys: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Who of these has a live track, under which contract."""
    found: set[tuple[str, str]] = set()
    for part in parts_of(client_keys):
        rows = db.session.execute(
            select(Participant.client_key, FrameworkContract.number)
            .join(Track, Track.participant_id == Participant.id)
            .join(Track.contract)
            .where(Participant.client_key.in_(part), Track.status.in_(LIVE))
        )
        found |= {(key, number) for key, number in rows if key}
    return frozenset(found)


def partner_municipalities(contract_ids: Sequence[int]) -> dict[tuple[str, str], tuple[int, date | None]]:
    """Per number of a contract and name in small letters: the municipality that shares in it, and its last day."""
    rows = db.session.execute(
        select(FrameworkContract.number, Organisation.name, Organisation.id, ContractPartner.left_on)
        .join(ContractPartner, ContractPartner.contract_id == FrameworkContract.id)
        .join(Organisation, Organisation.id == ContractPartner.organisation_id)
        .where(FrameworkContract.id.in_(contract_ids))
    )
    return {(number, name.casefold()): (payer_id, left_on) for number, name, payer_id, left_on in rows}


def participants_numbered(numbers: Sequence[str]) -> dict[str, int]:
    """The participants with these numbers; a number that is missing is free."""
    found: dict[str, int] = {}
    for part in parts_of(numbers):
        rows = db.session.execute(select(Participant.number, Participant.id).where(Participant.number.in_(part)))
        found.update((number, participant_id) for number, participant_id in rows)
    return found


def tracks_named(actor: Actor, names: Sequence[str]) -> dict[str, int]:
    """The tracks that this person may see, by their number and by their number in the client system."""
    found: dict[str, int] = {}
    for part in parts_of(names):
        rows = db.session.execute(
            select(Track.number, Track.external_key, Track.id)
            .join(Track.contract)
            .where(or_(Track.number.in_(part), Track.external_key.in_(part)), may_see_contract(actor))
        )
        for number, external_key, track_id in rows:
            found[number] = track_id
            if external_key is not None:
                found[external_key] = track_id
    return found


def kept_findings(track_ids: Sequence[int]) -> dict[tuple[int, date], BenefitEffect]:
    """What was taken in before about these tracks."""
    found: dict[tuple[int, date], BenefitEffect] = {}
    for start in range(0, len(track_ids), AT_ONCE):
        rows = db.session.execute(
            select(BenefitFinding.track_id, BenefitFinding.since_on, BenefitFinding.effect).where(
                BenefitFinding.track_id.in_(track_ids[start : start + AT_ONCE])
            )
        )
        found.update({(track_id, day): effect for track_id, day, effect in rows})
    return found
