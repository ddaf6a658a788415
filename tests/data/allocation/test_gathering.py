"""The snapshot: what waits and may be sent to by this visitor, who could go, what must stay covered."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import update

from data.allocation import gathering, rules
from data.allocation.gathering import gather, shares
from data.allocation.making import make
from data.allocation.rules import Cover, Rules
from data.cases import workflow
from data.errors import NotAllowed
from data.models.area import Area
from data.models.case import CaseClass
from data.models.unit import Unit
from data.profiles import kind
from data.scope import Scope
from tests import cast


def hurdles(problem):
    return {one.id: one.hurdle for one in problem.units}


def test_it_holds_what_waits_and_who_is_free(write):
    with write(scope=cast.ALICE) as visit:
        late = cast.open_case(visit, "a", (0.5, 0.5), category="0202")
        fire = cast.open_case(visit, "b", (3.5, 3.5), category="0201")
        sent = cast.open_case(visit, "c", (1.5, 1.5))
        workflow.move(visit, sent, "dispatch", version=1, units=(cast.SWEEPERS,))
        problem = gather(visit, "9901")
    assert [one.no for one in problem.cases] == [fire, late]
    assert (problem.cases[0].kind, problem.cases[0].due_in) == ("fire", pytest.approx(30.0, abs=0.1))
    assert hurdles(problem) == {cast.SWEEPERS: "engaged", cast.FAR_SWEEPERS: "", cast.REPAIR: "position_stale",
                                cast.POLICE: "off_shift", cast.ENGINE: "", cast.OFFICER: ""}
    assert np.isfinite(problem.minutes).sum() == 3 * 2
    assert set(problem.unknown) == {"no_roads"}


def test_a_case_that_is_under_way_is_not_planned_anew(write):
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
        assert gather(visit, "9901").cases == ()


@pytest.mark.parametrize(("changes", "hurdle"), [
    ({"status": "offline"}, "offline"), ({"lon": float("inf"), "home_lon": float("inf")}, "no_position"),
    ({"rests_until": cast.NOW + timedelta(minutes=9)}, "resting"), ({"rests_until": cast.NOW}, ""),
    ({"max_load": 2, "done_today": 2}, "at_max_load"), ({"done_today": 12}, "at_max_load"),
    ({"shift_start_hour": 20, "shift_hours": 8}, "off_shift"),
    ({"home_lon": 120.0, "position_at": cast.NOW - timedelta(hours=1)}, "position_stale"),
])
def test_what_keeps_a_unit_from_going_anywhere(write, changes, hurdle):
    with write(scope=cast.ALICE) as visit:
        visit.session.execute(update(Unit).where(Unit.id == cast.SWEEPERS).values(**changes))
        assert hurdles(gather(visit, "9901"))[cast.SWEEPERS] == hurdle


def test_the_class_says_which_skills_and_how_many_people_are_needed(write):
    with write(scope=cast.ALICE) as visit:
        visit.session.execute(update(CaseClass).where(CaseClass.code == "0201").values(skills=["rescue"], crew=3))
        cast.open_case(visit, "fire", category="0201")
        problem = gather(visit, "9901")
    assert (problem.cases[0].skills, problem.cases[0].crew) == (("rescue",), 3)
    assert make(problem, plan_id="", made_at=cast.NOW).shortfalls[0].reason == "wrong_skill"


def test_a_class_that_nobody_knows_takes_any_unit_and_the_plan_says_so(write):
    with write(scope=cast.ALICE) as visit:
        cast.open_case(visit, "x", category="never seen")
        problem = gather(visit, "9901")
    assert problem.cases[0].kind == ""
    assert "class_without_kind" in problem.unknown


def test_what_is_left_of_a_shift_counts_from_the_city_s_clock(write):
    with write(scope=cast.ALICE) as visit:
        visit.session.execute(update(Unit).where(Unit.id == cast.SWEEPERS).values(shift_start_hour=8, shift_hours=3))
        problem = gather(visit, "9901")
    assert next(one for one in problem.units if one.id == cast.SWEEPERS).shift_left == 60.0


def test_a_district_is_served_by_its_own_units_and_those_of_the_whole_city(write):
    with write(scope=cast.ALICE) as visit:
        cast.open_case(visit, "east", (3.5, 3.5))
        problem = gather(visit, cast.EAST_DISTRICT)
        assert {one.id for one in problem.units} == {cast.FAR_SWEEPERS, cast.ENGINE}
        assert gather(visit, cast.WEST_DISTRICT).cases == ()


def test_what_one_may_not_send_to_is_no_part_of_it(write):
    with write(scope=cast.ALICE) as visit:
        cast.open_case(visit, "a", (0.5, 0.5))
    looks = Scope(person="bo", name="Bo", areas=frozenset({cast.WEST_DISTRICT}), may=cast.BO.may)
    with write(scope=looks) as visit:
        assert gather(visit, cast.WEST_DISTRICT).cases == ()
        with pytest.raises(NotAllowed):
            gather(visit, cast.EAST_DISTRICT)


def test_more_cases_than_one_plan_looks_at_are_left_out_and_told_so(write, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_CASES", 2)
    with write(scope=cast.ALICE) as visit:
        for number in range(4):
            cast.open_case(visit, str(number), (0.5, 0.5 + number / 2))
        plan = make(gather(visit, "9901"), plan_id="", made_at=visit.now)
    assert plan.cases == 4
    assert [one.reason for one in plan.shortfalls].count("too_many") == 2


def test_coverage_is_counted_by_people_and_by_grids_where_nobody_knows_how_many(write):
    with write(scope=cast.ALICE) as visit:
        first = gather(visit, "9901").watched[0]
        assert (first.rule.kind, first.by_people, len(first.codes)) == ("fire", True, 16)
        assert first.share[first.codes.index(cast.grid_code(0, 0))] > 100 / 16
        visit.session.execute(update(Area).values(population=None))
        problem = gather(visit, "9901")
        assert "no_people" in problem.unknown
        assert not problem.watched[0].by_people


def test_people_that_are_missing_somewhere_count_as_many_as_elsewhere():
    share, by_people = shares([100, None, 300])
    assert share.tolist() == pytest.approx([100 / 6, 200 / 6, 300 / 6])
    assert by_people
    assert shares([None, 0])[0].tolist() == [50.0, 50.0]


def test_the_city_decides_what_must_stay_covered(write):
    body = rules.as_body(Rules(cover=(Cover(kind="sanitation", minutes=4.0, percent=90.0, price=2.0),)))
    with write() as visit:
        kind.change(visit, "allocation", "city", body, seen=0)
        problem = gather(visit, "9901")
    assert [one.rule.kind for one in problem.watched] == ["sanitation"]
    assert rules.from_body(body) == problem.rules


def test_finer_areas_than_can_be_watched_are_watched_from_above(write, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_POINTS", 8)
    with write(scope=cast.ALICE) as visit:
        assert len(gather(visit, "9901").watched[0].codes) == 8
