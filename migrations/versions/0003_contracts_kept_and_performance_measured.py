"""What keeping contracts, fees, tracks and payments came to need after bidding and opening.

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('stand_in_id', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_absence_absence_in_order')),
    sa.CheckConstraint('stand_in_id IS NULL OR stand_in_id <> account_id', name=op.f('ck_absence_absence_not_by_self')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_absence_account_id')),
    sa.ForeignKeyConstraint(['stand_in_id'], ['account.id'], name=op.f('fk_absence_stand_in_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_absence_stand_in_id'), ['stand_in_id'], unique=False)

    op.create_table('alert_preference',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('wants_digest', sa.Boolean(), nullable=False),
    sa.Column('wants_html', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alert_preference_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_alert_preference'))
    )
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=60), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_calendar_feed_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_feed_account_id'), ['account_id'], unique=False)

    op.create_table('price_index_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('index_name', sa.String(length=80), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('figure', sa.String(length=40), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_price_index_figure_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_index_figure'))
    )
    with op.batch_alter_table('price_index_figure', schema=None) as batch_op:
        batch_op.create_index('ix_price_index_figure_index_month', ['index_name', 'month'], unique=False)
        batch_op.create_index(batch_op.f('ix_price_index_figure_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('sroi_block',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_sroi_block_amount_is_positive')),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= valid_from', name=op.f('ck_sroi_block_ends_after_start')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_sroi_block_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sroi_block')),
    sa.UniqueConstraint('name', 'valid_from', name=op.f('uq_sroi_block_name_valid_from'))
    )
    with op.batch_alter_table('sroi_block', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sroi_block_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('covered', sa.BigInteger(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('judgement', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'offered') = (judged_at IS NULL)", name=op.f('ck_certificate_judged_has_a_moment')),
    sa.CheckConstraint('judged_by_id IS NULL OR judged_by_id <> offered_by_id', name=op.f('ck_certificate_four_eyes')),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= valid_from', name=op.f('ck_certificate_ends_after_start')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_certificate_document_id')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['account.id'], name=op.f('fk_certificate_judged_by_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['account.id'], name=op.f('fk_certificate_offered_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_certificate_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_judged_by_id'), ['judged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_offered_by_id'), ['offered_by_id'], unique=False)
        batch_op.create_index('ix_certificate_organisation_kind', ['organisation_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_valid_until'), ['valid_until'], unique=False)

    op.create_table('journal_export',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('movements', sa.Integer(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('movements > 0', name=op.f('ck_journal_export_has_movements')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_journal_export_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_journal_export_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_export')),
    sa.UniqueConstraint('number', name=op.f('uq_journal_export_number'))
    )
    with op.batch_alter_table('journal_export', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_export_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_export_made_by_id'), ['made_by_id'], unique=False)

    op.create_table('track_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('mistakes', sa.Text(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('known', sa.Integer(), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_track_import_job_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['account.id'], name=op.f('fk_track_import_offered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_track_import'))
    )
    with op.batch_alter_table('track_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_track_import_job_id'), ['job_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_import_offered_by_id'), ['offered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_import_status'), ['status'], unique=False)

    op.create_table('bid_cost',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('line_number', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_bid_cost_amount_not_negative')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_cost_bid_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_cost')),
    sa.UniqueConstraint('bid_id', 'line_number', name=op.f('uq_bid_cost_bid_id_line_number'))
    )
    with op.batch_alter_table('bid_cost', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_cost_bid_id'), ['bid_id'], unique=False)

    op.create_table('reassessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('keeps_committee', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chosen_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['chosen_by_id'], ['account.id'], name=op.f('fk_reassessment_chosen_by_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['award_decision.id'], name=op.f('fk_reassessment_decision_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_reassessment_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reassessment'))
    )
    with op.batch_alter_table('reassessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reassessment_chosen_by_id'), ['chosen_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reassessment_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reassessment_tender_id'), ['tender_id'], unique=False)

    op.create_table('alert_setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=True),
    sa.Column('steps', sa.Text(), nullable=True),
    sa.Column('role', sa.String(length=60), nullable=True),
    sa.Column('again_days', sa.Integer(), nullable=True),
    sa.Column('what_to_do', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_alert_setting_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_setting')),
    sa.UniqueConstraint('kind', 'contract_id', name='uq_alert_setting_contract')
    )
    with op.batch_alter_table('alert_setting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_setting_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index('uq_alert_setting_general', ['kind'], unique=True, sqlite_where=sa.text('contract_id IS NULL'), postgresql_where=sa.text('contract_id IS NULL'))

    op.create_table('complaint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('settlement', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(settled_on IS NULL) = (outcome IS NULL)', name=op.f('ck_complaint_settled_has_an_outcome')),
    sa.CheckConstraint('settled_on IS NULL OR settled_on >= received_on', name=op.f('ck_complaint_settled_after_receipt')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_complaint_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_complaint_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint')),
    sa.UniqueConstraint('number', name=op.f('uq_complaint_number'))
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('contract_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('promise', sa.Text(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('rhythm', sa.String(length=60), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('tester_id', sa.Integer(), nullable=True),
    sa.Column('stopped_on', sa.Date(), nullable=True),
    sa.Column('stopped_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("stopped_on IS NULL OR stopped_reason <> ''", name=op.f('ck_contract_check_stopped_has_a_reason')),
    sa.CheckConstraint('stopped_on IS NULL OR next_on IS NULL', name=op.f('ck_contract_check_stopped_has_no_moment')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_check_contract_id')),
    sa.ForeignKeyConstraint(['tester_id'], ['account.id'], name=op.f('fk_contract_check_tester_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_check')),
    sa.UniqueConstraint('contract_id', 'sequence', name=op.f('uq_contract_check_contract_id_sequence'))
    )
    with op.batch_alter_table('contract_check', schema=None) as batch_op:
        batch_op.create_index('ix_contract_check_next_on', ['next_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_check_tester_id'), ['tester_id'], unique=False)

    op.create_table('contract_follower',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('followed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_entry_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_contract_follower_account_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_follower_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_follower')),
    sa.UniqueConstraint('contract_id', 'account_id', name=op.f('uq_contract_follower_contract_id_account_id'))
    )
    with op.batch_alter_table('contract_follower', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_follower_account_id'), ['account_id'], unique=False)

    op.create_table('contract_kpi',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('norm', sa.String(length=40), nullable=True),
    sa.Column('period', sa.String(length=60), nullable=False),
    sa.Column('within_days', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('source_text', sa.Text(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('within_days IS NULL OR within_days > 0', name=op.f('ck_contract_kpi_days_positive')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_kpi_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_contract_kpi_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_kpi'))
    )
    with op.batch_alter_table('contract_kpi', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_kpi_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_kpi_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index('uq_contract_kpi_one_holds', ['contract_id', 'code'], unique=True, sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))

    op.create_table('default_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('failing', sa.Text(), nullable=False),
    sa.Column('demanded', sa.Text(), nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=False),
    sa.Column('hearing_on', sa.Date(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('replied_on', sa.Date(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('cure_by', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('outcome_on', sa.Date(), nullable=True),
    sa.Column('outcome_note', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(outcome IS NULL) = (outcome_on IS NULL)', name=op.f('ck_default_notice_outcome_has_a_day')),
    sa.CheckConstraint('(sent_on IS NULL) = (cure_by IS NULL)', name=op.f('ck_default_notice_sent_with_a_term')),
    sa.CheckConstraint('cure_by > sent_on', name=op.f('ck_default_notice_term_after_sending')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_default_notice_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_default_notice_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_default_notice')),
    sa.UniqueConstraint('contract_id', 'sequence', name=op.f('uq_default_notice_contract_id_sequence'))
    )
    with op.batch_alter_table('default_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_default_notice_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_default_notice_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('exit_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_exit_step_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exit_step')),
    sa.UniqueConstraint('contract_id', 'sequence', name=op.f('uq_exit_step_contract_id_sequence'))
    )
    with op.batch_alter_table('exit_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exit_step_contract_id'), ['contract_id'], unique=False)

    op.create_table('improvement_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('facts_then', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(closed_on IS NULL) = (outcome IS NULL)', name=op.f('ck_improvement_plan_closed_has_an_outcome')),
    sa.CheckConstraint('due_on > opened_on', name=op.f('ck_improvement_plan_due_after_opening')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_improvement_plan_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_improvement_plan_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_improvement_plan'))
    )
    with op.batch_alter_table('improvement_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_improvement_plan_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_improvement_plan_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index('uq_improvement_plan_one_open', ['contract_id', 'code'], unique=True, sqlite_where=sa.text('closed_on IS NULL'), postgresql_where=sa.text('closed_on IS NULL'))

    op.create_table('performance_talk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('topics', sa.Text(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('present', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("held_on IS NULL OR minutes <> ''", name=op.f('ck_performance_talk_held_has_minutes')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_performance_talk_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_performance_talk_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_performance_talk')),
    sa.UniqueConstraint('contract_id', 'planned_on', name=op.f('uq_performance_talk_contract_id_planned_on'))
    )
    with op.batch_alter_table('performance_talk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_performance_talk_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_performance_talk_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('progress_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('results', sa.Text(), nullable=False),
    sa.Column('bottlenecks', sa.Text(), nullable=False),
    sa.Column('plans', sa.Text(), nullable=False),
    sa.Column('facts_then', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('response', sa.Text(), nullable=False),
    sa.CheckConstraint('(read_at IS NULL) = (read_by_id IS NULL)', name=op.f('ck_progress_report_read_by_somebody')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_progress_report_contract_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_progress_report_document_id')),
    sa.ForeignKeyConstraint(['read_by_id'], ['account.id'], name=op.f('fk_progress_report_read_by_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name=op.f('fk_progress_report_submitted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress_report')),
    sa.UniqueConstraint('contract_id', 'starts_on', name=op.f('uq_progress_report_contract_id_starts_on'))
    )
    with op.batch_alter_table('progress_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_progress_report_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_report_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_report_read_by_id'), ['read_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_progress_report_submitted_by_id'), ['submitted_by_id'], unique=False)

    op.create_table('rate_indexation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('index_name', sa.String(length=80), nullable=False),
    sa.Column('month_before', sa.Date(), nullable=False),
    sa.Column('figure_before', sa.String(length=40), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('figure', sa.String(length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('amounts', sa.Text(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name=op.f('ck_rate_indexation_decided_has_a_moment')),
    sa.CheckConstraint("status <> 'approved' OR decided_by_id <> proposed_by_id", name=op.f('ck_rate_indexation_four_eyes')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_rate_indexation_contract_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_rate_indexation_decided_by_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['account.id'], name=op.f('fk_rate_indexation_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_indexation'))
    )
    with op.batch_alter_table('rate_indexation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rate_indexation_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rate_indexation_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rate_indexation_proposed_by_id'), ['proposed_by_id'], unique=False)
        batch_op.create_index('uq_rate_indexation_one_proposed', ['contract_id'], unique=True, sqlite_where=sa.text("status = 'proposed'"), postgresql_where=sa.text("status = 'proposed'"))

    op.create_table('reporting_agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('every_months', sa.Integer(), nullable=False),
    sa.Column('within_days', sa.Integer(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('every_months > 0 AND within_days > 0', name=op.f('ck_reporting_agreement_rhythm_positive')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_reporting_agreement_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_reporting_agreement_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reporting_agreement')),
    sa.UniqueConstraint('contract_id', 'from_on', name=op.f('uq_reporting_agreement_contract_id_from_on'))
    )
    with op.batch_alter_table('reporting_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reporting_agreement_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reporting_agreement_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('satisfaction_survey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('asked', sa.String(length=60), nullable=False),
    sa.Column('invited', sa.Integer(), nullable=True),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('total', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('answers > 0', name=op.f('ck_satisfaction_survey_has_answers')),
    sa.CheckConstraint('invited IS NULL OR invited >= answers', name=op.f('ck_satisfaction_survey_asked_enough')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_satisfaction_survey_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_satisfaction_survey_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_satisfaction_survey')),
    sa.UniqueConstraint('contract_id', 'held_on', 'asked', name=op.f('uq_satisfaction_survey_contract_id_held_on_asked'))
    )
    with op.batch_alter_table('satisfaction_survey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_satisfaction_survey_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_satisfaction_survey_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('sroi_effort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('block_id', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('quantity', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('judgement', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'reported') = (judged_at IS NULL)", name=op.f('ck_sroi_effort_judged_has_a_moment')),
    sa.CheckConstraint('judged_by_id IS NULL OR judged_by_id <> reported_by_id', name=op.f('ck_sroi_effort_four_eyes')),
    sa.ForeignKeyConstraint(['block_id'], ['sroi_block.id'], name=op.f('fk_sroi_effort_block_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_sroi_effort_contract_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_sroi_effort_document_id')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['account.id'], name=op.f('fk_sroi_effort_judged_by_id')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_sroi_effort_reported_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sroi_effort'))
    )
    with op.batch_alter_table('sroi_effort', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sroi_effort_block_id'), ['block_id'], unique=False)
        batch_op.create_index('ix_sroi_effort_contract_done', ['contract_id', 'done_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_sroi_effort_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sroi_effort_judged_by_id'), ['judged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sroi_effort_reported_by_id'), ['reported_by_id'], unique=False)

    op.create_table('alert_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('mailed_on', sa.Date(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('is_digest', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alert_mail_account_id')),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_mail_alert_id')),
    sa.ForeignKeyConstraint(['mail_id'], ['outbox_mail.id'], name=op.f('fk_alert_mail_mail_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_mail')),
    sa.UniqueConstraint('alert_id', 'account_id', 'mailed_on', name='uq_alert_mail_once_a_day')
    )
    with op.batch_alter_table('alert_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_mail_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_mail_mail_id'), ['mail_id'], unique=False)

    op.create_table('benefit_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('effect', sa.String(length=60), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['track_import.id'], name=op.f('fk_benefit_finding_import_id')),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_benefit_finding_track_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benefit_finding')),
    sa.UniqueConstraint('track_id', 'since_on', name=op.f('uq_benefit_finding_track_id_since_on'))
    )
    with op.batch_alter_table('benefit_finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_benefit_finding_import_id'), ['import_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_benefit_finding_track_id'), ['track_id'], unique=False)

    op.create_table('check_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('tested_on', sa.Date(), nullable=False),
    sa.Column('finding', sa.String(length=60), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['contract_check.id'], name=op.f('fk_check_result_check_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_check_result_document_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_check_result_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_result'))
    )
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_result_check_id'), ['check_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_result_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_result_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('performance_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('talk_id', sa.Integer(), nullable=True),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('owner', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(talk_id IS NULL) <> (plan_id IS NULL)', name=op.f('ck_performance_action_of_a_talk_or_a_plan')),
    sa.ForeignKeyConstraint(['plan_id'], ['improvement_plan.id'], name=op.f('fk_performance_action_plan_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_performance_action_recorded_by_id')),
    sa.ForeignKeyConstraint(['talk_id'], ['performance_talk.id'], name=op.f('fk_performance_action_talk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_performance_action'))
    )
    with op.batch_alter_table('performance_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_performance_action_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_performance_action_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_performance_action_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_performance_action_talk_id'), ['talk_id'], unique=False)

    op.create_table('track_activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_track_activity_recorded_by_id')),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_track_activity_track_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_track_activity'))
    )
    with op.batch_alter_table('track_activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_track_activity_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_activity_track_id'), ['track_id'], unique=False)

    op.create_table('achievement_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('proof_id', sa.Integer(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(answered_at IS NULL) = (answered_by_id IS NULL)', name=op.f('ck_achievement_question_answered_by_somebody')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievement.id'], name=op.f('fk_achievement_question_achievement_id')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_achievement_question_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_achievement_question_asked_by_id')),
    sa.ForeignKeyConstraint(['proof_id'], ['document.id'], name=op.f('fk_achievement_question_proof_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_achievement_question'))
    )
    with op.batch_alter_table('achievement_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_achievement_question_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_question_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_question_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_question_proof_id'), ['proof_id'], unique=False)

    op.create_table('clawback',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('invoice_line_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('credit_note_asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'settled') = (settled_on IS NOT NULL)", name=op.f('ck_clawback_settled_has_a_day')),
    sa.CheckConstraint('net > 0', name=op.f('ck_clawback_net_is_positive')),
    sa.CheckConstraint('vat >= 0', name=op.f('ck_clawback_vat_not_negative')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievement.id'], name=op.f('fk_clawback_achievement_id')),
    sa.ForeignKeyConstraint(['invoice_line_id'], ['invoice_line.id'], name=op.f('fk_clawback_invoice_line_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_clawback_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clawback')),
    sa.UniqueConstraint('number', name=op.f('uq_clawback_number'))
    )
    with op.batch_alter_table('clawback', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clawback_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_clawback_invoice_line_id'), ['invoice_line_id'], unique=False)
        batch_op.create_index('ix_clawback_supplier_status', ['supplier_id', 'status'], unique=False)
        batch_op.create_index('uq_clawback_once', ['achievement_id'], unique=True, sqlite_where=sa.text("status <> 'cancelled'"), postgresql_where=sa.text("status <> 'cancelled'"))

    op.create_table('journal_booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('export_id', sa.Integer(), nullable=False),
    sa.Column('payment_event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['export_id'], ['journal_export.id'], name=op.f('fk_journal_booking_export_id')),
    sa.ForeignKeyConstraint(['payment_event_id'], ['payment_event.id'], name=op.f('fk_journal_booking_payment_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_booking')),
    sa.UniqueConstraint('payment_event_id', name=op.f('uq_journal_booking_payment_event_id'))
    )
    with op.batch_alter_table('journal_booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_booking_export_id'), ['export_id'], unique=False)

    op.create_table('clawback_set_off',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clawback_id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_clawback_set_off_amount_is_positive')),
    sa.ForeignKeyConstraint(['clawback_id'], ['clawback.id'], name=op.f('fk_clawback_set_off_clawback_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_clawback_set_off_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clawback_set_off')),
    sa.UniqueConstraint('clawback_id', 'payment_id', name=op.f('uq_clawback_set_off_clawback_id_payment_id'))
    )
    with op.batch_alter_table('clawback_set_off', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clawback_set_off_payment_id'), ['payment_id'], unique=False)

    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organisation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('contract_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('earlier', sa.Text(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('what_to_do', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('is_urgent', sa.Boolean(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('seen_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('snoozed_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('delegated_to_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_alert_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_delegated_to_id'), ['delegated_to_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_seen_by_id'), ['seen_by_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_alert_seen_by_id'), 'account', ['seen_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_alert_contract_id'), 'framework_contract', ['contract_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_alert_delegated_to_id'), 'account', ['delegated_to_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_alert_organisation_id'), 'organisation', ['organisation_id'], ['id'])

    with op.batch_alter_table('alert_scan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trail_checked', sa.Boolean(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('trail_broken_at', sa.Integer(), nullable=True))

    with op.batch_alter_table('bid_declaration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('preference', sa.Integer(), nullable=True))

    with op.batch_alter_table('committee_member', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_second', sa.Boolean(), server_default='0', nullable=False))

    with op.batch_alter_table('contract_modification', schema=None) as batch_op:
        batch_op.add_column(sa.Column('published_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('publication_reference', sa.String(length=120), server_default='', nullable=False))

    with op.batch_alter_table('contract_partner', schema=None) as batch_op:
        batch_op.add_column(sa.Column('participants_per_year', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('named_in', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('left_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('leaving_reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('tracks_after', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('volume_after', sa.String(length=60), nullable=True))

    with op.batch_alter_table('extension_option', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decides', sa.String(length=60), server_default='mandate', nullable=False))
        batch_op.add_column(sa.Column('decision_reference', sa.String(length=120), server_default='', nullable=False))

    with op.batch_alter_table('framework_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('framework_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('call_off_way', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('call_off_order', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('termination_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('termination_ground', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('termination_told_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('tracks_afterwards', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('referral_rule', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('places', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('aftercare_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('fee_terms', sa.Text(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('fee_rules', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_framework_contract_framework_id'), ['framework_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_framework_contract_framework_id'), 'framework_contract', ['framework_id'], ['id'])

    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('html', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('answer', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('client_key', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_participant_client_key'), ['client_key'])

    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('employer_key', sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_placement_employer_key'), ['employer_key'], unique=False)

    with op.batch_alter_table('tender', schema=None) as batch_op:
        batch_op.add_column(sa.Column('calls_off', sa.Text(), nullable=True))

    with op.batch_alter_table('track', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ladder_step', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('lot_advice', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('external_key', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('intake_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('plan_signed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('able_hours', sa.String(length=40), nullable=True))
        batch_op.create_index(batch_op.f('ix_track_plan_signed_by_id'), ['plan_signed_by_id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_track_external_key'), ['external_key'])
        batch_op.create_foreign_key(batch_op.f('fk_track_plan_signed_by_id'), 'account', ['plan_signed_by_id'], ['id'])

