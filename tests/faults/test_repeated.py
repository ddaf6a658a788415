"""A short version of `make faults`: one event twenty thousand times."""

from tests.faults.repeated import send_one_over_and_over


def test_an_event_sent_over_and_over_is_one_case(bare_url, tmp_path):
    told = send_one_over_and_over(tmp_path, bare_url, times=20_000)
    assert told.faults == []
    assert (told.ledger.counts["stored"], told.ledger.counts["duplicate"]) == (1, 19_999)
