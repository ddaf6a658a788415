"""Catalogues to take away: who may, what stands in them, and that no cell begins a formula."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from data import clock
from data.models.person import AuditRow
from tests import beds, cast, eyes
from tests.wire.stage import JOB


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


@pytest.mark.parametrize("name", ["cameras", "facilities"])
def test_strangers_programs_and_who_may_not_are_refused(house, name):
    path = f"/tables/{name}.csv"
    assert house.ask("GET", path).status_code == 401
    assert house.ask("GET", path, key=house.key("areas.view", "cameras.view")).status_code == 403
    assert house.ask("GET", f"{path}?x=1", cast.ALICE).status_code == 422


def test_cameras_need_their_own_permission(house):
    assert house.ask("GET", "/tables/cameras.csv", cast.CHEN).status_code == 403
