"""Cameras on the desk: wedges on the map, the nearest beside a case, a picture and a stream that move, on record."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests import eyes, film, origin, stand
from tests.browser.conftest import ZONE, Opener
from tests.origin import Origin
from tests.stand import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def there() -> Iterator[Origin]:
    with origin.serving() as running:
        running.breaks()
        running.says("/pic", origin.picture(), "image/png")
        yield running


@pytest.fixture(scope="module")
def server(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("eyes") / "data"
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, YIPING_ZONE=ZONE, YIPING_SOURCES_ALLOW="127.0.0.1") as running:
        yield running


def spot(page: Page, server: Server) -> tuple[str, float, float]:
    """Return an open case and where it lies."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "yiping")
    answer = httpx.get(f"{server.url}/layers/open_cases.geojson", cookies={"yiping": token}).raise_for_status()
    one = answer.json()["features"][0]
    return one["properties"]["no"], *one["geometry"]["coordinates"]


def tell_beds(server: Server, lon: float, lat: float) -> None:
    """Let a hospital in the middle of the map tell that few of its beds are free."""
    key = stand.command(server.folder, "key", "add", "beds", "--may", "facilities.write").strip().splitlines()[-1]
    row = {"source": "health", "facility_id": "b-1", "kind": "beds", "name": "市一医院", "lon": lon, "lat": lat,
           "total": 100, "free": 5, "as_of": datetime.now(UTC).isoformat()}
    told = httpx.post(f"{server.url}/api/v1/facilities", json=[row], headers={"Authorization": f"Bearer {key}"})
    assert len(told.json()["stored"]) == 1, told.text


def test_a_case_s_nearest_camera_shows_its_picture_and_its_stream(server: Server, sign_in: Opener, there: Origin,
                                                                  tmp_path: Path):
    film.put(there, film.made(tmp_path))
    screen = sign_in(server, "dispatcher")
    page = screen.page
    number, lon, lat = spot(page, server)
    eyes.register(server.folder, eyes.camera("film", lon - 0.0005, lat, kind="hls", url=f"{there.url}/film/cam.m3u8"),
                  eyes.camera("still", lon - 0.001, lat, url=f"{there.url}/pic", refresh_seconds=1),
                  eyes.camera("dead", lon - 0.0015, lat, url=f"{there.url}/500"))
    page.evaluate("(no) => yiping.open(no)", number)
    page.click(".drawer [data-camera=film]")
    page.wait_for_function("() => { const film = document.querySelector('#camera-box video');"
                           " return film && film.currentTime > 0.2 && film.videoWidth === 320; }", timeout=20_000)
    assert "公安分局" in page.inner_text("[data-camera-part=about]")
    page.keyboard.press("Escape")
    page.click(".drawer [data-camera=still]")
    page.wait_for_function("() => (document.querySelector('#camera-box img') || {}).naturalWidth === 256")
    there.says("/pic", b"", "text/html", 500)
    page.wait_for_selector("#camera-box img.is-old")
    assert "画面陈旧" in page.inner_text("[data-camera-part=state]")
    page.keyboard.press("Escape")
    page.click(".drawer [data-camera=dead]")
    page.wait_for_function("() => document.querySelector('[data-camera-part=state]').textContent.includes('不可用')")
    page.keyboard.press("Escape")
    assert [one for one in screen.complaints if "503" not in one] == []


def test_from_the_map_a_reason_is_asked_for_first(server: Server, sign_in: Opener, there: Origin):
    screen = sign_in(server, "leader")
    page = screen.page
    there.says("/pic", origin.picture(), "image/png")
    middle = page.evaluate("(() => { const at = yiping.map.leaflet.getCenter(); return [at.lng, at.lat]; })()")
    eyes.register(server.folder, eyes.camera("still", *middle, url=f"{there.url}/pic"))
    page.click("[data-more-layers]")
    page.click("#source-panel [data-layer=cameras]")
    tell_beds(server, *middle)
    page.click("#source-panel [data-layer=facilities]")
    page.wait_for_selector("#map-key [data-capacity-state=tight]:not([hidden])")
    assert "紧张" in page.inner_text("#map-key")
    page.click("#source-panel [data-layer=facilities]")
    page.wait_for_selector("#map-key [data-capacity-state]", state="detached")
    page.evaluate("yiping.openCamera('still')")
    page.wait_for_selector("#camera-box form")
    assert page.locator("#camera-box img").count() == 0
    page.fill("#camera-box input", "路面塌陷核实")
    page.click("#camera-box .primary")
    page.wait_for_function("() => (document.querySelector('#camera-box img') || {}).naturalWidth === 256")
    assert screen.complaints == []
