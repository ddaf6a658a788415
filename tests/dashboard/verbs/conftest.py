"""Saying a line to the command line as one of the cast, in a language."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard import command_line
from dashboard.command_line import Command
from dashboard.wiring import words_for
from tests import cast

Say = Callable[..., Command | None]


@pytest.fixture
def say(read) -> Say:
    """Return a function that reads a line: say("go west", scope=..., language=...)."""

    def read_line(line: str, scope=cast.ALICE, language: str = "en") -> Command | None:
        with read(scope=scope) as visit:
            spoken = replace(visit, language=language)
            return command_line.read(spoken, words_for(spoken), line)

    return read_line


@pytest.fixture
def number(write) -> str:
    """Return the number of an open case in Chen's community."""
    with write() as visit:
        return cast.open_case(visit)
