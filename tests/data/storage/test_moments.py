"""Moments are stored in UTC and come back aware; a time without a zone is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from data.models.change import Change
from tests import cast


def store(database, job, at: datetime) -> datetime:
    with database.write(job) as session:
        session.query(Change).delete()
        session.add(Change(seq=1, at=at, kind="map", key="k", area_code="9901", body={}))
    with database.read(job) as session:
        return session.scalars(select(Change.at)).one()


def test_a_moment_of_any_zone_comes_back_the_same_in_utc(database, job):
    zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))

    @given(st.datetimes(timezones=zones))
    def check(at):
        assume(datetime.min.replace(tzinfo=UTC) <= at <= datetime.max.replace(tzinfo=UTC))
        back = store(database, job, at)
        assert back == at
        assert back.tzinfo is UTC or back.utcoffset() == timedelta(0)

    check()


def test_a_time_without_a_zone_is_refused(database, job):
    with pytest.raises(StatementError, match="needs a zone"):
        store(database, job, cast.NOW.replace(tzinfo=None))
