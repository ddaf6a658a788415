"""The trail of who did, or was refused, what: rows are added, never changed or removed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data.models.person import AuditRow

NAME_LENGTH = 80


def note(session: Session, *, at: datetime, who: str, what: str, outcome: str, **details: Any) -> None:
    """Add a row in the caller's transaction. `outcome` is done or refused."""
    session.add(AuditRow(at=at, who=who[:NAME_LENGTH], what=what, outcome=outcome, details=details))
