"""Long counts are kept for a minute, for whoever may see the same; short ones are made anew."""

import threading
from datetime import timedelta
from time import sleep

import pytest

from dashboard.counted import FRESH, Counted
from tests import cast


@pytest.fixture
def asked(read):
    """Return asked(counted, seconds later, scope, what): how often was counted until then."""
    calls: list[str] = []

    def ask(counted, after=0.0, scope=cast.ALICE, what="table"):
        with read(scope=scope, now=cast.NOW + timedelta(seconds=after)) as visit:
            counted.ask(visit, what, lambda: calls.append(what))
        return len(calls)

    return ask


def test_a_long_count_is_kept_for_a_minute(asked):
    counted = Counted(slow_seconds=0)
    assert [asked(counted, after) for after in (0, 30, 59.9, 60, 119)] == [1, 1, 1, 2, 2]
    assert timedelta(seconds=60) == FRESH


def test_a_short_count_is_made_anew(asked):
    counted = Counted(slow_seconds=60)
    assert [asked(counted) for _ in range(3)] == [1, 2, 3]


def test_nobody_is_handed_what_another_may_see(asked):
    counted = Counted(slow_seconds=0)
    assert [asked(counted, scope=scope) for scope in (cast.ALICE, cast.BO, cast.CHEN, cast.BO)] == [1, 2, 3, 3]


def test_another_question_is_counted_by_itself(asked):
    counted = Counted(slow_seconds=0)
    assert [asked(counted, what=what) for what in ("areas", "units", "areas")] == [1, 2, 2]


def test_what_was_counted_later_is_not_told_to_an_earlier_moment(asked):
    counted = Counted(slow_seconds=0)
    assert [asked(counted, after) for after in (30, 0)] == [1, 2]


def test_two_who_ask_at_once_count_once(read):
    counted, calls = Counted(slow_seconds=0), []

    def count():
        sleep(0.1)
        calls.append(1)
        return len(calls)

    def ask():
        with read(scope=cast.ALICE) as visit:
            assert counted.ask(visit, "table", count) == 1

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert calls == [1]


def test_a_count_that_fails_is_asked_again(read):
    counted = Counted(slow_seconds=0)
    with read(scope=cast.ALICE) as visit:
        with pytest.raises(ZeroDivisionError):
            counted.ask(visit, "table", lambda: 1 / 0)
        assert counted.ask(visit, "table", lambda: 7) == 7
