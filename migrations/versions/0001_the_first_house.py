"""The house as it was first built: every table of every storey, and the guards of what may never change.

Revision: 0001
After: 
"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

#: What the trail and the payment events hold is added, never changed; the database itself sees to it.
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for table, message in (
            ("audit_entry", "the trail is append-only"), ("payment_event", "payment events are append-only")
        )
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_entry_is_append_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'the trail is append-only'; END; $$ LANGUAGE plpgsql",
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()",
        "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()",
        "CREATE OR REPLACE FUNCTION payment_event_is_append_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'payment events are append-only'; END; $$ LANGUAGE plpgsql",
        "CREATE TRIGGER payment_event_no_change BEFORE UPDATE OR DELETE ON payment_event "
        "FOR EACH ROW EXECUTE FUNCTION payment_event_is_append_only()",
    ],
}


def upgrade() -> None:
    op.create_table('alert_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ran_on', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('raised', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('open', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_scan'))
    )
    with op.batch_alter_table('alert_scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_scan_ran_on'), ['ran_on'], unique=False)

    op.create_table('counter',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'year', name=op.f('pk_counter'))
    )
    op.create_table('demo_date',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_demo_date_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_date'))
    )
    op.create_table('historic_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=True),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_historic_figure'))
    )
    with op.batch_alter_table('historic_figure', schema=None) as batch_op:
        batch_op.create_index('ix_historic_figure_topic', ['topic', 'id'], unique=False)

    op.create_table('library_requirement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('verification', sa.String(length=60), nullable=False),
    sa.Column('verification_method', sa.Text(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_requirement'))
    )
    with op.batch_alter_table('library_requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_library_requirement_category'), ['category'], unique=False)

    op.create_table('login_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_attempt'))
    )
    with op.batch_alter_table('login_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_attempt_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_login_attempt_email'), ['email'], unique=False)

    op.create_table('need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('cpv_code', sa.String(length=8), nullable=False),
    sa.Column('target_group', sa.String(length=60), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_need_has_a_name')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need')),
    sa.UniqueConstraint('name', name=op.f('uq_need_name'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kvk_number', sa.String(length=8), nullable=True),
    sa.Column('vat_number', sa.String(length=20), nullable=True),
    sa.Column('oin', sa.String(length=20), nullable=True),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=12), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind <> 'supplier' or kvk_number is not null", name=op.f('ck_organisation_supplier_has_kvk_number')),
    sa.CheckConstraint('kvk_number is null or length(kvk_number) = 8', name=op.f('ck_organisation_kvk_number_has_eight_digits')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_name'), ['name'], unique=False)
        batch_op.create_index('uq_organisation_one_municipality', ['kind'], unique=True, sqlite_where=sa.text("kind = 'municipality'"), postgresql_where=sa.text("kind = 'municipality'"))
        batch_op.create_index('uq_organisation_supplier_kvk', ['kvk_number'], unique=True, sqlite_where=sa.text("kind = 'supplier'"), postgresql_where=sa.text("kind = 'supplier'"))

    op.create_table('outbox_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('to', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('try_after', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_mail_message_id'))
    )
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_mail_due', ['sent_at', 'try_after'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_mail_to'), ['to'], unique=False)

    op.create_table('password_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dealt_with_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_request'))
    )
    with op.batch_alter_table('password_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_request_email'), ['email'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('function', sa.String(length=120), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('activated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deactivated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_account_email_is_lower')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_account_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('budget',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('programme', sa.String(length=120), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('decision_reference', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_budget_amount_is_not_negative')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_budget_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget')),
    sa.UniqueConstraint('year', 'programme', 'organisation_id', name='uq_budget_year_programme')
    )
    with op.batch_alter_table('budget', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_budget_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_budget_year'), ['year'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['organisation.id'], name=op.f('fk_participant_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('number', name=op.f('uq_participant_number'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('account_role',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_role_account_id')),
    sa.PrimaryKeyConstraint('account_id', 'role', name=op.f('pk_account_role'))
    )
    op.create_table('added_decreed_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawal_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(withdrawn_at is null) = (withdrawal_reason = '')", name=op.f('ck_added_decreed_day_withdrawn_has_a_reason')),
    sa.ForeignKeyConstraint(['added_by_id'], ['account.id'], name=op.f('fk_added_decreed_day_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_added_decreed_day'))
    )
    with op.batch_alter_table('added_decreed_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_added_decreed_day_added_by_id'), ['added_by_id'], unique=False)
        batch_op.create_index('uq_added_decreed_day_live', ['day'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('alert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('role', sa.String(length=60), nullable=False),
    sa.Column('escalated_to', sa.String(length=60), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_because', sa.String(length=200), nullable=False),
    sa.Column('taken_up_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_alert_owner_id')),
    sa.ForeignKeyConstraint(['taken_up_by_id'], ['account.id'], name=op.f('fk_alert_taken_up_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert'))
    )
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_taken_up_by_id'), ['taken_up_by_id'], unique=False)
        batch_op.create_index('ix_alert_worklist', ['role', 'closed_at', 'due_on'], unique=False)
        batch_op.create_index('uq_alert_open', ['kind', 'subject'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.String(length=80), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=120), nullable=False),
    sa.Column('actor_roles', sa.String(length=200), nullable=False),
    sa.Column('subject_type', sa.String(length=60), nullable=False),
    sa.Column('subject_id', sa.String(length=60), nullable=False),
    sa.Column('subject_label', sa.String(length=200), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_audit_entry_actor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_entry_hash'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_act'), ['act'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index('ix_audit_entry_subject', ['subject_type', 'subject_id'], unique=False)

    op.create_table('bank_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('holder', sa.String(length=140), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('called_back_by_id', sa.Integer(), nullable=True),
    sa.Column('called_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('call_back_note', sa.Text(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_by_id', sa.Integer(), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refusal_reason', sa.Text(), nullable=False),
    sa.Column('counts_from', sa.Date(), nullable=True),
    sa.Column('counts_until', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("status <> 'confirmed' or (called_back_by_id is not null and confirmed_by_id is not null and counts_from is not null)", name=op.f('ck_bank_account_confirmed_is_signed_twice')),
    sa.CheckConstraint('called_back_by_id <> confirmed_by_id', name=op.f('ck_bank_account_two_people_confirm')),
    sa.CheckConstraint('counts_until is null or counts_until >= counts_from', name=op.f('ck_bank_account_counts_forward')),
    sa.CheckConstraint('proposed_by_id <> called_back_by_id', name=op.f('ck_bank_account_proposer_does_not_call_back')),
    sa.CheckConstraint('proposed_by_id <> confirmed_by_id', name=op.f('ck_bank_account_proposer_does_not_confirm')),
    sa.ForeignKeyConstraint(['called_back_by_id'], ['account.id'], name=op.f('fk_bank_account_called_back_by_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['account.id'], name=op.f('fk_bank_account_confirmed_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_bank_account_organisation_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['account.id'], name=op.f('fk_bank_account_proposed_by_id')),
    sa.ForeignKeyConstraint(['refused_by_id'], ['account.id'], name=op.f('fk_bank_account_refused_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_account'))
    )
    with op.batch_alter_table('bank_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_account_called_back_by_id'), ['called_back_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_account_confirmed_by_id'), ['confirmed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_account_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_account_proposed_by_id'), ['proposed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_account_refused_by_id'), ['refused_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_account_status'), ['status'], unique=False)
        batch_op.create_index('uq_bank_account_counts', ['organisation_id'], unique=True, sqlite_where=sa.text("status = 'confirmed' and counts_until is null"), postgresql_where=sa.text("status = 'confirmed' and counts_until is null"))
        batch_op.create_index('uq_bank_account_open_proposal', ['organisation_id'], unique=True, sqlite_where=sa.text("status in ('proposed', 'called_back')"), postgresql_where=sa.text("status in ('proposed', 'called_back')"))

    op.create_table('commitment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('budget_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('committed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('committed_by_id', sa.Integer(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by_id', sa.Integer(), nullable=True),
    sa.Column('release_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(status = 'released') = (released_at is not null)", name=op.f('ck_commitment_released_has_a_moment')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_commitment_amount_is_positive')),
    sa.ForeignKeyConstraint(['budget_id'], ['budget.id'], name=op.f('fk_commitment_budget_id')),
    sa.ForeignKeyConstraint(['committed_by_id'], ['account.id'], name=op.f('fk_commitment_committed_by_id')),
    sa.ForeignKeyConstraint(['released_by_id'], ['account.id'], name=op.f('fk_commitment_released_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_commitment_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('number', name=op.f('uq_commitment_number'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_budget_id'), ['budget_id'], unique=False)
        batch_op.create_index('ix_commitment_budget_status', ['budget_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_committed_by_id'), ['committed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_reference'), ['reference'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_released_by_id'), ['released_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('council_recess',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_council_recess_goes_forward')),
    sa.ForeignKeyConstraint(['added_by_id'], ['account.id'], name=op.f('fk_council_recess_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_council_recess')),
    sa.UniqueConstraint('starts_on', name=op.f('uq_council_recess_starts_on'))
    )
    with op.batch_alter_table('council_recess', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_council_recess_added_by_id'), ['added_by_id'], unique=False)

    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('stored_by_id', sa.Integer(), nullable=True),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_document_not_empty')),
    sa.ForeignKeyConstraint(['stored_by_id'], ['account.id'], name=op.f('fk_document_stored_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_stored_by_id'), ['stored_by_id'], unique=False)

    op.create_table('ledger_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('columns', sa.Text(), nullable=False),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('mistakes', sa.Text(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('known', sa.Integer(), nullable=False),
    sa.Column('under_contract', sa.Integer(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'imported') = (imported_at IS NOT NULL)", name=op.f('ck_ledger_import_imported_has_a_moment')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['account.id'], name=op.f('fk_ledger_import_checked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_import'))
    )
    with op.batch_alter_table('ledger_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_import_checked_by_id'), ['checked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_import_sha256'), ['sha256'], unique=False)

    op.create_table('login_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_login_session_account_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_login_session'))
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_session_account_id'), ['account_id'], unique=False)

    op.create_table('mandate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('up_to', sa.BigInteger(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('decision_reference', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawal_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('ends_on is null or ends_on >= starts_on', name=op.f('ck_mandate_ends_after_start')),
    sa.CheckConstraint('up_to >= 0', name=op.f('ck_mandate_up_to_is_not_negative')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mandate_account_id')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['account.id'], name=op.f('fk_mandate_granted_by_id')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['account.id'], name=op.f('fk_mandate_withdrawn_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandate'))
    )
    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mandate_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandate_granted_by_id'), ['granted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandate_withdrawn_by_id'), ['withdrawn_by_id'], unique=False)

    op.create_table('opener_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('locked_private_key', sa.LargeBinary(), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=False),
    sa.Column('operations', sa.Integer(), nullable=False),
    sa.Column('memory', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_opener_key_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opener_key')),
    sa.UniqueConstraint('public_key', name=op.f('uq_opener_key_public_key'))
    )
    with op.batch_alter_table('opener_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opener_key_account_id'), ['account_id'], unique=False)
        batch_op.create_index('uq_opener_key_one_current', ['account_id'], unique=True, sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))

    op.create_table('planning_norm',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('norm', sa.String(length=60), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('days >= 0', name=op.f('ck_planning_norm_days_not_negative')),
    sa.ForeignKeyConstraint(['added_by_id'], ['account.id'], name=op.f('fk_planning_norm_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planning_norm')),
    sa.UniqueConstraint('norm', 'in_force_from', name=op.f('uq_planning_norm_norm_in_force_from'))
    )
    with op.batch_alter_table('planning_norm', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planning_norm_added_by_id'), ['added_by_id'], unique=False)

    op.create_table('policy_band',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('market', sa.String(length=60), nullable=False),
    sa.Column('from_amount', sa.BigInteger(), nullable=False),
    sa.Column('procedure', sa.String(length=60), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('from_amount >= 0', name=op.f('ck_policy_band_from_amount_not_negative')),
    sa.ForeignKeyConstraint(['added_by_id'], ['account.id'], name=op.f('fk_policy_band_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_band')),
    sa.UniqueConstraint('market', 'in_force_from', 'from_amount', name=op.f('uq_policy_band_market_in_force_from_from_amount'))
    )
    with op.batch_alter_table('policy_band', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policy_band_added_by_id'), ['added_by_id'], unique=False)

    op.create_table('shortcoming',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('established_on', sa.Date(), nullable=False),
    sa.Column('contract_reference', sa.String(length=60), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('consequence', sa.String(length=60), nullable=False),
    sa.Column('decision_reference', sa.String(length=120), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawal_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_shortcoming_organisation_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_shortcoming_recorded_by_id')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['account.id'], name=op.f('fk_shortcoming_withdrawn_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shortcoming'))
    )
    with op.batch_alter_table('shortcoming', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shortcoming_established_on'), ['established_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_shortcoming_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shortcoming_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shortcoming_withdrawn_by_id'), ['withdrawn_by_id'], unique=False)

    op.create_table('supplier_registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kvk_number', sa.String(length=8), nullable=False),
    sa.Column('firm_name', sa.String(length=200), nullable=False),
    sa.Column('vat_number', sa.String(length=20), nullable=True),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=12), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('person_name', sa.String(length=120), nullable=False),
    sa.Column('person_function', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('admitted', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_supplier_registration_account_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_supplier_registration_decided_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_supplier_registration_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supplier_registration'))
    )
    with op.batch_alter_table('supplier_registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supplier_registration_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_supplier_registration_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_supplier_registration_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_supplier_registration_kvk_number'), ['kvk_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_supplier_registration_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('tender',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('procedure', sa.String(length=60), nullable=False),
    sa.Column('procedure_reason', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('duration_months', sa.Integer(), nullable=True),
    sa.Column('extension_count', sa.Integer(), nullable=False),
    sa.Column('extension_months', sa.Integer(), nullable=False),
    sa.Column('notice_on', sa.Date(), nullable=True),
    sa.Column('questions_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answers_by', sa.Date(), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_on', sa.Date(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.Text(), nullable=False),
    sa.Column('standstill_kind', sa.String(length=60), nullable=False),
    sa.Column('standstill_days', sa.Integer(), nullable=False),
    sa.Column('quality_method', sa.String(length=60), nullable=False),
    sa.Column('price_formula', sa.String(length=60), nullable=True),
    sa.Column('price_parameters', sa.Text(), nullable=False),
    sa.Column('award_basis_reason', sa.Text(), nullable=False),
    sa.Column('regime_advice', sa.Text(), nullable=True),
    sa.Column('budget_programme', sa.String(length=80), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('total_points', sa.String(length=40), nullable=False),
    sa.Column('rounding_place', sa.String(length=60), nullable=False),
    sa.Column('rounding_decimals', sa.Integer(), nullable=False),
    sa.Column('tie_rule', sa.String(length=60), nullable=False),
    sa.Column('drop_out_rule', sa.String(length=60), nullable=False),
    sa.Column('most_lots', sa.Integer(), nullable=True),
    sa.Column('allocation_rule', sa.String(length=60), nullable=False),
    sa.Column('published_award', sa.Text(), nullable=True),
    sa.CheckConstraint('duration_months IS NULL OR duration_months > 0', name=op.f('ck_tender_duration_is_positive')),
    sa.CheckConstraint('extension_count >= 0 AND extension_months >= 0', name=op.f('ck_tender_extensions_not_negative')),
    sa.CheckConstraint('standstill_days >= 0', name=op.f('ck_tender_standstill_not_negative')),
    sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name=op.f('fk_tender_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender')),
    sa.UniqueConstraint('reference', name=op.f('uq_tender_reference'))
    )
    with op.batch_alter_table('tender', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tender_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tender_status'), ['status'], unique=False)

    op.create_table('threshold_amount',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.Column('in_force_to', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_threshold_amount_amount_is_positive')),
    sa.CheckConstraint('in_force_to >= in_force_from', name=op.f('ck_threshold_amount_period_goes_forward')),
    sa.ForeignKeyConstraint(['added_by_id'], ['account.id'], name=op.f('fk_threshold_amount_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_threshold_amount')),
    sa.UniqueConstraint('kind', 'in_force_from', name=op.f('uq_threshold_amount_kind_in_force_from'))
    )
    with op.batch_alter_table('threshold_amount', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_threshold_amount_added_by_id'), ['added_by_id'], unique=False)

    op.create_table('bulletin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('round_number', sa.Integer(), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_bulletin_document_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_bulletin_published_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_bulletin_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_bulletin_tender_id_number'))
    )
    with op.batch_alter_table('bulletin', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulletin_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulletin_published_by_id'), ['published_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulletin_tender_id'), ['tender_id'], unique=False)

    op.create_table('closing_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_to', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_closing_move_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing_move'))
    )
    with op.batch_alter_table('closing_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_move_tender_id'), ['tender_id'], unique=False)

    op.create_table('committee_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('appointed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('appointed_by_id', sa.Integer(), nullable=True),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stepped_down_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_committee_member_account_id')),
    sa.ForeignKeyConstraint(['appointed_by_id'], ['account.id'], name=op.f('fk_committee_member_appointed_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_committee_member_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_committee_member')),
    sa.UniqueConstraint('tender_id', 'account_id', name=op.f('uq_committee_member_tender_id_account_id'))
    )
    with op.batch_alter_table('committee_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_committee_member_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_committee_member_appointed_by_id'), ['appointed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_committee_member_tender_id'), ['tender_id'], unique=False)

    op.create_table('cpv_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('is_main', sa.Boolean(), nullable=False),
    sa.CheckConstraint('value >= 0', name=op.f('ck_cpv_part_value_not_negative')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_cpv_part_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cpv_part')),
    sa.UniqueConstraint('tender_id', 'code', name=op.f('uq_cpv_part_tender_id_code'))
    )
    with op.batch_alter_table('cpv_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cpv_part_tender_id'), ['tender_id'], unique=False)

    op.create_table('criterion_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('guidance', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_criterion_group_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion_group')),
    sa.UniqueConstraint('tender_id', 'code', name=op.f('uq_criterion_group_tender_id_code')),
    sa.UniqueConstraint('tender_id', 'sequence', name=op.f('uq_criterion_group_tender_id_sequence'))
    )
    with op.batch_alter_table('criterion_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_criterion_group_tender_id'), ['tender_id'], unique=False)

    op.create_table('descriptive_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_descriptive_document_document_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_descriptive_document_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_descriptive_document')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_descriptive_document_tender_id_number'))
    )
    with op.batch_alter_table('descriptive_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_descriptive_document_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_descriptive_document_tender_id'), ['tender_id'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('steps', sa.Integer(), nullable=False),
    sa.Column('steps_done', sa.Integer(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_job_document_id')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['account.id'], name=op.f('fk_job_requested_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_requested_by_id'), ['requested_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_state'), ['state'], unique=False)

    op.create_table('loose_purchase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ledger_key', sa.String(length=120), nullable=True),
    sa.Column('bought_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('supplier', sa.String(length=200), nullable=False),
    sa.Column('description', sa.String(length=300), nullable=False),
    sa.Column('cpv_code', sa.String(length=8), nullable=False),
    sa.Column('target_group', sa.String(length=60), nullable=True),
    sa.Column('procedure', sa.String(length=60), nullable=True),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('ledger_import_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason <> ''", name=op.f('ck_loose_purchase_withdrawn_has_a_reason')),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_loose_purchase_amount_is_something')),
    sa.ForeignKeyConstraint(['ledger_import_id'], ['ledger_import.id'], name=op.f('fk_loose_purchase_ledger_import_id')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_loose_purchase_need_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_loose_purchase_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loose_purchase')),
    sa.UniqueConstraint('ledger_key', name=op.f('uq_loose_purchase_ledger_key'))
    )
    with op.batch_alter_table('loose_purchase', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loose_purchase_bought_on'), ['bought_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_loose_purchase_ledger_import_id'), ['ledger_import_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_loose_purchase_need_id'), ['need_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_loose_purchase_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('lot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('target_group', sa.String(length=60), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('clients_per_year', sa.Integer(), nullable=False),
    sa.Column('financing', sa.String(length=60), nullable=False),
    sa.Column('expected_value', sa.BigInteger(), nullable=False),
    sa.Column('maximum_value', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('clients_per_year > 0', name=op.f('ck_lot_clients_is_positive')),
    sa.CheckConstraint('expected_value >= 0', name=op.f('ck_lot_expected_value_not_negative')),
    sa.CheckConstraint('maximum_value IS NULL OR maximum_value > 0', name=op.f('ck_lot_maximum_value_is_positive')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_lot_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_lot_tender_id_number'))
    )
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_tender_id'), ['tender_id'], unique=False)

    op.create_table('mailed_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=60), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(account_id is null) <> (registration_id is null)', name=op.f('ck_mailed_link_is_about_one_thing')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mailed_link_account_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['supplier_registration.id'], name=op.f('fk_mailed_link_registration_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailed_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_mailed_link_token_hash'))
    )
    with op.batch_alter_table('mailed_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailed_link_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailed_link_registration_id'), ['registration_id'], unique=False)

    op.create_table('notice_data',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['account.id'], name=op.f('fk_notice_data_changed_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_notice_data_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_data')),
    sa.UniqueConstraint('tender_id', name=op.f('uq_notice_data_tender_id'))
    )
    with op.batch_alter_table('notice_data', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_data_changed_by_id'), ['changed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_data_tender_id'), ['tender_id'], unique=False)

    op.create_table('opener',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('function', sa.String(length=120), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('key_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_opener_account_id')),
    sa.ForeignKeyConstraint(['key_id'], ['opener_key.id'], name=op.f('fk_opener_key_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_opener_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opener')),
    sa.UniqueConstraint('tender_id', 'account_id', name=op.f('uq_opener_tender_id_account_id'))
    )
    with op.batch_alter_table('opener', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opener_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opener_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opener_tender_id'), ['tender_id'], unique=False)

    op.create_table('payment_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('execution_on', sa.Date(), nullable=False),
    sa.Column('pain_version', sa.String(length=60), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('total > 0', name=op.f('ck_payment_run_total_is_positive')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_payment_run_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_payment_run_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_run')),
    sa.UniqueConstraint('number', name=op.f('uq_payment_run_number'))
    )
    with op.batch_alter_table('payment_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_run_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_run_made_by_id'), ['made_by_id'], unique=False)

    op.create_table('question_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('questions_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answers_by', sa.Date(), nullable=False),
    sa.CheckConstraint('number >= 2', name=op.f('ck_question_round_first_round_is_the_planning')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_question_round_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_round')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_question_round_tender_id_number'))
    )
    with op.batch_alter_table('question_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_round_tender_id'), ['tender_id'], unique=False)

    op.create_table('rectification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('is_substantial', sa.Boolean(), nullable=False),
    sa.Column('substance_reason', sa.Text(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_by_id', sa.Integer(), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('questions_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answers_by', sa.Date(), nullable=True),
    sa.Column('decision_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('requirements_version', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['begun_by_id'], ['account.id'], name=op.f('fk_rectification_begun_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_rectification_document_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_rectification_published_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_rectification_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_rectification_tender_id_number'))
    )
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_begun_by_id'), ['begun_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_published_by_id'), ['published_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_tender_id'), ['tender_id'], unique=False)
        batch_op.create_index('uq_rectification_one_open', ['tender_id'], unique=True, sqlite_where=sa.text('published_at IS NULL'), postgresql_where=sa.text('published_at IS NULL'))

    op.create_table('registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_registration_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_registration_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('tender_id', 'supplier_id', name=op.f('uq_registration_tender_id_supplier_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_tender_id'), ['tender_id'], unique=False)

    op.create_table('requirement_section',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.CheckConstraint("title <> ''", name=op.f('ck_requirement_section_section_has_a_title')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_requirement_section_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_section')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_requirement_section_tender_id_number')),
    sa.UniqueConstraint('tender_id', 'title', name=op.f('uq_requirement_section_tender_id_title'))
    )
    with op.batch_alter_table('requirement_section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_section_tender_id'), ['tender_id'], unique=False)

    op.create_table('requirements_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_requirements_version_number_is_positive')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_requirements_version_made_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_requirements_version_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirements_version')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_requirements_version_tender_id_number'))
    )
    with op.batch_alter_table('requirements_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirements_version_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirements_version_tender_id'), ['tender_id'], unique=False)

    op.create_table('spending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('budget_id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('spent_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_spending_amount_is_not_zero')),
    sa.ForeignKeyConstraint(['budget_id'], ['budget.id'], name=op.f('fk_spending_budget_id')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_spending_commitment_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_spending_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spending'))
    )
    with op.batch_alter_table('spending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spending_budget_id'), ['budget_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spending_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spending_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('tender_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version_number', sa.Integer(), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_tender_document_document_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_tender_document_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender_document')),
    sa.UniqueConstraint('tender_id', 'document_id', name=op.f('uq_tender_document_tender_id_document_id'))
    )
    with op.batch_alter_table('tender_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tender_document_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tender_document_tender_id'), ['tender_id'], unique=False)

    op.create_table('tender_follower',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_tender_follower_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender_follower')),
    sa.UniqueConstraint('tender_id', 'email', name=op.f('uq_tender_follower_tender_id_email'))
    )
    with op.batch_alter_table('tender_follower', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tender_follower_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_tender_follower_tender_id'), ['tender_id'], unique=False)

    op.create_table('tender_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_tender_invitation_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_tender_invitation_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender_invitation')),
    sa.UniqueConstraint('tender_id', 'supplier_id', name=op.f('uq_tender_invitation_tender_id_supplier_id'))
    )
    with op.batch_alter_table('tender_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tender_invitation_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tender_invitation_tender_id'), ['tender_id'], unique=False)

    op.create_table('tender_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_tender_key_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender_key')),
    sa.UniqueConstraint('tender_id', 'kind', name=op.f('uq_tender_key_tender_id_kind'))
    )
    with op.batch_alter_table('tender_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tender_key_tender_id'), ['tender_id'], unique=False)

    op.create_table('tender_planning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('haste', sa.String(length=60), nullable=False),
    sa.Column('haste_reason', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_tender_planning_made_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_tender_planning_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender_planning')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_tender_planning_tender_id_number'))
    )
    with op.batch_alter_table('tender_planning', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tender_planning_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tender_planning_tender_id'), ['tender_id'], unique=False)

    op.create_table('award_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('weight', sa.String(length=40), nullable=False),
    sa.Column('guidance', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('minimum_score', sa.String(length=40), nullable=True),
    sa.Column('scale', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['criterion_group.id'], name=op.f('fk_award_criterion_group_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_award_criterion_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_criterion')),
    sa.UniqueConstraint('tender_id', 'code', name=op.f('uq_award_criterion_tender_id_code')),
    sa.UniqueConstraint('tender_id', 'sequence', name=op.f('uq_award_criterion_tender_id_sequence'))
    )
    with op.batch_alter_table('award_criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_criterion_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_criterion_tender_id'), ['tender_id'], unique=False)

    op.create_table('award_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('is_complete', sa.Boolean(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('adopted_by_id', sa.Integer(), nullable=True),
    sa.Column('mandate_reference', sa.String(length=200), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'draft') = (adopted_at IS NULL)", name=op.f('ck_award_report_adopted_has_a_moment')),
    sa.CheckConstraint('adopted_by_id IS NULL OR adopted_by_id <> drafted_by_id', name=op.f('ck_award_report_four_eyes')),
    sa.ForeignKeyConstraint(['adopted_by_id'], ['account.id'], name=op.f('fk_award_report_adopted_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_award_report_document_id')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['account.id'], name=op.f('fk_award_report_drafted_by_id')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_award_report_job_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_award_report_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_report')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_award_report_tender_id_number'))
    )
    with op.batch_alter_table('award_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_report_adopted_by_id'), ['adopted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_report_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_report_drafted_by_id'), ['drafted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_report_job_id'), ['job_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_report_tender_id'), ['tender_id'], unique=False)

    op.create_table('bid',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('receipt_code', sa.String(length=19), nullable=False),
    sa.Column('receipt_document_id', sa.Integer(), nullable=True),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('begun_at <= received_at', name=op.f('ck_bid_received_after_begun')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_bid_lot_id')),
    sa.ForeignKeyConstraint(['receipt_document_id'], ['document.id'], name=op.f('fk_bid_receipt_document_id')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['bid.id'], name=op.f('fk_bid_replaced_by_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name=op.f('fk_bid_submitted_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_bid_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_bid_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid')),
    sa.UniqueConstraint('content_hash', name=op.f('uq_bid_content_hash'))
    )
    with op.batch_alter_table('bid', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_receipt_code'), ['receipt_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_receipt_document_id'), ['receipt_document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_replaced_by_id'), ['replaced_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_submitted_by_id'), ['submitted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_tender_id'), ['tender_id'], unique=False)
        batch_op.create_index('uq_bid_one_current', ['lot_id', 'supplier_id'], unique=True, sqlite_where=sa.text("status IN ('submitted', 'opened')"), postgresql_where=sa.text("status IN ('submitted', 'opened')"))

    op.create_table('bid_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked_content', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_bid_draft_lot_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_bid_draft_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_draft')),
    sa.UniqueConstraint('lot_id', 'supplier_id', name=op.f('uq_bid_draft_lot_id_supplier_id'))
    )
    with op.batch_alter_table('bid_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_draft_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_draft_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('conflict_statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('has_conflict', sa.Boolean(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['committee_member.id'], name=op.f('fk_conflict_statement_member_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_conflict_statement_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_statement')),
    sa.UniqueConstraint('member_id', 'supplier_id', name=op.f('uq_conflict_statement_member_id_supplier_id'))
    )
    with op.batch_alter_table('conflict_statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_statement_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflict_statement_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('key_share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_key_id', sa.Integer(), nullable=False),
    sa.Column('first_opener_id', sa.Integer(), nullable=False),
    sa.Column('second_opener_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('first_opener_id <> second_opener_id', name=op.f('ck_key_share_two_people')),
    sa.ForeignKeyConstraint(['first_opener_id'], ['opener.id'], name=op.f('fk_key_share_first_opener_id')),
    sa.ForeignKeyConstraint(['second_opener_id'], ['opener.id'], name=op.f('fk_key_share_second_opener_id')),
    sa.ForeignKeyConstraint(['tender_key_id'], ['tender_key.id'], name=op.f('fk_key_share_tender_key_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_share')),
    sa.UniqueConstraint('tender_key_id', 'first_opener_id', 'second_opener_id', name=op.f('uq_key_share_tender_key_id_first_opener_id_second_opener_id'))
    )
    with op.batch_alter_table('key_share', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_key_share_first_opener_id'), ['first_opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_key_share_second_opener_id'), ['second_opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_key_share_tender_key_id'), ['tender_key_id'], unique=False)

    op.create_table('lot_milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('share_percent', sa.String(length=40), nullable=False),
    sa.Column('expected_attainment', sa.String(length=40), nullable=False),
    sa.Column('highest_fee', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('highest_fee IS NULL OR highest_fee > 0', name=op.f('ck_lot_milestone_highest_fee_is_positive')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_lot_milestone_lot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot_milestone')),
    sa.UniqueConstraint('lot_id', 'sequence', name=op.f('uq_lot_milestone_lot_id_sequence'))
    )
    with op.batch_alter_table('lot_milestone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_milestone_lot_id'), ['lot_id'], unique=False)

    op.create_table('opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('first_opener_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_opener_id', sa.Integer(), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('merkle_root', sa.String(length=64), nullable=True),
    sa.Column('record', sa.Text(), nullable=True),
    sa.Column('record_document_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(second_opener_id IS NULL) = (completed_at IS NULL)', name=op.f('ck_opening_completed_by_somebody')),
    sa.CheckConstraint('second_opener_id IS NULL OR second_opener_id <> first_opener_id', name=op.f('ck_opening_two_people')),
    sa.ForeignKeyConstraint(['first_opener_id'], ['opener.id'], name=op.f('fk_opening_first_opener_id')),
    sa.ForeignKeyConstraint(['record_document_id'], ['document.id'], name=op.f('fk_opening_record_document_id')),
    sa.ForeignKeyConstraint(['second_opener_id'], ['opener.id'], name=op.f('fk_opening_second_opener_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_opening_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening')),
    sa.UniqueConstraint('tender_id', 'kind', name=op.f('uq_opening_tender_id_kind'))
    )
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_first_opener_id'), ['first_opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_record_document_id'), ['record_document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_second_opener_id'), ['second_opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_tender_id'), ['tender_id'], unique=False)

    op.create_table('price_simulation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('award', sa.Text(), nullable=False),
    sa.Column('plan', sa.Text(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('number > 0', name=op.f('ck_price_simulation_number_is_positive')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_price_simulation_document_id')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_price_simulation_job_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_price_simulation_made_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_price_simulation_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_simulation')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_price_simulation_tender_id_number'))
    )
    with op.batch_alter_table('price_simulation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_simulation_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_price_simulation_job_id'), ['job_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_price_simulation_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_price_simulation_tender_id'), ['tender_id'], unique=False)

    op.create_table('ranking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('formula', sa.String(length=60), nullable=False),
    sa.Column('parameters', sa.Text(), nullable=False),
    sa.Column('snapshot', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('draw_note', sa.Text(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_ranking_lot_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_ranking_made_by_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_ranking_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking')),
    sa.UniqueConstraint('lot_id', 'number', name=op.f('uq_ranking_lot_id_number'))
    )
    with op.batch_alter_table('ranking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ranking_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_tender_id'), ['tender_id'], unique=False)

    op.create_table('rectified_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_rectified_document_document_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectification.id'], name=op.f('fk_rectified_document_rectification_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['tender_document.id'], name=op.f('fk_rectified_document_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectified_document'))
    )
    with op.batch_alter_table('rectified_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectified_document_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectified_document_rectification_id'), ['rectification_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectified_document_replaces_id'), ['replaces_id'], unique=False)

    op.create_table('award_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('mandate_reference', sa.String(length=200), nullable=False),
    sa.Column('letters_sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_award_decision_decided_by_id')),
    sa.ForeignKeyConstraint(['report_id'], ['award_report.id'], name=op.f('fk_award_decision_report_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_award_decision_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_decision')),
    sa.UniqueConstraint('report_id', name=op.f('uq_award_decision_report_id'))
    )
    with op.batch_alter_table('award_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_decision_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_decision_tender_id'), ['tender_id'], unique=False)

    op.create_table('bid_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.Column('is_complete', sa.Boolean(), nullable=False),
    sa.Column('knock_outs', sa.Text(), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('ground', sa.String(length=60), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('rejected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rejected_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(outcome = 'rejected') = (rejected_at IS NOT NULL)", name=op.f('ck_bid_check_rejected_at_is_set')),
    sa.CheckConstraint('(ground IS NULL) = (rejected_at IS NULL)', name=op.f('ck_bid_check_rejected_with_ground')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_check_bid_id')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['account.id'], name=op.f('fk_bid_check_checked_by_id')),
    sa.ForeignKeyConstraint(['rejected_by_id'], ['account.id'], name=op.f('fk_bid_check_rejected_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_check')),
    sa.UniqueConstraint('bid_id', name=op.f('uq_bid_check_bid_id'))
    )
    with op.batch_alter_table('bid_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_check_checked_by_id'), ['checked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_check_rejected_by_id'), ['rejected_by_id'], unique=False)

    op.create_table('bid_declaration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('applies', sa.Text(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('signatory', sa.String(length=200), nullable=False),
    sa.Column('signatory_function', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_declaration_bid_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_declaration')),
    sa.UniqueConstraint('bid_id', name=op.f('uq_bid_declaration_bid_id'))
    )
    op.create_table('bid_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_document_bid_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_bid_document_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_document')),
    sa.UniqueConstraint('bid_id', 'document_id', 'part', name=op.f('uq_bid_document_bid_id_document_id_part'))
    )
    with op.batch_alter_table('bid_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_document_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_document_document_id'), ['document_id'], unique=False)

    op.create_table('bid_price',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_bid_price_amount_not_negative')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_price_bid_id')),
    sa.ForeignKeyConstraint(['milestone_id'], ['lot_milestone.id'], name=op.f('fk_bid_price_milestone_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_price')),
    sa.UniqueConstraint('bid_id', 'milestone_id', name=op.f('uq_bid_price_bid_id_milestone_id'))
    )
    with op.batch_alter_table('bid_price', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_price_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_price_milestone_id'), ['milestone_id'], unique=False)

    op.create_table('consensus_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.String(length=40), nullable=False),
    sa.Column('motivation', sa.Text(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['account.id'], name=op.f('fk_consensus_score_agreed_by_id')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_consensus_score_bid_id')),
    sa.ForeignKeyConstraint(['criterion_id'], ['award_criterion.id'], name=op.f('fk_consensus_score_criterion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consensus_score')),
    sa.UniqueConstraint('bid_id', 'criterion_id', name=op.f('uq_consensus_score_bid_id_criterion_id'))
    )
    with op.batch_alter_table('consensus_score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consensus_score_agreed_by_id'), ['agreed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consensus_score_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consensus_score_criterion_id'), ['criterion_id'], unique=False)

    op.create_table('draft_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('locked_content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['bid_draft.id'], name=op.f('fk_draft_file_draft_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_file')),
    sa.UniqueConstraint('draft_id', 'position', name=op.f('uq_draft_file_draft_id_position'))
    )
    with op.batch_alter_table('draft_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_file_draft_id'), ['draft_id'], unique=False)

    op.create_table('opening_remainder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opening_id', sa.Integer(), nullable=False),
    sa.Column('opener_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['opener_id'], ['opener.id'], name=op.f('fk_opening_remainder_opener_id')),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_opening_remainder_opening_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_remainder')),
    sa.UniqueConstraint('opening_id', 'opener_id', name=op.f('uq_opening_remainder_opening_id_opener_id'))
    )
    with op.batch_alter_table('opening_remainder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_remainder_opener_id'), ['opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_remainder_opening_id'), ['opening_id'], unique=False)

    op.create_table('ranking_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ranking_id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('evaluation_price', sa.BigInteger(), nullable=False),
    sa.Column('quality_points', sa.String(length=40), nullable=False),
    sa.Column('price_points', sa.String(length=40), nullable=True),
    sa.Column('total', sa.String(length=40), nullable=True),
    sa.Column('parts', sa.Text(), nullable=False),
    sa.Column('why_above_next', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_ranking_row_bid_id')),
    sa.ForeignKeyConstraint(['ranking_id'], ['ranking.id'], name=op.f('fk_ranking_row_ranking_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_ranking_row_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_row')),
    sa.UniqueConstraint('ranking_id', 'bid_id', name=op.f('uq_ranking_row_ranking_id_bid_id'))
    )
    with op.batch_alter_table('ranking_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ranking_row_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_row_ranking_id'), ['ranking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_row_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('requirement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=True),
    sa.Column('section_number', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('holds_from', sa.Date(), nullable=True),
    sa.Column('verification', sa.String(length=60), nullable=False),
    sa.Column('verification_method', sa.Text(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=True),
    sa.Column('library_id', sa.Integer(), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'conditional') = (holds_from IS NOT NULL)", name=op.f('ck_requirement_conditional_has_a_day')),
    sa.ForeignKeyConstraint(['criterion_id'], ['award_criterion.id'], name=op.f('fk_requirement_criterion_id')),
    sa.ForeignKeyConstraint(['library_id'], ['library_requirement.id'], name=op.f('fk_requirement_library_id')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_requirement_lot_id')),
    sa.ForeignKeyConstraint(['tender_id', 'section_number'], ['requirement_section.tender_id', 'requirement_section.number'], name='fk_requirement_section', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_requirement_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement')),
    sa.UniqueConstraint('tender_id', 'key', name=op.f('uq_requirement_tender_id_key')),
    sa.UniqueConstraint('tender_id', 'section_number', 'number', name=op.f('uq_requirement_tender_id_section_number_number'))
    )
    with op.batch_alter_table('requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_criterion_id'), ['criterion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_library_id'), ['library_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_tender_id'), ['tender_id'], unique=False)

    op.create_table('score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.String(length=40), nullable=False),
    sa.Column('motivation', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_score_bid_id')),
    sa.ForeignKeyConstraint(['criterion_id'], ['award_criterion.id'], name=op.f('fk_score_criterion_id')),
    sa.ForeignKeyConstraint(['member_id'], ['committee_member.id'], name=op.f('fk_score_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score')),
    sa.UniqueConstraint('member_id', 'bid_id', 'criterion_id', name=op.f('uq_score_member_id_bid_id_criterion_id'))
    )
    with op.batch_alter_table('score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_criterion_id'), ['criterion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_member_id'), ['member_id'], unique=False)

    op.create_table('sealed_envelope',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('sealed_sha256', sa.String(length=64), nullable=False),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=False),
    sa.Column('locked_copy', sa.LargeBinary(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_content', sa.Text(), nullable=True),
    sa.CheckConstraint('(opened_at IS NULL) = (opened_content IS NULL)', name=op.f('ck_sealed_envelope_opened_with_content')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_sealed_envelope_bid_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_envelope')),
    sa.UniqueConstraint('bid_id', 'kind', name=op.f('uq_sealed_envelope_bid_id_kind'))
    )
    with op.batch_alter_table('sealed_envelope', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealed_envelope_bid_id'), ['bid_id'], unique=False)

    op.create_table('sealed_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('sealed_sha256', sa.String(length=64), nullable=False),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=False),
    sa.Column('locked_copy', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_sealed_file_bid_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_file')),
    sa.UniqueConstraint('bid_id', 'position', name=op.f('uq_sealed_file_bid_id_position'))
    )
    with op.batch_alter_table('sealed_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealed_file_bid_id'), ['bid_id'], unique=False)

    op.create_table('award_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decision_id'], ['award_decision.id'], name=op.f('fk_award_letter_decision_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_award_letter_document_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_award_letter_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_award_letter_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_letter')),
    sa.UniqueConstraint('decision_id', 'supplier_id', name=op.f('uq_award_letter_decision_id_supplier_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_award_letter_reference'))
    )
    with op.batch_alter_table('award_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_letter_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_letter_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_letter_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_letter_tender_id'), ['tender_id'], unique=False)

    op.create_table('bid_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('requirement_id', sa.Integer(), nullable=True),
    sa.Column('criterion_id', sa.Integer(), nullable=True),
    sa.Column('complies', sa.Boolean(), nullable=True),
    sa.Column('holds_from', sa.Date(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.CheckConstraint('(requirement_id IS NULL) <> (criterion_id IS NULL)', name=op.f('ck_bid_answer_answers_one_thing')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_answer_bid_id')),
    sa.ForeignKeyConstraint(['criterion_id'], ['award_criterion.id'], name=op.f('fk_bid_answer_criterion_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_bid_answer_requirement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_answer')),
    sa.UniqueConstraint('bid_id', 'criterion_id', name=op.f('uq_bid_answer_bid_id_criterion_id')),
    sa.UniqueConstraint('bid_id', 'requirement_id', name=op.f('uq_bid_answer_bid_id_requirement_id'))
    )
    with op.batch_alter_table('bid_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_answer_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_answer_criterion_id'), ['criterion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_answer_requirement_id'), ['requirement_id'], unique=False)

    op.create_table('lot_award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('bid_id', sa.Integer(), nullable=True),
    sa.Column('supplier_id', sa.Integer(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('awarded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('standstill_kind', sa.String(length=60), nullable=False),
    sa.Column('standstill_ends_on', sa.Date(), nullable=True),
    sa.Column('earliest_signing_on', sa.Date(), nullable=True),
    sa.Column('proofs_checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('proofs_checked_by_id', sa.Integer(), nullable=True),
    sa.Column('proofs_remarks', sa.Text(), nullable=False),
    sa.Column('made_final_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_final_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'final') = (made_final_at IS NOT NULL)", name=op.f('ck_lot_award_final_has_a_moment')),
    sa.CheckConstraint("status = 'not_awarded' OR bid_id IS NOT NULL", name=op.f('ck_lot_award_awarded_to_somebody')),
    sa.CheckConstraint('(bid_id IS NULL) = (supplier_id IS NULL)', name=op.f('ck_lot_award_bid_with_supplier')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_lot_award_bid_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['award_decision.id'], name=op.f('fk_lot_award_decision_id')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_lot_award_lot_id')),
    sa.ForeignKeyConstraint(['made_final_by_id'], ['account.id'], name=op.f('fk_lot_award_made_final_by_id')),
    sa.ForeignKeyConstraint(['proofs_checked_by_id'], ['account.id'], name=op.f('fk_lot_award_proofs_checked_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_lot_award_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_lot_award_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot_award'))
    )
    with op.batch_alter_table('lot_award', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_award_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_made_final_by_id'), ['made_final_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_proofs_checked_by_id'), ['proofs_checked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_award_tender_id'), ['tender_id'], unique=False)
        batch_op.create_index('uq_lot_award_one_stands', ['lot_id'], unique=True, sqlite_where=sa.text("status IN ('provisional', 'disputed', 'final', 'not_awarded')"), postgresql_where=sa.text("status IN ('provisional', 'disputed', 'final', 'not_awarded')"))

    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('round_number', sa.Integer(), nullable=False),
    sa.Column('requirement_id', sa.Integer(), nullable=True),
    sa.Column('tender_document_id', sa.Integer(), nullable=True),
    sa.Column('subject', sa.String(length=250), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('public_text', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('expert_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('withhold_request', sa.Text(), nullable=False),
    sa.Column('withhold_granted', sa.Boolean(), nullable=True),
    sa.Column('withhold_reason', sa.Text(), nullable=False),
    sa.Column('private_answer', sa.Text(), nullable=False),
    sa.Column('bulletin_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name=op.f('ck_question_merged_into_another')),
    sa.CheckConstraint("withhold_granted IS NULL OR withhold_request <> ''", name=op.f('ck_question_decided_on_a_request')),
    sa.CheckConstraint('(bulletin_id IS NULL) = (number IS NULL)', name=op.f('ck_question_numbered_in_a_bulletin')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_question_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_question_asked_by_id')),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletin.id'], name=op.f('fk_question_bulletin_id')),
    sa.ForeignKeyConstraint(['expert_id'], ['account.id'], name=op.f('fk_question_expert_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['question.id'], name=op.f('fk_question_merged_into_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_question_requirement_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_question_supplier_id')),
    sa.ForeignKeyConstraint(['tender_document_id'], ['tender_document.id'], name=op.f('fk_question_tender_document_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_question_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('bulletin_id', 'number', name=op.f('uq_question_bulletin_id_number'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_bulletin_id'), ['bulletin_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_expert_id'), ['expert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_requirement_id'), ['requirement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_tender_document_id'), ['tender_document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_tender_id'), ['tender_id'], unique=False)

    op.create_table('framework_contract',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('basis', sa.String(length=60), nullable=False),
    sa.Column('basis_reason', sa.Text(), nullable=False),
    sa.Column('lot_award_id', sa.Integer(), nullable=True),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('target_group', sa.String(length=60), nullable=False),
    sa.Column('financing', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('agreed_ends_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('months_by_modification', sa.Integer(), nullable=False),
    sa.Column('reason_for_longer', sa.Text(), nullable=False),
    sa.Column('terminated_on', sa.Date(), nullable=True),
    sa.Column('termination_reason', sa.Text(), nullable=False),
    sa.Column('maximum_value', sa.BigInteger(), nullable=True),
    sa.Column('expected_value', sa.BigInteger(), nullable=True),
    sa.Column('budget_programme', sa.String(length=80), nullable=False),
    sa.Column('placement_months', sa.Integer(), nullable=False),
    sa.Column('placement_hours', sa.String(length=40), nullable=False),
    sa.Column('placement_gap_days', sa.Integer(), nullable=False),
    sa.Column('guarantee_months', sa.Integer(), nullable=False),
    sa.Column('norm_placed', sa.String(length=40), nullable=True),
    sa.Column('norm_sustained', sa.String(length=40), nullable=True),
    sa.Column('norm_dropped_out', sa.String(length=40), nullable=True),
    sa.Column('clauses', sa.Text(), nullable=False),
    sa.Column('data_processing_agreed', sa.Boolean(), nullable=False),
    sa.Column('sroi_percent', sa.String(length=40), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('signatory', sa.String(length=200), nullable=False),
    sa.Column('supplier_signatory', sa.String(length=200), nullable=False),
    sa.Column('signing_recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'draft' OR status = 'withdrawn') OR signed_on IS NOT NULL", name=op.f('ck_framework_contract_is_signed')),
    sa.CheckConstraint('agreed_ends_on >= starts_on', name=op.f('ck_framework_contract_ends_after_start')),
    sa.CheckConstraint('expected_value IS NULL OR expected_value >= 0', name=op.f('ck_framework_contract_expected_not_negative')),
    sa.CheckConstraint('maximum_value IS NULL OR maximum_value >= 0', name=op.f('ck_framework_contract_maximum_not_negative')),
    sa.CheckConstraint('placement_months > 0 AND guarantee_months >= 0', name=op.f('ck_framework_contract_months_not_negative')),
    sa.ForeignKeyConstraint(['lot_award_id'], ['lot_award.id'], name=op.f('fk_framework_contract_lot_award_id')),
    sa.ForeignKeyConstraint(['signing_recorded_by_id'], ['account.id'], name=op.f('fk_framework_contract_signing_recorded_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_framework_contract_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_framework_contract')),
    sa.UniqueConstraint('number', name=op.f('uq_framework_contract_number'))
    )
    with op.batch_alter_table('framework_contract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_framework_contract_ends_on'), ['ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_framework_contract_lot_award_id'), ['lot_award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_framework_contract_signing_recorded_by_id'), ['signing_recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_framework_contract_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_framework_contract_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_framework_contract_target_group'), ['target_group'], unique=False)
        batch_op.create_index('uq_framework_contract_live_award', ['lot_award_id'], unique=True, sqlite_where=sa.text("status <> 'withdrawn'"), postgresql_where=sa.text("status <> 'withdrawn'"))

    op.create_table('objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_award_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('grounds', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settlement', sa.Text(), nullable=False),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(outcome = 'pending') = (settled_on IS NULL)", name=op.f('ck_objection_settled_has_a_day')),
    sa.ForeignKeyConstraint(['lot_award_id'], ['lot_award.id'], name=op.f('fk_objection_lot_award_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_objection_recorded_by_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_objection_settled_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_objection_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objection_lot_award_id'), ['lot_award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_settled_by_id'), ['settled_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('rectified_requirement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('requirement_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(kind = 'added') = (before IS NULL)", name=op.f('ck_rectified_requirement_was_something_before')),
    sa.CheckConstraint("(kind = 'dropped') = (after IS NULL)", name=op.f('ck_rectified_requirement_becomes_something')),
    sa.CheckConstraint("kind = 'added' OR requirement_id IS NOT NULL", name=op.f('ck_rectified_requirement_names_what_it_changes')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_rectified_requirement_question_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectification.id'], name=op.f('fk_rectified_requirement_rectification_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_rectified_requirement_requirement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectified_requirement')),
    sa.UniqueConstraint('rectification_id', 'requirement_id', name=op.f('uq_rectified_requirement_rectification_id_requirement_id'))
    )
    with op.batch_alter_table('rectified_requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectified_requirement_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectified_requirement_rectification_id'), ['rectification_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectified_requirement_requirement_id'), ['requirement_id'], unique=False)

    op.create_table('contract_case_manager',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('assigned_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_contract_case_manager_account_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_case_manager_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_case_manager')),
    sa.UniqueConstraint('contract_id', 'account_id', name=op.f('uq_contract_case_manager_contract_id_account_id'))
    )
    with op.batch_alter_table('contract_case_manager', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_case_manager_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_case_manager_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_document_contract_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_contract_document_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_document')),
    sa.UniqueConstraint('contract_id', 'document_id', name=op.f('uq_contract_document_contract_id_document_id'))
    )
    with op.batch_alter_table('contract_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_document_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_document_document_id'), ['document_id'], unique=False)

    op.create_table('contract_milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('share_percent', sa.String(length=40), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('most_times', sa.Integer(), nullable=False),
    sa.Column('sustained_months', sa.Integer(), nullable=True),
    sa.Column('claim_within_days', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_contract_milestone_amount_not_negative')),
    sa.CheckConstraint('most_times > 0', name=op.f('ck_contract_milestone_most_times_is_positive')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_milestone_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_milestone')),
    sa.UniqueConstraint('contract_id', 'sequence', name=op.f('uq_contract_milestone_contract_id_sequence'))
    )
    with op.batch_alter_table('contract_milestone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_milestone_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_modification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('clause', sa.Text(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_contract_modification_has_a_reason')),
    sa.CheckConstraint('months >= 0', name=op.f('ck_contract_modification_months_not_negative')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_modification_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_contract_modification_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_modification')),
    sa.UniqueConstraint('contract_id', 'sequence', name=op.f('uq_contract_modification_contract_id_sequence'))
    )
    with op.batch_alter_table('contract_modification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_modification_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_modification_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('contract_partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_contract_partner_contract_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_contract_partner_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_partner')),
    sa.UniqueConstraint('contract_id', 'organisation_id', name=op.f('uq_contract_partner_contract_id_organisation_id'))
    )
    with op.batch_alter_table('contract_partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_partner_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_partner_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('extension_option',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('decide_by', sa.Date(), nullable=False),
    sa.Column('decision', sa.String(length=60), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.String(length=200), nullable=False),
    sa.Column('motivation', sa.Text(), nullable=False),
    sa.Column('facts_then', sa.Text(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(decision = 'open') = (decided_on IS NULL)", name=op.f('ck_extension_option_decision_has_a_day')),
    sa.CheckConstraint("decision = 'open' OR motivation <> ''", name=op.f('ck_extension_option_decision_has_a_reason')),
    sa.CheckConstraint('months > 0', name=op.f('ck_extension_option_months_is_positive')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_extension_option_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_extension_option_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension_option')),
    sa.UniqueConstraint('contract_id', 'sequence', name=op.f('uq_extension_option_contract_id_sequence'))
    )
    with op.batch_alter_table('extension_option', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extension_option_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extension_option_decide_by'), ['decide_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_extension_option_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('invoice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('origin', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('payable_net', sa.BigInteger(), nullable=False),
    sa.Column('payable_vat', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('stated_by_id', sa.Integer(), nullable=True),
    sa.Column('stated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by_id', sa.Integer(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("number <> ''", name=op.f('ck_invoice_has_a_number')),
    sa.CheckConstraint("status IN ('draft', 'withdrawn') OR received_at IS NOT NULL", name=op.f('ck_invoice_submitted_was_received')),
    sa.CheckConstraint("status NOT IN ('approved', 'released', 'paid') OR approved_by_id IS NOT NULL", name=op.f('ck_invoice_no_step_without_approval')),
    sa.CheckConstraint("status NOT IN ('released', 'paid') OR released_by_id IS NOT NULL", name=op.f('ck_invoice_no_money_without_release')),
    sa.CheckConstraint("status NOT IN ('stated', 'approved', 'released', 'paid') OR stated_by_id IS NOT NULL", name=op.f('ck_invoice_no_step_without_statement')),
    sa.CheckConstraint('(approved_by_id IS NULL) = (approved_at IS NULL)', name=op.f('ck_invoice_approval_has_a_moment')),
    sa.CheckConstraint('(released_by_id IS NULL) = (released_at IS NULL)', name=op.f('ck_invoice_release_has_a_moment')),
    sa.CheckConstraint('(stated_by_id IS NULL) = (stated_at IS NULL)', name=op.f('ck_invoice_statement_has_a_moment')),
    sa.CheckConstraint('approved_by_id <> released_by_id', name=op.f('ck_invoice_approved_and_released_by_two')),
    sa.CheckConstraint('gross = net + vat', name=op.f('ck_invoice_gross_is_net_plus_vat')),
    sa.CheckConstraint('payable_net <= net', name=op.f('ck_invoice_never_pays_more_than_asked')),
    sa.CheckConstraint('stated_by_id <> approved_by_id', name=op.f('ck_invoice_stated_and_approved_by_two')),
    sa.CheckConstraint('stated_by_id <> released_by_id', name=op.f('ck_invoice_stated_and_released_by_two')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['account.id'], name=op.f('fk_invoice_approved_by_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_invoice_contract_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_invoice_created_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_invoice_document_id')),
    sa.ForeignKeyConstraint(['released_by_id'], ['account.id'], name=op.f('fk_invoice_released_by_id')),
    sa.ForeignKeyConstraint(['stated_by_id'], ['account.id'], name=op.f('fk_invoice_stated_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_invoice_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice'))
    )
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_received_at'), ['received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_released_by_id'), ['released_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_stated_by_id'), ['stated_by_id'], unique=False)
        batch_op.create_index('ix_invoice_status_due', ['status', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index('uq_invoice_supplier_number', ['supplier_id', 'number'], unique=True, sqlite_where=sa.text("status <> 'withdrawn'"), postgresql_where=sa.text("status <> 'withdrawn'"))

    op.create_table('need_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=True),
    sa.Column('contract_id', sa.Integer(), nullable=True),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(lot_id IS NULL) <> (contract_id IS NULL)', name=op.f('ck_need_assignment_is_about_one_thing')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_need_assignment_contract_id')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_need_assignment_lot_id')),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_assignment_need_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_assignment')),
    sa.UniqueConstraint('contract_id', name=op.f('uq_need_assignment_contract_id')),
    sa.UniqueConstraint('lot_id', name=op.f('uq_need_assignment_lot_id'))
    )
    with op.batch_alter_table('need_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_assignment_need_id'), ['need_id'], unique=False)

    op.create_table('track',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('case_manager_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('referred_on', sa.Date(), nullable=False),
    sa.Column('respond_by', sa.Date(), nullable=False),
    sa.Column('referral_rule', sa.String(length=60), nullable=True),
    sa.Column('choice_reason', sa.Text(), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('return_reason', sa.String(length=60), nullable=True),
    sa.Column('plan_on', sa.Date(), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('paused_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=60), nullable=True),
    sa.Column('placed_on', sa.Date(), nullable=True),
    sa.Column('six_months_due_on', sa.Date(), nullable=True),
    sa.Column('six_months_on', sa.Date(), nullable=True),
    sa.Column('commitment_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", name=op.f('ck_track_ended_has_a_day')),
    sa.CheckConstraint("(status = 'paused') = (paused_on IS NOT NULL)", name=op.f('ck_track_paused_has_a_day')),
    sa.CheckConstraint("(status = 'returned') = (returned_on IS NOT NULL)", name=op.f('ck_track_returned_has_a_day')),
    sa.CheckConstraint("status NOT IN ('running', 'paused') OR started_on IS NOT NULL", name=op.f('ck_track_running_has_started')),
    sa.CheckConstraint('ended_on IS NULL OR end_reason IS NOT NULL', name=op.f('ck_track_ended_has_a_reason')),
    sa.CheckConstraint('ended_on IS NULL OR ended_on >= referred_on', name=op.f('ck_track_ends_after_referral')),
    sa.CheckConstraint('started_on IS NULL OR started_on >= referred_on', name=op.f('ck_track_starts_after_referral')),
    sa.ForeignKeyConstraint(['case_manager_id'], ['account.id'], name=op.f('fk_track_case_manager_id')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_track_commitment_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_track_contract_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_track_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_track')),
    sa.UniqueConstraint('number', name=op.f('uq_track_number'))
    )
    with op.batch_alter_table('track', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_track_case_manager_id'), ['case_manager_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index('ix_track_contract_status', ['contract_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_ended_on'), ['ended_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_participant_id'), ['participant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_placed_on'), ['placed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_referred_on'), ['referred_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_track_started_on'), ['started_on'], unique=False)
        batch_op.create_index('uq_track_one_live_per_contract', ['participant_id', 'contract_id'], unique=True, sqlite_where=sa.text("status NOT IN ('ended', 'returned')"), postgresql_where=sa.text("status NOT IN ('ended', 'returned')"))

    op.create_table('achievement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('occurrence', sa.Integer(), nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('declaration', sa.Text(), nullable=False),
    sa.Column('proof_id', sa.Integer(), nullable=True),
    sa.Column('reported_by_id', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rejected_by_id', sa.Integer(), nullable=True),
    sa.Column('rejected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rejection', sa.String(length=60), nullable=True),
    sa.Column('judgement', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'rejected') = (rejected_at IS NOT NULL) AND (rejected_at IS NULL) = (rejection IS NULL)", name=op.f('ck_achievement_rejected_has_a_reason')),
    sa.CheckConstraint("(status = 'verified') = (verified_at IS NOT NULL) AND (verified_at IS NULL) = (verified_by_id IS NULL)", name=op.f('ck_achievement_verified_by_somebody')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_achievement_amount_not_negative')),
    sa.CheckConstraint('occurrence > 0', name=op.f('ck_achievement_occurrence_is_positive')),
    sa.CheckConstraint('verified_by_id IS NULL OR verified_by_id <> reported_by_id', name=op.f('ck_achievement_four_eyes')),
    sa.ForeignKeyConstraint(['milestone_id'], ['contract_milestone.id'], name=op.f('fk_achievement_milestone_id')),
    sa.ForeignKeyConstraint(['proof_id'], ['document.id'], name=op.f('fk_achievement_proof_id')),
    sa.ForeignKeyConstraint(['rejected_by_id'], ['account.id'], name=op.f('fk_achievement_rejected_by_id')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['account.id'], name=op.f('fk_achievement_reported_by_id')),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_achievement_track_id')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['account.id'], name=op.f('fk_achievement_verified_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_achievement'))
    )
    with op.batch_alter_table('achievement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_achievement_milestone_id'), ['milestone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_proof_id'), ['proof_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_reached_on'), ['reached_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_rejected_by_id'), ['rejected_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_reported_by_id'), ['reported_by_id'], unique=False)
        batch_op.create_index('ix_achievement_status_verified', ['status', 'verified_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_track_id'), ['track_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_achievement_verified_by_id'), ['verified_by_id'], unique=False)
        batch_op.create_index('uq_achievement_once', ['track_id', 'milestone_id', 'occurrence'], unique=True, sqlite_where=sa.text("status <> 'rejected'"), postgresql_where=sa.text("status <> 'rejected'"))

    op.create_table('milestone_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_milestone_rate_amount_is_positive')),
    sa.ForeignKeyConstraint(['milestone_id'], ['contract_milestone.id'], name=op.f('fk_milestone_rate_milestone_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_milestone_rate_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone_rate')),
    sa.UniqueConstraint('milestone_id', 'valid_from', name=op.f('uq_milestone_rate_milestone_id_valid_from'))
    )
    with op.batch_alter_table('milestone_rate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_milestone_rate_milestone_id'), ['milestone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_milestone_rate_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('payment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=35), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'ordered') = (booked_on IS NULL)", name=op.f('ck_payment_booked_has_a_day')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_payment_amount_is_positive')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_payment_invoice_id')),
    sa.ForeignKeyConstraint(['run_id'], ['payment_run.id'], name=op.f('fk_payment_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('number', name=op.f('uq_payment_number'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_run_id'), ['run_id'], unique=False)
        batch_op.create_index('uq_payment_live_invoice', ['invoice_id'], unique=True, sqlite_where=sa.text("status <> 'failed'"), postgresql_where=sa.text("status <> 'failed'"))

    op.create_table('placement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('agreed_until', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_kind', sa.String(length=60), nullable=True),
    sa.Column('work_kind', sa.String(length=60), nullable=False),
    sa.Column('contract_form', sa.String(length=60), nullable=False),
    sa.Column('hours_per_week', sa.String(length=40), nullable=False),
    sa.Column('employer_sector', sa.String(length=80), nullable=False),
    sa.Column('employer_is_supplier', sa.Boolean(), nullable=False),
    sa.Column('benefit', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proof_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(ended_on IS NULL) = (end_kind IS NULL)', name=op.f('ck_placement_end_has_a_kind')),
    sa.CheckConstraint('agreed_until IS NULL OR agreed_until >= starts_on', name=op.f('ck_placement_agreed_after_start')),
    sa.CheckConstraint('ended_on IS NULL OR ended_on >= starts_on', name=op.f('ck_placement_ended_after_start')),
    sa.ForeignKeyConstraint(['proof_id'], ['document.id'], name=op.f('fk_placement_proof_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_placement_recorded_by_id')),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_placement_track_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement'))
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_placement_proof_id'), ['proof_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_placement_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_placement_track_id'), ['track_id'], unique=False)

    op.create_table('track_pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_track_pause_ends_after_start')),
    sa.ForeignKeyConstraint(['track_id'], ['track.id'], name=op.f('fk_track_pause_track_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_track_pause'))
    )
    with op.batch_alter_table('track_pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_track_pause_track_id'), ['track_id'], unique=False)

    op.create_table('invoice_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('track_number', sa.String(length=60), nullable=False),
    sa.Column('milestone_code', sa.String(length=60), nullable=False),
    sa.Column('description', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.String(length=40), nullable=False),
    sa.Column('unit_price', sa.String(length=40), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat_rate', sa.String(length=40), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=True),
    sa.Column('commitment_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=True),
    sa.Column('hint', sa.Text(), nullable=False),
    sa.Column('checks', sa.Text(), nullable=False),
    sa.CheckConstraint("status <> 'accepted' OR achievement_id IS NOT NULL", name=op.f('ck_invoice_line_accepted_is_earned')),
    sa.CheckConstraint("status <> 'returned' OR reason IS NOT NULL", name=op.f('ck_invoice_line_returned_has_a_reason')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievement.id'], name=op.f('fk_invoice_line_achievement_id')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_invoice_line_commitment_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_line_invoice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_line')),
    sa.UniqueConstraint('invoice_id', 'sequence', name=op.f('uq_invoice_line_invoice_id_sequence'))
    )
    with op.batch_alter_table('invoice_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_line_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_line_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_line_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('payment_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_event_payment_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_payment_event_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_event'))
    )
    with op.batch_alter_table('payment_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_event_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_event_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('invoice_line_id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('release_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(status = 'released') = (released_at IS NOT NULL)", name=op.f('ck_claim_released_has_a_moment')),
    sa.CheckConstraint('net >= 0', name=op.f('ck_claim_net_not_negative')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievement.id'], name=op.f('fk_claim_achievement_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_claim_contract_id')),
    sa.ForeignKeyConstraint(['invoice_line_id'], ['invoice_line.id'], name=op.f('fk_claim_invoice_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim'))
    )
    with op.batch_alter_table('claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index('ix_claim_contract_status', ['contract_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_invoice_line_id'), ['invoice_line_id'], unique=False)
        batch_op.create_index('uq_claim_live_achievement', ['achievement_id'], unique=True, sqlite_where=sa.text("status = 'live'"), postgresql_where=sa.text("status = 'live'"))

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
