"""A few people at the same cases at once for a short while; `make faults` lets fifty do it for a minute."""

from tests.faults import crowd


def test_a_crowd_loses_no_event_and_reaches_no_illegal_state(database, city, settings):
    numbers = crowd.fill(database, settings, 12)
    told = crowd.let_loose(database, settings, numbers, people=6, seconds=2.0)
    assert list(crowd.faults(database, settings, told)) == []
    assert told.moved, "nobody moved anything"


def test_a_fault_would_be_seen(database, city, settings):
    numbers = crowd.fill(database, settings, 1)
    told = crowd.Told(moved=[(numbers[0], "accept", 2)])
    assert list(crowd.faults(database, settings, told)) == [
        f"('{numbers[0]}', 'accept', 2) was acknowledged and is not there"]
