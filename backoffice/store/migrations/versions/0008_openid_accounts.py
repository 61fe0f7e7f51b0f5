"""Accounts that sign in with the municipality's own provider are known by a hash of what it calls them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_account", sa.Column("subject", sa.String(length=64), nullable=True))
    op.create_index("ix_staff_account_subject", "staff_account", ["subject"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_staff_account_subject", "staff_account")
    op.drop_column("staff_account", "subject")
