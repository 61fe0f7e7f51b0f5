"""Tables of the staff's side. Conventions as in backoffice/store/models.py."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backoffice.store.models import Base


class AccessLogHead(Base):
    """The one row (id 1) that every new line of the access log takes its number from. `seal` binds number and chain."""

    __tablename__ = "access_log_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
