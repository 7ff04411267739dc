"""Taking in a file from the client system: offered by a person, taken in or refused as a whole by the job process."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from contracts.ceilings import used_share
from contracts.import_kinds import ImportKind, ImportStatus
from contracts.ledger import Mistake
from contracts.models.frameworks import FrameworkContract
from contracts.models.track_records import BenefitFinding, TrackImport
from contracts.operations.referral_bulk import add_referrals
from contracts.placement_kinds import BenefitEffect
from contracts.queries import track_imports as queries
from contracts.queries.ceilings import levels_of
from contracts.queries.referrals import locked_for_ordering
from contracts.track_imports import (
    BenefitLine,
    KnownToBenefits,
    KnownToReferrals,
    ReferralLine,
    check_benefits,
    check_referrals,
    obstacles_to_headings,
    read_benefits,
    read_referrals,
)
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import begin_writing, db
from townhall.jobs import kind as job_kind
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.refusal import Obstacle, Refusal, refuse_if
from townhall.table_files import UnreadableTable, read_table

IMPORT_JOB = "contracts.track-import"


def offer_import(kind: ImportKind, data: bytes, *, filename: str, actor: Actor, now: datetime) -> TrackImport:
    """Read a file from the client system and leave it to the job process, which says how far it is.

    The file itself is not kept: only the columns that are read, without the lines in which something is wrong.
    """
    try:
        table = read_table(data, filename)
    except UnreadableTable as unreadable:
        raise Refusal([Obstacle("unreadable", str(unreadable), "file")]) from unreadable
    obstacles = obstacles_to_headings(table.headings, kind)
    if not table.rows:
        obstacles.append(
            Obstacle("no-lines", "Onder de koppen staat geen enkele regel. Kies een ander bestand.", "file")
        )
    refuse_if(obstacles)
    lines, mistakes = _READERS[kind](table.rows, table.headings)
    assert actor.account_id is not None, "a person offers a file"
    offered = TrackImport(
        kind=kind,
        filename=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        status=ImportStatus.WAITING,
        lines=[asdict(line) for line in lines],
        mistakes=[asdict(mistake) for mistake in mistakes],
        line_count=len(table.rows),
        offered_by_id=actor.account_id,
        offered_at=now,
    )
    db.session.add(offered)
    db.session.flush()
    job = request_job(
        IMPORT_JOB, {"import_id": offered.id}, actor=actor, now=now, title=f"Inlezen van {offered.filename}"
    )
    offered.job_id = job.id
    after = {"kind": kind, "lines": offered.line_count, "sha256": offered.sha256}
    trail.record("import.offered", offered, actor=actor, now=now, after=after)
    return offered


@job_kind(IMPORT_JOB)
def do_import(arguments: dict[str, Any], progress: Progress) -> int | None:
    """Take the file in, once."""
    offered = queries.waiting_import(arguments["import_id"])
    if offered.status is ImportStatus.WAITING:
        take_in_import(offered, progress, actor=offered.offered_by.actor(), now=clock.now())
    return None


def take_in_import(offered: TrackImport, progress: Progress, *, actor: Actor, now: datetime) -> None:
    """Take the whole file in, or say all that is wrong with it."""
    progress(0, offered.line_count)
    work = _take_in_referrals if offered.kind is ImportKind.REFERRALS else _take_in_benefits
    mistakes = [Mistake(**each) for each in offered.mistakes]
    found, added, known = work(offered, progress, not mistakes, actor=actor, now=now)
    mistakes += found
    offered.mistakes = [asdict(each) for each in sorted(mistakes, key=lambda each: each.line)]
    offered.status = ImportStatus.REFUSED if mistakes else ImportStatus.IMPORTED
    offered.added, offered.known = (0, 0) if mistakes else (added, known)
    offered.lines, offered.ended_at = [], now
    after = {"added": offered.added, "known": offered.known, "mistakes": len(mistakes)}
    act = "import.refused" if mistakes else "import.imported"
    trail.record(act, offered, actor=actor, now=now, after=after)


Done = tuple[list[Mistake], int, int]


def _take_in_referrals(
    offered: TrackImport, progress: Progress, is_readable: bool, *, actor: Actor, now: datetime
) -> Done:
    lines = [_referral(each) for each in offered.lines]
    contracts = queries.contracts_named(actor, [line.contract_number for line in lines])
    if is_readable:
        begin_writing()  # what was read above is who may refer to what; all that is counted comes after
        for contract in sorted(contracts.values(), key=lambda each: each.id):
            locked_for_ordering(contract.id)  # so that nobody else takes the last place meanwhile
    fee = queries.fees_under(list(contracts.values()))
    new, mistakes = check_referrals(lines, _known(lines, contracts, fee, actor), today=now.date())
    progress(len(lines), offered.line_count)
    if is_readable and not mistakes and new:
        mistakes = _added(new, contracts, fee, actor=actor, now=now)
    return mistakes, len(new), len(lines) - len(new)


def _known(
    lines: Sequence[ReferralLine], contracts: dict[str, FrameworkContract], fee: Any, actor: Actor
) -> KnownToReferrals:
    client_keys = [line.client_key for line in lines if line.client_key]
    kept = queries.kept_referrals([line.key for line in lines])
    ids = [contract.id for contract in contracts.values()]
    return KnownToReferrals(
        contracts=queries.rooms_of(list(contracts.values())),
        kept=kept,
        visible=queries.visible_contracts(actor, [each.contract_number for each in kept.values()]),
        live=queries.live_under(client_keys),
        partners={place: left_on for place, (_, left_on) in queries.partner_municipalities(ids).items()},
        highest_fee=fee,
    )


def _added(
    new: Sequence[ReferralLine], contracts: dict[str, FrameworkContract], fee: Any, *, actor: Actor, now: datetime
) -> list[Mistake]:
    """Add the tracks; a budget or a shared maximum that is too small refuses them all."""
    try:
        with db.session.begin_nested():
            add_referrals(new, contracts, fee=fee, actor=actor, now=now)
            refuse_if(_obstacles_in_shared_maxima(contracts))
    except Refusal as refusal:
        return [Mistake(0, "", "", obstacle.text) for obstacle in refusal.obstacles]
    return []


def _obstacles_in_shared_maxima(contracts: dict[str, FrameworkContract]) -> list[Obstacle]:
    """Which maximum of a lot or a tender the file as a whole goes over: several contracts may share one."""
    over = {
        level.name
        for levels in levels_of(list(contracts.values())).values()
        for level in levels
        if (used_share(level.facts) or 0) > 1
    }
    words = "Alles samen past niet in het maximum van {}. Bespreek het met de contractmanager."
    return [Obstacle("shared-maximum", words.format(name)) for name in sorted(over)]


def _take_in_benefits(
    offered: TrackImport, progress: Progress, is_readable: bool, *, actor: Actor, now: datetime
) -> Done:
    lines = [_benefit(each) for each in offered.lines]
    tracks = queries.tracks_named(actor, [line.track for line in lines])
    kept = queries.kept_findings(sorted(set(tracks.values())))
    new, mistakes = check_benefits(lines, KnownToBenefits(tracks, kept), today=now.date())
    progress(len(lines), offered.line_count)
    if is_readable and not mistakes and new:
        begin_writing()
        db.session.execute(
            insert(BenefitFinding),
            [
                {"track_id": track_id, "since_on": line.since_on, "effect": line.effect, "import_id": offered.id}
                for track_id, line in new
            ],
        )
    return mistakes, len(new), len(lines) - len(new)


def _referral(kept: dict[str, Any]) -> ReferralLine:
    return ReferralLine(**{**kept, "referred_on": date.fromisoformat(kept["referred_on"])})


def _benefit(kept: dict[str, Any]) -> BenefitLine:
    return BenefitLine(kept["line"], kept["track"], date.fromisoformat(kept["since_on"]), BenefitEffect(kept["effect"]))


_READERS: dict[ImportKind, Any] = {ImportKind.REFERRALS: read_referrals, ImportKind.BENEFITS: read_benefits}
