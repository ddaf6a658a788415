"""Every statement that the program sends while tests run, read once by tests.routable."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.sql.compiler import DDLCompiler

from tests.placement import Told
from tests.routable import faults_of

ROOT = f"{Path(__file__).resolve().parents[1]}/"
FLOORS = ("data/", "layers/", "dashboard/", "app.py")
FLUSH = "a flush"
"""Where rows that were changed in passing are written: who changed them is not known any more."""


class Heard(NamedTuple):
    """A statement that Citus would refuse, where it came from and why."""

    place: str
    fault: str
    text: str


class Overhearing:
    """Reads each distinct statement of the program once; statements of the tests themselves are not read."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._read: set[str] = set()
        self._new: list[Heard] = []

    def begin(self) -> None:
        """Listen from now on to every engine."""
        event.listen(Engine, "before_cursor_execute", self._hear)

    def end(self) -> None:
        """Listen no more."""
        event.remove(Engine, "before_cursor_execute", self._hear)

    def take(self) -> list[Heard]:
        """Return what was heard since the last time and stands in no list."""
        heard, self._new = self._new, []
        return heard

    def _hear(self, _connection: Any, _cursor: Any, sent: str, _values: Any, context: Any, _many: bool) -> None:
        compiled = context.compiled
        if isinstance(compiled, DDLCompiler):
            return
        text = sent if compiled is None else compiled.string or sent
        if text in self._read:
            return
        place = place_of(sys._getframe(1))
        if place is None:
            return
        self._read.add(text)
        if any(place.startswith(folder) for folder in self._told.commands):
            return
        for fault in faults_of(*_read_off(compiled, sent, self._told)):
            if (place, fault) not in self._told.refused:
                self._new.append(Heard(place, fault, text))


def _read_off(compiled: Any, sent: str, told: Told) -> tuple[Any, dict[str, str], tuple[str, ...]]:
    """Return the statement as it was compiled, with the areas that who asks may see, and the columns it was given."""
    if compiled is None:
        return sent, told.where, ()
    state = compiled.compile_state
    statement = getattr(state, "statement", None) if state is not None else None
    return statement if statement is not None else compiled.statement, told.where, tuple(compiled.column_keys or ())


def place_of(frame: FrameType | None) -> str | None:
    """Return "file: function" of the program that sent the statement; None where a test sent it itself."""
    for one in _frames(frame):
        file = one.f_code.co_filename
        if one.f_code.co_name == "_flush" and file.endswith("sqlalchemy/orm/session.py"):
            return FLUSH
        if file.startswith(ROOT) and not file.startswith(f"{ROOT}.venv"):
            name = file.removeprefix(ROOT)
            return f"{name}: {one.f_code.co_qualname.split('.<locals>')[0]}" if name.startswith(FLOORS) else None
    return None


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
