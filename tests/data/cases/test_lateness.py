"""Who is late and who will be, and for how long what is late has been so."""

from datetime import timedelta

import pytest

from data.cases import lateness
from tests import cast

HOUR = timedelta(hours=1)


@pytest.fixture
def cases(write) -> None:
    """Store cases due 5 and 2 days and an hour ago, in an hour, in two days, and without a deadline."""
    with write() as visit:
        for number, hours in enumerate((-120, -48, -1, 1, 48)):
            cast.open_case(visit, f"due-{number}", (3.5, 3.5), due_at=cast.NOW + hours * HOUR)


@pytest.mark.usefixtures("cases")
def test_what_is_late_is_told_by_how_long(read):
    with read() as visit:
        assert lateness.overdue_longer(visit, "9901", (0, 1, 3, 7)) == [3, 2, 1, 0]
        assert lateness.overdue_longer(visit, cast.WEST_DISTRICT, (0,)) == [0]


@pytest.mark.usefixtures("cases")
def test_departments_tell_late_soon_and_all(read):
    with read() as visit:
        found = lateness.by_department(visit, "9901")
    assert sum(one.overdue for one in found) == 3
    assert sum(one.due_soon for one in found) == 1
    assert sum(one.open for one in found) == 5
