"""Any text is read as a command, or as none; never is anything raised, and never is anything done."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import command_line, verb
from dashboard.wiring import words_for
from data.finding.typed import LONGEST
from data.scope import PERMISSIONS
from tests import cast

SPOKEN = sorted({name for one in verb.discover() for name in one.names()})
PIECES = [*SPOKEN, " ", "　", "#", "1234", "26031800001", "SAN-1", "3天", "8h", "环卫", "%", "'", "\\", "\x00", "_",
          "昨天", "18:00", "-"]
LINES = st.one_of(st.text(), st.builds("".join, st.lists(st.sampled_from(PIECES), max_size=9)))


@given(line=LINES)
def test_no_text_is_ever_too_much(read, line):
    with read(scope=cast.ALICE) as visit:
        command = command_line.read(visit, words_for(visit), line)
    if command is not None:
        assert bool(command.choices) is not bool(command.fault)
        assert len(command.choices) <= verb.MOST_CHOICES
        assert all(choice.label and choice.effect["do"] for choice in command.choices)


def test_a_line_longer_than_a_line_is_cut(read):
    with read(scope=cast.ALICE) as visit:
        command = command_line.read(visit, words_for(visit), "go " + "x" * 5_000)
    assert len(command.fault) < LONGEST * 3


@pytest.mark.parametrize("spoken", SPOKEN)
def test_every_name_of_a_verb_is_heard_and_asks_for_the_rest(read, spoken):
    everything = replace(cast.ALICE, may=frozenset(PERMISSIONS))
    with read(scope=everything) as visit:
        command = command_line.read(visit, words_for(visit), spoken.upper())
    assert command is not None
    assert command.fault or command.choices


def test_who_may_nothing_commands_nothing(read):
    with read(scope=cast.NOBODY) as visit:
        assert verb.offered(visit) == ()
        assert all(command_line.read(visit, words_for(visit), f"{spoken} 1") is None for spoken in SPOKEN)
