"""A short version of `make faults`: events that are sent one to five times at once."""

from tests.faults.doubled import send_again_and_again


def test_an_event_sent_many_times_at_once_is_one_case(bare_url, tmp_path):
    told = send_again_and_again(tmp_path, bare_url, events=300)
    assert told.faults == []
    assert told.sent > 600
    assert told.ledger.counts["stored"] == 300
