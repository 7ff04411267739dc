"""What asking late interest and a budget per lot came to need.

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

#: What was written about an invoice is added to, never changed; the database itself sees to it.
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER invoice_message_no_{act.lower()} BEFORE {act} ON invoice_message "
        "BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION invoice_message_is_append_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'messages are append-only'; END; $$ LANGUAGE plpgsql",
        "CREATE TRIGGER invoice_message_no_change BEFORE UPDATE OR DELETE ON invoice_message "
        "FOR EACH ROW EXECUTE FUNCTION invoice_message_is_append_only()",
    ],
}


def upgrade() -> None:
    op.create_table('statutory_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('percent', sa.String(length=40), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'proposed') = (decided_at IS NULL)", name=op.f('ck_statutory_rate_decided_has_a_moment')),
    sa.CheckConstraint("status <> 'confirmed' OR decided_by_id <> recorded_by_id", name=op.f('ck_statutory_rate_four_eyes')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_statutory_rate_decided_by_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_statutory_rate_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statutory_rate'))
    )
    with op.batch_alter_table('statutory_rate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statutory_rate_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_statutory_rate_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index('uq_statutory_rate_starts_on', ['starts_on'], unique=True, sqlite_where=sa.text("status <> 'rejected'"), postgresql_where=sa.text("status <> 'rejected'"))

    op.create_table('late_charge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('principal', sa.BigInteger(), nullable=False),
    sa.Column('invoice_due_on', sa.Date(), nullable=False),
    sa.Column('invoice_paid_on', sa.Date(), nullable=False),
    sa.Column('interest', sa.BigInteger(), nullable=False),
    sa.Column('costs', sa.BigInteger(), nullable=False),
    sa.Column('parts', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('refusal_reason', sa.Text(), nullable=False),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_by_id', sa.Integer(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by_id', sa.Integer(), nullable=True),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('commitment_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'paid') = (paid_on IS NOT NULL)", name=op.f('ck_late_charge_paid_has_a_day')),
    sa.CheckConstraint("(status = 'refused') = (refusal_reason <> '')", name=op.f('ck_late_charge_refused_has_a_reason')),
    sa.CheckConstraint('approved_by_id <> asked_by_id', name=op.f('ck_late_charge_asked_and_approved_by_two')),
    sa.CheckConstraint('interest >= 0 AND costs > 0', name=op.f('ck_late_charge_amounts_are_positive')),
    sa.CheckConstraint('invoice_paid_on > invoice_due_on', name=op.f('ck_late_charge_was_late')),
    sa.CheckConstraint('released_by_id <> approved_by_id', name=op.f('ck_late_charge_approved_and_released_by_two')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['account.id'], name=op.f('fk_late_charge_approved_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_late_charge_asked_by_id')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_late_charge_commitment_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_late_charge_invoice_id')),
    sa.ForeignKeyConstraint(['refused_by_id'], ['account.id'], name=op.f('fk_late_charge_refused_by_id')),
    sa.ForeignKeyConstraint(['released_by_id'], ['account.id'], name=op.f('fk_late_charge_released_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_charge')),
    sa.UniqueConstraint('number', name=op.f('uq_late_charge_number'))
    )
    with op.batch_alter_table('late_charge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_late_charge_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_late_charge_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_late_charge_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_late_charge_refused_by_id'), ['refused_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_late_charge_released_by_id'), ['released_by_id'], unique=False)
        batch_op.create_index('ix_late_charge_status', ['status'], unique=False)
        batch_op.create_index('uq_late_charge_invoice', ['invoice_id'], unique=True, sqlite_where=sa.text("status NOT IN ('refused', 'lapsed')"), postgresql_where=sa.text("status NOT IN ('refused', 'lapsed')"))

    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.add_column(sa.Column('delegated_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('delegated_until', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_alert_delegated_by_id'), ['delegated_by_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_alert_delegated_by_id'), 'account', ['delegated_by_id'], ['id'])

    with op.batch_alter_table('budget', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lot', sa.String(length=120), server_default='', nullable=False))
        batch_op.drop_constraint(batch_op.f('uq_budget_year_programme'), type_='unique')
        batch_op.create_unique_constraint('uq_budget_year_programme_lot', ['year', 'programme', 'lot', 'organisation_id'])

    with op.batch_alter_table('framework_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('budget_lot', sa.String(length=120), server_default='', nullable=False))

    with op.batch_alter_table('invoice_package_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('credit_note_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_invoice_package_file_credit_note_id'), ['credit_note_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_invoice_package_file_credit_note_id'), 'credit_note', ['credit_note_id'], ['id'])

    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('late_charge_id', sa.Integer(), nullable=True))
        batch_op.alter_column('invoice_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_payment_late_charge_id'), ['late_charge_id'], unique=False)
        batch_op.create_index('uq_payment_live_late_charge', ['late_charge_id'], unique=True, sqlite_where=sa.text("status <> 'failed'"), postgresql_where=sa.text("status <> 'failed'"))
        batch_op.create_foreign_key(batch_op.f('fk_payment_late_charge_id'), 'late_charge', ['late_charge_id'], ['id'])
        batch_op.create_check_constraint('for_one_thing', '(invoice_id IS NULL) <> (late_charge_id IS NULL)')

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)

