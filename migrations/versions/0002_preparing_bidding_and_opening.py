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
    with op.batch_alter_table('tender', schema=None) as batch_op:
        batch_op.add_column(sa.Column('exclusion_codes', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('four_years', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('long_term_reason', sa.Text(), server_default='', nullable=False))

