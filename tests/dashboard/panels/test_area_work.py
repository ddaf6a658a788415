"""The chosen area's own panel: its facts, its cases with the next to breach first, nothing of elsewhere."""

from datetime import timedelta

from sqlalchemy import select

from dashboard.panels import area_work
from data.cases import workflow
from data.models.case import Case
from data.scope import Scope
from tests import cast
from tests.dashboard.reading import hooks, parts, props, words
from tests.data.forecasts.test_of_grids import foretell

HOUR = timedelta(hours=1)


def test_an_area_says_what_it_is_and_how_it_stands(shown, write):
    with write() as visit:
        for number in range(6):
            cast.open_case(visit, f"e-{number}")
    panel = shown(area_work, area=cast.WEST_DISTRICT)
    said = words(panel)
    assert said.startswith("District 01: 6 open, none overdue")
    assert "Contains Street: 2" in said
    assert "People 10,120" in said
    assert "Open per 10,000 5.9" in said
    assert words(shown(area_work, area=cast.WEST_DISTRICT, language="zh-CN")).startswith("区01：在办 6 件，无逾期")


def test_of_few_cases_or_people_no_rate_is_told(shown, write):
    with write() as visit:
        cast.open_case(visit)
    assert "Open per 10,000 too few" in words(shown(area_work))
    assert "too few" in words(shown(area_work, area=cast.GRIDS[0, 0]))


def test_what_breaches_next_stands_first_and_says_how_late_it_is(shown, write):
    with write() as visit:
        later = cast.open_case(visit, "later")
        sooner = cast.open_case(visit, "sooner", category="0201")
        for number in (later, sooner):
            workflow.move(visit, number, "accept", version=1)
    panel = shown(area_work, now=cast.NOW + 5 * HOUR)
    assert hooks(panel, "data-case") == [sooner, later]
    assert hooks(panel, "data-lamp") == ["red", "red"]
    assert ": 2 open, 2 overdue" in words(panel)
    assert "3 h 0 min over" in words(panel)


def test_a_case_without_a_deadline_and_one_whose_clock_stands_say_so(shown, write):
    with write() as visit:
        cast.open_case(visit, "a")
        cast.open_case(visit, "b")
        first, second = visit.session.scalars(select(Case).order_by(Case.id)).all()
        first.stage_due_at = first.due_at = None
        second.paused_at = visit.now
    panel = shown(area_work)
    assert "no deadline" in words(panel)
    assert hooks(panel, "data-lamp") == ["paused"]


def test_who_may_see_the_ledger_is_shown_the_way_there(shown):
    def ways(scope):
        return [props(one)["href"] for one in parts(shown(area_work, scope=scope)) if not isinstance(one, str)
                and "href" in props(one)]

    assert ways(cast.ALICE) == ["/desk/grid?area=9901"]
    looks = Scope(person="lo", name="Lo", areas=frozenset({""}), may=frozenset({"cases.view", "areas.view"}))
    assert ways(looks) == []


def test_a_stranger_sees_no_case_of_elsewhere(shown, write):
    with write() as visit:
        cast.open_case(visit, "east", (3.5, 0.5))
        mine = cast.open_case(visit, "west")
    assert hooks(shown(area_work, scope=cast.BO, area=cast.WEST_DISTRICT), "data-case") == [mine]
    assert hooks(shown(area_work, scope=cast.NOBODY), "data-state") == ["denied"]


def test_an_area_without_a_case_says_so(shown):
    assert "No open case here" in words(shown(area_work))
    assert "本辖区没有在办案件" in words(shown(area_work, language="zh-CN"))


def test_tomorrows_forecast_stands_there_for_a_grid_in_whole_cases(shown, write):
    foretell(write, days=1)
    panel = shown(area_work, area=cast.GRIDS[1, 0])
    assert hooks(panel, "data-foretold") == ["0-2"]
    assert "Tomorrow 0–2" in words(panel)
    assert "明日预计 0–2 件" in words(shown(area_work, area=cast.GRIDS[1, 0], language="zh-CN"))
    assert not hooks(shown(area_work, area=cast.GRIDS[3, 3]), "data-foretold"), "of an area without one nothing is said"
