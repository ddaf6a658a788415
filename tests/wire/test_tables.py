"""Catalogues to take away: who may, what stands in them, and that no cell begins a formula."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from data import clock
from data.models.allocation import AllocationPlan, AllocationShortfall
from data.models.forecast import Forecast, GridForecast
from data.models.person import AuditRow
from data.visit import writing
from data.warnings import issuing, places
from data.warnings.issuing import Update, Wish
from tests import beds, cast, eyes
from tests.wire.stage import JOB

HOURS = timedelta(hours=1)


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def post(house, *sent):
    answer = house.ask("POST", "/api/v1/facilities", key=house.key("facilities.write"), json=list(sent))
    assert len(answer.json()["stored"]) == len(sent), answer.text


def test_facilities_are_taken_away_with_their_state_in_words_and_without_formulas(house):
    now = clock.now()
    post(house, beds.row("a", as_of=now.isoformat(), name="=1+cmd|' /C calc'!A0"),
         beds.row("b", (3.5, 3.5), as_of=(now - timedelta(hours=2)).isoformat()))
    answer = house.ask("GET", "/tables/facilities.csv", cast.ALICE)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *found = rows(answer)
    told = {row[1]: dict(zip(head, row, strict=True)) for row in found}
    assert told["a"]["名称"] == "'=1+cmd|' /C calc'!A0"
    assert [(told[one]["余量"], told[one]["状态"]) for one in "ab"] == [("40", "充足"), ("40", "过时")]
    with house.center.database.read(JOB) as session:
        noted = session.scalars(select(AuditRow).where(AuditRow.what == "export")).one()
    assert (noted.who, noted.subject, noted.details["rows"]) == ("Alice", "facilities", 2)
    west = rows(house.ask("GET", f"/tables/facilities.csv?area={cast.WEST_DISTRICT}", cast.ALICE))
    assert [row[1] for row in west[1:]] == ["a"]


def test_somebody_s_table_holds_what_is_theirs_whatever_area_they_ask_for(house):
    post(house, beds.row("a", as_of=clock.now().isoformat()), beds.row("b", (3.5, 3.5), as_of=clock.now().isoformat()))
    eyes.register(house.center.settings.data_dir)
    for area in ("", cast.EAST_DISTRICT, "9901"):
        found = rows(house.ask("GET", f"/tables/facilities.csv?area={area}", cast.BO))
        assert [row[1] for row in found[1:]] == ["a"], area


def test_cameras_are_taken_away_without_where_their_picture_comes_from(house):
    eyes.register(house.center.settings.data_dir, eyes.camera(eyes.EAST, *cast.at(0.5, 0.5), owner="'@SUM(A1)'"))
    answer = house.ask("GET", "/tables/cameras.csv", cast.ALICE)
    [head, camera] = rows(answer)
    told = dict(zip(head, camera, strict=True))
    assert (told["编号"], told["负责单位"], told["用途"]) == (eyes.EAST, "'@SUM(A1)", "路口秩序")
    assert "127.0.0.1:9" not in answer.text


def test_warnings_are_taken_away_in_words_and_drafts_by_those_alone_who_may_decide(house):
    with writing(house.center.database, cast.ALICE, house.center.settings) as visit:
        for make, title, areas in ((issuing.issue, "=1+1", ["990101"]), (issuing.propose, "draft", ["990102"])):
            make(visit, Wish(kind="flood", level="red", title=title, ground=places.chosen(visit, areas),
                             valid_until=visit.now + timedelta(hours=3)))
    head, *found = rows(house.ask("GET", "/tables/warnings.csv", cast.ALICE))
    told = [dict(zip(head, row, strict=True)) for row in found]
    assert [(one["等级"], one["名称"], one["状态"]) for one in told] == [("红色", "'=1+1", "已发布"),
                                                                  ("红色", "draft", "待发布")]
    assert [row[3] for row in rows(house.ask("GET", "/tables/warnings.csv", cast.BO))[1:]] == ["'=1+1"]


def test_shortfalls_are_taken_away_by_area_hour_and_reason(house):
    with house.center.database.write(JOB) as session:
        now = clock.now()
        session.add(AllocationPlan(id="P1", area_code="9901", made_at=now, by_name="Alice", cases=2, units=0,
                                   seconds=0.1, gap=0.0, delay_min=1, nearest_first_min=1, body={}))
        session.flush()
        for number, area in enumerate(("990101", "990101", "990102")):
            session.add(AllocationShortfall(plan_id="P1", area_code=area, case_id=number, case_no=str(number),
                                            case_version=1, priority=2, reason="engaged", details={},
                                            hour_no=clock.hour_number(now)))
    found = rows(house.ask("GET", "/tables/shortfalls.csv?area=9901", cast.ALICE))[1:]
    assert [(row[0], row[2], row[3]) for row in found] == [("990101", "都已派出", "2"), ("990102", "都已派出", "1")]
    assert [row[0] for row in rows(house.ask("GET", "/tables/shortfalls.csv?area=9901", cast.BO))[1:]] == ["990101"]


def test_forecasts_are_taken_away_with_their_interval_and_what_came(house):
    with writing(house.center.database, cast.ALICE, house.center.settings) as visit:
        yesterday = visit.now.astimezone(visit.zone).date() - timedelta(days=1)
        visit.session.add(Forecast(area_code="9901", level=1, target=yesterday, ahead=1, shown="profile", version="1",
                                   made_at=visit.now - timedelta(days=1), mean=40.0, truth=60, is_within=False,
                                   quantiles={"profile": [30.04, 40.0, 52.0]}))
    [row] = rows(house.ask("GET", "/tables/forecasts.csv", cast.ALICE))[1:]
    assert (row[0], row[1], row[2], row[3], row[6:]) == (
        "9901", yesterday.isoformat(), "", "", ["", "30.0", "40.0", "52.0", "60"])


def test_hours_of_a_class_and_grids_of_a_community_are_taken_away_as_well(house):
    with writing(house.center.database, cast.ALICE, house.center.settings) as visit:
        today = visit.now.astimezone(visit.zone).date()
        said = {"target": today, "ahead": 1, "version": "1", "mean": 4.0, "made_at": visit.now - timedelta(hours=1)}
        visit.session.add(Forecast(area_code=cast.COMMUNITY, class_code="01", level=4, shown="profile",
                                   quantiles={"profile": [1.0, 4.0, 7.0]},
                                   hours={name: [0.5] * 24 for name in ("mean", "low", "high")}, **said))
        visit.session.add(GridForecast(area_code=cast.COMMUNITY, class_code="", shown="shares", n=2,
                                       grids=["001", "002"], means={"shares": [0.75, 0.25]},
                                       quantiles={name: [[1, 0], [3, 1], [6, 2]] for name in (
                                           "shares", "days", "weekday")}, **said))
    found = rows(house.ask("GET", f"/tables/forecasts.csv?area={cast.COMMUNITY}", cast.ALICE))[1:]
    assert [row[2] for row in found[:25]] == ["", *map(str, range(24))]
    assert {row[3] for row in found[:25]} == {"市容环境"}
    assert [(row[0], row[1], row[6:]) for row in found[25:]] == [
        (cast.grid_code(0, 0), today.isoformat(), ["3.0", "1", "3", "6", ""]),
        (cast.grid_code(1, 0), today.isoformat(), ["1.0", "0", "1", "2", ""])]
    own = rows(house.ask("GET", f"/tables/forecasts.csv?area={cast.grid_code(1, 0)}", cast.CHEN))[1:]
    assert [row[0] for row in own] == [cast.grid_code(1, 0)]


def of(house, name, at, who=cast.ALICE):
    return house.ask("GET", f"/tables/{name}.csv?area=9901&t={at.isoformat().replace('+', '%2B')}", who)


def test_warnings_are_taken_away_as_they_stood_then_whatever_became_of_them(house):
    with writing(house.center.database, cast.ALICE, house.center.settings,
                 now=clock.now() - timedelta(hours=2)) as visit:
        made_at = visit.now
        number = issuing.issue(visit, Wish(kind="flood", level="yellow", title="x", valid_until=visit.now + HOURS * 3,
                                           ground=places.chosen(visit, ["990101"]))).id
    with writing(house.center.database, cast.ALICE, house.center.settings, now=made_at + HOURS) as visit:
        issuing.update(visit, number, 1, Update(level="red"))
    answer = of(house, "warnings", made_at + HOURS / 2)
    head, row = rows(answer)
    told = dict(zip(head, row, strict=True))
    assert (told["等级"], told["状态"]) == ("黄色", "已发布")
    assert f"-{(made_at + HOURS / 2).astimezone(ZoneInfo('Asia/Shanghai')):%Y%m%d-%H%M}.csv" in answer.headers[
        "content-disposition"]
    with house.center.database.read(JOB) as session:
        [noted] = session.scalars(select(AuditRow).where(AuditRow.what == "export")).all()
    assert noted.details["t"], "the trail says of which moment"
    assert rows(of(house, "warnings", made_at + HOURS * 1.5))[1][1] == "红色"
    assert rows(house.ask("GET", "/tables/warnings.csv?area=990102", cast.ALICE))[1:] == []


def test_before_any_warning_was_kept_the_table_is_refused_rather_than_empty(house):
    answer = of(house, "warnings", clock.now() - HOURS)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_known_then")


def test_shortfalls_and_forecasts_of_a_moment_leave_out_what_came_after(house):
    now = clock.now()
    with house.center.database.write(JOB) as session:
        for number, at in enumerate((now - HOURS * 2, now - timedelta(minutes=1))):
            session.add(AllocationPlan(id=f"P{number}", area_code="9901", made_at=at, by_name="Alice", cases=1, units=0,
                                       seconds=0.1, gap=0.0, delay_min=1, nearest_first_min=1, body={}))
            session.flush()
            session.add(AllocationShortfall(plan_id=f"P{number}", area_code="990101", case_id=number, case_no="x",
                                            case_version=1, priority=2, reason="engaged", details={},
                                            hour_no=clock.hour_number(at)))
        session.add(Forecast(area_code="9901", level=1, target=now.date() - timedelta(days=3), ahead=1, shown="profile",
                             version="1", made_at=now - HOURS * 3, scored_at=now - HOURS, mean=40.0, truth=60,
                             quantiles={"profile": [30.0, 40.0, 52.0]}))
    found = {at: (len(rows(of(house, "shortfalls", now - at))) - 1, [row[-1] for row in rows(
        of(house, "forecasts", now - at))[1:]]) for at in (HOURS * 4, HOURS * 1.5, timedelta(seconds=1))}
    assert list(found.values()) == [(0, []), (1, [""]), (2, ["60"])]


def test_a_moment_ahead_or_of_what_remembers_none_is_refused(house):
    assert of(house, "warnings", clock.now() + HOURS).status_code == 422
    assert of(house, "cameras", clock.now() - HOURS).status_code == 422
    assert house.ask("GET", "/tables/warnings.csv?t=yesterday", cast.ALICE).status_code == 422


def test_a_stranger_is_refused_the_past_of_a_table_and_a_leader_reads_their_own(house):
    for name in ("warnings", "shortfalls", "forecasts"):
        at = clock.now() - HOURS
        assert house.ask("GET", f"/tables/{name}.csv?t={at.isoformat().replace('+', '%2B')}").status_code == 401
    with writing(house.center.database, cast.ALICE, house.center.settings, now=clock.now() - HOURS) as visit:
        for area in ("990101", "990102"):
            issuing.issue(visit, Wish(kind="flood", level="red", title=area, valid_until=visit.now + HOURS * 3,
                                      ground=places.chosen(visit, [area])))
    assert [row[3] for row in rows(of(house, "warnings", clock.now(), cast.BO))[1:]] == ["990101"]


@pytest.mark.parametrize("name", ["cameras", "facilities", "warnings", "shortfalls", "forecasts"])
def test_strangers_programs_and_who_may_not_are_refused(house, name):
    path = f"/tables/{name}.csv"
    assert house.ask("GET", path).status_code == 401
    assert house.ask("GET", path, key=house.key("areas.view", "cameras.view")).status_code == 403
    assert house.ask("GET", f"{path}?x=1", cast.ALICE).status_code == 422


def test_cameras_need_their_own_permission(house):
    assert house.ask("GET", "/tables/cameras.csv", cast.CHEN).status_code == 403
