"""A short version of `make faults`: three thousand events at once."""

from tests.faults.burst import send_all_at_once


def test_a_burst_loses_nothing_and_every_screen_is_complete_again(bare_url, tmp_path):
    told = send_all_at_once(tmp_path, bare_url, events=3_000, screens=3, longest_seconds=60.0)
    assert told.faults == []
    assert told.ledger.counts["stored"] == 3_000
