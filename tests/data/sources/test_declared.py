"""A layer's file: what it may say, and what is told of one that cannot be read."""

import pytest

from data.errors import Invalid, NotFound
from data.sources.declared import LAYERS

WMS = "kind: wms\ntitle: 洪水\nowner: 水务局\nlicence: 内部\nurl: https://gis.example/wms\nlayers: flood\n"
XYZ = "kind: xyz\ntitle: 影像\nowner: 测绘院\nlicence: CC-BY\nurl: https://gis.example/{z}/{x}/{y}.png\n"
SHAPES = "kind: geojson\ntitle: 泵站\nowner: 水务局\nlicence: 内部\nurl: https://gis.example/pumps.geojson\n"


@pytest.fixture
def written(tmp_path):
    """Return written(text, name): the data folder with that layer in it."""
    def write(text: str, name: str = "flood"):
        (tmp_path / "layers").mkdir(exist_ok=True)
        (tmp_path / "layers" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("text", [WMS, XYZ, SHAPES, SHAPES.replace("url: https://gis.example/", "file: ")])
def test_a_layer_is_found_by_the_name_of_its_file(written, text):
    found = LAYERS.find("flood", written(text))
    assert (found.name, found.permission) == ("flood", "areas.view")
    assert list(LAYERS.faults(written(text))) == []


@pytest.mark.parametrize(("text", "why"), [
    (WMS.replace("layers: flood\n", ""), "layers: the server's own names"),
    (WMS + "crs: gcj02", "crs: pictures cannot be moved"),
    (WMS + "crs: somewhere", "crs: known are wgs84"), (WMS + "crs: EPSG:999999", "crs: known are wgs84"),
    (WMS + "colour: red", "colour: "), (WMS + "opacity: 2", "opacity: "),
    (WMS + "permission: fly", "permission: there"),
    (WMS + "min_zoom: 9\nmax_zoom: 3", "min_zoom is larger"), (WMS + "refresh_seconds: 1", "refresh_seconds: "),
    (WMS + "max_mb: 9999", "max_mb: "), (WMS + "time: {hours_back: 8000, every_minutes: 1}", "time: at most"),
    (WMS.replace("https://gis", "https://me:pw@gis"), "url"), (WMS.replace("wms\nlayers", "wms?tk=1\nlayers"), "url"),
    (XYZ.replace("{x}", ""), "url: an xyz address"), (XYZ + "time: {hours_back: 2}", "url: an xyz address with time"),
    (SHAPES + "file: pumps.geojson", "geojson needs either"),
    (SHAPES.replace("url: https://gis.example/", "file: ../"), "file: "),
    (SHAPES + "time: {until: b}", "time: since names"), (SHAPES + "credential: {secret: lower}", "credential.secret: "),
    (SHAPES + "credential: {secret: A, send: cookie}", "credential.send: "), (SHAPES + "name: other", "name: it is"),
    (SHAPES.replace("owner: 水务局\n", ""), "owner: "), ("- 1", "it names no fields"), ("a: [", "while parsing"),
    ("x: " + "y" * 70_000, "larger than"),
])
def test_a_fault_is_named_with_its_file_and_field(written, text, why):
    folder = written(text)
    with pytest.raises(Invalid) as refused:
        LAYERS.find("flood", folder)
    assert refused.value.values["file"] == "flood.yaml"
    assert why in refused.value.values["why"]
    assert list(LAYERS.faults(folder)) == [f"flood.yaml: {refused.value.values['why']}"]


@pytest.mark.parametrize("name", ["", "other", "../flood", "FLOOD", "flood.yaml"])
def test_a_layer_that_is_not_there_is_not_looked_for_elsewhere(written, name):
    with pytest.raises(NotFound):
        LAYERS.find(name, written(WMS))


def test_a_file_with_a_name_no_layer_can_have_is_told(written):
    assert "Flood.yaml" in next(LAYERS.faults(written(WMS, "Flood")))


def test_a_password_in_a_url_is_not_repeated_in_the_complaint(written):
    with pytest.raises(Invalid) as refused:
        LAYERS.find("flood", written(WMS.replace("https://gis", "https://me:hunter2@gis")))
    assert "hunter2" not in str(refused.value)
