"""Who has a conversation: waiting, lease and fence, danger that nobody has looked at, who is on duty, private notes"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS: list[sa.Column[Any]] = [
    sa.Column("staff_id", sa.String(length=36), nullable=True),
    sa.Column("staff_fence", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
    sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
    sa.Column("waiting_reason", sa.String(length=16), nullable=True),
    sa.Column("waiting_told_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("offered_to", sa.String(length=36), nullable=True),
    sa.Column("danger_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("danger_seen_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("danger_seen_by", sa.String(length=80), nullable=True),
]


def upgrade() -> None:
    with op.batch_alter_table("conversation") as batch_op:
        for column in COLUMNS:
            batch_op.add_column(column)
        batch_op.create_index("ix_conversation_state", ["state"])
        batch_op.create_index("ix_conversation_danger_at", ["danger_at"])
    op.create_table(
        "staff_presence",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_staff_presence_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_staff_presence")),
    )
    op.create_table(
        "chat_note",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_chat_note_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_note")),
    )


def downgrade() -> None:
    op.drop_table("chat_note")
    op.drop_table("staff_presence")
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.drop_index("ix_conversation_danger_at")
        batch_op.drop_index("ix_conversation_state")
        for column in reversed(COLUMNS):
            batch_op.drop_column(column.name)
