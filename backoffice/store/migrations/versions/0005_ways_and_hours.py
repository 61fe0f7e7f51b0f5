"""What the staff keep about the ways (waiting time, closed until, checked, confirmed) and the centre's chat hours"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "route_state",
        sa.Column("route_id", sa.String(length=80), nullable=False),
        sa.Column("waiting_weeks", sa.Integer(), nullable=True),
        sa.Column("closed_until", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=80), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("route_id", name=op.f("pk_route_state")),
    )
    op.create_table(
        "chat_hours",
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.PrimaryKeyConstraint("weekday", name=op.f("pk_chat_hours")),
    )
    op.create_table(
        "closing_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closing_day")),
    )


def downgrade() -> None:
    op.drop_table("closing_day")
    op.drop_table("chat_hours")
    op.drop_table("route_state")
