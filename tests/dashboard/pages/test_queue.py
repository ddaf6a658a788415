"""The queue page: what waits for this person, the next to breach first."""

from datetime import timedelta

from dashboard.pages import queue
from tests import cast
from tests.dashboard.reading import hooks, words


def test_somebody_sees_the_queues_they_may_empty(page, write):
    with write() as visit:
        cast.open_case(visit)
    assert hooks(page(queue), "data-queue")[:3] == ["classify", "register", "dispatch"]
    assert "verify" in hooks(page(queue, scope=cast.CHEN, area=cast.COMMUNITY), "data-queue")
    assert hooks(page(queue, scope=cast.BO, area=cast.WEST_DISTRICT), "data-queue") == ["evaluate", "supervised"]


def test_the_next_to_breach_stands_first_and_what_is_late_says_so(page, write):
    with write() as visit:
        later = cast.open_case(visit, "later")
    with write(now=cast.NOW - timedelta(hours=3)) as visit:
        late = cast.open_case(visit, "late", occurred_at=cast.NOW - timedelta(hours=3))
    shown = page(queue, queue="register")
    assert hooks(shown, "data-case") == [late, later]
    assert "1 h 0 min late" in words(shown)


def test_a_stranger_sees_nothing_of_it(page, write):
    with write() as visit:
        cast.open_case(visit, "far", (3.5, 3.5))
    assert hooks(page(queue, scope=cast.CHEN, area=cast.COMMUNITY, queue="register"), "data-case") == []


def test_somebody_without_a_queue_is_told_so(page):
    assert "no queue" in words(page(queue, scope=cast.NOBODY))


def test_it_speaks_chinese(page, write):
    with write() as visit:
        cast.open_case(visit)
    assert "待立案" in words(page(queue, language="zh-CN", queue="register"))
