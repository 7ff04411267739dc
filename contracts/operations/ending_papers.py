"""The letters that go with an end: an announced and a sent notice of default, and the termination."""

from datetime import datetime
from typing import Any

from contracts.models import DefaultNotice, FrameworkContract
from contracts.operations.papers import LETTER, contract_of, put_in_file
from contracts.queries.endings import defaults_of
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.jobs import kind
from townhall.jobs.models import Job
from townhall.jobs.operations import request_job
from townhall.jobs.registry import Progress
from townhall.pdf import render_pdf
from townhall.refusal import Obstacle, refuse_if

DEFAULT_LETTER, TERMINATION_LETTER = "contracts.default-letter", "contracts.termination-letter"


def request_default_letter(notice: DefaultNotice, *, actor: Actor, now: datetime) -> Job:
    """Ask for the letter of this notice: the announcement with the hearing, or once sent the notice itself."""
    contract, is_sent = notice.contract, notice.sent_on is not None
    step = "Ingebrekestelling" if is_sent else "Voornemen tot ingebrekestelling"
    title = f"{step} {notice.sequence} {contract.number}"
    arguments = {"number": contract.number, "sequence": notice.sequence, "sent": is_sent, "title": title}
    job = request_job(DEFAULT_LETTER, arguments, actor=actor, now=now, title=title)
    after = {"default_notice": notice.sequence}
    trail.record("contract.default-letter-requested", contract, actor=actor, now=now, after=after)
    return job


def request_termination_letter(contract: FrameworkContract, *, actor: Actor, now: datetime) -> Job:
    """Ask for the letter that tells the supplier that the contract ends early."""
    if contract.termination_ground is None:
        refuse_if([Obstacle("not-terminated", "Dit contract is niet tussentijds beëindigd.")])
    title = f"Brief over de beëindiging van {contract.number}"
    arguments = {"number": contract.number, "title": title}
    job = request_job(TERMINATION_LETTER, arguments, actor=actor, now=now, title=title)
    trail.record("contract.termination-letter-requested", contract, actor=actor, now=now)
    return job


@kind(DEFAULT_LETTER)
def make_default_letter(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The letter about a default as PDF/A, in the file of the contract."""
    contract, title = contract_of(arguments), arguments["title"]
    notice = next(each for each in defaults_of(contract) if each.sequence == arguments["sequence"])

    def pdf() -> bytes:
        return render_pdf(
            "letters/default_notice.html", archive=True, contract=contract, notice=notice, is_sent=arguments["sent"]
        )

    step = "ingebrekestelling" if arguments["sent"] else "voornemen"
    return put_in_file(contract, title, f"{step}-{notice.sequence}-{contract.number}.pdf", LETTER, pdf, clock.now())


@kind(TERMINATION_LETTER)
def make_termination_letter(arguments: dict[str, Any], _progress: Progress) -> int | None:
    """The letter about the end as PDF/A, in the file of the contract."""
    contract = contract_of(arguments)

    def pdf() -> bytes:
        return render_pdf("letters/contract_termination.html", archive=True, contract=contract)

    filename = f"brief-beeindiging-{contract.number}.pdf"
    return put_in_file(contract, arguments["title"], filename, LETTER, pdf, clock.now())
