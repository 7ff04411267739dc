"""What disputes, credit notes, mandates lent to others and unlawful spending came to need.

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('lawfulness_limit',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('percent', sa.String(length=40), nullable=False),
    sa.Column('expenses', sa.BigInteger(), nullable=False),
    sa.Column('decision_reference', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('expenses > 0', name=op.f('ck_lawfulness_limit_expenses_are_positive')),
    sa.CheckConstraint('year >= 2023', name=op.f('ck_lawfulness_limit_college_reports_itself')),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_lawfulness_limit'))
    )
    op.create_table('invoice_package',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('file_count', sa.Integer(), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['offered_by_id'], ['account.id'], name=op.f('fk_invoice_package_offered_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_invoice_package_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_package'))
    )
    with op.batch_alter_table('invoice_package', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_package_ended_at'), ['ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_package_offered_by_id'), ['offered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_package_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('match_tolerance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('less_amount', sa.BigInteger(), nullable=True),
    sa.Column('less_percent', sa.String(length=40), nullable=True),
    sa.Column('cents_off', sa.BigInteger(), nullable=True),
    sa.Column('days_late', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_match_tolerance_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_tolerance'))
    )
    with op.batch_alter_table('match_tolerance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_tolerance_decided_by_id'), ['decided_by_id'], unique=False)

    op.create_table('unlawful_spending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=60), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('found_by', sa.String(length=120), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawal_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(withdrawn_at is null) = (withdrawal_reason = '')", name=op.f('ck_unlawful_spending_withdrawn_has_a_reason')),
    sa.CheckConstraint('until_on is null or until_on >= from_on', name=op.f('ck_unlawful_spending_ends_after_start')),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_unlawful_spending_contract_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_unlawful_spending_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unlawful_spending')),
    sa.UniqueConstraint('number', name=op.f('uq_unlawful_spending_number'))
    )
    with op.batch_alter_table('unlawful_spending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unlawful_spending_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unlawful_spending_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('vat_treatment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('percent', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['framework_contract.id'], name=op.f('fk_vat_treatment_contract_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_vat_treatment_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vat_treatment'))
    )
    with op.batch_alter_table('vat_treatment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vat_treatment_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vat_treatment_decided_by_id'), ['decided_by_id'], unique=False)

    op.create_table('credit_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('origin', sa.String(length=60), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('gross', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("number <> ''", name=op.f('ck_credit_note_has_a_number')),
    sa.CheckConstraint('gross = net + vat', name=op.f('ck_credit_note_gross_is_net_plus_vat')),
    sa.CheckConstraint('net > 0', name=op.f('ck_credit_note_net_is_positive')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_credit_note_created_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_credit_note_document_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_credit_note_invoice_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_credit_note_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_note')),
    sa.UniqueConstraint('supplier_id', 'number', name=op.f('uq_credit_note_supplier_id_number'))
    )
    with op.batch_alter_table('credit_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_note_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_note_received_at'), ['received_at'], unique=False)

    op.create_table('invoice_package_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('invoice_id', sa.Integer(), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.CheckConstraint("(status = 'waiting') = (content IS NOT NULL)", name=op.f('ck_invoice_package_file_waiting_has_content')),
    sa.CheckConstraint("(status IN ('taken_in', 'known')) = (invoice_id IS NOT NULL)", name=op.f('ck_invoice_package_file_taken_in_has_an_invoice')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_package_file_invoice_id')),
    sa.ForeignKeyConstraint(['package_id'], ['invoice_package.id'], name=op.f('fk_invoice_package_file_package_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_package_file')),
    sa.UniqueConstraint('package_id', 'place', name=op.f('uq_invoice_package_file_package_id_place'))
    )
    with op.batch_alter_table('invoice_package_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_package_file_invoice_id'), ['invoice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_package_file_status'), ['status'], unique=False)

    op.create_table('unlawful_amount',
    sa.Column('spending_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_unlawful_amount_amount_is_not_negative')),
    sa.ForeignKeyConstraint(['spending_id'], ['unlawful_spending.id'], name=op.f('fk_unlawful_amount_spending_id')),
    sa.PrimaryKeyConstraint('spending_id', 'year', name=op.f('pk_unlawful_amount'))
    )
    op.create_table('invoice_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('from_supplier', sa.Boolean(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_invoice_message_author_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_message_invoice_id')),
    sa.ForeignKeyConstraint(['line_id'], ['invoice_line.id'], name=op.f('fk_invoice_message_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_message'))
    )
    with op.batch_alter_table('invoice_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_message_author_id'), ['author_id'], unique=False)
        batch_op.create_index('ix_invoice_message_invoice_id_id', ['invoice_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_message_line_id'), ['line_id'], unique=False)

    op.create_table('credit_note_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('credit_note_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('net', sa.BigInteger(), nullable=False),
    sa.Column('vat_rate', sa.String(length=40), nullable=False),
    sa.Column('vat', sa.BigInteger(), nullable=False),
    sa.Column('effect', sa.String(length=60), nullable=False),
    sa.Column('invoice_line_id', sa.Integer(), nullable=False),
    sa.Column('clawback_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(effect = 'line_back') = (clawback_id IS NULL)", name=op.f('ck_credit_note_line_line_back_or_clawback')),
    sa.CheckConstraint('net > 0', name=op.f('ck_credit_note_line_net_is_positive')),
    sa.ForeignKeyConstraint(['clawback_id'], ['clawback.id'], name=op.f('fk_credit_note_line_clawback_id')),
    sa.ForeignKeyConstraint(['credit_note_id'], ['credit_note.id'], name=op.f('fk_credit_note_line_credit_note_id')),
    sa.ForeignKeyConstraint(['invoice_line_id'], ['invoice_line.id'], name=op.f('fk_credit_note_line_invoice_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_note_line')),
    sa.UniqueConstraint('clawback_id', name=op.f('uq_credit_note_line_clawback_id')),
    sa.UniqueConstraint('credit_note_id', 'sequence', name=op.f('uq_credit_note_line_credit_note_id_sequence'))
    )
    with op.batch_alter_table('credit_note_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_note_line_invoice_line_id'), ['invoice_line_id'], unique=False)

    with op.batch_alter_table('clawback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('uq_clawback_once'), sqlite_where=sa.text("status <> 'cancelled'"))
        batch_op.create_index('uq_clawback_once_ended', ['achievement_id'], unique=True, sqlite_where=sa.text("status <> 'cancelled' AND ended_on IS NOT NULL"), postgresql_where=sa.text("status <> 'cancelled' AND ended_on IS NOT NULL"))
        batch_op.create_index('uq_clawback_once_given_back', ['achievement_id'], unique=True, sqlite_where=sa.text("status <> 'cancelled' AND ended_on IS NULL"), postgresql_where=sa.text("status <> 'cancelled' AND ended_on IS NULL"))

    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('corrects_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('disputed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('dispute_ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_invoice_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_invoice_corrects_id'), 'invoice', ['corrects_id'], ['id'])

    with op.batch_alter_table('invoice_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('vat_compensable', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('disputed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('dispute_answered_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('mandate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parent_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_mandate_parent_id'), ['parent_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_mandate_parent_id'), 'mandate', ['parent_id'], ['id'])

    with op.batch_alter_table('spending', schema=None) as batch_op:
        batch_op.add_column(sa.Column('burden', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('compensable', sa.BigInteger(), nullable=True))

