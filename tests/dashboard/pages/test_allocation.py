"""The page of dispatch plans: unmet demand by area and hour and why, and what became of the plans."""

from datetime import timedelta

import pytest

from dashboard.pages import allocation
from data import clock
from data.models.allocation import AllocationPick, AllocationPlan, AllocationShortfall
from tests import cast
from tests.dashboard.reading import words


@pytest.fixture
def planned(write):
    """Keep a plan of three cases: one sent, one refused, one that nobody could be sent to."""
    hour = clock.hour_number(cast.NOW)
    with write() as visit:
        visit.session.add(AllocationPlan(
            id="P260318-0001", area_code="9901", made_at=cast.NOW - timedelta(minutes=5), made_by="alice",
            by_name="Alice", cases=3, units=4, seconds=0.2, gap=0.0, delay_min=80.0, nearest_first_min=100.0,
            body={"solver": "assignment", "travel": "speed", "unknown": [], "coverage": [], "fairness": []}))
        visit.session.flush()
        for n, state in ((1, "accepted"), (2, "refused")):
            visit.session.add(AllocationPick(
                plan_id="P260318-0001", area_code=cast.GRIDS[0, 0], case_id=n, case_no=f"{n}", case_version=1,
                unit_id=cast.SWEEPERS, minutes=4.0, body={"reasons": [], "alternatives": []}, state=state))
        visit.session.add(AllocationShortfall(
            plan_id="P260318-0001", area_code=cast.GRIDS[3, 0], case_id=3, case_no="3", case_version=1, hour_no=hour,
            unit_kind="police", priority=2, reason="off_shift", details={"n": 1}))


def test_unmet_demand_stands_by_area_and_hour_with_its_reason(page, planned):
    shown = words(page(allocation))
    assert "Nobody to send for 1 case of the last 12 hours: District 02" in shown
    assert "Off shift: 1" in shown or "off shift: 1" in shown.lower()


def test_plans_say_what_people_made_of_them(page, planned):
    shown = words(page(allocation))
    assert "Alice" in shown
    assert "20%" in shown


def test_an_area_is_told_of_its_own_alone(page, planned):
    assert "No case of the last 12 hours" in words(page(allocation, area=cast.WEST_DISTRICT))


def test_where_nothing_was_proposed_it_says_so(page):
    assert "还没有调度建议" in words(page(allocation, language="zh-CN"))
