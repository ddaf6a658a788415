"""What rollups and cases say together is what the cases alone say, for any time and any visitor."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.cases import windows
from data.scope import Grant, Scope
from tests import cast, pile
from tests.data.plans import on_sqlite, plans_of

NOW, MINUTE, HOUR = cast.NOW, timedelta(minutes=1), timedelta(hours=1)
DEPARTMENT = Scope.of_grants("dee", "Dee", [Grant(permission="cases.view", area="9901", department="clean")])
BOTH = Scope(person="eve", name="Eve", areas=frozenset({cast.WEST_DISTRICT, cast.EAST_DISTRICT}))
MIXED = Scope(person="fay", name="Fay", areas=frozenset({cast.EAST_DISTRICT, cast.COMMUNITY}))
SCOPES = [cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY, DEPARTMENT, BOTH, MIXED]


@pytest.fixture
def full(write):
    """Store cases of five days all over the city, at odd minutes."""
    places = [*cast.GRIDS.values(), "9901", cast.COMMUNITY]
    with write() as visit:
        pile.put_all(visit, [
            pile.case(places[n % len(places)], NOW, received_at=NOW - n * 37 * MINUTE,
                      department=("clean", "roads", None)[n % 3], suspicions=int(n % 5 == 0),
                      due_at=NOW - n * 37 * MINUTE + (n % 4) * HOUR if n % 4 else None,
                      closed_at=NOW - n * 37 * MINUTE + 90 * MINUTE if n % 7 > 2 and n > 4 else None)
            for n in range(200)])


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name or "nobody")
def test_any_window_counts_the_same_from_rollups(read, scope):
    with read(scope=scope) as visit:
        @hypothesis_settings(max_examples=40)
        @given(begin=st.integers(0, 7_000), minutes=st.integers(0, 3_000),
               area=st.sampled_from(["9901", cast.WEST_DISTRICT, cast.EAST_DISTRICT, cast.COMMUNITY, pile.HERE]),
               what=st.sampled_from(["received", "closed"]))
        def check(begin, minutes, area, what):
            first = NOW - begin * MINUTE
            last = first + minutes * MINUTE
            assert windows._count(visit, area, what, (first, last), ()) == \
                windows._from_cases(visit, area, what, (first, last))

        check()


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name or "nobody")
def test_hours_add_up_to_the_window(read, scope):
    begin = NOW.replace(minute=0) - 30 * HOUR
    with read(scope=scope) as visit:
        hours = windows.received_by_hour(visit, "9901", begin, 24)
        assert sum(hours) == windows.received(visit, "9901", begin, begin + 24 * HOUR)
        assert hours == [windows.received(visit, "9901", begin + n * HOUR, begin + (n + 1) * HOUR) for n in range(24)]


@pytest.mark.usefixtures("full")
def test_a_visitor_is_counted_what_the_visitor_sees(read):
    window = ("9901", NOW - 100 * HOUR, NOW)
    found = {}
    for scope in SCOPES:
        with read(scope=scope) as visit:
            found[scope.name] = (windows.received(visit, *window), windows.rolled_up(visit, "9901"))
    assert found[""] == (0, [])
    assert 0 < found["Chen"][0] < found["Bo"][0] < found["Eve"][0] < found["Alice"][0]
    assert found["Alice"][1] == ["9901"]
    assert found["Eve"][1] == sorted([cast.WEST_DISTRICT, cast.EAST_DISTRICT])
    assert found["Dee"][1] is found["Chen"][1] is found["Fay"][1] is None
    assert 0 < found["Dee"][0] < found["Alice"][0]


@pytest.mark.usefixtures("full")
@on_sqlite
def test_whole_hours_of_a_city_touch_no_case(read):
    with read() as visit:
        end = NOW.replace(minute=0)
        assert plans_of(visit, lambda: windows.closed(visit, "9901", end - 90 * HOUR, end)) == []


def test_a_writer_sees_what_it_has_just_written(write):
    with write() as visit:
        pile.put(visit)
        assert windows.received(visit, "9901", NOW - HOUR, NOW) == 1
