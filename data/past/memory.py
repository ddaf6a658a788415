"""A database in memory that holds the rows of one moment, and sessions that ask it and the real one.

What is remembered as of a moment (`REMEMBERED`) is asked of the memory; areas, classes, departments, settings and
everything else of the database, in the transaction of whoever looks. The scope guards both.
"""

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine, Table, create_engine, delete, inspect
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from data.models.base import Base
from data.models.case import Case, CaseEvent, Dispatch, StageClock
from data.models.report import CasePicture, Reply, Supporter
from data.models.together import Instruction, Supervision, Whistle
from data.models.unit import Unit
from data.storage.bulk import insert_rows
from data.storage.database import guard
from data.visit import Visit

Row = dict[str, Any]
REMEMBERED: tuple[type[Base], ...] = (Case, CaseEvent, StageClock, Dispatch, Supervision, Instruction, Whistle,
                                      Supporter, Reply, CasePicture, Unit)


def _create(model: type[Base]) -> str:
    table = cast(Table, inspect(model).local_table)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns})"


TABLES = [_create(model) for model in REMEMBERED] + [
    f"CREATE INDEX by_{name} ON cases ({name})" for name in ("id", "received_at", "closed_at")]
"""Nothing is unique there: history may hold what the present is forbidden, and needs no proof any more."""


class Memory:
    """One such database; used by one thread at a time."""

    def __init__(self) -> None:
        self._engine: Engine = create_engine("sqlite://", poolclass=StaticPool,
                                             connect_args={"check_same_thread": False})
        self._engine.raw_connection().driver_connection.executescript(";".join(TABLES))  # type: ignore[union-attr]

    def put(self, rows: Mapping[type[Base], Sequence[Row]], *, instead_of: Collection[int] = (),
            whole: Collection[type[Base]] = ()) -> None:
        """Add rows; cases of the ids `instead_of` and every row of the models `whole` are taken out before."""
        with Session(self._engine) as filling:
            for model in whole:
                filling.execute(delete(model))
            ids = sorted(instead_of)
            for start in range(0, len(ids), 500):
                filling.execute(delete(Case).where(Case.id.in_(ids[start:start + 500])))
            for model, some in rows.items():
                insert_rows(filling, model, some)
            filling.commit()

    @contextlib.contextmanager
    def seen_by(self, visit: Visit, at: datetime) -> Iterator[Visit]:
        """Yield a visit whose now is `at` and whose rows are the memory's."""
        with Session(visit.session.connection(), binds=dict.fromkeys(REMEMBERED, self._engine), expire_on_commit=False,
                     join_transaction_mode="rollback_only") as session:
            guard(session, visit.scope)
            yield replace(visit, session=session, now=at)

    def close(self) -> None:
        """Forget everything."""
        self._engine.dispose()
