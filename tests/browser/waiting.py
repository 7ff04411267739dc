"""What waits nowhere in the demo, put there through the real operations, so that its pages are seen as well."""

import re
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select

from contracts.import_kinds import ImportKind
from contracts.operations.achievement_questions import ask_about_achievement
from contracts.operations.case_managers import assign_to_contract
from contracts.operations.papers import request_sheet
from contracts.operations.track_activities import note_activity
from contracts.operations.track_imports import offer_import, take_in_import
from contracts.track_records import Activity, ActivityKind, Outcome
from invoices.models import Clawback
from invoices.operations.disputes import dispute_invoice, dispute_line
from invoices.operations.review import return_line
from procurement.bidder_requests import RequestKind
from procurement.lifecycle import TenderStatus
from procurement.lots import MilestoneKind
from procurement.models.followers import Follower
from procurement.models.questions import Bulletin
from procurement.models.rectifications import Rectification
from procurement.models.tenders import Tender
from procurement.operations.bid_checks import check_bid
from procurement.operations.bidder_requests import answer_request, judge_request, note_repair, send_repairs
from procurement.operations.criteria import add_group
from procurement.operations.followers import confirm_following, request_following
from procurement.operations.question_desk import assign_expert
from procurement.operations.questions import ask_question
from procurement.operations.rectifications import begin_rectification
from procurement.operations.tender_documents import attach_document
from procurement.procedures import Procedure
from procurement.queries.assessment import committee_of, knock_outs_for, quality_criteria_of
from procurement.queries.bids import opened_bids
from procurement.tender_content import GroupContent
from tests.browser.site import VISITOR, Site
from tests.browser.waiting_contracts import a_contract_kept_in_hand, a_mail_that_was_refused
from tests.conftest import MONDAY
from tests.factories.assessment import CHECKED_AT, begin_assessment, decided_tender, final_award, score_all
from tests.factories.bids import PDF, account_of, open_for_bids, opened, submitted_bid, supplier_of
from tests.factories.contracts import running_contract
from tests.factories.invoices import approved_invoice, invoiceable_contract, made_run, submitted_invoice
from tests.factories.organisations import supplier_details
from tests.factories.tenders import published_tender, saved_tender
from tests.factories.tracks import placed_track, reported_achievement, verified_achievement
from townhall.accounts.administration.models import MailedLink
from townhall.accounts.administration.operations import invite_account
from townhall.accounts.roles import Role
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail
from townhall.organisations.kinds import ShortcomingConsequence
from townhall.organisations.operations.organisations import establish_shortcoming
from townhall.organisations.operations.registrations import confirm_registration, request_access, request_registration
from townhall.organisations.queries import the_municipality

#: Per person the addresses where something waits now.
Addresses = dict[str, list[str]]


def with_something_waiting(site: Site) -> Site:
    """The site, with work for everybody; each walk begins where it waits as well."""
    with site.app.app_context(), site.app.test_request_context():
        for wait in (
            an_award_to_contract, letters_to_read, scores_to_agree, a_question, papers_of_the_demo, work_on_tracks,
            money, invoices_not_agreed_on, people, papers, a_draft, a_contract_kept_in_hand, a_mail_that_was_refused,
        ):  # fmt: skip
            with transaction():
                found = wait()
            for name, addresses in found.items():
                site.waiting.setdefault(name, []).extend(addresses)
    return site


def an_award_to_contract() -> Addresses:
    """A final award of which nobody drafted the contract yet."""
    award = final_award()
    reference = award.tender.reference
    cell = {"bid_id": award.bid_id, "criterion_id": quality_criteria_of(award.tender)[0].id}
    rare = [
        url_for("procurement.low_prices.accept", reference=reference, bid_id=award.bid_id),
        url_for("procurement.award.draw", reference=reference, number=award.lot.number),
        url_for("procurement.award.import_points", reference=reference),
        url_for("procurement.award.motivations", reference=reference),
        url_for("procurement.award.reword", reference=reference, **cell),
        url_for("procurement.award.withdraw_all", reference=reference),
    ]
    anew = url_for("procurement.award.reassess", reference=reference, **cell)
    again = url_for("procurement.award.reassessment", reference=reference)
    contract = url_for("contracts.frameworks.from_award", award_id=award.id)
    final = url_for("procurement.award.finalise", reference=reference, award_id=award.id)
    return {"Coen": [contract], "Inge": rare, "Anouk": [again, anew], "Wim": [final]}


def letters_to_read() -> Addresses:
    """A decision of which the letters did not leave yet."""
    return {"Inge": [url_for("procurement.award.letters", reference=decided_tender().reference)]}


def a_draft() -> Addresses:
    """A main criterion in a tender of the demo that is being written."""
    tender = db.session.scalars(select(Tender).where(Tender.status == TenderStatus.DRAFT)).first()
    assert tender is not None
    group = GroupContent("H", "Kwaliteit", "Wat wij samen de kwaliteit noemen.")
    added = add_group(tender, group, actor=account_of("Inge").actor(), now=MONDAY)
    page = {"reference": tender.reference, "sequence": added.sequence}
    restricted = saved_tender(procedure=Procedure.EU_RESTRICTED)
    return {
        "Inge": [
            url_for("procurement.criteria.edit_group", **page),
            url_for("procurement.selection.add", reference=restricted.reference),
        ]
    }


def scores_to_agree() -> Addresses:
    """A tender of which all scores are in, with a bid with a document and one that was repaired."""
    tender = open_for_bids()
    submitted_bid(tender, tender.lots[0], "Sanne", files={"plan.pdf": PDF})
    submitted_bid(tender, tender.lots[0], "Rik")
    opened(tender)
    member = {"member_id": _with_a_repair(tender)}
    for name in ("Anouk", "Bram"):
        score_all(tender, name)
    bid, criterion = opened_bids(tender)[0], quality_criteria_of(tender)[0]
    agree = url_for("procurement.scoring.agree", reference=tender.reference, bid_id=bid.id, criterion_id=criterion.id)
    plan = {"bid_id": bid.id, "position": 1}
    return {
        "Inge": [
            agree,
            url_for("procurement.received.document", reference=tender.reference, **plan),
            url_for("procurement.assessment.replace", reference=tender.reference, **member),
            url_for("procurement.bidder_requests.note", reference=tender.reference, bid_id=bid.id),
        ],
        "Sanne": [url_for("procurement.own_bids.document", **plan)],
    }


def _with_a_repair(tender: Tender) -> int:
    """Sanne's bid, repaired with a document before the assessment began; gives the id of an assessor."""
    inge = account_of("Inge").actor()
    bid, other = sorted(opened_bids(tender), key=lambda each: each.supplier_id != supplier_of("Sanne").id)
    sound = {"is_threatened": False, "changes_offer": False, "actor": inge, "now": CHECKED_AT}
    repair = note_repair(bid, RequestKind.SIGNATURE, "Onder de verklaring ontbreekt de handtekening.", **sound)
    met = {each.id: True for each in knock_outs_for(other)}
    check_bid(other, is_complete=True, knock_outs=met, actor=inge, now=CHECKED_AT)
    send_repairs(tender, 2, actor=inge, now=CHECKED_AT)
    answer = "Hierbij de verklaring met handtekening."
    answer_request(repair, answer, ("verklaring.pdf", PDF), actor=account_of("Sanne").actor(), now=CHECKED_AT)
    judge_request(repair, "De handtekening klopt nu.", is_satisfied=True, actor=inge, now=CHECKED_AT)
    begin_assessment(tender)
    return committee_of(tender)[0].id


def papers_of_the_demo() -> Addresses:
    """What was sent with tenders that are no longer among the first on the public page."""
    bulletin = db.session.scalars(select(Bulletin).where(Bulletin.document_id.is_not(None))).first()
    changed = db.session.scalars(select(Rectification).where(Rectification.document_id.is_not(None))).first()
    assert bulletin is not None and changed is not None
    pages = {"bulletin": bulletin, "rectification": changed}
    return {
        VISITOR: [
            url_for(f"procurement.portal_papers.{page}", reference=sent.tender.reference, number=sent.number)
            for page, sent in pages.items()
        ]
    }


def a_question() -> Addresses:
    """Questions on their way to an answer, a rectification that is being written, and followers by mail."""
    tender = published_tender(published_at=MONDAY - timedelta(days=1))
    sanne, rik, inge = (account_of(name).actor() for name in ("Sanne", "Rik", "Inge"))
    question = ask_question(tender, "Mag een traject ook op afstand?", actor=sanne, now=MONDAY)
    secret = ask_question(tender, "Kan dat op afstand?", withhold_request="Onze werkwijze.", actor=rik, now=MONDAY)
    assign_expert(question, account_of("Bram"), actor=inge, now=MONDAY)
    begin_rectification(
        tender, what="De start schuift op.", why="Het besluit komt later.", is_substantial=False,
        substance_reason="Alleen de start wordt anders.", actor=inge, now=MONDAY,
    )  # fmt: skip
    page = {"reference": tender.reference, "question_id": question.id}
    return {
        VISITOR: _following(tender),
        "Bram": [url_for("procurement.own_questions.draft", question_id=question.id)],
        "Inge": [
            url_for("procurement.questions.answer", **page),
            url_for("procurement.question_desk.withhold", **{**page, "question_id": secret.id}),
            url_for("procurement.questions.publish", reference=tender.reference),
            url_for("procurement.rectifications.index", reference=tender.reference),
            url_for("procurement.rectifications.new", reference=published_tender().reference),
        ],
    }


def _following(tender: Tender) -> list[str]:
    """One address that still has to confirm, and one that can stop."""
    for email in ("a@b.example", "c@d.example"):
        request_following(tender, email, now=MONDAY)
    last = db.session.scalars(select(Follower).order_by(Follower.id.desc())).first()
    assert last is not None
    confirm_following(last, now=MONDAY)
    attach_document(tender, PDF, filename="leidraad.pdf", actor=account_of("Inge").actor(), now=MONDAY)
    texts = db.session.scalars(select(OutboxMail.body).where(OutboxMail.to.in_(("a@b.example", "c@d.example"))))
    link = r"https?://[^/\s]+(/portaal/(?:volgen|afmelden)/\S+)"
    return [found for text in texts for found in re.findall(link, text)]


def work_on_tracks() -> Addresses:
    """A track with work, a report that its supplier may still withdraw, and somebody who works on the contract."""
    contract = running_contract()
    assign_to_contract(contract, account_of("Kim"), actor=account_of("Coen").actor(), now=MONDAY)
    track = placed_track(contract)
    report = reported_achievement(track, MilestoneKind.PLAN)
    work = {"number": track.number, "placement_id": track.placements[0].id}
    kim = {"number": contract.number, "account_id": account_of("Kim").id}
    by_kim = {"actor": account_of("Kim").actor(), "now": MONDAY}
    asked = ask_about_achievement(report, "Waar staat de handtekening?", **by_kim)
    module = Activity(ActivityKind.MODULE, "Taalles", date(2026, 5, 1), Outcome.COMPLETED)
    noted = note_activity(track, module, **by_kim)
    lines = f"Aanmeldnummer;Contract;Aangemeld op\nA-1;{contract.number};morgen\n".encode()
    offered = offer_import(ImportKind.REFERRALS, lines, filename="aanmeldingen.csv", **by_kim)
    take_in_import(offered, lambda *_: None, **by_kim)
    db.session.flush()
    return {
        "Coen": [url_for("contracts.case_managers.withdraw", **kim)],
        "Kim": [
            url_for("contracts.tracks.end_work", **work),
            url_for("contracts.tracks.withdraw_work", **work),
            url_for("contracts.track_records.intake", number=track.number),
            url_for("contracts.track_records.sign_plan", number=track.number),
            url_for("contracts.track_records.note", number=track.number, kind="controle"),
            url_for("contracts.track_records.withdraw", number=track.number, activity_id=noted.id),
            url_for("contracts.achievements.ask", achievement_id=report.id),
            url_for("contracts.track_imports.show", import_id=offered.id),
            url_for("contracts.track_imports.mistakes", import_id=offered.id, kind="csv"),
        ],
        "Sanne": [
            url_for("contracts.portal_tracks.intake", number=track.number),
            url_for("contracts.portal_tracks.note", number=track.number, kind="onderdeel"),
            url_for("contracts.portal_tracks.answer", number=track.number, question_id=asked.id),
            url_for("contracts.portal_tracks.withdraw", number=track.number, achievement_id=report.id),
            url_for("contracts.portal_tracks.end_work", **work),
        ],
    }


def invoices_not_agreed_on() -> Addresses:
    """An invoice the municipality disputes, of which two lines came back; the supplier does not agree about one."""
    contract, coen = invoiceable_contract(), {"actor": account_of("Coen").actor(), "now": MONDAY}
    plans = [verified_achievement(contract=contract) for _ in range(3)]
    invoice = submitted_invoice(contract, achievements=plans, now=MONDAY)
    for line in invoice.lines[:2]:
        return_line(line, hint="Het plan is niet getekend.", **coen)
    dispute_line(
        invoice.lines[0], why="Jawel.", within_days=28, actor=account_of("Sanne").actor(), now=MONDAY
    )
    dispute_invoice(invoice, [], why="Wie tekende?", **coen)
    return {
        "Coen": [
            url_for("invoices.disputes.answer", invoice_id=invoice.id, sequence=1),
            url_for("invoices.disputes.end", invoice_id=invoice.id),
        ],
        "Sanne": [url_for("invoices.disputes.disagree", invoice_id=invoice.id, sequence=2)],
    }


def money() -> Addresses:
    """A late payment the bank did not report on yet, a fee that must come back, and something to invoice."""
    invoice = approved_invoice(running_contract())
    run = made_run(invoice)
    payment, line, invoice.due_on = run.payments[0].number, invoice.lines[0], date(2026, 11, 2)
    clawback = Clawback(
        number="TV-2026-9001", achievement_id=line.achievement_id, line=line, supplier=line.invoice.supplier,
        net=line.net, vat=line.vat, reason="Het werk eindigde te vroeg", raised_at=MONDAY,
    )  # fmt: skip
    db.session.add(clawback)
    contract = running_contract()
    verified_achievement(contract=contract)
    return {
        "Fatima": [
            url_for("invoices.payments.book_one", number=payment),
            url_for("invoices.payments.fail_one", number=payment),
            url_for("invoices.payments.book_file", number=run.number),
            url_for("invoices.payments.open_list", number=run.number),
            url_for("invoices.clawbacks.repaid", number=clawback.number),
        ],
        "Wim": [url_for("invoices.clawbacks.cancel", number=clawback.number)],
        "Sanne": [
            url_for("invoices.portal.make", number=contract.number),
            url_for("invoices.late_asking.ask", invoice_id=invoice.id),
        ],
    }


def people() -> Addresses:
    """Somebody invited, a firm that asked to come in, a colleague to admit, and a shortcoming of a firm."""
    invite_account(
        email="nieuw@haarlem.example", name="Nora Nieuw", roles={Role.ASSESSOR},
        organisation_id=the_municipality().id, actor=account_of("Ali").actor(), now=MONDAY,
    )  # fmt: skip
    request_registration(
        supplier_details(phone="023-5550100"), person_name="Willem Wacht", person_function="Directeur", now=MONDAY
    )
    mailed = links_in_mails()
    firm = supplier_of("Sanne")
    colleague = request_access(
        firm.kvk_number or "", person_name="Bo Bijdehand", email="bo@werkvooruit.example", now=MONDAY
    )
    link = db.session.scalars(select(MailedLink).where(MailedLink.registration_id == colleague.id)).one()
    confirm_registration(colleague, link, password="een lange zin om in te komen", now=MONDAY)
    shortcoming = establish_shortcoming(
        firm, established_on=date(2026, 10, 1), contract_reference="RO-2024-001",
        description="Rapportages kwamen te laat.", consequence=ShortcomingConsequence.EARLY_TERMINATION,
        decision_reference="B2026/1", actor=account_of("Coen").actor(), now=MONDAY,
    )  # fmt: skip
    return {
        VISITOR: mailed,
        "Sanne": [
            url_for("own_firm.admit", registration_id=colleague.id),
            url_for("own_firm.refuse", registration_id=colleague.id),
        ],
        "Coen": [url_for("suppliers.withdraw", kvk_number=firm.kvk_number, shortcoming_id=shortcoming.id)],
        "Gert": [url_for("organisations.propose_account", organisation_id=the_municipality().id)],
    }


def papers() -> Addresses:
    """A paper that the job process has not made yet."""
    job = request_sheet(running_contract(), actor=account_of("Coen").actor(), now=MONDAY)
    return {"Coen": [url_for("jobs.show", job_id=job.id)]}


def links_in_mails() -> list[str]:
    """The addresses with a secret in them that were mailed just now."""
    texts = db.session.scalars(select(OutboxMail.body).where(OutboxMail.written_at == MONDAY))
    return [found for text in texts for found in re.findall(r"https?://[^/\s]+(/\S*/[\w-]{40,})", text)]
