"""Layers that are switched on over the map: block grids, and how far campaigns have come."""

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser


def switch(page: Page, name: str) -> None:
    """Press a layer's switch."""
    page.click(f"#map-switches [data-layer={name}]")


def told(page: Page) -> dict[str, int]:
    """Return what the key says of campaigns, once it says something."""
    page.wait_for_selector("#map-key [data-campaign-state]")
    return page.evaluate("""Object.fromEntries([...document.querySelectorAll('#map-key [data-campaign-state]')].map(
        (one) => [one.dataset.campaignState, Number(one.dataset.count)]))""")


def counted(page: Page, server: Server) -> dict[str, int]:
    """Return the same from the layer's own door."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "yiping")
    area = page.evaluate("yiping.state.area")
    answer = httpx.get(f"{server.url}/layers/campaign_items.geojson?area={area}", cookies={"yiping": token})
    facts = [one["properties"] for one in answer.raise_for_status().json()["features"]]
    return {"done": sum(one["done"] for one in facts), "late": sum(one["late"] for one in facts),
            "open": sum(not one["done"] and not one["late"] for one in facts)}


def test_the_progress_of_campaigns_stands_on_the_map_and_follows_the_area(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    assert page.inner_text("#map-key") == ""
    switch(page, "campaign_items")
    whole = told(page)
    assert whole == counted(page, server)
    assert min(whole.values()) > 0
    page.evaluate("yiping.map.select(yiping.map.visible()[0].slice(0, 6))")
    page.wait_for_function("(n) => [...document.querySelectorAll('#map-key [data-campaign-state]')]"
                           ".reduce((sum, one) => sum + Number(one.dataset.count), 0) < n", arg=sum(whole.values()))
    assert told(page) == counted(page, server)
    switch(page, "campaign_items")
    page.wait_for_function("document.getElementById('map-key').textContent === ''")
    assert screen.complaints == []


def test_block_grids_are_outlined_and_go_again(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    shapes = ("(() => { let n = 0; yiping.map.leaflet.eachLayer((one) => { n += one.options.dashArray === '6 4'; });"
              " return n; })()")
    before = page.evaluate(shapes)
    switch(page, "blocks")
    page.wait_for_function(f"() => {shapes} > {before}")
    switch(page, "blocks")
    page.wait_for_function(f"() => {shapes} === {before}")
    assert screen.complaints == []
