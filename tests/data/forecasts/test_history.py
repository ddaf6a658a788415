"""What was: counted by city day and hour, by area and class, without what was voided or merged."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from data.calendar.working_time import Calendar
from data.cases.clocks import calendar_in
from data.cases.states import State
from data.forecasts.history import kind_of, read_history
from data.models.case import Case
from tests import cast


def test_cases_are_counted_on_the_city_day_and_hour_they_came_in(write, read):
    with write() as visit:
        numbers = [cast.open_case(visit, "e-1"), cast.open_case(visit, "e-2", (0.2, 0.2))]
        one, two = (visit.session.scalars(select(Case).where(Case.case_no == number)).one() for number in numbers)
        two.state = State.VOIDED.value
        area, at = one.area_code, one.received_at.astimezone(visit.zone)
    with read(now=cast.NOW + timedelta(days=2)) as visit:
        found = read_history(visit, at.date() + timedelta(days=1))
        city = found.nodes[0]
        assert (city.level, city.area, city.major) == (1, visit.city.code, "")
    assert found.day(found.days - 1) == at.date()
    assert found.first == at.date(), "it begins with the first case"
    assert found.hourly[0].sum() == 1
    assert found.hourly[0, -1, at.hour] == 1
    assert any(area.startswith(node.area) and node.level == 2 for node in found.nodes)
    assert any(node.major for node in found.nodes)


def test_a_city_without_cases_has_no_nodes(read):
    with read() as visit:
        found = read_history(visit, cast.NOW.date())
    assert (found.nodes, found.days) == ((), 0)
    assert found.seen.tolist() == []


def test_a_holiday_counts_as_a_sunday_and_a_weekend_that_is_worked_as_a_monday():
    zone = ZoneInfo("Asia/Shanghai")
    china = calendar_in(zone)
    assert kind_of(china, date(2025, 10, 1)) == 6, "Wednesday, National Day"
    assert kind_of(china, date(2025, 9, 28)) == 0, "Sunday, worked"
    assert kind_of(china, date(2025, 9, 24)) == 2
    assert kind_of(Calendar(zone=zone, country=""), date(2025, 10, 1)) == 2
