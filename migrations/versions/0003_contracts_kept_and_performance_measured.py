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

    with op.batch_alter_table('framework_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('referral_rule', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('places', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('aftercare_months', sa.Integer(), nullable=True))

    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('client_key', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_participant_client_key'), ['client_key'])

    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('employer_key', sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_placement_employer_key'), ['employer_key'], unique=False)

    with op.batch_alter_table('track', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ladder_step', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('lot_advice', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('external_key', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('intake_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('plan_signed_by_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_track_plan_signed_by_id'), ['plan_signed_by_id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_track_external_key'), ['external_key'])
        batch_op.create_foreign_key(batch_op.f('fk_track_plan_signed_by_id'), 'account', ['plan_signed_by_id'], ['id'])

