"""A wall's stage on the wire: for the window that asks; one that cannot be read is shown as the usual one."""

import pytest

from tests import cast


def stage(standing, name="hall-1", who=cast.ALICE, **asked):
    return standing.ask("GET", f"/walls/{name}/stage", who, params=asked)


def test_the_window_that_asks_is_laid_out(standing):
    body = stage(standing, width=5760, height=1080, ratio=1).json()
    assert (body["layout"], body["density"], len(body["cards"]), body["fault"]) == ("B", "full", 12, "")
    assert body["boxes"]["map"] == [1928, 256, 1904, 748]
    assert stage(standing).json()["layout"] == "D"


@pytest.mark.parametrize("asked", [{"width": "wide"}, {"width": 10}, {"height": 99_999}, {"ratio": 0}, {"ratio": "nan"},
                                   {"depth": 3}])
def test_what_is_no_window_is_refused_by_name(standing, asked):
    answer = stage(standing, **asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_parameter")


def test_a_wall_that_is_not_there_is_shown_as_the_usual_one_and_told(standing):
    body = stage(standing, "hall-9", width=3840, height=1080).json()
    assert (body["layout"], "hall-9" in body["fault"]) == ("A", True)


def test_a_wall_that_cannot_be_read_is_told_with_file_and_reason(house):
    folder = house.center.settings.data_dir / "walls"
    folder.mkdir()
    (folder / "hall-2.yaml").write_text("seams_x: [5000]", encoding="utf-8")
    body = stage(house, "hall-2").json()
    assert "hall-2.yaml" in body["fault"]
    assert "seams_x" in body["fault"]
    assert body["boxes"]


def test_who_may_see_no_wall_is_refused(standing):
    assert stage(standing, who=cast.CHEN).status_code == 403
    assert stage(standing, who=None).status_code == 401


def test_a_changed_wall_is_a_new_edition_that_open_walls_hear_of(house):
    before = house.ask("GET", "/healthz").json()["build"]
    folder = house.center.settings.data_dir / "walls"
    folder.mkdir()
    (folder / "hall-2.yaml").write_text("stage: 3840x1080", encoding="utf-8")
    after = house.ask("GET", "/healthz").json()["build"]
    assert before != after
    assert after.startswith(house.center.build)


def test_a_fitter_s_page_is_for_whoever_may_see_a_wall(house):
    page = house.ask("GET", "/wall/hall-1/calibrate", cast.ALICE)
    assert (page.status_code, 'data-calibrate="hall-1"' in page.text) == (200, True)
    assert house.ask("GET", "/wall/hall-1/calibrate", cast.CHEN).status_code == 403
    assert house.ask("GET", "/wall/hall-1/calibrate").headers["location"].startswith("/pair?next=")
    assert "<script>" not in house.ask("GET", "/wall/%3Cscript%3E/calibrate", cast.ALICE).text
