"""The chapters of the whole chain, in the order in which they happen."""

from collections.abc import Callable

from tests.journeys import assessing, awarding, bidding, contracting, paying, preparing
from tests.journeys.world import World

CHAPTERS: tuple[Callable[[World], None], ...] = (
    preparing.money_and_mandates_are_ready,
    preparing.openers_make_their_keys,
    preparing.inge_writes_the_tender,
    preparing.inge_says_what_counts,
    preparing.inge_names_openers_and_publishes,
    bidding.a_new_firm_registers,
    bidding.a_colleague_asks_to_come_in,
    bidding.petra_lets_him_in,
    bidding.questions_are_answered_for_all,
    bidding.sanne_and_rik_bid,
    bidding.a_late_bid_leaves_nothing,
    assessing.two_openers_open,
    assessing.inge_checks_and_forms_a_committee,
    assessing.two_assessors_score_unseen,
    assessing.the_committee_agrees,
    assessing.prices_open_and_make_the_ranking,
    awarding.the_report_is_drafted_and_adopted,
    awarding.letters_go_out_and_nobody_hurries,
    awarding.the_award_becomes_final,
    contracting.coen_drafts_the_contract,
    contracting.coen_has_it_signed,
    contracting.kim_refers_somebody,
    contracting.sanne_helps_and_finds_work,
    contracting.kim_verifies,
    paying.a_bank_account_takes_two,
    paying.inge_proposes_the_account_to_pay_from,
    paying.two_others_confirm_it,
    paying.sanne_invoices_twice,
    paying.coen_states_what_was_delivered,
    paying.wim_approves,
    paying.fatima_releases_the_payment,
    paying.the_bank_pays,
    paying.the_council_sees_figures_and_the_auditor_everything,
)
