"""The figures on screens against counts by hand; nothing is ever counted from nothing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from data import clock
from data.cases import figures, queries, windows
from data.cases.states import State
from data.figures.definition import Figure
from data.models.case import Case
from data.models.unit import Unit
from data.visit import Visit
from tests import cast, pile
from tests.data.plans import on_sqlite, plans_of

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
"""When the city's Wednesday began; the tests' moment is ten hours later."""
NOW = cast.NOW
NAMES = ["received_today", "open_now", "on_time_rate", "overdue_now", "first_response", "closed_today", "units_on_duty",
         "urgent_unacknowledged"]


def strip(visit: Visit, prefix: str = "9901") -> dict[str, Figure]:
    return {figure.name: figure for figure in figures.kpis(visit, prefix)}


def put(visit: Visit, *cases: dict[str, Any], area: str = pile.HERE) -> None:
    pile.put_all(visit, [pile.case(area, NOW, **one) for one in cases])


def came(*moments: datetime) -> list[dict[str, Any]]:
    return [{"received_at": at} for at in moments]


def ended(*moments: datetime, due: datetime | None = None) -> list[dict[str, Any]]:
    return [{"received_at": NOW - 40 * DAY, "closed_at": at, "due_at": due} for at in moments]


def test_the_strip_has_its_eight_figures_in_order_each_with_its_moment(read):
    with read() as visit:
        strip_now = figures.kpis(visit, "9901")
    assert [figure.name for figure in strip_now] == NAMES
    assert {figure.as_of for figure in strip_now} == {NOW}
    assert strip_now[0].definition == "figure.received_today"


def test_a_city_without_a_case_has_zeros_and_no_rate_and_no_median(read):
    with read() as visit:
        found = strip(visit)
    assert {name: figure.value for name, figure in found.items()} == {
        "received_today": 0, "open_now": 0, "on_time_rate": None, "overdue_now": 0, "first_response": None,
        "closed_today": 0, "units_on_duty": 5, "urgent_unacknowledged": 0}
    assert (found["on_time_rate"].before, found["on_time_rate"].sample) == (None, 0)
    assert (found["first_response"].before, found["first_response"].details) == (None, {})
    assert found["urgent_unacknowledged"].details == {}


def test_the_day_is_the_citys_and_yesterday_is_counted_until_the_same_time(write):
    with write() as visit:
        put(visit, *came(MIDNIGHT, MIDNIGHT + HOUR, NOW))
        put(visit, *came(MIDNIGHT - MINUTE, NOW - DAY + MINUTE))  # yesterday, but later than by now
        put(visit, *came(MIDNIGHT - DAY, NOW - DAY))
        put(visit, *came(MIDNIGHT - DAY - MINUTE))
        found = strip(visit)["received_today"]
    assert (found.value, found.before, found.good_when) == (3, 2, "")


def test_a_clock_put_forward_does_not_shift_the_comparison(write):
    """On 29 March 2026 Berlin's clocks were put forward: 10:00 the day before lies 23 hours back."""
    now = datetime(2026, 3, 29, 8, 0, tzinfo=UTC)
    with write() as visit:
        visit.city.zone = "Europe/Berlin"
        put(visit, *came(now - 23 * HOUR, now - 23 * HOUR + MINUTE))
    with write(now=now) as visit:
        assert strip(visit)["received_today"].before == 1


def test_what_is_closed_today_is_compared_with_yesterday_until_the_same_time(write):
    with write() as visit:
        put(visit, *ended(MIDNIGHT, NOW, MIDNIGHT - MINUTE, NOW - DAY, MIDNIGHT - DAY, MIDNIGHT - DAY - MINUTE))
        found = strip(visit)["closed_today"]
    assert (found.value, found.before, found.good_when) == (2, 2, "high")


@pytest.mark.parametrize("state", [State.VOIDED, State.DECLINED])
def test_a_case_that_was_voided_or_declined_was_not_closed(write, state):
    with write() as visit:
        put(visit, {"received_at": NOW - 2 * DAY, "closed_at": NOW - HOUR, "due_at": NOW, "state": state.value})
        found = strip(visit)
    assert (found["closed_today"].value, found["open_now"].value) == (0, 0)
    assert (found["on_time_rate"].value, found["on_time_rate"].sample) == (None, 0)


def test_what_is_open_is_counted_by_priority(write):
    with write() as visit:
        put(visit, *({"priority": priority} for priority in (1, 2, 2, 3, 4)), {"priority": 1, "closed_at": NOW})
        found = strip(visit)["open_now"]
    assert (found.value, found.details, found.before) == (5, {"p1": 1, "p2": 2}, None)


def test_overdue_begins_after_the_deadline_and_is_long_after_two_days(write):
    with write() as visit:
        put(visit, *({"due_at": NOW - late} for late in (-HOUR, timedelta(), MINUTE, 48 * HOUR, 48 * HOUR + MINUTE)),
            {"due_at": None}, {"due_at": NOW - 9 * DAY, "closed_at": NOW})
        found = strip(visit)["overdue_now"]
    assert (found.value, found.details, found.good_when) == (3, {"long": 1}, "low")


def test_the_rate_on_time_is_of_the_cases_closed_in_a_week_that_had_a_deadline(write):
    with write() as visit:
        put(visit, *ended(NOW - HOUR, NOW - 7 * DAY, due=NOW), *ended(NOW - HOUR, due=NOW - HOUR))  # on time
        put(visit, *ended(NOW - HOUR, due=NOW - 2 * HOUR), *ended(NOW - HOUR))  # late; without a deadline
        put(visit, *ended(NOW - 8 * DAY, due=NOW), *ended(NOW - 9 * DAY, NOW - 14 * DAY, due=NOW - 20 * DAY))
        put(visit, *ended(NOW - 15 * DAY, due=NOW))
        found = strip(visit)["on_time_rate"]
    assert (found.value, found.sample, found.unit) == (75.0, 4, "percent")
    assert found.before == pytest.approx(100 / 3)


def test_the_first_response_is_a_median_and_says_what_nine_in_ten_had(write):
    waits = (30, 10, 20, 100, 50, 60, 70, 80, 90, 40)
    with write() as visit:
        put(visit, *({"received_at": NOW - 5 * HOUR, "first_response_at": NOW - 5 * HOUR + wait * MINUTE}
                     for wait in waits))
        put(visit, {"received_at": NOW - HOUR})  # nobody came yet
        put(visit, {"received_at": NOW - 30 * HOUR, "first_response_at": NOW - 29 * HOUR})
        found = strip(visit)["first_response"]
    assert (found.value, found.sample, found.before, found.unit) == (55.0, 10, 60.0, "minutes")
    assert found.details == {"p90": 90.0}


@pytest.mark.parametrize(("count", "ninth"), [(1, 1), (2, 2), (9, 9), (10, 9), (11, 10), (20, 18), (100, 90)])
def test_nine_in_ten_is_the_nearest_rank(write, count, ninth):
    with write() as visit:
        put(visit, *({"received_at": NOW - HOUR, "first_response_at": NOW - HOUR + wait * timedelta(seconds=6)}
                     for wait in range(1, count + 1)))
        assert strip(visit)["first_response"].details["p90"] == pytest.approx(ninth / 10)


def test_units_on_duty_are_neither_off_duty_nor_offline(write):
    with write() as visit:
        for unit_id, status in ((cast.SWEEPERS, "under_way"), (cast.REPAIR, "offline"), (cast.ENGINE, "on_scene")):
            cast.unit(visit, unit_id).status = status
        visit.session.flush()
        found = strip(visit)["units_on_duty"]
        assert (found.value, found.details) == (4, {"engaged": 2, "all": 6})
        assert strip(visit, cast.EAST_DISTRICT)["units_on_duty"].value == 1


def test_urgent_cases_wait_until_somebody_acknowledges_or_answers(write):
    with write() as visit:
        put(visit, {"priority": 1, "received_at": NOW - 40 * MINUTE}, {"priority": 2, "received_at": NOW - 50 * MINUTE},
            {"priority": 3, "received_at": NOW - 60 * MINUTE}, {"priority": 1, "acknowledged_at": NOW},
            {"priority": 1, "first_response_at": NOW}, {"priority": 2, "closed_at": NOW})
        found = strip(visit)["urgent_unacknowledged"]
    assert (found.value, found.details, found.good_when) == (2, {"oldest_minutes": 50.0}, "low")


def test_each_sees_the_numbers_of_what_they_may_see(write):
    with write() as visit:
        put(visit, {}, {"priority": 1}, {"due_at": NOW - HOUR}, area=cast.GRIDS[0, 3])
        put(visit, {}, {"closed_at": NOW, "due_at": NOW}, area=pile.HERE)
        put(visit, {}, {}, {"closed_at": NOW - HOUR, "due_at": NOW, "first_response_at": NOW}, area=pile.THERE)
    shown = {}
    for scope in (cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY):
        with write(scope=scope) as visit:
            shown[scope.person] = [figure.value for figure in figures.kpis(visit, "9901")]
            assert strip(visit, cast.EAST_DISTRICT)["open_now"].value == (2 if scope is cast.ALICE else 0)
    assert shown["alice"] == [8, 6, 100.0, 1, 10.0, 2, 5, 1]
    assert shown["bo"] == [5, 4, None, 1, None, 1, 3, 1]
    assert shown["chen"] == [2, 1, None, 0, None, 1, 1, 0]
    assert shown[None] == [0, 0, None, 0, None, 0, 0, 0]


def test_an_area_whose_code_begins_alike_is_another(write):
    """A prefix is a prefix of codes: 990101 holds 990101001, not 990102."""
    with write() as visit:
        put(visit, {}, area=cast.EAST_DISTRICT)
        put(visit, {}, {}, area=cast.WEST_DISTRICT)
        assert strip(visit, cast.WEST_DISTRICT)["open_now"].value == 2
        assert strip(visit, cast.WEST_DISTRICT + "001")["open_now"].value == 0


@pytest.mark.parametrize("hours", [1, 3])
def test_arrivals_are_counted_hour_by_hour(write, hours):
    with write() as visit:
        put(visit, *came(MIDNIGHT, MIDNIGHT + 59 * MINUTE, MIDNIGHT + 2 * HOUR, MIDNIGHT + 3 * HOUR, MIDNIGHT - MINUTE))
        put(visit, *came(MIDNIGHT), area=pile.THERE)
        assert windows.received_by_hour(visit, cast.WEST_DISTRICT, MIDNIGHT, hours) == [2, 0, 1][:hours]
        assert windows.received_by_hour(visit, "9901", MIDNIGHT, hours) == [3, 0, 1][:hours]
    with write(scope=cast.NOBODY) as visit:
        assert windows.received_by_hour(visit, "9901", MIDNIGHT, hours) == [0] * hours


def test_arrivals_are_counted_by_class_from_a_moment_until_before_another(write):
    with write() as visit:
        put(visit, *({"class_code": code, "received_at": at} for code, at in (
            ("0101", MIDNIGHT), ("0101", NOW - MINUTE), ("0201", MIDNIGHT), ("0202", NOW),
            ("0202", MIDNIGHT - MINUTE))))
        assert figures.received_by_class(visit, "9901", MIDNIGHT, NOW) == {"0101": 2, "0201": 1}
        assert figures.received_by_class(visit, cast.EAST_DISTRICT, MIDNIGHT, NOW) == {}


AREAS = [area for code in cast.GRIDS.values() for area in {code, code[:12], code[:9], code[:6], code[:4]}]
CASES = st.lists(st.fixed_dictionaries({
    "area": st.sampled_from(sorted(set(AREAS))), "priority": st.integers(1, 4), "is_closed": st.booleans(),
    "age": st.integers(0, 48), "late": st.none() | st.integers(-3, 3)}), max_size=25)


def recount(given_cases: list[dict[str, Any]], prefix: str, width: int) -> dict[str, tuple[int, ...]]:
    """Count again, the slow and plain way."""
    counts: dict[str, list[int]] = {}
    for one in given_cases:
        if len(one["area"]) < width or not one["area"].startswith(prefix):
            continue
        row = counts.setdefault(one["area"][:width], [0, 0, 0, 0])
        if not one["is_closed"]:
            row[0] += 1
            row[1] += one["late"] is not None and one["late"] > 0
            row[2] += one["priority"] <= 2
        row[3] += NOW - one["age"] * HOUR >= MIDNIGHT
    return {code: tuple(row) for code, row in counts.items() if any(row)}


def stored(visit: Visit, given_cases: list[dict[str, Any]]) -> None:
    visit.session.execute(delete(Case))
    visit.session.expunge_all()
    pile.put_all(visit, [
        pile.case(one["area"], NOW, priority=one["priority"], received_at=NOW - one["age"] * HOUR,
                  closed_at=NOW if one["is_closed"] else None,
                  due_at=None if one["late"] is None else NOW - one["late"] * MINUTE) for one in given_cases])


def test_the_values_of_areas_equal_a_recount(write):
    with write() as visit:
        @settings(max_examples=30)
        @given(CASES, st.sampled_from(["9901", cast.WEST_DISTRICT, cast.COMMUNITY, pile.HERE]), st.integers(1, 5))
        def equal(cases, prefix, level):
            stored(visit, cases)
            width = visit.city.width_of(level)
            wanted = recount(cases, prefix, width)
            assert figures.area_values(visit, prefix, level) == wanted
            some = [*sorted(wanted)[::2], pile.THERE[:width]]
            few = {code: wanted.get(code, (0, 0, 0, 0)) for code in some}
            assert figures.area_values(visit, prefix, level, some) == few

        equal()


def test_areas_asked_for_by_code_are_there_with_zeros_and_no_others(write):
    with write() as visit:
        put(visit, {}, {})
        put(visit, {"priority": 1}, area=cast.GRIDS[1, 0])
        empty = cast.GRIDS[2, 2]
        found = figures.area_values(visit, "9901", 5, [pile.HERE, empty])
        assert found == {pile.HERE: (2, 0, 0, 2), empty: (0, 0, 0, 0)}
        assert figures.area_values(visit, "9901", 5, []) == {}


def test_the_values_of_areas_end_where_the_scope_ends(write):
    with write() as visit:
        put(visit, {}, area=pile.HERE)
        put(visit, {}, area=pile.THERE)
    with write(scope=cast.BO) as visit:
        assert set(figures.area_values(visit, "9901", 2)) == {cast.WEST_DISTRICT}
    with write(scope=cast.NOBODY) as visit:
        assert figures.area_values(visit, "9901", 2) == {}


def test_the_hour_of_a_case_is_the_hour_it_came_in(write):
    """What the pile stores keeps to the rule that arrivals are counted by."""
    with write() as visit:
        one = pile.put(visit)
        assert one.hour_no == clock.hour_number(one.received_at)
        assert visit.session.get_one(Unit, cast.SWEEPERS).status == "available"


@pytest.mark.parametrize("scope", [None, cast.BO], ids=["a job", "a district's person"])
@on_sqlite
def test_what_screens_count_of_some_days_reads_those_days_and_what_is_open_alone(read, scope):
    """The table holds ten years of every area's closed cases."""
    with read(**({"scope": scope} if scope else {})) as visit:
        plans = plans_of(visit, lambda: (
            figures.kpis(visit, "9901"), figures.received_by_class(visit, "9901", NOW - DAY, NOW),
            windows.received_by_hour(visit, "9901", NOW - DAY, 24), figures.area_values(visit, "9901", 2),
            queries.alarms(visit, "9901", 5), queries.latest(visit, "9901", 5)))
        near = plans_of(visit, lambda: queries.open_near(visit, 120.0, 30.0, 0.003, 5))
    assert near == ["SEARCH cases USING INDEX ix_cases_open_spot"]
    assert len(plans) >= 13
    assert {re.sub(r".* (INDEX ix_cases_\w+)$", r"\1", plan) for plan in plans} <= {
        f"INDEX ix_cases_{name}" for name in ("open", "received", "closed", "hour_area")}
