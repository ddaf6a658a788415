"""A short version of `make faults`: three screens of fifteen do not keep up."""

from tests.faults.slow import Crowd, let_some_be_slow


def test_screens_that_do_not_keep_up_are_cut_and_no_other(bare_url, tmp_path):
    few = Crowd(good=12, one_byte=1, one_kib=0, stopped=1, half_open=1, limit=0)
    told = let_some_be_slow(tmp_path, bare_url, crowd=few, seconds=2.0, is_measured=False)
    assert told.faults == []
    assert len(told.during_ms) > len(told.before_ms) / 4 > 0, "the others heard nothing"
