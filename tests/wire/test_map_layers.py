"""Map layers as GeoJSON: allow-listed properties, boxes, versions, and what may be kept."""

import gzip

import pytest

from layers import catalog
from tests import cast


def get(house, path, who=cast.ALICE, **more):
    return house.ask("GET", f"/layers/{path}", who, **more)


@pytest.mark.parametrize("layer", catalog.discover().layers, ids=lambda layer: layer.name)
def test_every_layer_is_served_with_its_listed_properties_only(house, write, layer):
    with write() as visit:
        cast.open_case(visit, reporter={"phone": "13800000000"})
    answer = get(house, f"{layer.name}.geojson")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    body = answer.json()
    assert body["type"] == "FeatureCollection"
    for feature in body["features"]:
        assert set(feature["properties"]) <= set(layer.properties)
    assert "13800000000" not in answer.text


@pytest.mark.parametrize("layer", catalog.discover().layers, ids=lambda layer: layer.name)
def test_a_layer_needs_its_permission(standing, layer):
    stranger = standing.key("events.write")
    answer = standing.ask("GET", f"/layers/{layer.name}.geojson", key=stranger)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert standing.ask("GET", f"/layers/{layer.name}.geojson").status_code == 401


def test_levels_and_boxes_narrow_it(standing):
    assert len(get(standing, "areas.geojson?level=5").json()["features"]) == 16
    assert len(get(standing, "areas.geojson?level=2").json()["features"]) == 2
    inside = get(standing, "areas.geojson?level=5&bbox=120.001,30.001,120.002,30.002").json()["features"]
    assert [feature["properties"]["code"] for feature in inside] == [cast.grid_code(0, 0)]
    assert get(standing, "areas.geojson?bbox=0,0,1,1&level=5").json()["features"] == []


def test_only_the_right_version_of_what_lasts_is_kept_for_ever(standing):
    lasting = "private, max-age=31536000, immutable"
    assert get(standing, "areas.geojson?v=1").headers["cache-control"] == lasting
    assert get(standing, "areas.geojson?v=2").headers["cache-control"] == "no-store"
    assert get(standing, "areas.geojson").headers["cache-control"] == "no-store"
    assert get(standing, "open_cases.geojson?v=1").headers["cache-control"] == "no-store"


def test_a_new_map_is_not_answered_from_the_old(house, write):
    before = get(house, "areas.geojson?level=2&v=1").json()
    with write() as visit:
        visit.city.map_version = "2"
        from data.models.area import Area

        visit.session.get_one(Area, cast.WEST_DISTRICT).name = "新区"
    after = get(house, "areas.geojson?level=2&v=2")
    assert after.headers["cache-control"].startswith("private")
    assert "新区" in after.text
    assert get(house, "areas.geojson?level=2&v=1").json() != before


def test_it_is_packed_for_those_who_take_it(standing):
    packed = get(standing, "areas.geojson?level=5&v=1", headers={"Accept-Encoding": "gzip"})
    plain = get(standing, "areas.geojson?level=5&v=1", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 6, mtime=0))


@pytest.mark.parametrize(("path", "status"), [
    ("nothing.geojson", 404), ("areas.geojson?area=8888", 404), ("areas.geojson?level=0", 422),
    ("areas.geojson?level=6", 422),
    ("areas.geojson?bbox=1,2,3", 422), ("areas.geojson?bbox=a,b,c,d", 422), ("areas.geojson?bbox=nan,0,1,1", 422),
    ("areas.geojson?bbox=200,0,1,1", 422), ("areas.geojson?zoom=99", 422), ("areas.geojson?zoom=12", 200),
    ("areas.geojson?zoom=x", 422), ("areas.geojson?x=1", 422), ("areas.json", 404), ("../app.geojson", 404),
    ("areas.geojson?v=" + "x" * 65, 422), ("a%00b.geojson", 404), ("__init__.geojson", 404),
])
def test_what_makes_no_sense_is_refused(standing, path, status):
    assert get(standing, path).status_code == status


def test_a_mesh_has_the_same_areas_without_their_label_points(standing):
    shapes = get(standing, "areas.geojson?level=5&v=1").json()["features"]
    answer = get(standing, "areas.mesh?level=5&v=1")
    assert answer.headers["content-type"] == "application/json"
    columns = answer.json()["columns"]
    assert columns["code"] == [one["properties"]["code"] for one in shapes]
    assert set(columns) == set(shapes[0]["properties"]) - {"lon", "lat"}


def test_all_grids_are_answered_however_many_when_asked_for(standing, monkeypatch):
    from data.areas import queries

    monkeypatch.setattr(queries, "MOST_DRAWN", 8)
    assert len(get(standing, "areas.mesh").json()["columns"]["code"]) == 8
    assert len(get(standing, "areas.mesh?detail=grids").json()["columns"]["code"]) == 16
    assert len(get(standing, "areas.geojson?detail=grids").json()["features"]) == 16


@pytest.mark.parametrize("path", ["areas.mesh?level=5&v=1", "areas.geojson?level=5&v=1"])
def test_what_was_kept_for_one_is_never_handed_to_another(standing, path):
    whole, west, again = (get(standing, path, who).text for who in (cast.ALICE, cast.BO, cast.ALICE))
    assert whole == again
    assert cast.grid_code(0, 0) in west
    assert cast.GRIDS[3, 0] not in west
    assert cast.GRIDS[3, 0] in whole


def test_who_sees_the_whole_of_an_area_is_handed_the_same_bytes(house, monkeypatch):
    from dashboard.doors import map_layers

    made = []
    encode = map_layers._encode
    monkeypatch.setattr(map_layers, "_encode", lambda *asked: made.append(1) or encode(*asked))
    path = f"areas.mesh?area={cast.WEST_DISTRICT}&v=1"
    assert get(house, path, cast.ALICE).content == get(house, path, cast.BO).content
    assert len(made) == 1


@pytest.mark.parametrize(("path", "status"), [
    ("backdrop.mesh", 404), ("open_cases.mesh", 404), ("nothing.mesh", 404), ("areas.mesh?area=8888", 404),
    ("areas.mesh?detail=all", 422), ("areas.mesh?level=6", 422), ("areas.geojson?detail=grids&detail=grids", 422),
])
def test_what_has_no_mesh_or_makes_no_sense_is_refused(standing, path, status):
    assert get(standing, path).status_code == status


def test_a_mesh_is_for_those_who_may_see_areas(standing):
    stranger = standing.key("events.write")
    assert standing.ask("GET", "/layers/areas.mesh", key=stranger).status_code == 403
    assert standing.ask("GET", "/layers/areas.mesh").status_code == 401


def test_a_layer_that_does_not_last_is_packed_as_well_for_whoever_takes_that(house, write):
    with write() as visit:
        for number in range(20):
            cast.open_case(visit, f"packed-{number}")
    packed = house.ask("GET", "/layers/open_cases.geojson", cast.ALICE, headers={"accept-encoding": "gzip"})
    plain = house.ask("GET", "/layers/open_cases.geojson", cast.ALICE, headers={"accept-encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.headers["cache-control"]) == ("gzip", "no-store")
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert len(packed.json()["features"]) == len(plain.json()["features"]) == 20


def test_whose_reach_is_asked_for_and_nonsense_is_refused_in_words(standing):
    body = get(standing, "reach.geojson?what=unit.fire").json()
    assert {one["properties"]["reach"] for one in body["features"]} == {"unit.fire"}
    refused = get(standing, "reach.geojson?what=nonsense")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_reach")
