"""Layers from outside on the wire: served by us, with one that is broken beside those that are right."""

import time
from dataclasses import replace

import pytest

from data.sources import kept
from tests import cast, origin

BASE = "title: {name}\ntitle_en: {name}\nowner: 水务局\nlicence: 内部\ntimeout_seconds: 1\nrefresh_seconds: 10\n"


@pytest.fixture
def settings(settings):
    return replace(settings, sources_allow="127.0.0.1")


@pytest.fixture
def there():
    with origin.serving() as running:
        running.breaks()
        running.says("/good", origin.shapes(), etag='"1"')
        running.says("/tiles/*", origin.picture(), "image/png")
        running.says("/wms", origin.picture(), "image/png")
        yield running


@pytest.fixture
def declare(house, there):
    """Return declare(name, more lines): a layer of the test's server."""
    def write(name: str, more: str) -> None:
        folder = house.center.settings.data_dir / "layers"
        folder.mkdir(exist_ok=True)
        text = BASE.format(name=name) + more.replace("HERE", there.url)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    return write


def shapes(house, name, who=cast.ALICE):
    return house.ask("GET", f"/sources/{name}/shapes", who)


def tile(house, name, spot="3/6/3", who=cast.ALICE, **asked):
    return house.ask("GET", f"/sources/{name}/tiles/{spot}", who, params=asked)


def listed(house, who=cast.ALICE):
    return {one["name"]: one for one in house.ask("GET", "/sources", who).json()["layers"]}


def test_shapes_come_with_what_is_declared_and_nothing_else(house, declare):
    declare("pumps", "kind: geojson\nurl: HERE/good\nlabel: name")
    answer = shapes(house, "pumps")
    assert (answer.status_code, answer.headers["x-layer-fault"]) == (200, "")
    assert [one["properties"] for one in answer.json()["features"]] == [{"_label": f"P{n}"} for n in range(3)]
    assert listed(house)["pumps"]["state"] == "fresh"


def test_a_tile_is_fetched_once_and_answered_from_then_on(house, declare, there):
    declare("sat", "kind: xyz\nurl: HERE/tiles/{z}/{x}/{y}.png")
    first, second = tile(house, "sat"), tile(house, "sat")
    assert first.content == second.content == origin.picture()
    assert first.headers["content-type"] == "image/png"
    assert there.paths() == ["/tiles/3/6/3.png"]


def test_a_tile_that_the_source_does_not_have_is_no_fault(house, declare):
    declare("sat", "kind: xyz\nurl: HERE/none/{z}/{x}/{y}.png")
    assert tile(house, "sat").status_code == 204
    assert listed(house)["sat"]["state"] == "fresh"


@pytest.mark.parametrize(("path", "code"), [("500", "status"), ("html", "wrong_kind"), ("huge", "too_large"),
                                            ("hang", "timeout"), ("elsewhere", "redirected")])
def test_a_broken_source_is_told_as_such_and_leaves_the_others_alone(house, declare, path, code):
    declare("bad", f"kind: geojson\nurl: HERE/{path}")
    declare("bad_tiles", f"kind: xyz\nurl: HERE/{path}?a={{z}}{{x}}{{y}}")
    declare("pumps", "kind: geojson\nurl: HERE/good")
    for answer in (shapes(house, "bad"), tile(house, "bad_tiles")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "layer_unavailable")
        assert "127.0.0.1" not in answer.text
    assert shapes(house, "pumps").status_code == 200
    found = listed(house)
    assert {name: (one["state"], one["fault"]) for name, one in found.items()} == {
        "bad": ("error", code), "bad_tiles": ("error", code if code != "too_large" else "wrong_kind"),
        "pumps": ("fresh", "")}


def test_a_dead_source_is_not_asked_again_at_once_and_holds_nobody_up(house, declare, there):
    declare("bad", "kind: geojson\nurl: HERE/hang")
    shapes(house, "bad")
    began = time.monotonic()
    assert {shapes(house, "bad").status_code for _ in range(5)} == {503}
    assert time.monotonic() - began < 1
    assert there.paths() == ["/hang"]


def test_many_who_ask_for_a_hanging_source_take_no_thread_from_others(house, declare):
    declare("slow", "kind: xyz\nurl: HERE/hang?a={z}{x}{y}")
    declare("pumps", "kind: geojson\nurl: HERE/good")
    waiting = [house.ask_later("GET", f"/sources/slow/tiles/6/{n}/3", cast.ALICE) for n in range(60)]
    assert shapes(house, "pumps").status_code == 200
    assert house.ask("GET", "/layers/places.geojson", cast.ALICE).status_code == 200
    assert not all(one.done() for one in waiting), "others were answered when the source had been given up"
    assert {one.result(20).status_code for one in waiting} == {503}


def test_the_last_good_answer_stays_when_the_source_breaks_and_says_how_old_it_is(house, declare, there):
    declare("pumps", "kind: geojson\nurl: HERE/good")
    good = shapes(house, "pumps").content
    source = house.center.sources.find("pumps")
    folder = house.center.settings.data_dir
    there.says("/good", b"<html>", "text/html")
    known = kept.read(folder, source)
    kept.note(folder, source, replace(known, good_at=known.good_at.replace(year=2020)))
    answer = shapes(house, "pumps")
    assert (answer.status_code, answer.content, answer.headers["x-layer-fault"]) == (200, good, "wrong_kind")
    assert listed(house)["pumps"]["state"] == "stale"


def test_what_did_not_change_is_not_sent_again(house, declare, there):
    declare("pumps", "kind: geojson\nurl: HERE/good")
    shapes(house, "pumps")
    source, folder = house.center.sources.find("pumps"), house.center.settings.data_dir
    known = kept.read(folder, source)
    kept.note(folder, source, replace(known, good_at=known.good_at.replace(year=2020)))
    assert shapes(house, "pumps").status_code == 200
    assert there.asked[-1][1]["If-None-Match"] == '"1"'
    assert listed(house)["pumps"]["state"] == "fresh"


def test_a_file_of_the_data_folder_is_a_layer_too(house, declare):
    declare("own", "kind: geojson\nfile: own.geojson\nlabel: name")
    assert shapes(house, "own").json()["error"]["code"] == "layer_unavailable"
    (house.center.settings.data_dir / "layers" / "own2.geojson").write_bytes(origin.shapes(2))
    declare("own2", "kind: geojson\nfile: own2.geojson\nlabel: name")
    assert len(shapes(house, "own2").json()["features"]) == 2


def test_the_secret_goes_to_the_source_and_nowhere_else(house, declare, there, caplog):
    folder = house.center.settings.data_dir / "secrets"
    folder.mkdir()
    (folder / "GIS").write_text("hunter2\n", encoding="utf-8")
    declare("pumps", "kind: geojson\nurl: HERE/good\ncredential: {secret: GIS, name: tk}")
    declare("bad", "kind: geojson\nurl: HERE/500\ncredential: {secret: GIS, name: tk}")
    said = [shapes(house, "pumps"), shapes(house, "bad"), house.ask("GET", "/sources", cast.ALICE),
            house.ask("GET", "/pages/layers", cast.ALICE), house.ask("GET", "/desk/overview", cast.ALICE)]
    assert there.parameters() == {"tk": ["hunter2"]}
    assert not any(word in str(one.headers) + one.text for one in said for word in ("hunter2", there.url))
    assert "hunter2" not in caplog.text + (house.center.settings.data_dir / "layers-kept" / "bad.json").read_text()
    assert "hunter2" not in (house.center.settings.data_dir / "layers-kept" / "pumps.json").read_text()


def test_a_secret_that_is_missing_is_told_by_its_name(house, declare, there):
    declare("pumps", "kind: geojson\nurl: HERE/good\ncredential: {secret: GIS, name: tk}")
    assert shapes(house, "pumps").status_code == 503
    assert (listed(house)["pumps"]["fault"], listed(house)["pumps"]["detail"]) == ("secret_missing", "GIS")
    assert there.asked == []


def test_a_wms_with_time_is_asked_for_its_own_moments_alone(house, declare, there):
    declare("rain", "kind: wms\nurl: HERE/wms\nlayers: rain\ntime: {hours_back: 2, every_minutes: 30}")
    moments = listed(house)["rain"]["moments"]
    assert len(moments) == 5
    assert tile(house, "rain", at=moments[1]).status_code == 200
    assert there.parameters()["TIME"] == [moments[1]]
    assert tile(house, "rain", at="2026-01-01T00:00:01Z").status_code == 422
    assert tile(house, "rain", at="2020-01-01T00:00:00Z").status_code == 422
    assert tile(house, "rain").status_code == 404


@pytest.mark.parametrize("spot", ["1/0/0", "3/9/1", "3/1/9", "x/1/1", "3/1/1.png", "19/1/1", "3/99999999999/1"])
def test_what_is_no_tile_of_the_layer_is_refused(house, declare, there, spot):
    declare("sat", "kind: xyz\nurl: HERE/tiles/{z}/{x}/{y}.png")
    assert tile(house, "sat", spot).status_code == 422
    assert there.asked == []


@pytest.mark.parametrize("path", ["/sources/none/shapes", "/sources/none/tiles/3/1/1", "/sources/sat/shapes",
                                  "/sources/pumps/tiles/3/1/1", "/sources/..%2Fsat/shapes"])
def test_what_is_not_there_is_not_found(house, declare, path):
    declare("sat", "kind: xyz\nurl: HERE/tiles/{z}/{x}/{y}.png")
    declare("pumps", "kind: geojson\nurl: HERE/good")
    assert house.ask("GET", path, cast.ALICE).status_code == 404


def test_a_file_with_a_fault_stands_in_the_list_as_broken_and_stops_nothing(house, declare):
    declare("odd", "kind: carrier-pigeon")
    declare("pumps", "kind: geojson\nurl: HERE/good")
    found = listed(house)
    assert (found["odd"]["state"], found["odd"]["fault"]) == ("error", "source_unreadable")
    assert shapes(house, "pumps").status_code == 200
    assert shapes(house, "odd").status_code == 422
    assert house.ask("GET", "/desk/overview", cast.ALICE).status_code == 200


def test_who_lacks_the_layer_s_permission_neither_sees_nor_gets_it(house, declare):
    declare("pumps", "kind: geojson\nurl: HERE/good\npermission: cases.dispatch")
    assert listed(house, cast.CHEN) == {}
    assert shapes(house, "pumps", cast.CHEN).status_code == 403
    assert shapes(house, "pumps").status_code == 200


@pytest.mark.parametrize("path", ["/sources", "/sources/pumps/shapes", "/sources/sat/tiles/3/6/3"])
def test_strangers_and_programs_are_turned_away(house, declare, there, path):
    declare("pumps", "kind: geojson\nurl: HERE/good")
    declare("sat", "kind: xyz\nurl: HERE/tiles/{z}/{x}/{y}.png")
    assert house.ask("GET", path).status_code == 401
    assert house.ask("GET", path, key=house.key("cases.read")).status_code == 403
    assert there.asked == []


def test_an_address_inside_is_not_asked_where_the_deployment_does_not_name_it(standing, there):
    folder = standing.center.settings.data_dir / "layers"
    folder.mkdir(exist_ok=True)
    (folder / "inner.yaml").write_text(BASE.format(name="inner") + f"kind: geojson\nurl: {there.url}/good",
                                       encoding="utf-8")
    assert standing.ask("GET", "/sources/inner/shapes", cast.ALICE).status_code == 503
    assert listed(standing)["inner"]["fault"] == "address_refused"
    assert there.asked == []
    (folder / "inner.yaml").unlink()
