"""The access log may lose its oldest lines: what its head says was cut off, under a seal of its own, and nothing else"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS: list[sa.Column[Any]] = [
    sa.Column("cut_id", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("cut_chain", sa.String(length=64), nullable=False, server_default=""),
    sa.Column("cut_seal", sa.String(length=64), nullable=False, server_default=""),
]
CUT = "(SELECT cut_id FROM access_log_head WHERE id = 1)"
SQLITE_UP = [
    "DROP TRIGGER access_log_no_delete",
    f"CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log WHEN OLD.id > {CUT} "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END",
]
SQLITE_DOWN = [
    "DROP TRIGGER access_log_no_delete",
    "CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'append-only'); END",
]
POSTGRESQL_UP = [
    "DROP TRIGGER access_log_append_only ON access_log",
    "CREATE TRIGGER access_log_append_only BEFORE UPDATE OR TRUNCATE ON access_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()",
    "CREATE FUNCTION access_log_cut() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF OLD.id > {CUT} THEN RAISE EXCEPTION 'append-only'; END IF; RETURN OLD; END $$",
    "CREATE TRIGGER access_log_cut BEFORE DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION access_log_cut()",
]
POSTGRESQL_DOWN = [
    "DROP TRIGGER access_log_cut ON access_log",
    "DROP FUNCTION access_log_cut()",
    "DROP TRIGGER access_log_append_only ON access_log",
    "CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()",
]


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("access_log_head", column)
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_DOWN:
        op.execute(statement)
    for column in reversed(COLUMNS):
        op.drop_column("access_log_head", column.name)
