"""What preparing a tender, bidding and the opening came to need after the first house.

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('health_minute',
    sa.Column('minute', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('minute', name=op.f('pk_health_minute'))
    )
    op.create_table('sealed_blob',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sealed_sha256', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_blob'))
    )
    op.create_table('sealed_chunk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('blob_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['blob_id'], ['sealed_blob.id'], name=op.f('fk_sealed_chunk_blob_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_chunk')),
    sa.UniqueConstraint('blob_id', 'number', name=op.f('uq_sealed_chunk_blob_id_number'))
    )
    with op.batch_alter_table('sealed_chunk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealed_chunk_blob_id'), ['blob_id'], unique=False)

    op.create_table('closing_root',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fixed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merkle_root', sa.String(length=64), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_closing_root_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing_root')),
    sa.UniqueConstraint('tender_id', 'closes_at', name=op.f('uq_closing_root_tender_id_closes_at'))
    )
    with op.batch_alter_table('closing_root', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_root_tender_id'), ['tender_id'], unique=False)

    op.create_table('participation_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('locked_content', sa.LargeBinary(), nullable=False),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('judgement', sa.Text(), nullable=True),
    sa.Column('is_suitable', sa.Boolean(), nullable=True),
    sa.Column('points', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("status <> 'not_selected' OR reason <> ''", name=op.f('ck_participation_request_turned_down_with_reason')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['account.id'], name=op.f('fk_participation_request_judged_by_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name=op.f('fk_participation_request_submitted_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_participation_request_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_participation_request_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participation_request'))
    )
    with op.batch_alter_table('participation_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participation_request_judged_by_id'), ['judged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_request_submitted_by_id'), ['submitted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_request_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_request_tender_id'), ['tender_id'], unique=False)
        batch_op.create_index('uq_participation_request_one_live', ['tender_id', 'supplier_id'], unique=True, sqlite_where=sa.text("status <> 'withdrawn'"), postgresql_where=sa.text("status <> 'withdrawn'"))

    op.create_table('selection_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('most_points', sa.String(length=40), nullable=True),
    sa.CheckConstraint("(kind = 'ranking') = (most_points IS NOT NULL)", name=op.f('ck_selection_criterion_ranking_has_points')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_selection_criterion_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection_criterion')),
    sa.UniqueConstraint('tender_id', 'sequence', name=op.f('uq_selection_criterion_tender_id_sequence'))
    )
    with op.batch_alter_table('selection_criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_selection_criterion_tender_id'), ['tender_id'], unique=False)

    op.create_table('lot_option',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_lot_option_amount_is_positive')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_lot_option_lot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot_option')),
    sa.UniqueConstraint('lot_id', 'sequence', name=op.f('uq_lot_option_lot_id_sequence'))
    )
    with op.batch_alter_table('lot_option', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_option_lot_id'), ['lot_id'], unique=False)

    op.create_table('low_price_measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('percent', sa.String(length=40), nullable=False),
    sa.Column('floor', sa.BigInteger(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('floor >= 0', name=op.f('ck_low_price_measure_floor_not_negative')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_low_price_measure_lot_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['account.id'], name=op.f('fk_low_price_measure_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_low_price_measure')),
    sa.UniqueConstraint('lot_id', name=op.f('uq_low_price_measure_lot_id'))
    )
    with op.batch_alter_table('low_price_measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_low_price_measure_set_by_id'), ['set_by_id'], unique=False)

    op.create_table('regime_advice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('number > 0', name=op.f('ck_regime_advice_number_is_positive')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_regime_advice_document_id')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_regime_advice_job_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_regime_advice_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regime_advice')),
    sa.UniqueConstraint('tender_id', 'number', name=op.f('uq_regime_advice_tender_id_number'))
    )
    with op.batch_alter_table('regime_advice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_regime_advice_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_regime_advice_job_id'), ['job_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_regime_advice_tender_id'), ['tender_id'], unique=False)

    op.create_table('resharing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('key_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('first_opener_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passed_on', sa.Text(), nullable=True),
    sa.Column('second_opener_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('second_opener_id IS NULL OR ended_at IS NOT NULL', name=op.f('ck_resharing_ended_by_second')),
    sa.CheckConstraint('second_opener_id IS NULL OR second_opener_id <> first_opener_id', name=op.f('ck_resharing_two_people')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_resharing_account_id')),
    sa.ForeignKeyConstraint(['first_opener_id'], ['opener.id'], name=op.f('fk_resharing_first_opener_id')),
    sa.ForeignKeyConstraint(['key_id'], ['opener_key.id'], name=op.f('fk_resharing_key_id')),
    sa.ForeignKeyConstraint(['second_opener_id'], ['opener.id'], name=op.f('fk_resharing_second_opener_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_resharing_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resharing'))
    )
    with op.batch_alter_table('resharing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resharing_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resharing_first_opener_id'), ['first_opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resharing_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resharing_second_opener_id'), ['second_opener_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resharing_tender_id'), ['tender_id'], unique=False)
        batch_op.create_index('uq_resharing_one_pending', ['tender_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('bid_hash',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_hash_bid_id')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_bid_hash_lot_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_bid_hash_supplier_id')),
    sa.ForeignKeyConstraint(['tender_id'], ['tender.id'], name=op.f('fk_bid_hash_tender_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_hash')),
    sa.UniqueConstraint('lot_id', 'supplier_id', 'sha256', name=op.f('uq_bid_hash_lot_id_supplier_id_sha256'))
    )
    with op.batch_alter_table('bid_hash', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_hash_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_hash_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_hash_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_hash_tender_id'), ['tender_id'], unique=False)

    op.create_table('bidder_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('term_days', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('is_satisfied', sa.Boolean(), nullable=True),
    sa.Column('breaks_law', sa.Boolean(), nullable=False),
    sa.Column('judgement', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(judged_at IS NULL) = (is_satisfied IS NULL)', name=op.f('ck_bidder_request_judged_with_an_outcome')),
    sa.CheckConstraint('(sent_at IS NULL) = (due_at IS NULL)', name=op.f('ck_bidder_request_sent_with_a_term')),
    sa.CheckConstraint('NOT breaks_law OR (is_satisfied IS NOT NULL AND NOT is_satisfied)', name=op.f('ck_bidder_request_unlawful_is_no')),
    sa.CheckConstraint('answered_at IS NULL OR sent_at IS NOT NULL', name=op.f('ck_bidder_request_answered_after_sent')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['account.id'], name=op.f('fk_bidder_request_answered_by_id')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bidder_request_bid_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_bidder_request_document_id')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['account.id'], name=op.f('fk_bidder_request_judged_by_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['account.id'], name=op.f('fk_bidder_request_noted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bidder_request'))
    )
    with op.batch_alter_table('bidder_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bidder_request_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bidder_request_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bidder_request_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bidder_request_judged_by_id'), ['judged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bidder_request_noted_by_id'), ['noted_by_id'], unique=False)

    op.create_table('imported_points',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.String(length=40), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('length(basis) > 0', name=op.f('ck_imported_points_basis_is_told')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_imported_points_bid_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['account.id'], name=op.f('fk_imported_points_entered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_points')),
    sa.UniqueConstraint('bid_id', name=op.f('uq_imported_points_bid_id'))
    )
    with op.batch_alter_table('imported_points', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_points_entered_by_id'), ['entered_by_id'], unique=False)

    op.create_table('late_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bid_id', sa.Integer(), nullable=False),
    sa.Column('admits', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(decided_by_id IS NULL) = (decided_at IS NULL)', name=op.f('ck_late_decision_decided_by_somebody')),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> proposed_by_id', name=op.f('ck_late_decision_four_eyes')),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_late_decision_bid_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_late_decision_decided_by_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['account.id'], name=op.f('fk_late_decision_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_decision')),
    sa.UniqueConstraint('bid_id', name=op.f('uq_late_decision_bid_id'))
    )
    with op.batch_alter_table('late_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_late_decision_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_late_decision_proposed_by_id'), ['proposed_by_id'], unique=False)

    with op.batch_alter_table('award_decision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('withdrawal_reason', sa.Text(), server_default='', nullable=False))

    with op.batch_alter_table('bid_declaration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parties', sa.Text(), server_default='{}', nullable=False))

    with op.batch_alter_table('draft_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('blob_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('locked_key', sa.LargeBinary(), nullable=True))
        batch_op.alter_column('locked_content',
               existing_type=sa.BLOB(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_draft_file_blob_id'), ['blob_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_draft_file_blob_id'), 'sealed_blob', ['blob_id'], ['id'])

    with op.batch_alter_table('framework_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('admitted_bid_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('cpv_code', sa.String(length=8), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_framework_contract_admitted_bid_id'), ['admitted_bid_id'], unique=False)
        batch_op.create_index('uq_framework_contract_live_admission', ['admitted_bid_id'], unique=True, sqlite_where=sa.text("status <> 'withdrawn'"), postgresql_where=sa.text("status <> 'withdrawn'"))
        batch_op.create_foreign_key(batch_op.f('fk_framework_contract_admitted_bid_id'), 'bid', ['admitted_bid_id'], ['id'])

    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('most_clients_per_year', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('maximum_reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('estimate_method', sa.String(length=60), server_default='whole_term', nullable=False))
        batch_op.add_column(sa.Column('estimate_reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('recurring_spent', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('turnover_required', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('turnover_reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('recurring_change_percent', sa.String(length=40), nullable=True))

    with op.batch_alter_table('lot_award', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notice_sent_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('notice_reference', sa.String(length=100), server_default='', nullable=False))

    with op.batch_alter_table('notice_data', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withheld', sa.Text(), nullable=True))

    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unsubscribe_url', sa.Text(), server_default='', nullable=False))

    with op.batch_alter_table('sealed_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('blob_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('sealed_key', sa.LargeBinary(), nullable=True))
        batch_op.alter_column('ciphertext',
               existing_type=sa.BLOB(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_sealed_file_blob_id'), ['blob_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_sealed_file_blob_id'), 'sealed_blob', ['blob_id'], ['id'])

    with op.batch_alter_table('tender', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reach_reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('exclusion_codes', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('four_years', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('long_term_reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('requests_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('most_candidates', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('requests_opened_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('selected_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('tender_document', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_agreement', sa.Boolean(), server_default='0', nullable=False))

    with op.batch_alter_table('tender_key', schema=None) as batch_op:
        batch_op.add_column(sa.Column('locked_private_key', sa.LargeBinary(), nullable=True))

