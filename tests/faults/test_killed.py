"""A short version of `make faults`: the program is killed once on either database, and loses nothing."""

import pytest

from tests.faults.killed import kill_again_and_again


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_a_killed_program_loses_and_doubles_nothing(bare_url, tmp_path):
    told = kill_again_and_again(tmp_path, bare_url, events=400, kills=1, longest_start_seconds=60.0)
    assert told.faults == []
    assert told.kills == 1
    assert told.ledger.unanswered, "nobody was sending when it was killed"
