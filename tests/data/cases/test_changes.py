"""What is new since a moment: each kind by its own time, inside one's own areas."""

from datetime import timedelta

import pytest

from data.cases import changes, workflow
from data.cases.given import Given
from tests import cast

HOUR = timedelta(hours=1)


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of an urgent case of an hour ago, one that becomes late, one that is sent, one of the east."""
    with write() as visit:
        found = {"old": cast.open_case(visit, "old", category="0201"), "late": cast.open_case(visit, "late"),
                 "sent": cast.open_case(visit, "sent"), "east": cast.open_case(visit, "east", (3.5, 0.5))}
        for name in ("late", "east"):
            workflow.move(visit, found[name], "accept", version=1)
    with write(now=cast.NOW + 2 * HOUR) as visit:
        found["new"] = cast.open_case(visit, "new", category="0201")
        workflow.move(visit, found["sent"], "dispatch", version=1, units=(cast.SWEEPERS,))
        workflow.move(visit, found["old"], "decline", version=1, given=Given(note="不属实"))
    return found


def test_each_change_counts_what_happened_after_the_moment(read, numbers):
    with read(now=cast.NOW + 5 * HOUR) as visit:
        since = cast.NOW + HOUR
        assert changes.counts(visit, "9901", since) == {"urgent": 1, "overdue": 4, "closed": 0, "sent_on": 1}
        assert [one.case_no for one in changes.listed(visit, "9901", since, "urgent")] == [numbers["new"]]
        assert [one.case_no for one in changes.listed(visit, "9901", since, "sent_on")] == [numbers["sent"]]
        late = {one.case_no for one in changes.listed(visit, "9901", since, "overdue")}
        assert late == {numbers[name] for name in ("late", "east", "sent", "new")}
        assert changes.counts(visit, "9901", cast.NOW + 4.5 * HOUR)["overdue"] == 0


def test_a_stranger_counts_only_what_is_theirs(read, numbers):
    with read(scope=cast.BO, now=cast.NOW + 5 * HOUR) as visit:
        assert changes.counts(visit, "9901", cast.NOW + HOUR)["overdue"] == 3
    with read(scope=cast.NOBODY, now=cast.NOW + 5 * HOUR) as visit:
        assert set(changes.counts(visit, "9901", cast.NOW).values()) == {0}


def test_a_change_there_is_not_is_an_error_of_who_asks(read):
    with read() as visit, pytest.raises(KeyError):
        changes.listed(visit, "9901", cast.NOW, "moon")
