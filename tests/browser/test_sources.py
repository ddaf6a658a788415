"""Layers from outside on the map: one that is broken in any way says so, the page and the other layers go on."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests import origin, stand
from tests.browser.conftest import WALL, ZONE, Opener
from tests.origin import Origin
from tests.stand import Server

pytestmark = pytest.mark.browser

BASE = "title: {title}\nowner: 水务局\nlicence: 内部\ntimeout_seconds: 1\nrefresh_seconds: 10\nattribution: © 水务局\n"
BROKEN = {"err": "500", "html": "html", "huge": "huge", "hang": "hang"}
LON, LAT = 123.5, 30.0


def pumps() -> bytes:
    """Return points in the middle of the demo city, half of them in force now, half tomorrow."""
    now = time.time() * 1000
    spans = [(now - 3_600_000, now + 3_600_000), (now + 80_000_000, now + 90_000_000)]
    return orjson.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": f"<b>P{n}</b>", "a": spans[n % 2][0], "b": spans[n % 2][1]},
         "geometry": {"type": "Point", "coordinates": [LON + n * 0.02, LAT]}} for n in range(6)]})


@pytest.fixture(scope="module")
def there() -> Iterator[Origin]:
    with origin.serving() as running:
        running.breaks()
        running.says("/pumps", pumps())
        running.says("/tiles/*", origin.picture((40, 90, 200)), "image/png")
        yield running


@pytest.fixture(scope="module")
def server(demo_folder: Path, there: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose deployment declared six layers, of which four are broken."""
    folder = tmp_path_factory.mktemp("outside") / "data"
    shutil.copytree(demo_folder, folder)
    declare(folder, there)
    with stand.serving(folder, YIPING_ZONE=ZONE, YIPING_SOURCES_ALLOW="127.0.0.1") as running:
        yield running


def declare(folder: Path, there: Origin) -> None:
    """Write the layers' files."""
    (folder / "layers").mkdir()
    texts = {"pumps": f"kind: geojson\nurl: {there.url}/pumps\nlabel: name\ntime: {{since: a, until: b}}\n",
             "sat": f"kind: xyz\nurl: {there.url}/tiles/{{z}}/{{x}}/{{y}}.png\napproval: GS(2026)1号\nopacity: 0.6\n",
             **{name: f"kind: geojson\nurl: {there.url}/{path}\n" for name, path in BROKEN.items()}}
    for name, text in texts.items():
        (folder / "layers" / f"{name}.yaml").write_text(BASE.format(title=name) + text, encoding="utf-8")


def test_broken_layers_say_so_and_the_page_and_the_others_go_on(server: Server, sign_in: Opener, there: Origin):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    page.click("[data-more-layers]")
    for name in ("pumps", "sat", *BROKEN):
        page.click(f"#source-panel [data-layer={name}]")
    for name in BROKEN:
        page.wait_for_selector(f"[data-source={name}][data-state=error]", timeout=20_000)
        assert "图层不可用 · 正在重试" in page.inner_text(f"[data-source={name}] .source-state")
    page.wait_for_selector("[data-source=pumps][data-state=fresh]")
    page.wait_for_selector("[data-source=sat][data-state=fresh]")
    page.wait_for_selector(".leaflet-sources-pane img.leaflet-tile-loaded")
    page.wait_for_function("() => yiping.sources.shown('pumps') === 3")
    page.click("[data-more-layers]")
    assert "审图号 GS(2026)1号" in page.inner_text("#source-key [data-on=sat]")
    assert page.locator("#source-key .is-trouble").count() == len(BROKEN)
    assert there.sent["huge"] < 200_000_000
    page.click("[data-layer=campaign_items]")
    page.wait_for_selector("#map-key [data-campaign-state]")
    page.click("[data-tab=analysis]")
    complaints = [one for one in screen.complaints if "503" not in one]
    assert complaints == []


def test_the_slider_shows_the_moment_and_a_link_brings_the_layers_back(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher", path="/desk/overview?layer=cases,pumps")
    page = screen.page
    page.wait_for_function("() => yiping.sources.shown('pumps') === 3")
    before = page.inner_text("#source-time output")
    page.eval_on_selector("#source-time input", "(one) => { one.value = Math.round(one.max * 0.95); "
                          "one.dispatchEvent(new Event('input', { bubbles: true })); }")
    page.wait_for_function("(was) => document.querySelector('#source-time output').textContent !== was", arg=before)
    page.wait_for_function("() => yiping.sources.shown('pumps') === 3 && yiping.state.norm")
    page.eval_on_selector("#source-time input", "(one) => { one.value = Math.round(one.max * 0.5); "
                          "one.dispatchEvent(new Event('input', { bubbles: true })); }")
    page.wait_for_function("() => yiping.sources.shown('pumps') === 0")
    assert screen.complaints == []


def test_the_catalogue_and_a_wall_tell_the_same(server: Server, sign_in: Opener):
    wall = sign_in(server, "wall", path="/wall/hall-1?layer=cases,units,sat,err", size=WALL).page
    wall.wait_for_selector("#source-key [data-on=err].is-trouble", timeout=20_000)
    page = sign_in(server, "dispatcher", path="/desk/layers").page
    assert page.inner_text("[data-of=err]").startswith("图层不可用")
    assert page.inner_text("[data-of=pumps]").startswith(("正常", "未使用"))
    page.click("[data-of=sat] >> xpath=.. >> .open-layer")
    page.wait_for_selector("#source-key [data-on=sat]")
    wall.wait_for_selector(".leaflet-sources-pane img.leaflet-tile-loaded")
    assert "不可用" in wall.inner_text("#source-key [data-on=err]")
