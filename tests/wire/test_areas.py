"""Areas for programs: facts, neighbours in the tree, and figures that say what they count and when."""

import pytest

from tests import cast

AT = "2026-03-18T10:30:00%2B08:00"


def test_an_area_comes_with_its_place_in_the_tree(standing):
    body = standing.ask("GET", f"/api/v1/areas/{cast.WEST_DISTRICT}", cast.ALICE).json()
    assert (body["code"], body["level"], body["level_key"], body["parent"]) == ("990101", 2, "district", "9901")
    assert [one["code"] for one in body["path"]] == ["9901", "990101"]
    assert [one["code"] for one in body["children"]] == ["990101001", "990101002"]
    assert body["bbox"] == pytest.approx([120.0, 30.0, 120.02, 30.036])
    assert body["population"] == sum(cast.population(c, r) for c in (0, 1) for r in range(4))
    assert standing.ask("GET", f"/api/v1/areas/{cast.grid_code(0, 0)}", cast.ALICE).json()["children"] == []


def test_a_key_reads_areas(standing):
    assert standing.ask("GET", "/api/v1/areas/9901", key=standing.key("cases.read")).status_code == 200


def test_every_figure_says_what_it_is(house, write):
    with write() as visit:
        cast.open_case(visit)
    body = house.ask("GET", "/api/v1/areas/9901/summary", cast.ALICE).json()
    assert len(body["figures"]) > 50
    for figure in body["figures"]:
        assert {"name", "value", "unit", "as_of", "definition"} <= set(figure)
        assert figure["as_of"] == body["as_of"]
        assert figure["definition"].startswith("figure.")
    assert {one["name"]: one["value"] for one in body["figures"]}["open_now"] == 1


def test_a_summary_says_of_how_many_areas_it_is_made(house, write, settings):
    with write() as visit:
        cast.open_case(visit, "w", (0.5, 0.5), source="hotline")
    assert house.ask("GET", "/api/v1/areas/9901/summary", cast.ALICE).json()["coverage"] == {
        "expected": 0, "heard": 0, "missing": []}
    folder = settings.data_dir / "feeds"
    folder.mkdir()
    (folder / "hotline.yaml").write_text("title: x\nevery_minutes: 60\nareas: [990101, 990102]\n", encoding="utf-8")
    assert house.ask("GET", f"/api/v1/areas/9901/summary?at={AT}", cast.ALICE).json()["coverage"] == {
        "expected": 2, "heard": 1, "missing": [{"area": "990102", "feed": "hotline"}]}


def test_a_past_moment_is_not_counted_from_the_present(house, write):
    with write() as visit:
        number = cast.open_case(visit, category="0201")
    move = {"verb": "void", "version": 1, "note": "x"}
    house.ask("POST", f"/api/v1/cases/{number}/moves", cast.ALICE, json=move, headers={"Idempotency-Key": "k"})

    def figures(at):
        body = house.ask("GET", f"/api/v1/areas/9901/summary?at={at}", cast.ALICE).json()
        return {one["name"]: one["value"] for one in body["figures"]}

    then, before = figures(AT), figures("2026-03-18T01:00:00Z")
    assert (then["open_now"], then["urgent_unacknowledged"], then["received_today"], then["closed_today"]) == (1, 1, 1,
                                                                                                               0)
    assert then["overdue_now"] == 0
    assert figures("2026-03-18T02:31:00Z")["overdue_now"] == 1
    assert then["units_on_duty"] is None
    assert (before["open_now"], before["received_today"]) == (0, 0)


def test_a_range_lists_arrivals_by_the_hour(house, write):
    with write() as visit:
        cast.open_case(visit)
    body = house.ask("GET", f"/api/v1/areas/9901/summary?at={AT}&range=24h", cast.ALICE).json()["received_by_hour"]
    assert len(body["counts"]) == 24
    assert body["counts"][-1] == 1
    assert sum(body["counts"]) == 1
    assert body["from"] == "2026-03-17T03:00:00Z"


@pytest.mark.parametrize(("path", "status"), [
    ("8888", 404), ("9901/", 404), ("%00", 404), ("x" * 400, 404), ("9901?x=1", 422), ("9901/summary?range=year", 422),
    ("9901/summary?at=now", 422), ("9901/summary?at=2026-03-18T10:00:00", 422),
    ("9901/summary?at=2199-01-01T00:00:00Z", 422),
    ("9901/summary?at=1900-01-01T00:00:00Z", 422), ("9901/summary?at=1901-01-01T00:00:00Z", 200), ("%F0%9F%98%80", 404),
])
def test_what_makes_no_sense_is_refused(standing, path, status):
    assert standing.ask("GET", f"/api/v1/areas/{path}", cast.ALICE).status_code == status
