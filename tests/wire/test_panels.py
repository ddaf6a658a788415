"""The panels of a surface: one moment, one area, only what the asker may see."""

import pytest
from sqlalchemy import update

from dashboard.counted import COUNTED
from data import clock
from data.models.case import Case
from tests import cast


def every(tree):
    """Yield every [tag, attributes, children] of an answer's tree."""
    if isinstance(tree, list) and tree and isinstance(tree[0], str) and len(tree) == 3:
        yield tree
        if isinstance(tree[2], list):
            for child in tree[2]:
                yield from every(child)


def hooks(body, name):
    """Return the values of a data attribute in all slots."""
    found = [attributes for tree in body["slots"].values() for _, attributes, _ in every(tree)]
    return [attributes[name] for attributes in found if name in attributes]


@pytest.mark.parametrize("surface", ["wall", "desk"])
def test_a_surface_is_answered_as_one_moment(house, write, surface):
    with write() as visit:
        cast.open_case(visit)
    body = house.ask("GET", f"/panels/{surface}?area=9901&norm=pop", cast.ALICE).json()
    area, norm, moment = body["stamp"].split("|")
    assert (area, norm) == ("9901", "pop")
    assert {stamp for stamp in hooks(body, "data-asof")} == {moment[:19] + moment[-6:]}
    assert {f"{surface}-kpi", f"{surface}-trend", f"{surface}-areas", f"{surface}-units"} <= set(body["slots"])


def test_what_is_not_heard_of_is_told_in_every_panel_that_counts_cases_and_in_the_past_as_it_was_then(
    house, write, settings, monkeypatch
):
    with write() as visit:
        cast.open_case(visit, "w", (0.5, 0.5), source="hotline")
    folder = settings.data_dir / "feeds"
    folder.mkdir()
    (folder / "hotline.yaml").write_text("title: x\nevery_minutes: 60\nareas: [990101, 990102]\n", encoding="utf-8")
    for surface in ("desk", "wall"):
        body = house.ask("GET", f"/panels/{surface}?area=9901", cast.ALICE).json()
        assert body["coverage"]["share"] == "0/2"
        states = {tree[1]["data-panel"]: tree[1]["data-state"] for tree in body["slots"].values()
                  if tree and "data-panel" in tree[1]}
        assert {states[name] for name in ("kpi", "trend", "areas", "classes")} == {"partial"}
        assert states["units"] != "partial", "it counts no cases"
    monkeypatch.setattr(COUNTED, "slow_seconds", 0.0)  # every count is kept
    for areas, share in (("990101, 990102", "0/2"), ("990101", "0/1")):
        (folder / "hotline.yaml").write_text(f"title: x\nevery_minutes: 60\nareas: [{areas}]\n", encoding="utf-8")
        body = house.ask("GET", "/panels/desk?area=9901", cast.ALICE).json()
        assert body["coverage"]["share"] == share, "a changed file counts from the next refresh on"
    (folder / "hotline.yaml").write_text("title: x\nevery_minutes: 60\nareas: [990101, 990102]\n", encoding="utf-8")
    then = house.ask("GET", "/panels/desk?area=9901&t=2026-03-18T10:30:00%2B08:00", cast.ALICE).json()
    assert then["coverage"]["share"] == "1/2"
    assert then["slots"]["desk-kpi"][1]["data-state"] == "replay"
    assert then["slots"]["desk-kpi"][1]["data-coverage"] == "1/2"


def test_a_leader_who_asks_for_the_city_gets_the_own_district(house, write):
    with write() as visit:
        cast.open_case(visit)
    body = house.ask("GET", "/panels/desk?area=9901", cast.BO).json()
    assert body["stamp"].startswith(f"{cast.WEST_DISTRICT}|")
    assert all(code.startswith(cast.WEST_DISTRICT) for code in hooks(body, "data-area"))


def test_nobody_is_answered_without_signing_in(house):
    assert house.ask("GET", "/panels/desk").status_code == 401


def test_an_officer_is_refused_a_wall(house):
    assert house.ask("GET", "/panels/wall", cast.CHEN).status_code == 403


@pytest.mark.parametrize("path", ["/panels/moon", "/panels/", "/panels/desk/x"])
def test_an_unknown_surface_is_not_found(house, path):
    assert house.ask("GET", path, cast.ALICE).status_code == 404


@pytest.mark.parametrize("query", ["area=%00", "area=" + "9" * 400, "norm=%ff", "area=1&area=2", "zoom=3", "norm=x"])
def test_a_malformed_question_is_the_askers_fault_or_falls_back(house, query):
    assert house.ask("GET", f"/panels/desk?{query}", cast.ALICE).status_code in (200, 400, 422)


def test_hostile_text_travels_as_text(house, write):
    with write() as visit:
        cast.open_case(visit, "e-1", text="<script>alert(1)</script>", priority=1)
        visit.session.execute(update(Case).values(received_at=clock.now(), occurred_at=clock.now()))
    body = house.ask("GET", "/panels/desk", cast.ALICE).json()
    tags = {tag for tree in body["slots"].values() for tag, _, _ in every(tree)}
    assert "script" not in tags
    assert "<script>alert(1)</script>" in str(body["slots"]["desk-alarm"])


def test_panels_are_packed_for_whoever_takes_that_and_say_the_same(house, write):
    with write() as visit:
        cast.open_case(visit)
    packed = house.ask("GET", "/panels/desk?area=9901", cast.ALICE, headers={"accept-encoding": "gzip"})
    plain = house.ask("GET", "/panels/desk?area=9901", cast.ALICE, headers={"accept-encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert packed.json()["slots"].keys() == plain.json()["slots"].keys()


@pytest.mark.parametrize("query", ["cat=0101&pri=1,2&st=overdue&range=7d&cmp=yoy&cls=jenks", "cat=%F0%9F%98%80&pri=9",
                                   "from=2026-03-18T00:00%2B08:00&to=x", "st=open,asleep", "cat=" + "0101," * 90])
def test_a_filter_is_taken_and_what_of_it_cannot_be_read_falls_back(house, query):
    assert house.ask("GET", f"/panels/desk?area=9901&{query}", cast.ALICE).status_code == 200


def test_a_box_and_a_shape_are_answered_of_the_same_moment(house, write):
    with write() as visit:
        cast.open_case(visit)
    body = house.ask("GET", "/panels/desk?area=9901&box=120,30,120.01,30.009&shape=circle:30.0045,120.005,500",
                     cast.ALICE).json()
    assert len(set(hooks(body, "data-asof"))) == 1
    assert "dossier" in hooks(body, "data-panel")
    assert "circle" not in house.ask("GET", "/panels/wall?area=9901&shape=circle:30,120,500", cast.ALICE).text


@pytest.mark.parametrize("query", ["box=1,2,3", "box=9,9,1,1", "shape=" + "9" * 5_000, "shape=%C2%85"])
def test_a_box_or_a_shape_that_is_none_is_refused(house, query):
    assert house.ask("GET", f"/panels/desk?{query}", cast.ALICE).status_code == 422
