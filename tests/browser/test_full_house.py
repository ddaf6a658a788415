"""A screen that is turned away waits where it is while the area is there, and goes home when it is not."""

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

IMPATIENT = "const real = performance.now.bind(performance); performance.now = () => 20 * real();"
"""The page asks why it is turned away each ten seconds at most: here each half second."""


def turned_away(server: Server, sign_in: Opener) -> tuple[Page, str, list[str]]:
    """Return a desk that looks at a district and gets no live line, the district, and the answers to its questions."""
    page = sign_in(server, "dispatcher").page
    home = page.evaluate("yiping.state.home")
    district = page.request.get(f"{server.url}/api/v1/areas/{home}").json()["children"][0]["code"]
    page.add_init_script(IMPATIENT)
    page.route_web_socket("**/live?*", lambda line: line.close())
    asked: list[str] = []
    page.on("response", lambda answer: f"/api/v1/areas/{district}" in answer.url and asked.append(str(answer.status)))
    page.goto(f"{server.url}/desk/overview?area={district}")
    return page, district, asked


def wait_asked(page: Page, asked: list[str], times: int) -> None:
    for _ in range(300):
        if len(asked) >= times:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"asked {len(asked)} times")


def test_before_a_full_house_it_waits_where_it_is(server: Server, sign_in: Opener):
    page, district, asked = turned_away(server, sign_in)
    wait_asked(page, asked, 3)
    assert set(asked) == {"200"}
    assert page.evaluate("yiping.state.area") == district
    page.unroute_all()


def test_when_its_area_is_gone_it_goes_home(server: Server, sign_in: Opener):
    page, district, _ = turned_away(server, sign_in)
    gone = {"error": {"code": "area_not_found"}}
    page.route(f"**/api/v1/areas/{district}", lambda asked: asked.fulfill(status=404, body=json.dumps(gone)))
    page.wait_for_function("() => yiping.state.area === yiping.state.home", timeout=60_000)
