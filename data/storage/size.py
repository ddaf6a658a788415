"""How large the database is, and how long it takes to answer."""

import time
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

MB = 1024 * 1024


def size_mb(session: Session) -> float:
    """Return how much room the database takes, in MB: of SQLite the file with what is not yet taken over into it."""
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        return int(session.execute(select(func.pg_database_size(func.current_database()))).scalar_one()) / MB
    file = Path(session.execute(text("PRAGMA database_list")).one().file)
    parts = (file, file.with_name(f"{file.name}-wal"))
    return sum(one.stat().st_size for one in parts if one.exists()) / MB


def answers_in_ms(session: Session) -> float:
    """Return how many milliseconds the shortest question takes."""
    began = time.perf_counter()
    session.execute(text("SELECT 1"))
    return (time.perf_counter() - began) * 1000
