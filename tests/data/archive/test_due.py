"""What `--before` may say, and which month a case belongs to."""

import pytest

from data.archive import due
from data.errors import Invalid
from tests import cast
from tests.data.archive.old import DECEMBER, DECLINED, NOW, cast_zone, closed


@pytest.mark.parametrize(("text", "code"), [
    ("2025", "archive_month_unreadable"), ("2025-13", "archive_month_unreadable"),
    ("2025-00", "archive_month_unreadable"), ("2025-1", "archive_month_unreadable"),
    ("0000-01", "archive_month_unreadable"), ("2025-01-01", "archive_month_unreadable"),
    ("last year", "archive_month_unreadable"), ("", "archive_month_unreadable"),
    ("٢٠٢٥-01", "archive_month_unreadable"),
    ("2026-04", "archive_month_to_come"), ("9999-12", "archive_month_to_come"),
])
def test_what_is_no_month_that_is_over_is_refused(text, code):
    with pytest.raises(Invalid, match=code):
        due.read_month(text, NOW, cast_zone())


def test_the_present_month_may_be_the_first_that_stays():
    assert due.read_month("2026-03", NOW, cast_zone()) == "2026-03"


def test_months_are_those_from_the_first_end_on(database, read, write, job):
    with database.read(job) as session:
        assert due.months_before(session, cast_zone(), "2026-03") == []
    closed(write, "d", DECEMBER, DECLINED)
    with database.read(job) as session:
        assert due.months_before(session, cast_zone(), "2026-03") == ["2025-12", "2026-01", "2026-02"]
        assert due.months_before(session, cast_zone(), "2025-12") == []


def test_what_is_open_waits_for_no_month(database, write, job):
    with write() as visit:
        cast.open_case(visit)
    with database.read(job) as session:
        assert due.waiting(session, cast_zone(), "2026-03") == []
