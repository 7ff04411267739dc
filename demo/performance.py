"""How the results of a supplier are followed: norms, reports, surveys, a complaint, talks, a plan, social return."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.experience import ComplaintOutcome, ComplaintSubject, SurveyGroup, grades_of
from contracts.improvement import ActionOwner
from contracts.kpis import AgreedKpi, KpiCode, KpiPeriod, KpiSource, KpiVerdict
from contracts.models import FrameworkContract
from contracts.operations.performance import agree_on_kpi, record_complaint, record_survey, settle_complaint
from contracts.operations.progress_reports import agree_on_rhythm, read_report, submit_report
from contracts.operations.sroi import judge_effort, report_effort, value_block
from contracts.operations.talks import (
    agree_on_action,
    answer_plan,
    finish_action,
    keep_minutes,
    open_plan,
    plan_talk,
)
from contracts.queries.progress_reports import report_over
from contracts.queries.scores import score_of
from contracts.reporting import Rhythm, due_reports
from contracts.sroi import SroiUnit
from demo.telling import Line, Story, at, merged
from townhall.documents.operations import store_document
from townhall.money import euros
from townhall.organisations.certificates import CertificateKind
from townhall.organisations.operations.certificates import judge_certificate, offer_certificate
from townhall.organisations.views.certificates import PROOF

_PDF = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n%%EOF\n"

#: What was agreed besides the norms in the contract, and where it comes from.
_NORMS = (
    AgreedKpi(KpiCode.INTAKE_SPEED, Decimal(90), KpiPeriod.YEAR, 14, KpiSource.REQUIREMENT, "Eis 4 van het programma"),
    AgreedKpi(KpiCode.PLAN_SPEED, Decimal(90), KpiPeriod.YEAR, 21, KpiSource.PROMISE, "Antwoord op wens 2"),
    AgreedKpi(KpiCode.SATISFACTION, Decimal(7), KpiPeriod.TERM, None, KpiSource.CONTRACT, "Artikel 9"),
    AgreedKpi(KpiCode.REPORTING, Decimal(95), KpiPeriod.TERM, None, KpiSource.CONTRACT, "Artikel 10"),
    AgreedKpi(KpiCode.COST, None, KpiPeriod.TERM, None, KpiSource.BY_HAND, ""),
)


def followed(story: Story, name: str, firm: str) -> Line:
    """The results of this contract, followed from its first spring on."""
    contract: FrameworkContract = story.places[name]
    yield from merged(
        _agreed(story, contract),
        _reports(story, contract, firm),
        _surveys(story, contract),
        _complaints(story, contract),
        _talks(story, contract, firm),
        _social_return(story, contract, firm),
        _proofs(story, firm),
    )


def _agreed(story: Story, contract: FrameworkContract) -> Line:
    yield at("2025-03-03")
    for kpi in _NORMS:
        story.do(agree_on_kpi, contract, kpi, by="Coen", on=at("2025-03-03"))
    rhythm = Rhythm(date(2025, 4, 1), 3)
    story.do(agree_on_rhythm, contract, rhythm, by="Coen", on=at("2025-03-03", 11))


def _reports(story: Story, contract: FrameworkContract, firm: str) -> Line:
    """A report a quarter; the fourth came too late, the last is not there yet."""
    for number, due in enumerate(due_reports([Rhythm(date(2025, 4, 1), 3)], ends_on=date(2026, 6, 30)), start=1):
        sent_on = at(due.due_on + timedelta(days=5 if number == 4 else -3), 14)
        yield sent_on
        story.do(
            submit_report, contract, due.period.starts_on, by=firm, on=sent_on,
            results="De instroom bleef op peil. Werkgevers in zorg en logistiek namen deelnemers aan.",
            bottlenecks="Kinderopvang is voor enkele deelnemers nog niet geregeld.",
            plans="Twee banenmarkten met werkgevers uit de Waarderpolder.",
        )  # fmt: skip
        if number < 5:
            read_at = sent_on + timedelta(days=4)
            yield read_at
            report = report_over(contract, due.period.starts_on)
            story.do(read_report, report, "Gelezen. We bespreken de knelpunten.", by="Coen", on=read_at)


def _surveys(story: Story, contract: FrameworkContract) -> Line:
    for on, grades in (("2025-12-08", (6, 7, 7, 8, 8, 9, 7)), ("2026-06-15", (7, 8, 8, 6, 9, 8, 7, 8, 7))):
        yield at(on)
        story.do(
            record_survey, contract, grades_of([Decimal(grade) for grade in grades]), by="Coen", on=at(on),
            held_on=date.fromisoformat(on), asked=SurveyGroup.PARTICIPANTS, invited=20, source="Enquête per post",
        )  # fmt: skip


def _complaints(story: Story, contract: FrameworkContract) -> Line:
    yield at("2026-02-09")
    first = story.do(
        record_complaint, contract, received_on=date(2026, 2, 6), subject=ComplaintSubject.WAITING, by="Kim",
        on=at("2026-02-09"), description="Een deelnemer wachtte vijf weken op de tweede afspraak.",
    )  # fmt: skip
    yield at("2026-03-02")
    story.do(
        settle_complaint, first, ComplaintOutcome.FOUNDED, settled_on=date(2026, 3, 2), by="Coen",
        on=at("2026-03-02"), settlement="De opdrachtnemer bood excuses aan en plant voortaan twee afspraken vooruit.",
    )  # fmt: skip
    yield at("2026-11-12")
    story.do(
        record_complaint, contract, received_on=date(2026, 11, 11), subject=ComplaintSubject.COSTS, by="Kim",
        on=at("2026-11-12"), description="Reiskosten zijn na twee maanden nog niet vergoed.",
    )  # fmt: skip


def _talks(story: Story, contract: FrameworkContract, firm: str) -> Line:
    yield at("2026-07-06")
    talk = story.do(
        plan_talk, contract, planned_on=date(2026, 7, 20), by="Coen", on=at("2026-07-06"),
        topics="Resultaten van het eerste halfjaar; plannen sneller tekenen",
    )  # fmt: skip
    yield at("2026-07-20", 15)
    story.do(
        keep_minutes, talk, held_on=date(2026, 7, 20), present="Coen Mulder, Noor Bos", by="Coen",
        on=at("2026-07-20", 15), minutes="De plaatsingen blijven achter. De opdrachtnemer ziet dat zelf ook.\n"
        "Afgesproken is om werkgevers eerder te betrekken.",
    )  # fmt: skip
    action = story.do(
        agree_on_action, talk, "Werkgevers uitnodigen bij het eerste gesprek", owner=ActionOwner.SUPPLIER,
        due_on=date(2026, 9, 15), by="Coen", on=at("2026-07-20", 15, 20),
    )  # fmt: skip
    yield at("2026-09-14")
    story.do(
        finish_action, action, done_on=date(2026, 9, 14), result="Drie werkgevers doen mee.", contract=contract,
        by="Coen", on=at("2026-09-14"),
    )  # fmt: skip
    yield from _improvement(story, contract, firm, at("2026-09-28"))
    yield at("2026-11-09")
    story.do(plan_talk, contract, planned_on=date(2026, 12, 7), by="Coen", on=at("2026-11-09"), topics="Jaargesprek")


def _improvement(story: Story, contract: FrameworkContract, firm: str, on: datetime) -> Line:
    yield on
    missed = [kpi.code for kpi in score_of(contract, today=on.date()) if kpi.verdict is KpiVerdict.MISSED]
    if not missed:
        return
    plan = story.do(
        open_plan, contract, missed[0], due_on=date(2027, 3, 31), by="Coen", on=on,
        reason="Het resultaat ligt onder de norm van het contract. In het gesprek van 20 juli spraken wij daarover.",
    )  # fmt: skip
    answered = on + timedelta(days=9)
    yield answered
    story.do(
        answer_plan, plan, by=firm, on=answered,
        answer="Elke deelnemer krijgt binnen vier weken een gesprek met een werkgever. Een vaste jobhunter start in "
        "november.",
    )  # fmt: skip
    yield answered + timedelta(days=5)
    for what, due_on in (("Jobhunter aanstellen", date(2026, 11, 15)), ("Elke maand cijfers delen", date(2027, 3, 1))):
        story.do(
            agree_on_action, plan, what, owner=ActionOwner.SUPPLIER, due_on=due_on, by="Coen",
            on=answered + timedelta(days=5),
        )  # fmt: skip


def _social_return(story: Story, contract: FrameworkContract, firm: str) -> Line:
    yield at("2025-03-04")
    blocks = [
        story.do(
            value_block, name, unit=unit, amount=euros(amount), valid_from=date(2025, 1, 1), by="Coen",
            on=at("2025-03-04"), source="Voorbeeldwaarde; de bedragen van de regio vult de gemeente in",
        )
        for name, unit, amount in (
            ("Werkervaringsplaats", SroiUnit.MONTH, "900"), ("Stage mbo", SroiUnit.MONTH, "400"),
            ("Sollicitatietraining geven", SroiUnit.DAY, "350"),
        )
    ]  # fmt: skip
    if contract.sroi_percent is None:
        return
    for block, on, quantity, judged in ((blocks[0], "2025-11-28", "2", True), (blocks[2], "2026-11-13", "3", False)):
        yield at(on)
        effort = story.do(
            report_effort, contract, block, done_on=date.fromisoformat(on), quantity=Decimal(quantity), by=firm,
            on=at(on), description="Uitgevoerd op onze vestiging in Haarlem.",
        )  # fmt: skip
        if judged:
            later = at(on) + timedelta(days=4)
            yield later
            story.do(judge_effort, effort, accepts=True, by="Coen", on=later)


def _proofs(story: Story, firm: str) -> Line:
    """An insurance that ends this winter, and a quality mark that waits for a check."""
    for on, kind, title, until, judged in (
        ("2026-01-12", CertificateKind.LIABILITY_INSURANCE, "Polis aansprakelijkheid 2026", date(2026, 12, 31), True),
        ("2026-11-16", CertificateKind.QUALITY_MARK, "Keurmerk Blik op Werk", date(2027, 11, 30), False),
    ):
        yield at(on)
        document = store_document(
            _PDF, filename=f"{title.lower().replace(' ', '-')}.pdf", kind=PROOF, actor=story.actor(firm), now=at(on),
            title=title,
        )  # fmt: skip
        certificate = story.do(
            offer_certificate, story.firms[firm], kind, name=title, issuer="Voorbeeldinstelling",
            valid_from=date.fromisoformat(on), valid_until=until, document=document, by=firm, on=at(on),
            covered=euros("2500000") if judged else None,
        )  # fmt: skip
        if judged:
            later = at(on) + timedelta(days=2)
            yield later
            story.do(judge_certificate, certificate, accepts=True, by="Coen", on=later)
