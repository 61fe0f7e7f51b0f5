"""Teams: who belongs to which, and whose an intake, a conversation and a call-back is. Everything so far is the first team's"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FIRST = "main"
OWNED = ("conversation", "intake", "call_back")


def upgrade() -> None:
    team = op.create_table(
        "team",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.bulk_insert(team, [{"id": FIRST, "name": ""}])
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_team_member_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "account_id", name=op.f("pk_team_member")),
    )
    op.execute(f"INSERT INTO team_member (team_id, account_id) SELECT '{FIRST}', id FROM staff_account")  # noqa: S608
    for table in OWNED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("team_id", sa.String(length=16), nullable=False, server_default=FIRST))


def downgrade() -> None:
    for table in OWNED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("team_id")
    op.drop_table("team_member")
    op.drop_table("team")
