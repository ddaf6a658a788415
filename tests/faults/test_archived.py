"""The archiving is killed amid its work on either database; no case loses a word or says one twice."""

import pytest

from tests.faults.archived import kill_again_and_again


@pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_an_archiving_that_is_killed_loses_and_doubles_nothing(bare_url, tmp_path):
    cut_off, faults = kill_again_and_again(tmp_path, bare_url, cases=600, kills=2)
    assert faults == []
    assert cut_off >= 1, "it was over before it could be killed"
